"""What moderators are shown of a story: the card as it will look, why it waits, and what they can do.

Once it is decided the same message is the record of that. Where all together is too much for Discord, less
is shown of the card, then of the reasons.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeAlias

import discord

from bot.chat import layouts
from bot.chat.cards import CardWriter, Room
from bot.chat.desk_buttons import DeskButton, DeskSelect
from bot.chat.history_text import why_key
from bot.chat.layouts import Layout
from bot.chat.markdown import escape_line
from bot.chat.panels import option
from bot.domain.audit import FORGOTTEN
from bot.domain.errors import Refused
from bot.domain.holding import outlet_of
from bot.domain.verdict import ENDS_WAITING, Hold, RejectReason, Verdict, VerdictKind
from bot.domain.wording import Difference
from bot.pipeline.review_ports import QueueView, ReviewView
from bot.texts.catalogue import Texts

_Say = Callable[..., str]
_Row: TypeAlias = "discord.ui.ActionRow[Layout]"

_LABEL = 40
_DETAIL = 60
_FEED = 80
_OUTLET = 60
# How many are shown of what can be many, and how many characters of what can be long, by room.
_HOLDS = {Room.AMPLE: 8, Room.SCARCE: 6, Room.LEAST: 3}
_TAGS = {Room.AMPLE: 12, Room.SCARCE: 8, Room.LEAST: 4}
_PLACES = 3
_WORDS = {Room.AMPLE: 300, Room.SCARCE: 300, Room.LEAST: 150}
_OLD_AND_NEW = {Room.AMPLE: 300, Room.SCARCE: 160, Room.LEAST: 80}


class ReviewWriter:
    """Writes for moderators in one catalogue's words."""

    def __init__(self, texts: Texts, cards: CardWriter) -> None:
        self._texts = texts
        self._cards = cards

    def story(
        self, view: ReviewView, locale: str = "en-US", *, above: str = "", below: Sequence[_Row] = ()
    ) -> Layout:
        """Return a story with what can be decided on it, or the record of what was.

        above: a line over it. below: rows of further buttons.
        """
        for room in (Room.AMPLE, Room.SCARCE):
            try:
                return self._story(view, locale, room, above, below)
            except Refused:
                continue
        return self._story(view, locale, Room.LEAST, above, below)

    def queue(self, view: QueueView, locale: str = "en-US") -> Layout:
        """Return the message that tells how many wait without a message of their own."""
        say = partial(self._texts.get, locale=locale)
        if view.moved_to is not None:
            words = say("review-queue-moved", channel=f"<#{view.moved_to}>")
        elif view.waiting:
            words = say("review-queue", count=view.waiting)
        else:
            words = say("review-queue-done")
        items: list[discord.ui.Item[Layout]] = [discord.ui.TextDisplay(words)]
        if view.asks:  # it is posted while something waits: the buttons are what it is searched by then
            following = DeskButton("next", view.key, say("review-next"), discord.ButtonStyle.primary)
            items.append(layouts.row(following, DeskButton("queue", view.key, say("review-open-queue"))))
        return layouts.layout(discord.ui.Container(*items))

    def _story(self, view: ReviewView, locale: str, room: Room, above: str, below: Sequence[_Row]) -> Layout:
        say = partial(self._texts.get, locale=locale)
        if view.secret:
            told = say("review-secret" if view.asks else "review-secret-decided")
            return layouts.layout(discord.ui.TextDisplay(told), *self._rows(view, say), *below)
        head = "\n".join(part for part in (above, *self._head(view, say, room)) if part)
        # Whom it will ping is said when it does; a poll of many options is too long beside the rest.
        poll = None if room is Room.LEAST else view.card.poll
        items: list[discord.ui.Item[Layout]] = [
            discord.ui.TextDisplay(head),
            self._cards.preview(replace(view.card, pings=(), poll=poll), locale, room),
        ]
        if told := "\n".join(self._told(view, say, room)):
            items.append(discord.ui.TextDisplay(told))
        return layouts.layout(*items, *self._rows(view, say), *below)

    def _head(self, view: ReviewView, say: _Say, room: Room) -> Iterator[str]:
        """Yield what is to be decided, or what was."""
        if view.asks and view.changes:
            yield say("review-changed")
        elif view.asks:
            until = "" if view.expires_at is None else f"<t:{int(view.expires_at.timestamp())}:R>"
            yield say("review-waits", until=until)
        if view.verdict is not None:
            yield from self._verdict(view.verdict, say, room, waits=view.asks)
        elif not view.asks:
            yield say("review-nothing-to-decide")
        if not view.asks and view.places:
            urls = " ".join(place.jump_url(view.edition.server_id) for place in view.places[:_PLACES])
            yield say("review-posted", links=urls)

    def _verdict(self, verdict: Verdict, say: _Say, room: Room, *, waits: bool) -> Iterator[str]:
        """Yield who decided what, when and why."""
        when = f"<t:{int(verdict.at.timestamp())}:f>"
        itself = "review-nobody" if verdict.kind is VerdictKind.EXPIRED else "history-bot"
        others = {None: itself, FORGOTTEN: "audit-forgotten"}
        who = say(others[by]) if (by := verdict.actor_id) in others else f"<@{by}>"
        called = waits and verdict.kind is VerdictKind.BREAKING
        key = "review-called-breaking" if called else f"review-verdict-{verdict.kind}"
        yield say(key, who=who, when=when)
        in_words = verdict.reason == RejectReason.OTHER and verdict.detail
        if verdict.kind is VerdictKind.REJECTED and verdict.reason and not in_words:
            yield say("review-because", why=say(f"reject-{verdict.reason}"))
        if verdict.detail:
            yield f"> {escape_line(verdict.detail, _WORDS[room])}"

    def _told(self, view: ReviewView, say: _Say, room: Room) -> Iterator[str]:
        """Yield what there is to know for deciding."""
        if view.changes:
            yield from self._changes(view.changes, say, room)
            return
        yield from self._holds(view.holds, say, room)
        if goes := self._goes(view, say, room):
            yield say("review-goes", tags=goes)
        if view.source is not None:
            source = escape_line(view.source.name, _FEED)
            yield say(
                "review-source",
                feed=source,
                posted=view.source.posted,
                waiting=view.source.waiting,
                rejected=view.source.rejected,
            )
        if view.clipped_by is not None:
            yield say("review-clipped", who=f"<@{view.clipped_by}>")

    def _holds(self, holds: Sequence[Hold], say: _Say, room: Room) -> Iterator[str]:
        if not holds:
            return
        yield f"**{say('review-why')}**"
        most = _HOLDS[room]
        for hold in holds[:most]:
            yield f"- {say(why_key(hold.reason, hold.detail), detail=escape_line(hold.detail, _DETAIL))}"
        if len(holds) > most:
            yield f"- {say('review-more', count=len(holds) - most)}"

    def _goes(self, view: ReviewView, say: _Say, room: Room) -> str:
        tags, most = view.edition.tags, _TAGS[room]
        shown = [f"{escape_line(tag.label, _LABEL)} → <#{tag.channel_id}>" for tag in tags[:most]]
        if len(tags) > most:
            shown.append(say("review-more", count=len(tags) - most))
        return " · ".join(shown) or say("review-no-tag")

    def _changes(self, changes: Iterable[Difference], say: _Say, room: Room) -> Iterator[str]:
        for change in changes:
            yield f"**{say(f'review-part-{change.name}')}**"
            for key, words in (("review-here", change.here), ("review-there", change.source)):
                yield say(key, words=escape_line(words, _OLD_AND_NEW[room]) or say("review-none"))

    def _rows(self, view: ReviewView, say: _Say) -> Iterator[_Row]:
        if view.asks and view.changes:
            yield layouts.row(
                DeskButton("apply", view.key, say("review-apply"), discord.ButtonStyle.success),
                DeskButton("keep", view.key, say("review-keep")),
            )
        elif view.asks:
            yield layouts.row(
                DeskButton("approve", view.key, say("review-approve"), discord.ButtonStyle.success),
                DeskButton("reject", view.key, say("review-reject"), discord.ButtonStyle.danger),
                DeskButton("edit", view.key, say("review-edit")),
                DeskButton("retag", view.key, say("review-retag")),
            )
            yield layouts.row(self._more(view, say))
        else:  # also the marker by which the message is found
            can = view.undoable and view.verdict is not None and view.verdict.kind in ENDS_WAITING
            label = say("review-undo" if can else "review-decided")
            yield layouts.row(DeskButton("undo", view.key, label, disabled=not can))

    def _more(self, view: ReviewView, say: _Say) -> DeskSelect:
        options = [option("merge", say("review-merge"), description=say("review-merge-does"))]
        if view.source is not None and view.source.doubted and not view.secret:
            name = view.source.name
            does = say("review-trust-does", feed=name[:_OUTLET])
            options.append(option("trust", say("review-trust"), description=does))
        outlet = outlet_of(view.edition.source_words or view.edition.story.draft)
        if outlet and not view.secret:
            does = say("review-block-does", outlet=outlet[:_OUTLET])
            options.append(option("block", say("review-block"), description=does))
        options.append(option("breaking", say("review-breaking"), description=say("review-breaking-does")))
        return DeskSelect(view.key, options, placeholder=say("review-more-actions"))
