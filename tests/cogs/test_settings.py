"""/newsroom settings as an owner's client sees it: the panel, the options, and two owners at once."""

import pytest

from bot.standin.people.replies import Reply
from bot.storage import audits, settings, vote_sets
from tests.cogs.asking import Asking, buttons, parts
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
        review_hours=36,
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
        "✓ A story waits for a moderator, before it expires, for: 2 days → **36 hours**",
    ):
        assert said in reply.text
    now = await held(newsroom)
    assert (now.language, now.time_zone, str(now.quiet)) == ("de", "Europe/Berlin", "22:00\u201307:00")
    assert (now.cards_per_hour, now.poll_hours, now.ping_from, now.review_hours) == (5, 36, 10, 36)
    assert (now.review_channel_id, now.moderator_role_id) == (desk.id, role.id)
    assert (await audited(newsroom))["quiet"] == (None, "22:00\u201307:00")
    assert (await audited(newsroom))["vote_set_id"] == (None, "Sports")

    await olena.use(
        "newsroom settings",
        language="auto",
        quiet_hours="-",
        cards_per_hour=0,
        poll_days=0,
        votes="default",
    )

    now = await held(newsroom)
    assert (now.language, now.quiet, now.cards_per_hour, now.poll_hours, now.vote_set_id) == (None,) * 5


async def test_without_options_all_is_shown_and_choices_are_kept_also_after_a_restart(newsroom, olena):
    await a_vote_set(newsroom)
    role = newsroom.standin.world.create_role(newsroom.server, "Editors")
    desk = newsroom.channel("desk")
    await known(newsroom, desk)
    reply = await olena.use("newsroom settings")
    assert "as this server has it in Discord" in reply.text
    assert "7 days, as whoever runs this bot has set it" in reply.text

    await choose(olena, reply, "language", "uk")
    await choose(olena, reply, "review", desk.id)
    await newsroom.restart()
    await choose(olena, reply, "role", role.id)
    drawn = await olena.choose(reply, "Sports")
    now = await held(newsroom)
    assert (now.language, now.review_channel_id, now.moderator_role_id) == ("uk", desk.id, role.id)
    assert f"nobody chosen → **<@&{role.id}>**" not in drawn.text
    assert "what they make of the news → **Sports**" in drawn.text

    await choose(olena, drawn, "role")
    last = await choose(olena, drawn, "review")
    assert (await held(newsroom)).moderator_role_id is None
    assert (await held(newsroom)).review_channel_id is None
    assert f"<#{desk.id}> → **a channel that Discord uses" in last.text


async def test_hours_and_numbers_are_typed_into_a_form_that_shows_what_holds(newsroom, olena):
    reply = await olena.use("newsroom settings", quiet_hours="22-7", poll_days=1.5)
    form = await olena.press(reply, "Hours and numbers …")
    shown = {field["custom_id"]: field.get("value") for field in fields(form)}
    assert shown == {
        "time_zone": "UTC",
        "quiet": "22:00-07:00",
        "cards_per_hour": None,
        "poll_hours": "36 h",
        "ping_from": "25",
    }

    await newsroom.restart()
    answer = await fill_in(olena, form, time_zone="Kyiv", quiet="", cards_per_hour="4", poll_hours="2 days")

    now = await held(newsroom)
    assert (now.time_zone, now.quiet, now.cards_per_hour, now.poll_hours) == ("Europe/Kyiv", None, 4, 48)
    assert "22:00\u201307:00 → **none**" in answer.text


