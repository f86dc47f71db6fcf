"""/newsroom setup as an owner's client sees it: to the first card, whatever happens meanwhile."""

import asyncio

from bot.domain.server import ServerSettings
from bot.standin.faults import Fault
from bot.standin.world.model import ChannelKind, Overwrite
from bot.storage import audits, servers, settings, tags
from tests.builders import an_item
from tests.cogs.owner import Owner
from tests.newsroom_running import CARDS
from tests.patience import PATIENCE

URL = "https://harbour.example/feed"
MANAGE_CHANNELS, MANAGE_SERVER, MANAGE_MESSAGES = 1 << 4, 1 << 5, 1 << 13
VIEW, SEND = 1 << 10, 1 << 11
MANAGE_THREADS = 1 << 34


def forbid(newsroom, channel, permissions):
    role = next(role for role in newsroom.server.roles.values() if role.managed_by)
    channel.overwrites[role.id] = Overwrite(role.id, 0, 0, permissions)
    newsroom.standin.world.update_channel(channel)


async def stored_tags(newsroom):
    async with newsroom.app.database.read() as tx:
        return await tags.of_server(tx, newsroom.server.id)


async def test_an_owner_comes_from_an_empty_server_to_the_first_card(newsroom, owner):
    newsroom.reader.publish(an_item("one", title="Parliament votes on the budget"), url=URL)
    desk = newsroom.channel("desk")

    steps = [owner.says]
    steps.append(await owner.choose("review", desk))
    steps.append(await owner.choose("tags", "politics", "science"))
    steps.append(await owner.choose("channels"))
    steps.append(await owner.choose("go:feed"))
    steps.append(await owner.type("harbour.example/feed"))
    steps.append(await owner.choose("newest"))
    steps.append(await owner.choose("test"))
    politics = next(each for each in newsroom.server.channels.values() if each.name == "politics")
    card = await newsroom.finished_card(politics)
    steps.append(await owner.choose("done"))

    ended = steps[8]
    assert "Where do moderators decide on stories that are held" in steps[0]
    assert "What is the news about?" in steps[1]
    assert "Where do stories about Politics, Science go?" in steps[2]
    assert f"**Politics** → <#{politics.id}>" in steps[3]
    assert "Parliament votes on the budget" in steps[5]
    assert "Does it work?" in steps[6]
    assert f"✓ <#{politics.id}>: posted, and taken away again" in steps[7]
    assert "This newsroom has 2 tags and one feed" in steps[8]
    assert "Integrations" in steps[8]
    assert (
        f"See the newest card: https://discord.com/channels/{newsroom.server.id}/{politics.id}/{card.id}"
        in ended
    )
    assert newsroom.cards(politics) == [card]


async def test_a_panel_works_after_a_restart_and_a_new_one_goes_on_where_it_was_left(newsroom, owner):
    desk = newsroom.channel("desk")
    await owner.choose("review", desk)
    await owner.choose("tags", "world")

    await newsroom.restart()
    said = await owner.choose("into", newsroom.world)
    again = await owner.open()

    assert f"**World** → <#{newsroom.world.id}>" in said
    assert "Where does the news come from?" in again.says


async def test_without_the_right_to_make_channels_it_says_the_fix_and_goes_on_once_it_is_granted(
    newsroom, owner
):
    (role,) = [role for role in newsroom.server.roles.values() if role.managed_by]
    change_rights(newsroom, role, role.permissions & ~MANAGE_CHANNELS)
    await newsroom.heard(
        lambda bot: not bot.get_guild(newsroom.server.id).me.guild_permissions.manage_channels
    )
    await owner.open()
    await owner.choose("go:subjects")
    await owner.choose("tags", "science")

    refused = await owner.choose("channels")
    change_rights(newsroom, role, role.permissions | MANAGE_CHANNELS)
    granted = await owner.changed(refused)

    assert "Grant my role “Manage Channels” under Server Settings → Roles" in refused
    assert "**Science** →" in granted
    assert "Grant my role" not in granted


