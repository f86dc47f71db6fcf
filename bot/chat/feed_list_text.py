"""A list of feeds in words: what following it would do, how far that has come, and a report on each feed."""

from collections.abc import Iterator, Sequence

import discord

from bot.chat.markdown import escape_line
from bot.chat.panels import Answer, PanelButton, panel_view
from bot.domain.panel import PanelKind
from bot.domain.source import Feed
from bot.domain.text import cut_at_word, one_line
from bot.newsroom.feed_import import Folder, ImportPlan, ImportState
from bot.texts.catalogue import Texts

REPORT = "feeds-report.txt"
_FILE = 80
_FOLDER = 40
_MOST_FOLDERS = 12
_URL, _URLS = 120, 200
_LINE = 500

_KIND = PanelKind.IMPORT


def plan_lines(plan: ImportPlan, texts: Texts, locale: str) -> list[str]:
    """Return what following a list would do."""
    return list(_plan(plan, texts, locale))


def plan_view(plan: ImportPlan, texts: Texts, locale: str) -> discord.ui.View | None:
    """Return the buttons below it; None where there is nothing to follow."""
    if not plan.new:
        return None
    plain = PanelButton(
        Answer(_KIND, "plain", plan.panel),
        texts.get("feeds-import-plain", locale),
        discord.ButtonStyle.secondary if _has_tags(plan) else discord.ButtonStyle.success,
    )
    cancel = PanelButton(Answer(_KIND, "cancel", plan.panel), texts.get("feeds-import-cancel", locale))
    if not _has_tags(plan):
        return panel_view(plain, cancel)
    filed = PanelButton(
        Answer(_KIND, "filed", plan.panel),
        texts.get("feeds-import-filed", locale),
        discord.ButtonStyle.success,
    )
    return panel_view(filed, plain, cancel)


def state_lines(state: ImportState, texts: Texts, locale: str) -> list[str]:
    """Return how far the feeds of a list have come."""
    done = state.count - len(state.waiting)
    if state.waiting:
        going_on = texts.get("feeds-import-going-on", locale, count=state.count, done=done)
        return [going_on, texts.get("feeds-import-going-on-by-itself", locale)]
    lines = [texts.get("feeds-import-done", locale, count=state.count)]
    lines.append(texts.get("feeds-import-well", locale, count=len(state.well)))
    if state.moved:
        lines.append(texts.get("feeds-import-moved", locale, count=len(state.moved)))
    if state.broken:
        lines.append(texts.get("feeds-import-broken", locale, count=len(state.broken)))
    return lines


def state_view(state: ImportState, texts: Texts, locale: str) -> discord.ui.View | None:
    """Return the buttons below it."""
    if state.waiting:
        text = texts.get("feeds-import-how-far", locale)
        return panel_view(PanelButton(Answer(_KIND, "state", state.panel), text))
    if state.broken:
        text = texts.get("feeds-import-drop", locale, count=len(state.broken))
        return panel_view(PanelButton(Answer(_KIND, "drop", state.panel), text, discord.ButtonStyle.danger))
    return None


def drop_lines(state: ImportState, texts: Texts, locale: str) -> list[str]:
    """Return the question whether to follow those no more that can't be read, with each of them."""
    asked = texts.get("feeds-import-drop-ask", locale, count=len(state.broken))
    return [asked, *(f"- {escape_line(feed.url, _URL)}" for feed in state.broken)]


def drop_view(state: ImportState, texts: Texts, locale: str) -> discord.ui.View:
    """Return the buttons below it."""
    yes, no = Answer(_KIND, "dropped", state.panel), Answer(_KIND, "state", state.panel)
    confirm = texts.get("feeds-import-drop-yes", locale, count=len(state.broken))
    return panel_view(
        PanelButton(yes, confirm, discord.ButtonStyle.danger),
        PanelButton(no, texts.get("feeds-import-drop-no", locale, count=len(state.broken))),
    )


def report(state: ImportState, texts: Texts, locale: str) -> bytes:
    """Return a line on each feed of a list, as a text file: first what wants looking at."""
    at = f"{state.at:%Y-%m-%d %H:%M}"
    heading = texts.get("feeds-report-heading", locale, file=_plain(state.file), at=at)
    broken = [f"{feed.url}\n    {_why(feed, texts, locale)}" for feed in state.broken]
    parts: list[tuple[str, Sequence[str]]] = [
        ("feeds-report-broken", broken),
        ("feeds-report-unusable", state.unusable),
        ("feeds-report-moved", [f"{url}\n    {feed.url}" for url, feed in state.moved]),
        ("feeds-report-gone", state.gone),
        ("feeds-report-waiting", [feed.url for feed in state.waiting]),
        ("feeds-report-well", [f"{feed.url}\n    {_plain(feed.title)}" for feed in state.well]),
        ("feeds-report-there", state.there),
    ]
    lines = [heading]
    for key, listed in parts:
        if listed:
            lines += ["", f"{texts.get(key, locale)} {len(listed)}", *listed]
    return ("\n".join(lines) + "\n").encode()


def _plan(plan: ImportPlan, texts: Texts, locale: str) -> Iterator[str]:
    file = escape_line(plan.file, _FILE)
    if not plan.new:
        yield texts.get("feeds-import-nothing-new", locale, file=file)
        return
    yield texts.get("feeds-import-look", locale, count=plan.new, file=file)
    if plan.there:
        yield texts.get("feeds-import-there", locale, count=plan.there)
    if plan.repeated:
        yield texts.get("feeds-import-repeated", locale, count=plan.repeated)
    if plan.unusable:
        urls = escape_line(", ".join(plan.unusable), _URLS)
        yield texts.get("feeds-import-unusable", locale, count=len(plan.unusable), urls=urls)
    yield from _folders(plan.folders, texts, locale)
    yield f"-# {texts.get('feeds-import-backlog', locale)}"


def _folders(folders: Sequence[Folder], texts: Texts, locale: str) -> Iterator[str]:
    with_tag = [
        texts.get(
            "feeds-import-folder",
            locale,
            folder=escape_line(folder.name, _FOLDER),
            tag=escape_line(folder.tag.label, _FOLDER),
            feeds=folder.feeds,
        )
        for folder in folders
        if folder.tag is not None
    ]
    without = [
        texts.get(
            "feeds-import-other-folder", locale, folder=escape_line(each.name, _FOLDER), feeds=each.feeds
        )
        for each in folders
        if each.tag is None
    ]
    if with_tag:
        yield texts.get("feeds-import-folders", locale, folders=_some(with_tag))
    if without:
        yield texts.get("feeds-import-other-folders", locale, folders=_some(without))


def _some(words: Sequence[str]) -> str:
    """Return words in a row, and a sign that there are more."""
    return ", ".join(words[:_MOST_FOLDERS]) + (" …" if len(words) > _MOST_FOLDERS else "")


def _has_tags(plan: ImportPlan) -> bool:
    return any(folder.tag is not None for folder in plan.folders)


def _why(feed: Feed, texts: Texts, locale: str) -> str:
    error = feed.last_error
    return texts.get("feeds-state-ended" if error is None else error.code, locale, **_fields(feed))


def _fields(feed: Feed) -> dict[str, object]:
    fields = {} if feed.last_error is None else feed.last_error.fields
    return {name: _plain(value) if isinstance(value, str) else value for name, value in fields.items()}


def _plain(text: str) -> str:
    return cut_at_word(one_line(text), _LINE)
