"""An unmodified discord.py does on the local Discord what the bot does on Discord."""

import asyncio
import io
from typing import Any

import discord
import discord.app_commands
import pytest
from discord.ext import commands

from bot.standin.people.filling import NotOffered
from bot.standin.people.person import Person
from bot.standin.people.replies import NoAnswer
from bot.standin.world import permissions
from bot.standin.world.model import ChannelKind, Emoji
from tests.standin.conftest import Harbour, make_bot
from tests.standin.running import running

pytestmark = pytest.mark.usefixtures("redirected")


class Vote(discord.ui.DynamicItem[discord.ui.Button[Any]], template=r"vote:(?P<card>\w+)"):
    def __init__(self, card: str) -> None:
        super().__init__(discord.ui.Button(label="Vote", custom_id=f"vote:{card}"))
        self.card = card

    @classmethod
    async def from_custom_id(cls, _interaction: Any, _item: Any, match: Any) -> "Vote":
        return cls(match["card"])

    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(Note(self.card))


class Note(discord.ui.Modal, title="A note"):
    text = discord.ui.Label(text="Why", component=discord.ui.TextInput(custom_id="why"))

    def __init__(self, card: str) -> None:
        super().__init__(custom_id=f"note:{card}")

    async def on_submit(self, interaction: discord.Interaction) -> None:
        assert isinstance(self.text.component, discord.ui.TextInput)
        await interaction.response.send_message(f"noted: {self.text.component.value}", ephemeral=True)


def card(card_id: str) -> discord.ui.LayoutView:
    view = discord.ui.LayoutView(timeout=None)
    container = discord.ui.Container(discord.ui.TextDisplay("## Ferry resumes"), accent_colour=0x5B7FA6)
    container.add_item(discord.ui.ActionRow(Vote(card_id)))
    view.add_item(container)
    return view


class Newsclip(commands.AutoShardedBot):
    async def setup_hook(self) -> None:
        self.add_dynamic_items(Vote)
        self.tree.add_command(news)
        await self.tree.sync()


news = discord.app_commands.Group(name="news", description="For readers")


@news.command(description="The results of a story")
@discord.app_commands.describe(story="Which story")
async def results(interaction: discord.Interaction, story: str, share: bool = False) -> None:
    await interaction.response.send_message(f"results of {story}", ephemeral=not share)


@results.autocomplete("story")
async def complete_story(_interaction: Any, current: str) -> list[discord.app_commands.Choice[str]]:
    return [discord.app_commands.Choice(name=f"{current} one", value="1")]


@news.command(description="Takes its time")
async def slow(interaction: discord.Interaction) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    await interaction.edit_original_response(content="done")
    await interaction.followup.send("and more", ephemeral=True)


@news.command(description="Says nothing")
async def silent(interaction: discord.Interaction) -> None:
    del interaction


@news.command(description="About a member, a channel and a role")
async def about(
    interaction: discord.Interaction, who: discord.Member, place: discord.TextChannel, role: discord.Role
) -> None:
    await interaction.response.send_message(f"{who.display_name} {place.name} {role.name}")


def newsclip(intents: int = 1025) -> Newsclip:
    return Newsclip(
        commands.when_mentioned,
        intents=discord.Intents(intents),
        help_command=None,
        guild_ready_timeout=0.01,
        max_messages=None,
    )


async def test_a_bot_posts_a_card_with_a_discussion_and_seeds(harbour: Harbour) -> None:
    standin = harbour.standin
    async with running(standin, make_bot(), harbour.bot.token) as bot:
        channel = bot.get_partial_messageable(harbour.channel.id, guild_id=harbour.server.id)

        message = await channel.send(view=card("abc"), nonce="n1")
        thread = await message.create_thread(name="Ferry resumes", auto_archive_duration=1440)
        await thread.send("What do you make of this?")
        for mark in ("👍", "👎", "🤔"):
            await message.add_reaction(mark)

    posted = harbour.channel.log.latest(1)[0]
    assert posted.uses_components_v2
    assert thread.id == message.id == posted.id
    assert list(posted.reactions) == ["👍", "👎", "🤔"]
    assert [one.content for one in harbour.server.threads[posted.id].log] == ["", "What do you make of this?"]


