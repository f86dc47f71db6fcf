"""Who manages a server without seeing all of its channels reads no titles from those that they don't see."""

import pytest

from tests.builders import an_item
from tests.cogs.asking import Asking

MANAGE_SERVER = 1 << 5
HIDDEN = "a story in a channel that you can't see"
TITLE = "Plans for the harbour"


@pytest.fixture
async def mara(newsroom):
    """Somebody who may manage the server and does not see its channel of secrets."""
    world, server = newsroom.standin.world, newsroom.server
    role = world.create_role(server, "managers", permissions=MANAGE_SERVER)
    account = world.create_account("Mara")
    world.join(server, account, roles=[role])
    async with newsroom.person(account) as person:
        yield Asking(newsroom, person)


async def test_stories_of_hidden_channels_are_named_to_nobody_who_does_not_see_them(newsroom, olena, mara):
    secret = newsroom.channel("secret")
    newsroom.hide(secret)
    await newsroom.tag("Plans", secret)
    feed = await newsroom.follow()
    await newsroom.publish(feed, an_item("plans", title=TITLE, categories=("Plans",)))
    await newsroom.finished_card(secret, 1)
    story = (await olena.offered("polls close", "story", "plans"))[TITLE]
    await olena.use("story breaking", story=story)
    await olena.press_and_wait(await olena.use("polls close", story=story), "Close it")

    said = {}
    for name, person in (("owner", olena), ("manager", mara)):
        shown = await person.use("feeds show", feed=feed.title or feed.url)
        rules = await person.use("tags rules", tag="Plans")
        audit = await person.use("newsroom audit")
        said[name] = [shown.text, rules.text, audit.text]

    assert all(TITLE in text for text in said["owner"])
    assert not any(TITLE in text for text in said["manager"])
    shown, rules, audit = said["manager"]
    assert f"{HIDDEN} → **Plans**" in shown
    assert "it would have taken 1 by" in rules
    assert f"closed the poll on **{HIDDEN}**" in audit
    assert audit.count(HIDDEN) == 2