async def test_a_right_that_is_denied_in_the_category_alone_is_named_with_the_fix(newsroom, owner):
    news = newsroom.channel("News", kind=ChannelKind.CATEGORY)
    forbid(newsroom, news, MANAGE_CHANNELS)
    await newsroom.heard(lambda bot: bot.missing_permissions(news.id, ("manage_channels",)))
    await owner.choose("go:subjects")
    await owner.choose("tags", "science")

    refused = await owner.choose("channels")

    assert "I lack “Manage Channels” for that. Grant it to my role under Server Settings → Roles" in refused
    assert "in the category “News” if it is denied there" in refused


async def test_two_owners_who_make_channels_at_once_make_each_once(newsroom, owner):
    async with newsroom.person(newsroom.owner) as person:
        other = await Owner(newsroom, person).open()
        for each in (owner, other):
            await each.choose("go:subjects")
            await each.choose("tags", "science", "health")

        await asyncio.gather(owner.choose("channels"), other.choose("channels"))

    names = [channel.name for channel in newsroom.server.channels.values()]
    assert sorted(names) == ["News", "health", "science", "world"]
    assert [tag.label for tag in await stored_tags(newsroom)] == ["Science", "Health"]


async def test_what_an_interrupted_try_has_made_is_used(newsroom, owner):
    await owner.choose("go:subjects")
    await owner.choose("tags", "science", "health")
    newsroom.standin.faults.add(
        Fault(method="POST", route="/guilds/{guild_id}/channels", kind="503_after", skip=2)
    )

    failed = await owner.choose("channels")
    made = next(each for each in newsroom.server.channels.values() if each.name == "health")
    await newsroom.heard(lambda bot: bot.get_channel(made.id))
    said = await owner.choose("channels")

    names = sorted(channel.name for channel in newsroom.server.channels.values())
    assert "**Science** →" in failed
    assert "⚠️" in failed
    assert "**Health** →" in said
    assert names == ["News", "health", "science", "world"]


async def test_a_forum_that_takes_no_post_without_a_tag_names_what_is_missing_to_make_some(newsroom, owner):
    forum = newsroom.forum(requires_tag=True)
    forbid(newsroom, forum, MANAGE_CHANNELS)
    await newsroom.heard(lambda bot: bot.missing_permissions(forum.id, ("manage_channels",)))
    await owner.choose("go:subjects")
    await owner.choose("tags", "world")

    refused = await owner.choose("into", forum)
    forbid(newsroom, forum, 0)
    await newsroom.heard(lambda bot: not bot.missing_permissions(forum.id, ("manage_channels",)))
    placed = await owner.choose("into", forum)

    (stored,) = await stored_tags(newsroom)
    assert "Grant my role Manage Channels there under Edit Channel → Permissions" in refused
    assert f"**World** → <#{forum.id}>" in placed
    assert [int(tag.id) for tag in forum.tags] == [stored.options.forum_tag_id]


async def test_one_forum_has_a_forum_tag_for_each_subject(newsroom, owner):
    await owner.choose("go:subjects")
    await owner.choose("tags", "science", "health")

    await owner.choose("forum")

    (forum,) = [each for each in newsroom.server.channels.values() if each.kind is ChannelKind.FORUM]
    forum_tags = {tag.name: int(tag.id) for tag in forum.tags}
    stored = await stored_tags(newsroom)
    assert {tag.label: tag.options.forum_tag_id for tag in stored} == forum_tags
    assert {tag.channel_id for tag in stored} == {forum.id}


async def test_a_channel_in_which_the_bot_may_not_write_is_no_place_to_tell_moderators(newsroom, owner):
    quiet = newsroom.channel("quiet")
    forbid(newsroom, quiet, SEND)
    await newsroom.heard(lambda bot: bot.get_channel(quiet.id))

    said = await owner.choose("review", quiet)

    assert f"The bot lacks Send Messages in <#{quiet.id}>" in said
    async with newsroom.app.database.read() as tx:
        assert (await servers.get(tx, newsroom.server.id)).review_channel_id is None