async def test_a_persons_reaction_reaches_the_bot_with_who_and_what(harbour: Harbour) -> None:
    standin = harbour.standin
    message = standin.world.post(harbour.channel, harbour.bot.account, "card")
    heard: list[discord.RawReactionActionEvent] = []
    bot = make_bot()

    @bot.listen()
    async def on_raw_reaction_add(event: discord.RawReactionActionEvent) -> None:
        heard.append(event)

    async with (
        running(standin, bot, harbour.bot.token),
        Person(standin.api_url, harbour.reader.token) as rita,
    ):
        await rita.react(harbour.channel.id, message.id, "👍")
        await standin.wait_for(lambda: heard)

    assert (heard[0].user_id, str(heard[0].emoji), heard[0].message_id) == (
        harbour.reader.id,
        "👍",
        message.id,
    )
    assert heard[0].message_author_id == harbour.bot.id


async def test_a_slash_command_is_answered_privately(harbour: Harbour) -> None:
    where = {"server_id": harbour.server.id, "channel_id": harbour.channel.id}
    async with (
        running(harbour.standin, newsclip(), harbour.bot.token),
        Person(harbour.standin.api_url, harbour.reader.token) as rita,
        Person(harbour.standin.api_url, harbour.owner.token) as olena,
    ):
        private = await rita.command("news results", story="1", **where)
        public = await rita.command("news results", story="1", share=True, **where)
        await olena.wait_event(
            lambda name, data: name == "MESSAGE_CREATE" and data["id"] == public.message["id"]
        )

        assert (private.content, private.private) == ("results of 1", True)
        assert (public.content, public.private) == ("results of 1", False)
        assert private.message["id"] not in [data.get("id") for _, data in olena.events]
        assert private.message["interaction_metadata"]["user"]["id"] == str(harbour.reader.id)
    assert [message.content for message in harbour.channel.log] == ["results of 1"]


async def test_options_are_completed_resolved_and_typed(harbour: Harbour) -> None:
    where = {"server_id": harbour.server.id, "channel_id": harbour.channel.id}
    role = harbour.standin.world.create_role(harbour.server, "Readers")
    async with (
        running(harbour.standin, newsclip(), harbour.bot.token),
        Person(harbour.standin.api_url, harbour.reader.token) as rita,
    ):
        choices = await rita.complete("news results", option="story", value="fer", **where)
        reply = await rita.command(
            "news about", who=harbour.owner.id, role=role.id, place=harbour.channel.id, **where
        )

    assert choices[0]["name"] == "fer one"
    assert reply.content == "Olena world Readers"


async def test_a_deferred_answer_is_filled_in_and_followed_up(harbour: Harbour) -> None:
    async with (
        running(harbour.standin, newsclip(), harbour.bot.token),
        Person(harbour.standin.api_url, harbour.reader.token) as rita,
    ):
        reply = await rita.command("news slow", server_id=harbour.server.id, channel_id=harbour.channel.id)
        await rita.wait_event(lambda _, data: data.get("content") == "and more")

    assert (reply.content, reply.private) == ("done", True)
    assert len(harbour.channel.log) == 0


async def test_a_command_that_is_not_answered_fails_for_the_person(harbour: Harbour) -> None:
    harbour.standin.interactions.answer_seconds = 0.05
    async with (
        running(harbour.standin, newsclip(), harbour.bot.token),
        Person(harbour.standin.api_url, harbour.reader.token) as rita,
    ):
        with pytest.raises(NoAnswer):
            await rita.command("news silent", server_id=harbour.server.id, channel_id=harbour.channel.id)