async def test_what_can_not_be_used_is_named_and_stands_in_the_form_again(newsroom, olena):
    reply = await olena.use("newsroom settings")
    form = await olena.press(reply, "Hours and numbers …")

    refused = await fill_in(olena, form, time_zone="Europe/Berlin", cards_per_hour="many", quiet="22-7")
    assert "“many” is no number of cards an hour" in refused.text
    assert (await held(newsroom)).time_zone == "UTC"
    assert (await held(newsroom)).quiet is None

    again = await olena.press(refused, "Hours and numbers …")
    shown = {field["custom_id"]: field.get("value") for field in fields(again)}
    assert (shown["time_zone"], shown["cards_per_hour"], shown["quiet"]) == ("Europe/Berlin", "many", "22-7")
    await fill_in(olena, again, cards_per_hour="6")
    now = await held(newsroom)
    assert (now.time_zone, now.cards_per_hour, str(now.quiet)) == ("Europe/Berlin", 6, "22:00\u201307:00")


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ({"time_zone": "Atlantis", "ping_from": 5}, "Atlantis"),
        ({"quiet_hours": "always", "ping_from": 5}, "always"),
        ({"quiet_hours": "7-7", "ping_from": 5}, "7-7"),
        ({"poll_days": 0.02, "ping_from": 5}, "“0\\.02 d” is no time for a poll to be open"),
        ({"votes": "Sprots", "ping_from": 5}, "“Sprots”"),
    ],
)
async def test_a_value_that_can_not_be_used_is_told_in_one_sentence_and_nothing_is_changed(
    newsroom, olena, named, said
):
    reply = await olena.use("newsroom settings", **named)

    assert said in reply.text
    assert "\n" not in reply.text
    assert reply.private
    assert (await held(newsroom)).ping_from == 25
    assert await audited(newsroom) == {}


async def test_moderators_are_told_only_where_the_bot_may_write_and_have_a_role_of_their_own(newsroom, olena):
    desk = newsroom.channel("desk")
    forbid(newsroom, desk, SEND)
    await known(newsroom, desk, lambda channel: channel.overwrites)

    closed = await olena.use("newsroom settings", review_channel=desk, ping_from=5)
    everyone = await olena.use("newsroom settings", moderator_role=newsroom.server.everyone, ping_from=5)
    panel = await olena.use("newsroom settings")
    chosen = await choose(olena, panel, "review", desk.id)

    assert f"The bot lacks Send Messages in <#{desk.id}>" in closed.text
    assert "Everybody has the role @everyone" in everyone.text
    assert f"The bot lacks Send Messages in <#{desk.id}>" in chosen.text
    assert select_of(chosen, "review")
    assert (await held(newsroom)).ping_from == 25
    assert (await held(newsroom)).review_channel_id is None


async def test_zones_and_vote_sets_are_offered_by_what_was_meant(newsroom, olena):
    await a_vote_set(newsroom)

    zones = await olena.offered("newsroom settings", "time_zone", "berln")
    votes = await olena.offered("newsroom settings", "votes", "spo")

    assert "Europe/Berlin" in zones
    assert votes["Sports"] == "Sports"


@pytest.fixture
async def mara(newsroom):
    """Another owner."""
    role = newsroom.standin.world.create_role(newsroom.server, "managers", permissions=1 << 5)
    account = newsroom.standin.world.create_account("Mara")
    newsroom.standin.world.join(newsroom.server, account, roles=[role])
    async with newsroom.person(account) as person:
        yield Asking(newsroom, person)


async def test_of_two_owners_in_one_form_the_second_is_told_and_nothing_is_lost(newsroom, olena, mara):
    first, second = await olena.use("newsroom settings"), await mara.use("newsroom settings")
    olenas = await olena.press(first, "Hours and numbers …")
    maras = await mara.press(second, "Hours and numbers …")
    await fill_in(olena, olenas, cards_per_hour="4", ping_from="9")

    refused = await fill_in(mara, maras, cards_per_hour="7", quiet="22-7")
    between = await held(newsroom)
    await newsroom.restart()
    done = await mara.press(refused, "Use what I typed")

    assert (between.cards_per_hour, between.ping_from, between.quiet) == (4, 9, None)
    assert "so nothing of yours was done" in refused.text
    assert f"<@{newsroom.owner.id}>: Cards an hour in a channel: as many as there are → **4" in refused.text
    assert "You wanted: Cards an hour in a channel: **7" in refused.text
    now = await held(newsroom)
    assert (now.cards_per_hour, now.ping_from, str(now.quiet)) == (7, 9, "22:00\u201307:00")
    assert "4; more go to digests only → **7" in done.text
    assert "Use what I typed" not in buttons(done)