async def test_an_empty_server_gets_a_channel_that_only_moderators_read(newsroom, owner):
    moderators = newsroom.standin.world.create_role(newsroom.server, "mods", permissions=MANAGE_MESSAGES)
    readers = newsroom.standin.world.create_role(newsroom.server, "readers", permissions=SEND)
    editors = newsroom.standin.world.create_role(newsroom.server, "editors", permissions=SEND)
    people = [newsroom.standin.world.create_account(name) for name in ("Mara", "Ravi", "Edda")]
    for account, role in zip(people, (moderators, readers, editors), strict=True):
        newsroom.standin.world.join(newsroom.server, account, roles=[role])
    await newsroom.heard(lambda bot: bot.get_guild(newsroom.server.id).get_role(editors.id))
    async with newsroom.app.database.write() as tx:
        await settings.change(tx, newsroom.server.id, ServerSettings(moderator_role_id=editors.id))
    asked = owner.says

    said = await owner.choose("private")
    again = await Owner(newsroom, owner.person).open()
    await again.choose("go:moderators")
    await again.choose("private")

    (made,) = [each for each in newsroom.server.channels.values() if each.name == "newsroom-notices"]
    sees = [bool(newsroom.standin.world.permissions(made, account) & VIEW) for account in people]
    assert "Go on without one, and I use the channel where Discord posts its own notices" in asked
    assert "What is the news about?" in said
    assert f"✓ Moderators decide on held stories in <#{made.id}> from now on" in said
    assert sees == [True, False, True]
    async with newsroom.app.database.read() as tx:
        assert (await servers.get(tx, newsroom.server.id)).review_channel_id == made.id
    await newsroom.app.publisher.notify(newsroom.server.id, "notice-threads-full", {})
    assert len(newsroom.notices(made)) == 1


async def test_who_may_not_make_channels_themselves_has_none_made_by_the_bot(newsroom):
    role = newsroom.standin.world.create_role(newsroom.server, "managers", permissions=MANAGE_SERVER)
    account = newsroom.standin.world.create_account("Mara")
    newsroom.standin.world.join(newsroom.server, account, roles=[role])
    newsroom.world.overwrites[role.id] = Overwrite(role.id, 0, MANAGE_CHANNELS, 0)
    newsroom.standin.world.update_channel(newsroom.world)  # in one channel, which they may change
    async with newsroom.person(account) as person:
        panel = await Owner(newsroom, person).open()

        refused = await panel.press("private")
        said = await panel.choose("review", newsroom.world)

    assert "That takes the permission “Manage Channels”, which you don't have" in refused.text
    assert "What is the news about?" in said
    assert [each.name for each in newsroom.server.channels.values()] == ["world"]


async def test_subjects_that_were_chosen_and_have_no_place_are_not_dropped_in_silence(newsroom, owner):
    await owner.choose("go:subjects")
    await owner.choose("tags", "science", "health")

    warned = await owner.choose("unplaced")
    chosen = [option["value"] for option in owner.component("tags")["options"] if option.get("default")]
    left = await owner.choose("go:feed_")
    await newsroom.restart()
    back = await owner.choose("go:subjects_")

    assert "nothing is kept of Science, Health" in warned
    assert "Where do stories about Science, Health go?" in back
    assert chosen == ["science", "health"]
    assert "Where does the news come from?" in left


async def test_a_tag_that_another_goes_by_is_not_offered(newsroom, owner):
    await newsroom.tag("Globe", newsroom.world, synonyms=("world",))
    await owner.open()

    await owner.choose("go:subjects")

    offered = [option["value"] for option in owner.component("tags")["options"]]
    assert "science" in offered
    assert "world" not in offered