async def test_a_button_in_a_container_opens_a_modal_whose_answer_is_private(harbour: Harbour) -> None:
    async with (
        running(harbour.standin, newsclip(), harbour.bot.token) as bot,
        Person(harbour.standin.api_url, harbour.reader.token) as rita,
    ):
        message = await bot.get_partial_messageable(harbour.channel.id).send(view=card("abc"))

        shown = await rita.click(harbour.channel.id, message.id, "vote:abc")
        reply = await rita.submit(shown, harbour.channel.id, why="because")

    assert shown.modal is not None
    assert shown.modal["title"] == "A note"
    assert (reply.content, reply.private) == ("noted: because", True)


async def test_a_sync_keeps_the_ids_of_commands_that_stay(harbour: Harbour) -> None:
    bot = newsclip()
    async with running(harbour.standin, bot, harbour.bot.token):
        first = [one.id for one in await bot.tree.fetch_commands()]

        again = [one.id for one in await bot.tree.sync()]
        bot.tree.clear_commands(guild=None)
        none = await bot.tree.sync()

    assert first == again
    assert none == []


async def test_a_server_can_be_set_up_with_channels_roles_and_rights(harbour: Harbour) -> None:
    role = next(role for role in harbour.server.roles.values() if role.managed_by is not None)
    role.permissions |= permissions.MANAGE_CHANNELS | permissions.MANAGE_ROLES | permissions.MANAGE_THREADS
    harbour.standin.world.update_role(harbour.server, role)
    async with running(harbour.standin, make_bot(), harbour.bot.token) as bot:
        guild = bot.get_guild(harbour.server.id)
        assert guild is not None

        category = await guild.create_category("News")
        desk = await guild.create_text_channel(
            "Desk",
            category=category,
            overwrites={guild.default_role: discord.PermissionOverwrite(view_channel=False)},
        )
        forum = await guild.create_forum("stories", category=category)
        await forum.edit(available_tags=[discord.ForumTag(name="world", emoji="🌍")])
        readers = await guild.create_role(name="Readers", mentionable=True)
        member = await guild.fetch_member(harbour.reader.id)
        await member.add_roles(readers, reason="asked for it")
        post = await forum.create_thread(name="Ferry", view=card("x"), applied_tags=forum.available_tags[:1])
        await post.thread.edit(locked=True, archived=True)

    world = harbour.standin.world
    assert world.permissions(world.channels[desk.id], harbour.reader) == 0
    assert readers.id in harbour.server.members[harbour.reader.id].roles
    assert post.thread.id == post.message.id
    state = world.channels[post.thread.id].thread
    assert state is not None
    assert (state.archived, state.locked) == (True, True)
    given = harbour.standin.calls.of("PUT", "/guilds/{guild_id}/members/{user_id}/roles/{role_id}")[0]
    assert given.reason == "asked for it"


async def test_edits_deletes_files_and_history_work(harbour: Harbour) -> None:
    async with running(harbour.standin, make_bot(), harbour.bot.token) as bot:
        channel = bot.get_channel(harbour.channel.id)
        assert isinstance(channel, discord.TextChannel)

        messages = [await channel.send(f"m{number}") for number in range(5)]
        await messages[0].edit(content="edited")
        await messages[1].delete()
        sent = await channel.send(
            file=discord.File(io.BytesIO(b"picture"), "a.png"), embed=discord.Embed(title="t")
        )
        content = await sent.attachments[0].read()
        newest_first = [message.id async for message in channel.history(limit=None)]
        after = [message.id async for message in channel.history(after=messages[2], limit=10)]
        around = [message.id async for message in channel.history(around=messages[3], limit=3)]

    assert content == b"picture"
    assert newest_first == [sent.id, *(messages[index].id for index in (4, 3, 2, 0))]
    assert after == [messages[3].id, messages[4].id, sent.id]
    assert messages[3].id in around


