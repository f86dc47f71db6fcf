"""/desk: what waits for a moderator, and what was decided."""

from datetime import timedelta
from typing import Any

import discord
from discord.ext import commands

from bot.chat.answers import Answers, choices, completion, server_of
from bot.chat.moderators import moderator
from bot.chat.queue_desk import QueueDesk
from bot.chat.verdict_desk import VerdictDesk
from bot.domain.ids import ServerId, UserId
from bot.domain.verdict import VerdictKind
from bot.newsroom.queue import Queue, Typed

_Interaction = discord.Interaction[Any]
_Choices = list[discord.app_commands.Choice[str]]
_Tag = discord.app_commands.Range[str, 1, 100]
_Story = discord.app_commands.Range[str, 1, 300]
_Feed = discord.app_commands.Range[str, 1, 2000]

_REASONS = [
    discord.app_commands.Choice(name="a moderator sees all of its tag", value="held-by-tag"),
    discord.app_commands.Choice(name="a moderator sees all of its feed", value="held-by-source"),
    discord.app_commands.Choice(name="it has a word that holds stories", value="held-by-word"),
    discord.app_commands.Choice(name="its outlet is on the watch list", value="held-by-outlet"),
    discord.app_commands.Choice(name="it has no date", value="held-undated"),
    discord.app_commands.Choice(name="it is one of the first of a new feed", value="held-first"),
    discord.app_commands.Choice(name="a member proposed it", value="held-clipped"),
]


_KINDS = [
    discord.app_commands.Choice(name="approved", value="approved"),
    discord.app_commands.Choice(name="rejected", value="rejected"),
    discord.app_commands.Choice(name="expired", value="expired"),
    discord.app_commands.Choice(name="edited", value="edited"),
    discord.app_commands.Choice(name="given other tags", value="retagged"),
    discord.app_commands.Choice(name="source trusted", value="trusted"),
    discord.app_commands.Choice(name="outlet blocked", value="blocked"),
    discord.app_commands.Choice(name="called breaking", value="breaking"),
    discord.app_commands.Choice(name="merged", value="merged"),
    discord.app_commands.Choice(name="moved", value="moved"),
    discord.app_commands.Choice(name="retracted", value="retracted"),
    discord.app_commands.Choice(name="discussion locked", value="locked"),
    discord.app_commands.Choice(name="discussion reopened", value="reopened"),
    discord.app_commands.Choice(name="the source's change applied", value="applied"),
    discord.app_commands.Choice(name="kept as it was", value="kept"),
]
_SINCE = [
    discord.app_commands.Choice(name="the last day", value=1),
    discord.app_commands.Choice(name="the last week", value=7),
    discord.app_commands.Choice(name="the last month", value=31),
    discord.app_commands.Choice(name="the last year", value=366),
]


class QueueCommands(commands.Cog):
    """Commands of `DeskCog`, which gives them what they need."""

    answers: Answers
    _queue: Queue
    _queue_desk: QueueDesk
    _verdicts: VerdictDesk

    @discord.app_commands.command(name="queue", description="The stories that wait for a moderator")
    @discord.app_commands.describe(
        tag="Only stories of this tag", feed="Only stories of this feed", reason="Only what is held for this"
    )
    @discord.app_commands.choices(reason=_REASONS)
    async def show_queue(
        self,
        interaction: _Interaction,
        tag: _Tag | None = None,
        feed: _Feed | None = None,
        reason: str | None = None,
    ) -> None:
        """Show what waits."""
        await self._queue_desk.open(interaction, Typed(tag, feed, reason))

    @discord.app_commands.command(name="next", description="Decide on what waits, one story after the other")
    @discord.app_commands.describe(
        tag="Only stories of this tag", feed="Only stories of this feed", reason="Only what is held for this"
    )
    @discord.app_commands.choices(reason=_REASONS)
    async def show_next(
        self,
        interaction: _Interaction,
        tag: _Tag | None = None,
        feed: _Feed | None = None,
        reason: str | None = None,
    ) -> None:
        """Show the first story that waits."""
        await self._queue_desk.next(interaction, Typed(tag, feed, reason))

    @discord.app_commands.command(name="audit", description="Who decided what on stories, when and why")
    @discord.app_commands.describe(
        person="What one moderator decided",
        story="All that happened to this story",
        kind="Only such decisions",
        since="How long ago at most",
        export="Answer with files for a spreadsheet",
    )
    @discord.app_commands.choices(kind=_KINDS)
    @discord.app_commands.choices(since=_SINCE)
    async def show_audit(
        self,
        interaction: _Interaction,
        *,
        person: discord.User | None = None,
        story: _Story | None = None,
        kind: str | None = None,
        since: int | None = None,
        export: bool = False,
    ) -> None:
        """Show what was decided; of a story all that happened to it."""
        if story is not None:
            await self._verdicts.show_story(interaction, story, export=export)
            return
        show = self._verdicts.export if export else self._verdicts.show
        await show(
            interaction,
            person=None if person is None else UserId(person.id),
            kind=None if kind is None else VerdictKind(kind),
            since=None if since is None else interaction.created_at - timedelta(days=since),
        )

    @discord.app_commands.command(
        name="undo", description="Take a decision back while it can be: your last one, or another"
    )
    @discord.app_commands.describe(decision="Which decision; your last one needs no naming")
    async def undo_decision(self, interaction: _Interaction, decision: _Story | None = None) -> None:
        """Take a decision back."""
        await self._verdicts.undo(interaction, decision)

    @show_audit.autocomplete("story")
    @completion
    async def complete_story(self, interaction: _Interaction, typed: str) -> _Choices:
        """Offer stories, whatever became of them."""
        return choices(await self._verdicts.offer_stories(interaction, typed))

    @undo_decision.autocomplete("decision")
    @completion
    async def complete_decision(self, interaction: _Interaction, typed: str) -> _Choices:
        """Offer decisions that can perhaps be taken back."""
        return choices(await self._verdicts.offer_undo(interaction, typed))

    @show_queue.autocomplete("tag")
    @show_next.autocomplete("tag")
    @completion
    async def complete_tag(self, interaction: _Interaction, typed: str) -> _Choices:
        """Offer tags whose channel the person moderates."""
        by = await moderator(interaction)
        return choices(await self._queue.offer_tags(ServerId(server_of(interaction).id), typed, by.may))

    @show_queue.autocomplete("feed")
    @show_next.autocomplete("feed")
    @completion
    async def complete_feed(self, interaction: _Interaction, typed: str) -> _Choices:
        """Offer the server's feeds."""
        return choices(await self._queue.offer_feeds(ServerId(server_of(interaction).id), typed))
