"""Pages of a list: turned by who asked for them, also after a restart, and of what they may see then."""

import pytest

from tests.builders import an_item
from tests.cogs.asking import Asking, buttons, parts

FEEDS = 25


@pytest.fixture
async def ravi(newsroom):
    async with newsroom.person(newsroom.reader_account()) as person:
        yield Asking(newsroom, person)


def disabled(reply):
    return [part["label"] for part in parts(reply) if part.get("disabled")]


async def test_pages_are_turned_after_a_restart(newsroom, olena):
    for number in range(FEEDS):
        await newsroom.follow(url=f"https://harbour.example/{number:02}")

    first = await olena.use("feeds list")
    await newsroom.restart()
    second = await olena.press(first, "Next ▶")
    third = await olena.press(second, "Next ▶")
    again = await olena.press(third, "◀ Back")

    assert first.private
    assert buttons(first) == ["◀ Back", "Next ▶"]
    assert [disabled(each) for each in (first, second, third)] == [["◀ Back"], [], ["Next ▶"]]
    assert ["Page 1 of 3" in first.text, "Page 2 of 3" in second.text, "Page 3 of 3" in third.text] == [
        True
    ] * 3
    assert again.text == second.text
    shown = first.text + second.text + third.text
    assert all(f"harbour.example/{number:02}" in shown for number in range(FEEDS))


async def test_pages_for_owners_are_turned_only_by_owners(newsroom):
    world, account = newsroom.standin.world, newsroom.standin.world.create_account("Mara")
    role = world.create_role(newsroom.server, "managers", permissions=1 << 5)
    world.join(newsroom.server, account, roles=[role])
    for number in range(FEEDS):
        await newsroom.follow(url=f"https://harbour.example/{number:02}")

    async with newsroom.person(account) as person:
        mara = Asking(newsroom, person)
        first = await mara.use("feeds list")
        world.set_member_roles(newsroom.server, newsroom.server.members[account.id], [])
        refused = await mara.press(first, "Next ▶")

    assert "That takes the permission “Manage Server”" in refused.text


async def test_what_is_hidden_meanwhile_is_on_no_page(newsroom, ravi):
    desk = newsroom.channel("desk")
    await newsroom.tag("Talks", newsroom.world)
    await newsroom.tag("Plans", desk)
    feed = await newsroom.follow()
    items = [an_item(f"plan{each}", categories=("Plans",)) for each in range(7)]
    items += [an_item(f"talk{each}", categories=("Talks",)) for each in range(7)]
    await newsroom.publish(feed, *items)
    await newsroom.finished_card(desk, 7)
    await newsroom.finished_card(newsroom.world, 7)

    first = await ravi.use("news latest")
    before, last = await walked(ravi, first, "Next ▶")
    newsroom.hide(desk)
    await newsroom.heard(lambda bot: (found := bot.get_channel(desk.id)) and found.overwrites)
    _, start = await walked(ravi, last, "◀ Back")
    after, _ = await walked(ravi, start, "Next ▶")

    assert all(f"About plan{each}" in before for each in range(7))
    assert "About plan" not in after
    assert all(f"About talk{each}" in after for each in range(7))


async def walked(asking, reply, label):
    """Turn pages to the end; return what stood on them, and the last one."""
    text = reply.text
    while label not in disabled(reply):
        reply = await asking.press(reply, label)
        text += reply.text
    return text, reply
