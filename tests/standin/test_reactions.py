"""Reactions: who may, how many, and how they are listed."""

from urllib.parse import quote

import pytest

from bot.standin.people.person import Person
from bot.standin.people.replies import PersonRefused
from bot.standin.rules import emoji
from bot.standin.world import permissions
from bot.standin.world.model import Emoji, Message
from tests.standin.conftest import Harbour
from tests.standin.running import Rest

HAPPY = "\U0001f600"


def posted(harbour: Harbour) -> Message:
    return harbour.standin.world.post(harbour.channel, harbour.bot.account, "card")


def path(message: Message, mark: str, who: str = "/@me") -> str:
    return f"/channels/{message.channel.id}/messages/{message.id}/reactions/{quote(mark, safe='')}{who}"


@pytest.mark.parametrize("mark", ["👍", "❤️", "❤", "👩‍💻", "🇺🇦", "1️⃣", "👍🏽", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "✅", "⬆️"])
def test_emoji_of_unicode_are_known(mark: str) -> None:
    assert emoji.parse(mark) == Emoji(mark)


@pytest.mark.parametrize("mark", ["", "a", "thumbsup", "👍👎", "1", "%F0%9F%91%8D", ":+1:", "name:123"])
def test_other_texts_are_no_emoji(mark: str) -> None:
    assert emoji.parse(mark) is None


async def test_an_unknown_emoji_is_refused(harbour: Harbour, rest: Rest) -> None:
    message = posted(harbour)

    answers = [await rest("PUT", path(message, mark)) for mark in ("thumbsup", "gone:123456789012345678")]

    assert [(answer.status, answer.code) for answer in answers] == [(400, 10014), (400, 10014)]


async def test_a_servers_own_emoji_can_be_used_by_its_members(harbour: Harbour, rest: Rest) -> None:
    message = posted(harbour)
    own = harbour.standin.world.create_emoji(harbour.server, "ferry")

    answer = await rest("PUT", path(message, f"ferry:{own.id}"))

    assert answer.status == 204
    assert message.reactions[str(own.id)].emoji == Emoji("ferry", own.id)


async def test_putting_twice_counts_once(harbour: Harbour, rest: Rest) -> None:
    message = posted(harbour)

    await rest("PUT", path(message, "👍"))
    await rest("PUT", path(message, "👍"))

    assert list(message.reactions["👍"].normal) == [harbour.bot.id]


async def test_the_twenty_first_emoji_is_refused(harbour: Harbour, rest: Rest) -> None:
    message = posted(harbour)
    for number in range(20):
        harbour.standin.world.react(message, harbour.reader, Emoji(chr(ord(HAPPY) + number)))

    one_more = await rest("PUT", path(message, "👍"))
    joined = await rest("PUT", path(message, HAPPY))

    assert (one_more.status, one_more.code) == (403, 30010)
    assert joined.status == 204


async def test_readers_join_seeded_reactions_but_may_not_add_others(
    harbour: Harbour, as_reader: Rest
) -> None:
    message = posted(harbour)
    harbour.standin.world.react(message, harbour.bot.account, Emoji("👍"))
    harbour.server.everyone.permissions &= ~permissions.ADD_REACTIONS
    harbour.standin.world.update_role(harbour.server, harbour.server.everyone)

    joined = await as_reader("PUT", path(message, "👍"))
    added = await as_reader("PUT", path(message, "👎"))

    assert joined.status == 204
    assert (added.status, added.code) == (403, 50013)


async def test_anothers_reaction_is_taken_away_by_those_who_manage_messages(
    harbour: Harbour, rest: Rest
) -> None:
    message = posted(harbour)
    harbour.standin.world.react(message, harbour.reader, Emoji("👍"))

    refused = await rest("DELETE", path(message, "👍", f"/{harbour.reader.id}"))
    harbour.server.everyone.permissions |= permissions.MANAGE_MESSAGES
    harbour.standin.world.update_role(harbour.server, harbour.server.everyone)
    taken = await rest("DELETE", path(message, "👍", f"/{harbour.reader.id}"))

    assert refused.code == 50013
    assert taken.status == 204
    assert message.reactions == {}


