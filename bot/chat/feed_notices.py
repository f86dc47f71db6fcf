"""Messages to moderators about feeds in trouble, and what their buttons do for those who manage feeds."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

import discord

from bot.chat import permissions
from bot.chat.answers import Answers, server_of
from bot.chat.client import NewsclipBot
from bot.chat.feed_text import edited_lines, feed_title, removal_question
from bot.chat.filter_panel import proposal_lines, proposal_view
from bot.chat.forms import Field, form
from bot.chat.languages import ServerLanguages
from bot.chat.limiter import Lane
from bot.chat.markdown import escape_line, shown_fields
from bot.chat.notices import Notices
from bot.chat.panels import Answer, PanelButton, PanelSelect, option, panel_view
from bot.chat.people import who
from bot.chat.searches import Searches
from bot.domain.check import CheckReport, Outcome
from bot.domain.delivery import Place
from bot.domain.feed_notice import Cause, FeedNotice, NoticeOutcome
from bot.domain.ids import ChannelId, MessageId, ServerId, UserId
from bot.domain.panel import PanelKey, PanelKind
from bot.newsroom.feed_mending import FeedMending
from bot.newsroom.source_edits import Edited
from bot.texts.catalogue import Texts

ADDRESS = "address"
_TITLE = 100
# So many feeds a message about several names in lines, none longer than that.
_NAMED = 12
_SHORT_TITLE = 50
_ADDRESS = 300
_LONGEST_ADDRESS = 2048
_KIND = PanelKind.FEED_NOTICE
# How a notice ended: by itself, and by somebody.
_OUTCOMES = {
    NoticeOutcome.WORKS: ("feed-notice-works", "feed-notice-works-by"),
    NoticeOutcome.CHANGED: ("feed-notice-changed", "feed-notice-changed-by"),
    NoticeOutcome.REMOVED: ("feed-notice-removed", "feed-notice-removed-by"),
}

_Interaction = discord.Interaction[Any]


class DiscordFeedNotices:
    """Writes notices into Discord; implements `bot.pipeline.feed_telling.FeedNoticePost`."""

    def __init__(
        self,
        bot: NewsclipBot,
        notices: Notices,
        *,
        languages: ServerLanguages,
        texts: Texts,
    ) -> None:
        self._bot = bot
        self._notices = notices
        self._languages = languages
        self._texts = texts
        self._searches = Searches(bot)

    def is_away(self, server_id: ServerId) -> bool:
        """Tell whether Discord can't reach a server: then nothing is known of its channels."""
        return self._bot.is_away(server_id)

    async def channels(self, server_id: ServerId) -> Sequence[ChannelId]:
        """Return where its moderators may be told, the likeliest seen by them first."""
        return list(await self._notices.channels(server_id))

    async def post(self, channel_id: ChannelId, notice: FeedNotice, *, nonce: str) -> MessageId:
        """Send a notice; the same nonce within Discord's window gives the same message."""
        locale = await self._languages.of(notice.server_id)
        content, view = notice_text(notice, self._texts, locale), notice_view(notice, self._texts, locale)
        async with self._bot.slot(Lane.CARD, channel_id, permissions.WRITE, server_id=notice.server_id):
            sent = await self._bot.get_partial_messageable(channel_id).send(
                content, view=view, nonce=nonce, suppress_embeds=True
            )
        return MessageId(sent.id)

    async def edit(self, place: Place, notice: FeedNotice) -> None:
        """Draw a notice again."""
        locale = await self._languages.of(notice.server_id)
        content = notice_text(notice, self._texts, locale)
        view = None if notice.ended_at is not None else notice_view(notice, self._texts, locale)
        message = self._bot.get_partial_messageable(place.channel_id).get_partial_message(place.message_id)
        async with self._bot.slot(Lane.EDIT, place.channel_id, permissions.WRITE, server_id=notice.server_id):
            await message.edit(content=content, view=view)

    async def find(self, channel_id: ChannelId, marker: str, *, after: MessageId) -> tuple[MessageId, ...]:
        """Return our own messages after the anchor that carry the marker, oldest first."""
        return await self._searches.messages(channel_id, marker, after=after)


