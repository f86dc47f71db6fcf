"""An unmodified hikari, a second client library, does on the local Discord what an ordinary bot does."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import hikari
import pytest
from hikari.impl import (
    AutocompleteChoiceBuilder,
    ContainerComponentBuilder,
    InteractiveButtonBuilder,
    MessageActionRowBuilder,
)

from bot.standin.people.person import Person
from bot.standin.server import Settings, StandIn
from bot.standin.world.model import ChannelKind, Emoji, ForumTag
from tests.standin.conftest import Harbour, settle

# Who in hikari says of something, at whatever level, that it did not expect it of Discord.
_READERS = ("hikari.entity_factory", "hikari.event_factory", "hikari.event_manager", "hikari.rest")
_SURPRISES = ("unrecognised", "unknown", "unexpected", "missing")


@pytest.fixture(autouse=True)
def _hikari_finds_nothing_strange(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    caplog.set_level(logging.DEBUG, logger="hikari")
    yield
    said = [record for record in caplog.get_records("call") if record.name.startswith("hikari")]
    assert said
    assert [record.getMessage() for record in said if _is_strange(record)] == []


def _is_strange(record: logging.LogRecord) -> bool:
    if record.levelno >= logging.WARNING:
        return True
    return record.name in _READERS and any(word in record.getMessage().lower() for word in _SURPRISES)


def make_hikari(harbour: Harbour, intents: int = 1025, **settings: Any) -> hikari.GatewayBot:
    return hikari.GatewayBot(
        harbour.bot.token,
        banner=None,
        logs=None,
        intents=hikari.Intents(intents),
        rest_url=harbour.standin.api_url,
        suppress_optimization_warning=True,
        **settings,
    )


@asynccontextmanager
async def running(bot: hikari.GatewayBot, **options: Any) -> AsyncIterator[hikari.GatewayBot]:
    """The bot, connected and ready."""
    await bot.start(check_for_updates=False, **options)
    try:
        yield bot
    finally:
        await bot.close()


def where(harbour: Harbour) -> dict[str, int]:
    return {"server_id": harbour.server.id, "channel_id": harbour.channel.id}


async def test_hikari_logs_in_and_knows_its_servers(harbour: Harbour) -> None:
    world = harbour.standin.world
    forum = world.create_channel(harbour.server, "stories", kind=ChannelKind.FORUM)
    world.create_thread(forum, "Ferry", owner=harbour.reader)
    joined: list[int] = []
    bot = make_hikari(harbour, intents=int(hikari.Intents.ALL_UNPRIVILEGED))

    @bot.listen()
    async def on_join(event: hikari.GuildJoinEvent) -> None:
        joined.append(event.guild_id)

    async with running(bot):
        await harbour.standin.wait_for(lambda: bot.cache.get_guild(harbour.server.id))
        guild = bot.cache.get_guild(harbour.server.id)
        other = world.create_server("Other", owner=harbour.owner)
        world.install(harbour.bot, other)
        await harbour.standin.wait_for(lambda: joined)

        assert guild is not None
        assert guild.name == "Harbour News"
        assert {channel.name for channel in guild.get_channels().values()} == {"world", "stories"}
        assert joined == [other.id]


async def test_hikari_posts_embeds_components_and_files(harbour: Harbour) -> None:
    async with running(make_hikari(harbour)) as bot:
        embed = hikari.Embed(title="Ferry resumes", description="At noon", color=0x5B7FA6)
        embed.add_field("Where", "Harbour", inline=True)
        plain = await bot.rest.create_message(
            harbour.channel.id, "news", embed=embed, attachment=hikari.Bytes(b"picture", "a.png")
        )
        row = MessageActionRowBuilder()
        row.add_interactive_button(hikari.ButtonStyle.PRIMARY, "vote:1", label="Vote")
        card = ContainerComponentBuilder(accent_color=hikari.Color(0x5B7FA6))
        card.add_text_display("## Ferry resumes").add_separator().add_component(row)
        posted = await bot.rest.create_message(harbour.channel.id, component=card)
        edited = await bot.rest.edit_message(harbour.channel.id, plain.id, "newer news")
        content = await plain.attachments[0].read()
        history = await bot.rest.fetch_messages(harbour.channel.id)
        await bot.rest.delete_message(harbour.channel.id, plain.id)

    assert content == b"picture"
    assert (plain.embeds[0].title, edited.content) == ("Ferry resumes", "newer news")
    assert [message.id for message in history] == [posted.id, plain.id]
    container = posted.components[0]
    assert isinstance(container, hikari.ContainerComponent)
    assert isinstance(container.components[0], hikari.TextDisplayComponent)
    assert [message.id for message in harbour.channel.log] == [posted.id]


async def test_hikari_opens_discussions_and_forum_posts(harbour: Harbour) -> None:
    world = harbour.standin.world
    tag = ForumTag(world.mint.next(), "sea")
    forum = world.create_channel(harbour.server, "stories", kind=ChannelKind.FORUM, tags=[tag])
    opened: list[int] = []
    bot = make_hikari(harbour)

    @bot.listen()
    async def on_thread(event: hikari.GuildThreadCreateEvent) -> None:
        opened.append(event.thread_id)

    async with running(bot):
        message = await bot.rest.create_message(harbour.channel.id, "card")
        thread = await bot.rest.create_message_thread(harbour.channel.id, message.id, "Ferry resumes")
        await bot.rest.create_message(thread.id, "What do you make of this?")
        post = await bot.rest.create_forum_post(
            forum.id, "Ferry", "It sails again", tags=[hikari.Snowflake(tag.id)]
        )
        await harbour.standin.wait_for(lambda: len(opened) == 2)

    assert thread.id == message.id
    assert opened == [thread.id, post.id]
    assert post.applied_tag_ids == [tag.id]
    assert [said.content for said in harbour.server.threads[post.id].log] == ["It sails again"]


async def test_hikari_reacts_and_lists_who_reacted(harbour: Harbour) -> None:
    world = harbour.standin.world
    emoji = world.create_emoji(harbour.server, "ferry")
    message = world.post(harbour.channel, harbour.reader, "card")
    heard: list[tuple[int, str]] = []
    bot = make_hikari(harbour)

    @bot.listen()
    async def on_reaction(event: hikari.GuildReactionAddEvent) -> None:
        heard.append((event.user_id, str(event.emoji_name)))

    async with running(bot):
        await bot.rest.add_reaction(harbour.channel.id, message.id, "👍")
        await bot.rest.add_reaction(harbour.channel.id, message.id, "ferry", emoji.id)
        world.react(message, harbour.reader, Emoji("👍"), burst=True)
        await harbour.standin.wait_for(lambda: len(heard) == 3)
        normal = await bot.rest.fetch_reactions_for_emoji(harbour.channel.id, message.id, "👍")
        burst = await bot.rest.fetch_reactions_for_emoji(
            harbour.channel.id, message.id, "👍", reaction_type=hikari.ReactionType.BURST
        )
        named = await bot.rest.fetch_reactions_for_emoji(harbour.channel.id, message.id, "ferry", emoji.id)
        await bot.rest.delete_my_reaction(harbour.channel.id, message.id, "👍")

    assert heard == [(harbour.bot.id, "👍"), (harbour.bot.id, "ferry"), (harbour.reader.id, "👍")]
    assert [user.id for user in normal] == [harbour.bot.id]
    assert [user.id for user in burst] == [harbour.reader.id]
    assert [user.id for user in named] == [harbour.bot.id]
    assert list(message.reactions["👍"].normal) == []


def newsclip(harbour: Harbour) -> hikari.GatewayBot:
    """A bot with a command, its autocomplete, and a button."""
    bot = make_hikari(harbour)

    @bot.listen()
    async def on_command(event: hikari.CommandInteractionCreateEvent) -> None:
        interaction = event.interaction
        await interaction.create_initial_response(
            hikari.ResponseType.DEFERRED_MESSAGE_CREATE, flags=hikari.MessageFlag.EPHEMERAL
        )
        story = (interaction.options or [])[0].value
        row = MessageActionRowBuilder()
        row.add_component(
            InteractiveButtonBuilder(style=hikari.ButtonStyle.PRIMARY, custom_id="more", label="More")
        )
        await interaction.edit_initial_response(f"results of {story}", component=row)
        await interaction.execute("and more", flags=hikari.MessageFlag.EPHEMERAL)

    @bot.listen()
    async def on_button(event: hikari.ComponentInteractionCreateEvent) -> None:
        await event.interaction.create_initial_response(
            hikari.ResponseType.MESSAGE_UPDATE, f"clicked {event.interaction.custom_id}", components=[]
        )

    @bot.listen()
    async def on_typing(event: hikari.AutocompleteInteractionCreateEvent) -> None:
        typed = str(event.interaction.options[0].value)
        await event.interaction.create_response([AutocompleteChoiceBuilder(f"{typed} one", "1")])

    return bot


async def register(bot: hikari.GatewayBot, harbour: Harbour) -> list[str]:
    story = hikari.CommandOption(
        type=hikari.OptionType.STRING, name="story", description="Which", is_required=True, autocomplete=True
    )
    builder = bot.rest.slash_command_builder("results", "The results of a story").add_option(story)
    made = await bot.rest.set_application_commands(harbour.bot.id, [builder])
    menu = bot.rest.context_menu_command_builder(hikari.CommandType.MESSAGE, "Clip this")
    here = await bot.rest.set_application_commands(harbour.bot.id, [menu], guild=harbour.server.id)
    listed = await bot.rest.fetch_application_commands(harbour.bot.id)
    assert [one.id for one in listed] == [one.id for one in made]
    return [one.name for one in (*made, *here)]


async def test_hikari_registers_commands_answers_them_and_completes_options(harbour: Harbour) -> None:
    async with (
        running(newsclip(harbour)) as bot,
        Person(harbour.standin.api_url, harbour.reader.token) as rita,
    ):
        names = await register(bot, harbour)

        choices = await rita.complete("results", option="story", value="fer", **where(harbour))
        reply = await rita.command("results", story="ferry", **where(harbour))
        await rita.wait_event(lambda _, data: data.get("content") == "and more")
        assert reply.message is not None
        clicked = await rita.click(harbour.channel.id, reply.message["id"], "more")

    assert names == ["results", "Clip this"]
    assert choices == [{"name": "fer one", "value": "1"}]
    assert (reply.content, reply.private) == ("results of ferry", True)
    assert (clicked.content, clicked.components) == ("clicked more", [])
    assert len(harbour.channel.log) == 0


async def test_hikari_answers_with_limits_on_without_a_word_about_buckets() -> None:
    async with StandIn(Settings(rate_limits=True)) as standin:
        harbour = settle(standin)
        async with (
            running(newsclip(harbour)) as bot,
            Person(standin.api_url, harbour.reader.token) as rita,
        ):
            await register(bot, harbour)

            replies = [await rita.command("results", story=str(one), **where(harbour)) for one in range(3)]

    assert [reply.content for reply in replies] == ["results of 0", "results of 1", "results of 2"]


async def test_hikari_resumes_after_a_cut_and_misses_nothing(harbour: Harbour) -> None:
    standin, world = harbour.standin, harbour.standin.world
    message = world.post(harbour.channel, harbour.bot.account, "card")
    heard: list[str] = []
    resumed = asyncio.Event()
    bot = make_hikari(harbour)

    @bot.listen()
    async def on_reaction(event: hikari.GuildReactionAddEvent) -> None:
        heard.append(str(event.emoji_name))

    @bot.listen()
    async def on_resumed(_event: hikari.ShardResumedEvent) -> None:
        resumed.set()

    async with running(bot):
        world.react(message, harbour.reader, Emoji("1️⃣"))
        await standin.wait_for(lambda: heard)
        standin.sessions.close(harbour.bot.account, code=4000)
        world.react(message, harbour.reader, Emoji("2️⃣"))
        await standin.wait_for(resumed.is_set, timeout=15)
        world.react(message, harbour.reader, Emoji("3️⃣"))
        await standin.wait_for(lambda: len(heard) == 3)

    assert heard == ["1️⃣", "2️⃣", "3️⃣"]
    assert standin.identifies == 1