async def test_what_was_chosen_is_still_chosen_after_going_back(newsroom, owner):
    desk = newsroom.channel("desk")
    await owner.choose("go:subjects")
    await owner.choose("tags", "science", "health")

    await owner.choose("go:moderators_")
    forth = await owner.choose("go:subjects_")
    await owner.choose("go:moderators_")
    told = await owner.choose("review", desk)
    await owner.choose("into", newsroom.world)

    assert "Where do stories about Science, Health go?" in forth
    assert "Where do stories about Science, Health go?" in told
    assert [tag.label for tag in await stored_tags(newsroom)] == ["Science", "Health"]


async def test_subjects_can_be_taken_away_again_before_they_have_a_place(newsroom, owner):
    await owner.choose("go:subjects")
    await owner.choose("tags", "science")

    said = await owner.choose("tags")

    assert "Science" not in said
    assert "go:feed" in " ".join(owner.custom_ids)


async def test_setup_ends_with_what_is_there_and_what_is_next(newsroom, owner):
    desk = newsroom.channel("desk")
    await owner.choose("review", desk)
    await owner.choose("tags", "world")
    await owner.choose("into", newsroom.world)
    for step in ("feed", "check", "test"):
        await owner.choose(f"go:{step}")

    said = await owner.choose("done")

    assert "Nothing goes out yet" in said
    assert f"Moderators decide on held stories in <#{desk.id}>, and are told there what to mend." in said
    assert "/feeds add" in said
    assert owner.custom_ids == []


async def test_the_check_names_what_is_missing_where_and_sees_that_it_was_granted(newsroom, owner):
    quiet = newsroom.channel("quiet")
    await newsroom.tag("World", quiet)
    forbid(newsroom, quiet, SEND)
    await newsroom.heard(lambda bot: bot.missing_permissions(quiet.id, ("send_messages",)))
    await owner.open()
    await owner.choose("go:subjects")
    await owner.choose("go:feed")

    missing = await owner.choose("go:check")
    forbid(newsroom, quiet, 0)
    mended = await owner.changed(missing)

    assert f"<#{quiet.id}> (World): I lack Send Messages. Grant that to my role" in missing
    assert "Nothing is missing" in mended


async def test_a_channel_deleted_meanwhile_is_seen_and_another_takes_its_tags(newsroom, owner):
    lost = newsroom.channel("lost")
    await newsroom.tag("World", lost)
    await owner.choose("go:subjects")
    await owner.choose("go:feed")
    await newsroom.heard(lambda bot: bot.get_channel(lost.id))
    well = await owner.choose("go:check")

    newsroom.standin.world.delete_channel(lost)
    gone = await owner.changed(well)
    mended = await owner.choose("move", newsroom.world)

    assert f"<#{lost.id}> (World): the channel was deleted" in gone
    assert "Nothing is missing" in mended
    assert [tag.channel_id for tag in await stored_tags(newsroom)] == [newsroom.world.id]


async def test_a_forum_is_tried_where_the_post_can_be_taken_away(newsroom, owner):
    forum = newsroom.channel("forum", kind=ChannelKind.FORUM)
    await newsroom.heard(lambda bot: bot.get_channel(forum.id))
    await owner.choose("go:subjects")
    await owner.choose("tags", "world")
    await owner.choose("into", forum)
    for step in ("feed", "check", "test"):
        await owner.choose(f"go:{step}")

    tried = await owner.choose("test")
    forbid(newsroom, forum, MANAGE_THREADS)
    await newsroom.heard(lambda bot: bot.missing_permissions(forum.id, ("manage_threads",)))
    looked = await owner.choose("test")

    assert f"✓ <#{forum.id}>: posted, and taken away again" in tried
    assert "without “Manage Threads” I could not take my post away again" in looked
    assert not newsroom.standin.world.threads_of(forum)