class FeedNoticeDesk:
    """Does what is pressed below a notice; serves PanelKind.FEED_NOTICE."""

    def __init__(self, mending: FeedMending, *, answers: Answers, texts: Texts) -> None:
        self._mending = mending
        self._answers = answers
        self._texts = texts

    async def answered(self, interaction: _Interaction, answer: Answer) -> None:
        """Check the feed, ask for its new address, look at that, or ask whether to drop it."""
        server_id, actor = ServerId(server_of(interaction).id), UserId(interaction.user.id)
        match answer.what:
            case "change":
                feed = await self._mending.feed_of(server_id, answer.key)
                modal = address_form(answer.key, feed.url, self._texts, str(interaction.locale))
                await interaction.response.send_modal(modal)
            case "typed":
                await self._look(interaction, server_id, actor, answer)
            case "one":
                await self._show(interaction, server_id, PanelKey(answer.chosen[0]))
            case "remove":
                await self._ask(interaction, server_id, actor, answer.key)
            case _:
                await self._answers.think(interaction)
                retried = await self._mending.retry(server_id, actor, answer.key)
                title = feed_title(retried.feed)
                line = check_line(retried.report, title, self._texts, str(interaction.locale))
                await self._answers.show(interaction, [line])

    async def _show(self, interaction: _Interaction, server_id: ServerId, key: PanelKey) -> None:
        """Show one of several feeds in private, as its own message would."""
        notice, locale = await self._mending.notice(server_id, key), str(interaction.locale)
        view = notice_view(notice, self._texts, locale) if notice.ended_at is None else None
        await self._answers.show(interaction, [notice_text(notice, self._texts, locale)], view)

    async def _look(
        self, interaction: _Interaction, server_id: ServerId, actor: UserId, answer: Answer
    ) -> None:
        await self._answers.think(interaction)
        typed, locale = answer.typed.get(ADDRESS, ""), str(interaction.locale)
        found = await self._mending.move(server_id, actor, answer.key, typed)
        if isinstance(found, Edited):
            await self._answers.show(interaction, edited_lines(found, self._texts, locale))
            return
        lines = proposal_lines(found, self._texts, locale)
        await self._answers.show(interaction, lines, proposal_view(found, self._texts, locale))

    async def _ask(
        self, interaction: _Interaction, server_id: ServerId, actor: UserId, key: PanelKey
    ) -> None:
        parting = await self._mending.ask_to_remove(server_id, actor, key)
        asked, view = removal_question(parting, self._texts, str(interaction.locale))
        await self._answers.show(interaction, [asked], view)


def notice_text(notice: FeedNotice, texts: Texts, locale: str) -> str:
    """Return what a notice says: what is wrong; once that is over, how it is now and below it what was."""
    return "\n".join(_lines(notice, texts, locale))


def notice_view(notice: FeedNotice, texts: Texts, locale: str) -> discord.ui.View:
    """Return the buttons of a notice that goes on, or the menu of one about several.

    Each carries its key, by which it is found again.
    """
    key = PanelKey(notice.key)
    if notice.cause is Cause.SEVERAL:
        feeds = notice.fields["feeds"]
        wrong = [_short(each["cause"], texts, locale) for each in feeds]
        options = [
            option(each["key"], each["title"] or each["url"], description=short)
            for each, short in zip(feeds, wrong, strict=True)
        ]
        placeholder = texts.get("feed-notice-choose", locale)
        return panel_view(PanelSelect(Answer(_KIND, "one", key), options, placeholder=placeholder))
    return panel_view(
        PanelButton(
            Answer(_KIND, "retry", key), texts.get("feed-notice-retry", locale), discord.ButtonStyle.primary
        ),
        PanelButton(Answer(_KIND, "change", key), texts.get("feed-notice-change", locale)),
        PanelButton(
            Answer(_KIND, "remove", key), texts.get("feed-notice-remove", locale), discord.ButtonStyle.danger
        ),
    )


def address_form(key: PanelKey, url: str, texts: Texts, locale: str) -> discord.ui.Modal:
    """Return the form for a feed's new address."""
    field = Field(
        ADDRESS,
        texts.get("feed-notice-form-address", locale),
        value=url,
        hint=texts.get("feed-notice-form-hint", locale),
        required=True,
        most=_LONGEST_ADDRESS,
    )
    custom_id = Answer(_KIND, "typed", key).custom_id("form")
    return form(custom_id, texts.get("feed-notice-form", locale), [field])


