"""/tags edit, as an owner's client sends it."""

from bot.domain.channel import ChannelKind
from bot.domain.tagging import ImageMode
from bot.storage import overview
from tests.builders import an_item
from tests.cogs.asking import buttons
from tests.cogs.tagging import SEND, a_vote_set, audited, forbid, known, stored


async def test_an_edit_changes_what_is_given_and_nothing_else(newsroom, olena):
    await olena.use(
        "tags add", name="World", channel=newsroom.world.id, keywords="embassy", synonyms="abroad"
    )
    before = await stored(newsroom, "World")

    reply = await olena.use("tags edit", tag="world", image="none")

    after = await stored(newsroom, "World")
    assert "no picture" in reply.text
    assert after.options.image is ImageMode.NONE
    assert (after.rules, after.synonyms, after.channel_id) == (
        before.rules,
        before.synonyms,
        before.channel_id,
    )
    assert (await audited(newsroom))[0] == ("tag-edited", "World")


async def test_an_edit_replaces_words_and_votes(newsroom, olena):
    await a_vote_set(newsroom)
    await olena.use(
        "tags add", name="World", channel=newsroom.world.id, keywords="embassy", synonyms="abroad"
    )

    await olena.use("tags edit", tag="World", keywords="summit, peace talks", synonyms="-", votes="Sports")
    asks = (await stored(newsroom, "World")).options.vote_set_id
    await olena.use("tags edit", tag="World", votes="default")

    tag = await stored(newsroom, "World")
    assert [rule.value for rule in tag.rules] == ["summit", "peace talks"]
    assert tag.synonyms == ()
    assert asks is not None
    assert tag.options.vote_set_id is None


async def words(newsroom):
    tag = await stored(newsroom, "World")
    return tag.synonyms, [rule.value for rule in tag.rules]


async def test_what_an_edit_replaces_is_named_and_can_be_brought_back(newsroom, olena):
    names, found = ("abroad", "planet"), ["embassy", "peace talks"]
    given = {"synonyms": "abroad, planet", "keywords": "embassy, peace talks"}
    await olena.use("tags add", name="World", channel=newsroom.world.id, **given)

    reply = await olena.use("tags edit", tag="World", synonyms="abroad", keywords="summit")
    replaced = await words(newsroom)
    await newsroom.restart()
    back = await olena.press(reply, "Undo")

    assert replaced == (("abroad",), ["summit"])
    assert "One other name is gone: planet" in reply.text
    assert "2 words that brought stories here are gone: embassy, peace talks" in reply.text
    assert await words(newsroom) == (names, found)
    assert "has the names and words again" in back.text


async def test_single_names_and_words_come_and_go_by_their_signs(newsroom, olena):
    given = {"synonyms": "abroad, planet", "keywords": "embassy, peace talks"}
    await olena.use("tags add", name="World", channel=newsroom.world.id, **given)

    more = await olena.use("tags edit", tag="World", synonyms="+globe", keywords="+Summit, +embassy")
    after_more = await words(newsroom)
    less = await olena.use("tags edit", tag="World", synonyms="-planet, +earth", keywords="-peace talks")

    assert after_more == (("abroad", "globe", "planet"), ["embassy", "peace talks", "Summit"])
    assert await words(newsroom) == (("abroad", "earth", "globe"), ["embassy", "Summit"])
    assert not buttons(more)
    assert "One other name is gone: planet" in less.text
    assert buttons(less) == ["Undo"]


async def test_signs_that_fit_nothing_change_nothing(newsroom, olena):
    given = {"synonyms": "abroad", "keywords": "embassy"}
    await olena.use("tags add", name="World", channel=newsroom.world.id, **given)

    refused = [
        (await olena.use("tags edit", tag="World", **{option: typed})).text
        for option, typed in (("synonyms", "-abord"), ("keywords", "-summit"), ("keywords", "+summit, truce"))
    ]

    assert "Did you mean “abroad”?" in refused[0]
    assert "has no “summit”" in refused[1]
    assert "“truce” has no sign" in refused[2]
    assert await words(newsroom) == (("abroad",), ["embassy"])