async def test_reactors_are_listed_in_pages_by_kind(harbour: Harbour, rest: Rest) -> None:
    message, world = posted(harbour), harbour.standin.world
    people = [world.create_account(f"p{number}") for number in range(30)]
    for person in people:
        world.react(message, person, Emoji("👍"), burst=person is people[0])

    first = await rest("GET", path(message, "👍", ""))
    second = await rest("GET", path(message, "👍", f"?limit=100&after={first.body[-1]['id']}"))
    burst = await rest("GET", path(message, "👍", "?type=1"))
    read = await rest("GET", f"/channels/{message.channel.id}/messages/{message.id}")

    assert [one["id"] for one in first.body + second.body] == [str(person.id) for person in people[1:]]
    assert len(first.body) == 25
    assert [one["id"] for one in burst.body] == [str(people[0].id)]
    assert read.body["reactions"][0]["count_details"] == {"normal": 29, "burst": 1}


async def test_all_reactions_can_be_cleared_at_once(harbour: Harbour, rest: Rest) -> None:
    message = posted(harbour)
    harbour.server.everyone.permissions |= permissions.MANAGE_MESSAGES
    harbour.standin.world.update_role(harbour.server, harbour.server.everyone)
    for mark in ("👍", "👎", "🤔"):
        harbour.standin.world.react(message, harbour.reader, Emoji(mark))

    await rest("DELETE", path(message, "👎", ""))
    left = list(message.reactions)
    await rest("DELETE", f"/channels/{message.channel.id}/messages/{message.id}/reactions")

    assert left == ["👍", "🤔"]
    assert message.reactions == {}


async def test_a_person_reacts_in_bursts_too_and_is_told_when_refused(harbour: Harbour) -> None:
    message = posted(harbour)
    async with Person(harbour.standin.api_url, harbour.reader.token) as rita:
        await rita.react(message.channel.id, message.id, "👍", burst=True)
        with pytest.raises(PersonRefused) as refused:
            await rita.react(message.channel.id, 1, "👍")

    assert list(message.reactions["👍"].burst) == [harbour.reader.id]
    assert refused.value.code == 10008


async def test_another_servers_emoji_takes_a_right_unless_it_is_there(harbour: Harbour, rest: Rest) -> None:
    message, world = posted(harbour), harbour.standin.world
    abroad = world.create_server("Abroad", owner=harbour.owner)
    world.install(harbour.bot, abroad)
    foreign = world.create_emoji(abroad, "anchor")
    for role in harbour.server.roles.values():
        role.permissions &= ~permissions.USE_EXTERNAL_EMOJIS
        world.update_role(harbour.server, role)
    mark = path(message, f"anchor:{foreign.id}")

    refused = await rest("PUT", mark)
    world.react(message, harbour.owner, Emoji("anchor", foreign.id))
    joined = await rest("PUT", mark)

    assert (refused.status, refused.code) == (403, 50013)
    assert joined.status == 204


async def test_an_emoji_that_was_deleted_stays_where_it_is_but_goes_nowhere_else(
    harbour: Harbour, rest: Rest
) -> None:
    here, there, world = posted(harbour), posted(harbour), harbour.standin.world
    own = world.create_emoji(harbour.server, "ferry")
    world.react(here, harbour.reader, Emoji("ferry", own.id))
    world.delete_emoji(harbour.server, own)

    joined = await rest("PUT", path(here, f"ferry:{own.id}"))
    added = await rest("PUT", path(there, f"ferry:{own.id}"))

    assert joined.status == 204
    assert (added.status, added.code) == (400, 10014)


async def test_a_bot_has_no_bursts(harbour: Harbour, rest: Rest, as_reader: Rest) -> None:
    message = posted(harbour)

    refused = await rest("PUT", path(message, "👍", "/@me?type=1"))
    given = await as_reader("PUT", path(message, "👍", "/@me?type=1"))
    read = await as_reader("GET", f"/channels/{message.channel.id}/messages/{message.id}")

    [reaction] = read.body["reactions"]
    assert (refused.status, refused.code) == (403, 90002)
    assert given.status == 204
    assert (reaction["me"], reaction["me_burst"], reaction["count"]) == (False, True, 1)
    assert reaction["burst_colors"]