def check_line(report: CheckReport, title: str, texts: Texts, locale: str) -> str:
    """Return what came of a check that somebody asked for."""
    if report.outcome is Outcome.BUSY:
        return texts.get("feed-notice-busy", locale, title=title)
    if report.outcome is Outcome.FAILED and report.error is not None:
        why = texts.get(report.error.code, locale, **shown_fields(report.error.fields))
        return texts.get("feed-notice-still", locale, title=title, why=why)
    return texts.get("feed-notice-answers", locale, title=title, count=report.new)


def _lines(notice: FeedNotice, texts: Texts, locale: str) -> Iterator[str]:
    fields = notice.fields
    if notice.cause is Cause.SEVERAL:
        yield from _several(fields, texts, locale)
        return
    title = escape_line(fields["title"] or fields["url"], _TITLE)
    url = escape_line(fields["url"], _ADDRESS)
    if notice.outcome is not None and notice.ended_at is not None:
        at = f"<t:{int(notice.ended_at.timestamp())}:R>"
        person = who(notice.outcome_by, texts, locale)
        yield texts.get(_outcome(notice), locale, title=title, at=at, who=person)
        yield from (f"-# {line}" for line in _was(notice, texts, locale))
    else:
        yield from _wrong(notice, title, texts, locale)
    if notice.cause in {Cause.ENDED, Cause.SILENT}:  # the others name it in their sentences
        yield f"-# {url}"


def _several(fields: Mapping[str, Any], texts: Texts, locale: str) -> Iterator[str]:
    yield texts.get("feed-notice-several", locale, count=fields["count"])
    named = fields["feeds"][:_NAMED]
    for each in named:
        title = escape_line(each["title"] or each["url"], _SHORT_TITLE)
        yield f"- **{title}**: {_short(each['cause'], texts, locale)}"
    if more := fields["count"] - len(named):
        yield texts.get("feed-notice-several-more", locale, count=more)


def _short(cause: str, texts: Texts, locale: str) -> str:
    return texts.get(f"feed-notice-short-{cause}", locale)


def _wrong(notice: FeedNotice, title: str, texts: Texts, locale: str) -> Iterator[str]:
    fields = notice.fields
    match notice.cause:
        case Cause.MOVED:
            old, url = escape_line(fields["old"], _ADDRESS), escape_line(fields["url"], _ADDRESS)
            yield texts.get("feed-notice-moved", locale, title=title, old=old, url=url)
        case Cause.SILENT:
            days = max(1, round(timedelta(seconds=fields["pause"]) / timedelta(days=1)))
            at = f"<t:{fields['last']}:R>"
            yield texts.get("feed-notice-silent", locale, title=title, at=at, days=days)
        case _:
            key = "feed-notice-ended" if notice.cause is Cause.ENDED else "feed-notice-failing"
            yield texts.get(key, locale, title=title, failures=fields["failures"])
            if (error := fields["error"]) is not None and notice.cause is Cause.FAILING:
                yield texts.get(error["code"], locale, **shown_fields(error["fields"]))
            if fields["since"] is not None:
                yield texts.get("feed-notice-last-read", locale, at=f"<t:{fields['since']}:R>")


def _was(notice: FeedNotice, texts: Texts, locale: str) -> Iterator[str]:
    """Say what was wrong until it was over."""
    fields = notice.fields
    key = f"feed-notice-was-{notice.cause}"
    match notice.cause:
        case Cause.MOVED:
            old, url = escape_line(fields["old"], _ADDRESS), escape_line(fields["url"], _ADDRESS)
            yield texts.get(key, locale, old=old, url=url)
        case Cause.SILENT:
            yield texts.get(key, locale, at=f"<t:{fields['last']}:R>")
        case _:
            yield texts.get(key, locale, failures=fields["failures"])
            if (error := fields["error"]) is not None and notice.cause is Cause.FAILING:
                yield texts.get(error["code"], locale, **shown_fields(error["fields"]))
            if fields["since"] is not None:
                yield texts.get("feed-notice-was-last-read", locale, at=f"<t:{fields['since']}:R>")


def _outcome(notice: FeedNotice) -> str:
    """Return the text that says how a notice ended."""
    if notice.outcome is NoticeOutcome.WORKS and notice.cause is Cause.SILENT:
        return "feed-notice-brings-again"
    alone, by_somebody = _OUTCOMES[notice.outcome or NoticeOutcome.WORKS]
    return alone if notice.outcome_by is None else by_somebody
