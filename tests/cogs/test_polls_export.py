"""/polls edit and export, as an owner's client sends them."""

import csv
import io
import json

import aiohttp
import pytest
from sqlalchemy import func, select, update

from bot.domain.poll import PollMode
from bot.standin.world.model import Emoji, Overwrite
from bot.storage import vote_sets
from bot.storage.poll_tables import mark, poll
from bot.storage.tables import vote_set
from tests.builders import an_item
from tests.cogs.asking import Asking
from tests.cogs.tagging import a_vote_set, audited

MANAGE_SERVER = 1 << 5
VIEW = 1 << 10


async def stored(newsroom):
    async with newsroom.app.database.read() as tx:
        return await vote_sets.of_server(tx, newsroom.server.id)


async def test_an_edit_changes_what_is_named_for_polls_from_now_on(newsroom, olena):
    await olena.use("polls create", name="Sports", question="Well?", options="⚽ goal, 🥅 miss")
    await olena.use("tags add", name="Talks", channel=newsroom.world.id, votes="Sports")
    feed = await newsroom.follow()
    await newsroom.publish(feed, an_item("one", categories=("Talks",)))
    first = await newsroom.finished_card(seeds=2)

    asked = await olena.use("polls edit", name="sports", question="How was it?")
    await olena.use("polls edit", name="sports", options="🏆 won, 🏳 lost, 🤝 draw", mode="multi")
    renamed = await olena.use("polls edit", name="sports", new_name="Matches")
    await newsroom.publish(feed, an_item("one", categories=("Talks",)), an_item("two", categories=("Talks",)))
    second = await newsroom.finished_card(number=2)

    (named,) = await stored(newsroom)
    assert "The vote set **Sports** is changed for polls from now on" in asked.text
    assert "**Sports**: How was it? (one choice)" in asked.text
    assert "  - Used by Talks" in renamed.text
    assert "votes: Matches" in (await olena.use("tags show", tag="Talks")).text
    assert named.vote_set.mode is PollMode.MULTI
    assert [each.emoji.name for each in first.reactions.values()] == ["⚽", "🥅"]
    assert [each.emoji.name for each in second.reactions.values()] == ["🏆", "🏳", "🤝"]
    assert [each for each in await audited(newsroom) if each[0] == "vote-set-edited"] == [
        ("vote-set-edited", "Matches"),
        ("vote-set-edited", "Sports"),
        ("vote-set-edited", "Sports"),
    ]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"name": "Sports"}, "Nothing to change was given"),
        ({"name": "Sprots", "question": "Well?"}, "Did you mean “Sports”?"),
        ({"name": "Sports", "new_name": "other"}, "a vote set named “other” already"),
        ({"name": "default", "question": "Well?"}, "“default” is built in"),
        ({"name": "Новини", "question": "Well?"}, "“Новини” is built in"),
        ({"name": "Sports", "new_name": "default"}, "“default” and “News” are"),
        ({"name": "Sports", "options": "⚽ goal"}, "One option is no choice"),
        ({"name": "Sports", "question": "x" * 201}, "A question has at most 200 characters"),
        (
            {"name": "Sports", "options": "<:tide:123456789012345678> up, 👎 down"},
            "can't use the emoji “tide”",
        ),
    ],
)
async def test_an_edit_that_can_not_be_changes_nothing(newsroom, olena, options, said):
    await a_vote_set(newsroom)
    await a_vote_set(newsroom, "Other")
    before = await stored(newsroom)

    refused = await olena.use("polls edit", **options)

    assert said in refused.text.replace("\\", "")
    assert await stored(newsroom) == before


async def test_the_servers_own_default_is_named(newsroom, olena):
    named = await a_vote_set(newsroom)
    await newsroom.tag("Talks", newsroom.world)
    async with newsroom.app.database.write() as tx:
        await tx.execute(update(vote_set).where(vote_set.c.id == named.id).values(is_default=True))

    listed = await olena.use("polls sets")
    shown = await olena.use("tags show", tag="Talks")
    asked = await olena.use("polls remove", name="Sports")
    offered = await olena.offered("polls edit", "name", "sprots")

    assert "**Sports (the default)**: Well?" in listed.text
    assert "**News**: What do you make of this?" in listed.text
    assert "votes: Sports (the default)" in shown.text
    assert "It is the default here. Tags that name no vote set ask “News” then" in asked.text
    assert offered == {"Sports": "Sports"}