async def test_a_panel_that_is_being_drawn_again_does_not_hide_what_was_pressed_meanwhile(newsroom, owner):
    await newsroom.tag("World", newsroom.world)
    for step in ("subjects", "feed", "check", "test"):
        await owner.choose(f"go:{step}")
    panel = "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}"
    slow = newsroom.standin.faults.add(Fault(method="PATCH", route=panel, kind="delay", seconds=1))
    forbid(newsroom, newsroom.world, MANAGE_THREADS)
    async with asyncio.timeout(PATIENCE):
        while not slow.struck:  # noqa: ASYNC110 -- nobody tells of a call that is under way
            await asyncio.sleep(0.01)

    drawn = owner.drawn

    await owner.press("go:check")

    async with asyncio.timeout(PATIENCE):
        while owner.drawn < drawn + 2:  # noqa: ASYNC110 -- edits come as events of the gateway
            await asyncio.sleep(0.01)
    assert "May I do what a newsroom does" in owner.says


async def test_a_test_that_fails_says_why(newsroom, owner):
    await newsroom.tag("World", newsroom.world)
    for step in ("subjects", "feed", "check", "test"):
        await owner.choose(f"go:{step}")
    newsroom.standin.faults.add(Fault(method="POST", route=CARDS, kind="503_before"))

    said = await owner.choose("test")

    assert f"✗ <#{newsroom.world.id}>: Discord's answer was lost" in said
    assert newsroom.cards(newsroom.world) == []


async def test_what_an_interrupted_test_has_left_goes_away_with_the_next(newsroom, owner):
    await newsroom.tag("World", newsroom.world)
    for step in ("subjects", "feed", "check", "test"):
        await owner.choose(f"go:{step}")
    away = "/channels/{channel_id}/messages/{message_id}"
    newsroom.standin.faults.add(Fault(method="DELETE", route=away, kind="503_before"))
    await owner.choose("test")
    left = list(newsroom.cards(newsroom.world))

    await owner.choose("test")

    assert len(left) == 1
    assert newsroom.cards(newsroom.world) == []


async def test_who_reads_a_test_card_that_was_left_can_take_it_away(newsroom, owner):
    await newsroom.tag("World", newsroom.world)
    for step in ("subjects", "feed", "check", "test"):
        await owner.choose(f"go:{step}")
    away = "/channels/{channel_id}/messages/{message_id}"
    newsroom.standin.faults.add(Fault(method="DELETE", route=away, kind="503_before"))
    await owner.choose("test")
    (left,) = newsroom.cards(newsroom.world)

    async with newsroom.person(newsroom.reader_account()) as reader:
        await reader.click(newsroom.world.id, left.id, "newsclip:setup:away")

    await newsroom.standin.wait_for(lambda: newsroom.cards(newsroom.world) == [])


async def test_what_setup_changes_is_audited(newsroom, owner):
    desk = newsroom.channel("desk")
    await owner.choose("review", desk)
    await owner.choose("tags", "world")
    await owner.choose("into", newsroom.world)

    async with newsroom.app.database.read() as tx:
        entries = await audits.latest(tx, newsroom.server.id)
    assert [(entry.action, entry.actor_id) for entry in entries] == [
        ("tag-added", newsroom.owner.id),
        ("review-channel-set", newsroom.owner.id),
    ]


async def test_notices_go_to_the_channel_that_was_chosen(newsroom, owner):
    newsroom.channel("a-channel-before")
    desk = newsroom.channel("desk")
    await owner.choose("review", desk)

    fields = {"channel": newsroom.world.id, "permission": "Send Messages"}
    await newsroom.app.publisher.notify(newsroom.server.id, "notice-permission-missing", fields)

    assert len(newsroom.notices(desk)) == 1


def change_rights(newsroom, role, permissions):
    role.permissions = permissions
    newsroom.standin.world.update_role(newsroom.server, role)


async def test_what_goes_better_with_more_is_said_and_is_no_fault(newsroom, owner):
    await newsroom.tag("World", newsroom.world)
    before = owner.says
    forbid(newsroom, newsroom.world, MANAGE_MESSAGES)
    await owner.changed(before)  # the panel heard of it
    for step in ("subjects", "feed", "check"):
        await owner.choose(f"go:{step}")

    assert "✓ Nothing is missing in any channel." in owner.says
    assert f"Better with Manage Messages in <#{newsroom.world.id}>, but not needed" in owner.says
