"""What a server's feeds were worth to it, in words, and the buttons below the report on one of them."""

from collections.abc import Iterator

import discord

from bot.chat.markdown import escape_line, link
from bot.chat.pages import Line
from bot.chat.panels import Answer, PanelButton, panel_view
from bot.domain.panel import PanelKey, PanelKind
from bot.domain.source import Trust
from bot.domain.source_report import Advice, FeedFigures
from bot.newsroom.source_report import Report, Reported
from bot.texts.catalogue import Texts

FEEDS_PER_PAGE = 5
_TITLE = 80
_REASON = 60
_BETWEEN = " · "
_ADVICE = {
    Advice.TRUST: "report-advice-trust",
    Advice.SILENT: "report-advice-silent",
    Advice.REJECTED: "report-advice-rejected",
    Advice.DUPLICATES: "report-advice-duplicates",
}


def heading(report: Report, texts: Texts, locale: str) -> list[str]:
    """Return what stands above every page: over what time, and how many feeds are worth a look."""
    lines = [texts.get("report-heading", locale, feeds=len(report.feeds), days=report.days)]
    to_trust = sum(each.advice is Advice.TRUST for each in report.feeds)
    to_drop = sum(each.advice is not None for each in report.feeds) - to_trust
    if to_trust:
        lines.append(f"-# {texts.get('report-to-trust', locale, count=to_trust)}")
    if to_drop:
        lines.append(f"-# {texts.get('report-to-drop', locale, count=to_drop)}")
    return lines


def report_lines(report: Report, texts: Texts, locale: str) -> list[Line]:
    """Return a line for each feed, its advice below it."""
    return [Line("\n".join(feed_lines(each, texts, locale))) for each in report.feeds]


def feed_lines(reported: Reported, texts: Texts, locale: str) -> Iterator[str]:
    """Return what is said of one feed."""
    figures = reported.figures
    name = f"**{link(figures.title or figures.url, figures.url, limit=_TITLE)}**"
    yield _BETWEEN.join([name, *_counts(figures, texts, locale)])
    if figures.posted:
        yield f"-# {_echo(figures, texts, locale)}"
    if reported.advice is not None:
        yield f"→ {texts.get(_ADVICE[reported.advice], locale)}"


def report_view(reported: Reported, key: PanelKey, texts: Texts, locale: str) -> discord.ui.View:
    """Return the buttons below the report on one feed."""
    trust = Answer(PanelKind.REPORT, "trust", key)
    drop = Answer(PanelKind.REPORT, "drop", key)
    buttons = [PanelButton(drop, texts.get("report-drop", locale), discord.ButtonStyle.danger)]
    if reported.figures.trust is Trust.REVIEW:
        style = discord.ButtonStyle.success
        buttons.insert(0, PanelButton(trust, texts.get("report-trust", locale), style))
    return panel_view(*buttons)


def _counts(figures: FeedFigures, texts: Texts, locale: str) -> Iterator[str]:
    yield texts.get("report-brought", locale, count=figures.brought)
    yield texts.get("report-posted", locale, count=figures.posted)
    for key, number in (("report-held", figures.held), ("report-approved", figures.approved)):
        if number:
            yield texts.get(key, locale, count=number)
    if figures.turned_away:
        reasons = ", ".join(_reason(reason, texts, locale, count) for reason, count in _ordered(figures))
        yield texts.get("report-rejected", locale, count=figures.turned_away, reasons=reasons)
    left_out = (
        ("report-duplicates", figures.duplicates),
        ("report-filtered", figures.filtered),
        ("report-untagged", figures.untagged),
    )
    yield from (texts.get(key, locale, count=number) for key, number in left_out if number)


def _echo(figures: FeedFigures, texts: Texts, locale: str) -> str:
    """Return what readers made of its posted stories, for one on average."""
    votes = round(figures.voters / figures.posted, 1)
    if figures.messages is None:
        return texts.get("report-votes", locale, votes=votes)
    messages = round(figures.messages / figures.posted, 1)
    return texts.get("report-votes-and-messages", locale, votes=votes, messages=messages)


def _ordered(figures: FeedFigures) -> list[tuple[str, int]]:
    return sorted(figures.rejected.items(), key=lambda pair: (-pair[1], pair[0]))


def _reason(reason: str, texts: Texts, locale: str, count: int) -> str:
    key = f"reject-{reason}" if texts.has(f"reject-{reason}") else "reject-other"
    return f"{count} {escape_line(texts.get(key, locale), _REASON)}"