async def two_polls(newsroom):
    """A poll of six readers and one of one reader."""
    await newsroom.tag("Talks", newsroom.world)
    feed = await newsroom.follow()
    titles = [an_item("many", categories=("Talks",)), an_item("few", categories=("Talks",))]
    await newsroom.publish(feed, *titles)
    cards = [await newsroom.finished_card(number=number) for number in (1, 2)]
    many, few = sorted(cards, key=lambda card: "About few" in str(card.components))
    for number in range(6):
        reader = newsroom.reader_account(f"Reader {number}")
        newsroom.standin.world.react(many, reader, Emoji("👍" if number < 4 else "👎"))
        if not number:
            newsroom.standin.world.react(few, reader, Emoji("👍"))
    await newsroom.until(
        lambda tx: tx.scalar(select(func.count()).select_from(mark)), lambda marks: marks == 7
    )


async def files_of(reply, asking):
    """The files of a reply, once they are there: their content by name."""
    _, data = await asking.person.wait_event(
        lambda name, data: data.get("id") == reply.message["id"] and data.get("attachments")
    )
    found = {}
    async with aiohttp.ClientSession() as session:
        for each in data["attachments"]:
            async with session.get(each["url"]) as answer:
                found[each["filename"]] = await answer.read()
    return data["content"], found


async def test_polls_are_exported_without_counts_of_few(newsroom, olena):
    await two_polls(newsroom)
    await newsroom.restart()

    reply = await olena.use("polls export")
    said, files = await files_of(reply, olena)

    rows = list(csv.DictReader(io.StringIO(files["polls.csv"].decode("utf-8-sig"))))
    told = {each["story"]: each for each in json.loads(files["polls.json"])}
    assert "2 polls, as CSV for a spreadsheet and as JSON. No voter is in them" in said
    assert "One poll has fewer than 5 voters: how they voted is left out" in said
    assert [(each["story"], each["label"], each["n"]) for each in rows if each["story"] == "About many"] == [
        ("About many", "good news", "4"),
        ("About many", "bad news", "2"),
        ("About many", "not sure", "0"),
    ]
    assert {each["n"] for each in rows if each["story"] == "About few"} == {""}
    assert told["About few"]["voters"] == 1
    assert {option["share"] for option in told["About few"]["options"]} == {None}
    assert told["About many"]["options"][0]["share"] == 0.6667


async def test_an_export_keeps_to_its_days(newsroom, olena):
    await two_polls(newsroom)
    async with newsroom.app.database.write() as tx:
        first = await tx.scalar(select(func.min(poll.c.id)))
        now = newsroom.app.clock.now()
        await tx.execute(update(poll).where(poll.c.id == first).values(opened_at=now.replace(year=2020)))
    offered = list((await olena.offered("polls export", "since")).values())

    since = await files_of(await olena.use("polls export", since=offered[0]), olena)
    until = await files_of(await olena.use("polls export", since="2019-12-31", until="2021-01-01"), olena)
    none = await olena.use("polls export", until="2019-12-31")

    assert len(json.loads(since[1]["polls.json"])) == 1
    assert len(json.loads(until[1]["polls.json"])) == 1
    assert json.loads(since[1]["polls.json"]) != json.loads(until[1]["polls.json"])
    assert "There are no polls of that time here" in none.text


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"since": "last week"}, "“last week” is no day. Write one like 2026-11-30"),
        ({"until": "9999-12-31"}, "“9999-12-31” is no day"),
        ({"since": "2026-02-30"}, "“2026-02-30” is no day"),
        ({"since": "2026-02-02", "until": "2026-02-01"}, "2026-02-02 is later than 2026-02-01"),
    ],
)
async def test_days_that_can_not_be_are_refused(olena, options, said):
    assert said in (await olena.use("polls export", **options)).text.replace("\\", "")


async def test_polls_of_a_channel_that_the_person_does_not_see_are_not_in_it(newsroom):
    await two_polls(newsroom)
    role = newsroom.standin.world.create_role(newsroom.server, "managers", permissions=MANAGE_SERVER)
    mara = newsroom.standin.world.create_account("Mara")
    newsroom.standin.world.join(newsroom.server, mara, roles=[role])
    newsroom.world.overwrites[role.id] = Overwrite(role.id, 0, 0, VIEW)
    newsroom.standin.world.update_channel(newsroom.world)
    lobby = newsroom.channel("lobby")
    await newsroom.heard(
        lambda bot: bot.get_channel(lobby.id) and bot.get_channel(newsroom.world.id).overwrites
    )

    async with newsroom.person(mara) as person:
        reply = await Asking(newsroom, person).person.command(
            "polls export", server_id=newsroom.server.id, channel_id=lobby.id
        )

    assert "There are no polls of that time here that you may see" in reply.text