async def test_of_two_owners_who_change_different_things_in_one_form_both_are_heard(newsroom, olena, mara):
    first, second = await olena.use("newsroom settings"), await mara.use("newsroom settings")
    olenas = await olena.press(first, "Hours and numbers …")
    maras = await mara.press(second, "Hours and numbers …")
    await fill_in(olena, olenas, cards_per_hour="4")

    done = await fill_in(mara, maras, quiet="22-7")

    now = await held(newsroom)
    assert (now.cards_per_hour, str(now.quiet)) == (4, "22:00\u201307:00")
    assert f"<@{newsroom.owner.id}> changed this meanwhile: Cards an hour in a channel" in done.text


async def test_an_outdated_choice_changes_nothing_until_it_is_made_again(newsroom, olena, mara):
    shown = await olena.use("newsroom settings")
    await mara.use("newsroom settings", language="de")

    told = await choose(olena, shown, "language", "uk")
    between = (await held(newsroom)).language
    await choose(olena, told, "language", "uk")

    assert between == "de"
    assert "Choose again" in told.text
    assert (await held(newsroom)).language == "uk"


async def test_a_panel_is_its_owners_alone_and_only_while_they_are_one(newsroom, olena, mara):
    panel = await mara.use("newsroom settings")
    member = newsroom.server.members[int(mara.person.id)]
    newsroom.standin.world.set_member_roles(newsroom.server, member, [])

    refused = await choose(mara, panel, "language", "de")

    assert "Manage Server" in refused.text
    assert (await held(newsroom)).language is None


async def test_a_vote_set_that_was_removed_meanwhile_is_not_chosen(newsroom, olena):
    vote_set = await a_vote_set(newsroom)
    panel = await olena.use("newsroom settings")
    async with newsroom.app.database.write() as tx:
        await vote_sets.remove(tx, vote_set.id)

    told = await olena.choose(panel, "Sports")

    assert "⚠️" in told.text
    assert (await held(newsroom)).vote_set_id is None


async def fill_in(owner, form, **values):
    """Fill in a form; return what its panel says then."""
    before = len(owner.person.events)
    await owner.person.submit(form, owner._newsroom.world.id, **values)
    panel = next(data for name, data in owner.person.events[before:] if name == "MESSAGE_UPDATE")
    return Reply(form.interaction_id, message=panel)


def fields(form):
    return [row["component"] for row in form.modal["components"]]


async def test_it_says_what_a_role_of_moderators_lacks_to_see_their_commands(newsroom, olena):
    world, server = newsroom.standin.world, newsroom.server
    plain = world.create_role(server, "editors", permissions=0)
    able = world.create_role(server, "moderators", permissions=1 << 13)
    await newsroom.heard(lambda bot: bot.get_guild(server.id).get_role(able.id))

    without = await olena.use("newsroom settings", moderator_role=plain)
    having = await olena.use("newsroom settings", moderator_role=able)

    assert f"<@&{plain.id}> may press the moderators' buttons; their commands" in without.text
    assert "their commands" not in having.text


async def test_it_says_which_language_discord_has_and_who_reads_what_moderators_are_told(newsroom, olena):
    desk = newsroom.channel("desk")
    await known(newsroom, desk)

    public = await olena.use("newsroom settings", review_channel=desk)
    newsroom.hide(desk)
    await known(
        newsroom, desk, lambda channel: not channel.permissions_for(channel.guild.default_role).view_channel
    )
    private = await olena.use("newsroom settings")

    assert "as this server has it in Discord: English" in public.text
    assert f"Everybody can read <#{desk.id}>" in public.text
    assert "Everybody can read" not in private.text
    assert "The menus below, from the top: the language" in private.text
