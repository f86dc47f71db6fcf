"""/newsroom settings as an owner's client sees it: the panel, the options, and two owners at once."""

import pytest

from bot.storage import audits, settings
from tests.cogs.asking import an_owner, buttons, custom_id_of, options, parts
from tests.cogs.tagging import SEND, a_vote_set, forbid, known


async def held(newsroom):
    async with newsroom.app.database.read() as tx:
        return await settings.of(tx, newsroom.server.id)


async def audited(newsroom):
    async with newsroom.app.database.read() as tx:
        entries = await audits.latest(tx, newsroom.server.id, kinds=["setting"])
    return {entry.subject: (entry.details["old"], entry.details["new"]) for entry in entries}


def select_of(reply, what):
    return next(part["custom_id"] for part in parts(reply) if f":{what}:" in part["custom_id"])


async def choose(olena, reply, what, *values):
    message = reply.message
    return await olena.person.click(
        message["channel_id"], message["id"], select_of(reply, what), values=[str(each) for each in values]
    )


async def test_options_change_what_they_name_and_the_answer_says_all_of_it(newsroom, olena):
    await a_vote_set(newsroom)
    role = newsroom.standin.world.create_role(newsroom.server, "Editors")
    desk = newsroom.channel("desk")
    await known(newsroom, desk)

    reply = await olena.use(
        "newsroom settings",
        language="de",
        time_zone="berlin",
        quiet_hours="22-7",
        cards_per_hour=5,
        poll_days=1.5,
        votes="Sports",
        review_channel=desk,
        moderator_role=role,
        ping_from=10,
    )

    assert reply.private
    for said in (
        "Deutsch",
        "Europe/Berlin",
        "22:00\u201307:00",
        "5; more go to digests only",
        "36 hours",
        "Sports",
        f"<#{desk.id}>",
        f"<@&{role.id}>",
        "✓ Time zone: UTC → **Europe/Berlin**",
    ):
        assert said in reply.text
    now = await held(newsroom)
    assert (now.language, now.time_zone, str(now.quiet)) == ("de", "Europe/Berlin", "22:00\u201307:00")
    assert (now.cards_per_hour, now.poll_hours, now.ping_from) == (5, 36, 10)
    assert (now.review_channel_id, now.moderator_role_id) == (desk.id, role.id)
    assert (await audited(newsroom))["quiet"] == (None, "22:00\u201307:00")
    assert (await audited(newsroom))["vote_set_id"] == (None, "Sports")