async def test_a_bot_hears_of_new_servers_and_of_its_removal(harbour: Harbour) -> None:
    world = harbour.standin.world
    heard: list[tuple[str, int]] = []
    bot = make_bot()

    @bot.listen()
    async def on_guild_join(guild: discord.Guild) -> None:
        heard.append(("join", guild.id))

    @bot.listen()
    async def on_guild_remove(guild: discord.Guild) -> None:
        heard.append(("remove", guild.id))

    @bot.listen()
    async def on_guild_unavailable(guild: discord.Guild) -> None:
        heard.append(("outage", guild.id))

    async with running(harbour.standin, bot, harbour.bot.token):
        other = world.create_server("Other", owner=harbour.owner)
        world.create_channel(other, "news", kind=ChannelKind.ANNOUNCEMENT)
        world.install(harbour.bot, other)
        world.set_available(harbour.server, available=False)
        world.set_available(harbour.server, available=True)
        world.leave(other, harbour.bot.account)
        await harbour.standin.wait_for(lambda: len(heard) == 3)

    assert heard == [("join", other.id), ("outage", harbour.server.id), ("remove", other.id)]


async def test_a_cut_connection_is_resumed_and_what_was_missed_is_replayed(harbour: Harbour) -> None:
    standin, world = harbour.standin, harbour.standin.world
    message = world.post(harbour.channel, harbour.bot.account, "card")
    heard: list[int] = []
    resumed = asyncio.Event()
    bot = make_bot()

    @bot.listen()
    async def on_raw_reaction_add(event: discord.RawReactionActionEvent) -> None:
        heard.append(event.user_id)

    @bot.listen()
    async def on_shard_resumed(_shard: int) -> None:
        resumed.set()

    async with running(standin, bot, harbour.bot.token):
        standin.sessions.close(harbour.bot.account, code=4000)
        world.react(message, harbour.reader, Emoji("👍"))
        await standin.wait_for(lambda: heard and resumed.is_set(), timeout=15)

    assert heard == [harbour.reader.id]
    assert standin.identifies == 1


class Desk(discord.ui.View):
    def __init__(self) -> None:
        super().__init__(timeout=None)

    @discord.ui.select(options=[discord.SelectOption(label="World"), discord.SelectOption(label="Sport")])
    async def tag(self, interaction: discord.Interaction, select: discord.ui.Select[Any]) -> None:
        await interaction.response.edit_message(content=f"tagged {select.values[0]}")

    @discord.ui.select(cls=discord.ui.UserSelect)
    async def who(self, interaction: discord.Interaction, select: discord.ui.UserSelect[Any]) -> None:
        await interaction.response.defer()
        await interaction.edit_original_response(content=f"for {select.values[0].display_name}")


async def test_selects_of_a_private_message_change_it_for_its_reader_alone(harbour: Harbour) -> None:
    bot, view = make_bot(), Desk()

    async def desk(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("desk", view=view, ephemeral=True)

    async def clip(interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(f"clipped {message.content}", ephemeral=True)

    bot.tree.command(name="desk", description="The desk")(desk)
    bot.tree.context_menu(name="Clip this link")(clip)
    said = harbour.standin.world.post(harbour.channel, harbour.reader, "https://example.org/a")
    where = {"server_id": harbour.server.id, "channel_id": harbour.channel.id}
    async with (
        running(harbour.standin, bot, harbour.bot.token),
        Person(harbour.standin.api_url, harbour.reader.token) as rita,
    ):
        await bot.tree.sync()
        shown = await rita.command("desk", **where)
        assert shown.message is not None
        string_select, user_select = (row["components"][0]["custom_id"] for row in shown.components)
        tagged = await rita.click(harbour.channel.id, shown.message["id"], string_select, values=["Sport"])
        await rita.click(harbour.channel.id, shown.message["id"], user_select, values=[str(harbour.owner.id)])
        await rita.wait_event(lambda _, data: data.get("content") == "for Olena")
        with pytest.raises(NotOffered):
            await rita.click(harbour.channel.id, shown.message["id"], string_select, values=["Nothing"])
        clipped = await rita.menu("Clip this link", said.id, **where)
    # discord.py gives a private message's view a quarter of an hour, in a task of its own.
    view.stop()

    assert (tagged.content, tagged.private) == ("tagged Sport", True)
    assert clipped.content == "clipped https://example.org/a"
    assert list(harbour.channel.log) == [said]