async def test_words_that_somebody_changed_since_are_not_undone(newsroom, olena):
    await olena.use("tags add", name="World", channel=newsroom.world.id, keywords="embassy")
    first = await olena.use("tags edit", tag="World", keywords="summit")
    await olena.use("tags edit", tag="World", keywords="truce")

    refused = await olena.press(first, "Undo")

    assert "Somebody has changed the names or words of “World” since" in refused.text
    assert await words(newsroom) == ((), ["truce"])


async def test_a_tag_shows_all_names_of_a_preset(newsroom, olena):
    names = ", ".join(f"othername{number}" for number in range(40))
    await olena.use("tags add", name="World", channel=newsroom.world.id, synonyms=names)

    shown = await olena.use("tags show", tag="World")

    assert all(name in shown.text for name in names.split(", "))


async def test_an_edit_of_nothing_says_so(newsroom, olena):
    await newsroom.tag("World", newsroom.world)

    reply = await olena.use("tags edit", tag="World")

    assert "Nothing to change was given" in reply.text


async def test_another_channel_leaves_behind_what_makes_no_sense_there(newsroom, olena):
    announcements, forum = newsroom.announcements(), newsroom.forum(tags=("World",))
    await known(newsroom, forum)
    await olena.use("tags add", name="World", channel=announcements.id, crosspost=True)

    to_forum = await olena.use("tags edit", tag="World", channel=forum.id, forum_tag="World")
    in_forum = await stored(newsroom, "World")
    await olena.use("tags edit", tag="World", channel=newsroom.world.id)

    at_last = await stored(newsroom, "World")
    assert f"go to <#{forum.id}>" in to_forum.text
    assert (in_forum.kind, in_forum.options.forum_tag_id) == (ChannelKind.FORUM, forum.tags[0].id)
    assert not in_forum.options.crosspost
    assert (at_last.kind, at_last.options.forum_tag_id) == (ChannelKind.TEXT, None)


async def test_what_waits_goes_along_to_another_channel(newsroom, olena):
    quiet = newsroom.channel("quiet")
    await newsroom.tag("Talks", quiet)
    feed = await newsroom.follow()
    forbid(newsroom, quiet, SEND)
    await newsroom.publish(feed, an_item("talks", categories=("Talks",)))
    await newsroom.until(overview.servers_in_which_something_waits, bool)

    reply = await olena.use("tags edit", tag="Talks", channel=newsroom.world.id)

    assert "One story that waited goes there now" in reply.text
    assert await newsroom.finished_card()


async def test_an_edit_says_what_it_changed_and_where_the_tag_stands(newsroom, olena):
    for name in ("World", "Talks"):
        await olena.use("tags add", name=name, channel=newsroom.world.id)

    reply = await olena.use("tags edit", tag="World", image="none", position=99, keywords="embassy")
    same = await olena.use("tags edit", tag="World", image="none")
    both = await olena.use("tags edit", tag="World", role=newsroom.server.everyone.id, no_role=True)

    line = next(line for line in reply.text.splitlines() if line.startswith("Changed: "))
    assert "no picture" in line
    assert "1 → **2**" in line
    assert "+embassy" in line
    assert "Place 2 of 2" in reply.text
    assert "nothing was changed" in same.text
    assert "not both" in both.text


async def test_a_pattern_among_words_is_sent_to_the_rules(newsroom, olena):
    place = {"channel": newsroom.world.id}
    added = await olena.use("tags add", name="Talks", keywords="peace, /tru[cs]e+/", **place)
    await olena.use("tags add", name="World", keywords="embassy", **place)
    edited = await olena.use("tags edit", tag="World", keywords="/a{1,2}/")

    assert "is a pattern, and these are words" in added.text
    assert "add it with /tags rules" in edited.text
    assert await words(newsroom) == ((), ["embassy"])
