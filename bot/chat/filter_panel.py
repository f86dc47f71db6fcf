"""A change of a feed that is looked at before it is kept: what its filter lets pass, and where it is read."""

from collections.abc import Iterator

import discord

from bot.chat.feed_text import feed_title, judged, shown_filter, wished_lines
from bot.chat.forms import Field, form
from bot.chat.markdown import escape_line, shown_fields
from bot.chat.panels import Answer, PanelButton, panel_view
from bot.domain.filtering import LONGEST
from bot.domain.panel import PanelKind
from bot.newsroom.source_edits import Judged, NewAddress, Proposal
from bot.newsroom.source_wishes import NOTHING, SourceWishes
from bot.texts.catalogue import Texts

FILTER = "filter"
_ENTRY = 90
_ADDRESS = 300
_NAME = 100

_KIND = PanelKind.EDIT_FEED


def proposal_lines(proposal: Proposal, texts: Texts, locale: str) -> list[str]:
    """Return what would change, and which of the newest stories would pass and why."""
    return list(_lines(proposal, texts, locale))


def proposal_view(proposal: Proposal, texts: Texts, locale: str) -> discord.ui.View:
    """Return the buttons below it; what can't be kept has none to keep it."""
    key = proposal.panel
    buttons = [
        PanelButton(Answer(_KIND, "type", key), texts.get("feeds-edit-type", locale)),
        PanelButton(Answer(_KIND, "cancel", key), texts.get("feeds-edit-cancel", locale)),
    ]
    if proposal.wishes != SourceWishes() and proposal.fault is None:
        keep = Answer(_KIND, "keep", key)
        style = discord.ButtonStyle.success
        buttons.insert(0, PanelButton(keep, texts.get("feeds-edit-keep", locale), style))
    return panel_view(*buttons)


def filter_form(proposal: Proposal, texts: Texts, locale: str) -> discord.ui.Modal:
    """Return the form for the filter, with what was typed last."""
    field = Field(
        FILTER,
        texts.get("feeds-edit-form-filter", locale),
        value=proposal.typed,
        hint=texts.get("feeds-edit-form-hint", locale),
        several_lines=True,
        most=LONGEST,
    )
    custom_id = Answer(_KIND, "typed", proposal.panel).custom_id("form")
    return form(custom_id, texts.get("feeds-edit-form", locale), [field])


def _lines(proposal: Proposal, texts: Texts, locale: str) -> Iterator[str]:
    changes = proposal.wishes != SourceWishes()
    heading = "feeds-edit-look" if changes else "feeds-edit-now"
    yield texts.get(heading, locale, title=feed_title(proposal.feed))
    if proposal.address is not None:
        yield from _address(proposal.address, texts, locale)
    yield from _wished(proposal.wishes, texts, locale)
    yield from _filter(proposal, texts, locale)
    if proposal.filter is not None:
        passing = sum(each.judgement.passes for each in proposal.entries)
        fields = {"count": len(proposal.entries), "passing": passing}
        yield texts.get("feeds-edit-passing", locale, **fields)
        yield from (_entry(each, texts, locale) for each in proposal.entries)
        yield f"-# {texts.get('feeds-edit-no-page', locale)}"
    else:
        yield f"-# {texts.get('feeds-edit-help', locale)}"


def _address(address: NewAddress, texts: Texts, locale: str) -> Iterator[str]:
    title = escape_line(address.title or address.url, _NAME)
    url = escape_line(address.url, _ADDRESS)
    yield texts.get("feeds-edit-address", locale, url=url, title=title)
    if not address.known:
        yield texts.get("feeds-edit-unknown", locale)
    elif address.known == address.stories:
        yield texts.get("feeds-edit-all-known", locale)
    else:
        yield texts.get("feeds-edit-known", locale, known=address.known, stories=address.stories)


def _wished(wishes: SourceWishes, texts: Texts, locale: str) -> Iterator[str]:
    if wishes.tag is not None and wishes.tag.strip() == NOTHING:
        yield texts.get("feeds-show-by-rules", locale)
    elif wishes.tag is not None:
        yield texts.get("feeds-show-tag", locale, tags=escape_line(wishes.tag, _NAME))
    yield from wished_lines(wishes, texts, locale)


def _filter(proposal: Proposal, texts: Texts, locale: str) -> Iterator[str]:
    if proposal.typed:
        yield texts.get("feeds-show-filter", locale, filter=shown_filter(proposal.typed))
    else:
        yield texts.get("feeds-show-no-filter", locale)
    if proposal.fault is not None:
        why = texts.get(proposal.fault.code, locale, **shown_fields(proposal.fault.fields))
        yield texts.get("feeds-edit-fault", locale, why=why)
    if proposal.meanwhile:
        shown = shown_filter(proposal.meanwhile)
        yield texts.get("feeds-edit-meanwhile", locale, filter=shown)
    elif proposal.meanwhile is not None:
        yield texts.get("feeds-edit-meanwhile-none", locale)


def _entry(entry: Judged, texts: Texts, locale: str) -> str:
    key = "feeds-edit-passes" if entry.judgement.passes else "feeds-edit-left-out"
    why = judged(entry.judgement, texts, locale)
    return texts.get(key, locale, title=escape_line(entry.title, _ENTRY), why=why)
