"""What readers press to subscribe: selects of tags, how those reach them, and buttons that take it back."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

import discord

from bot.chat.forms import Field, form
from bot.chat.pages import turning
from bot.chat.panels import Answer, PanelButton, PanelSelect, option, panel_view
from bot.chat.subscription_text import REACHES, Text, is_missed
from bot.domain.ids import TagId
from bot.domain.panel import Panel, PanelKey, PanelKind
from bot.domain.subscription import Reach, Subscription
from bot.domain.zones import shown_zone
from bot.newsroom.subscriptions import Following
from bot.storage.subscriptions import Subject

SUBJECTS_PER_PAGE = 25
OWN_PER_PAGE = 15
# The choices of a select that are neither a tag nor a way to be reached.
ALL, AS_ALL, END = "all", "as-all", "end"
# How buttons that each stand for one of many are told apart: a custom_id has letters alone.
_LETTERS = "abcdefghijklmnopqrstuvwxy"
_PICK = "pick"
_PICKED = re.compile(rf"{_PICK}([{_LETTERS}])([{_LETTERS}])")


def subjects_view(
    key: PanelKey,
    subjects: Sequence[Subject],
    own: Collection[TagId],
    text: Text,
    *,
    page: int = 0,
    pages: int = 1,
    undo: PanelKey | None = None,
) -> discord.ui.View:
    """Return a select of a page of tags, those of the reader chosen, and buttons to turn the pages.

    undo: of the button that takes back what was just chosen.
    """
    items: list[PanelButton | PanelSelect] = []
    if subjects:
        options = [option(str(each.id), each.label, chosen=each.id in own) for each in subjects]
        answer, hint = Answer(PanelKind.SUBJECTS, _pick(page), key), text("follow-choose-hint")
        items.append(PanelSelect(answer, options, placeholder=hint, any_number=True))
    if pages > 1:
        items += turning(PanelKind.SUBJECTS, key, page, pages, text)
    if undo is not None:
        items.append(_undo(undo, text))
    return panel_view(*items)


def picked_page(answer: Answer) -> int | None:
    """Return the page of which tags were chosen, whatever has been turned to since; None: none were."""
    found = _PICKED.fullmatch(answer.what)
    return None if found is None else _LETTERS.index(found[1]) * len(_LETTERS) + _LETTERS.index(found[2])


def near_view(key: PanelKey, subjects: Iterable[Subject], text: Text) -> discord.ui.View:
    """Return a button for each tag that was meant, perhaps; see `pressed_letter`."""
    return panel_view(
        *(
            PanelButton(Answer(PanelKind.NEAR, letter, key), text("follow-subscribe-to", label=subject.label))
            for letter, subject in zip(_LETTERS, subjects, strict=False)
        )
    )


def pressed_letter(answer: Answer) -> int:
    """Return which of the buttons was pressed; 0 is the first."""
    return _LETTERS.find(answer.what)


def undo_view(key: PanelKey, text: Text) -> discord.ui.View:
    """Return the button that takes back what was done just now."""
    return panel_view(_undo(key, text))


def following_view(
    key: PanelKey,
    following: Following,
    shown: Sequence[Subject],
    text: Text,
    *,
    chosen: TagId | None,
    page: int,
    undo: bool = False,
) -> discord.ui.View:
    """Return a select of what the reader has, one of how that reaches them, and their times.

    shown: the page of their tags. chosen: the one whose way is set; None for all. undo: a subscription was
    ended just now.
    """
    items: list[PanelButton | PanelSelect] = []
    if following.subjects:
        items += [_which(key, shown, chosen, text), _how(key, shown, chosen, text)]
    buttons = {"times": "follow-times"}
    if is_missed(following):
        buttons["again"] = "direct-again"
    if following.hidden:
        buttons["hidden"] = "follow-end-hidden"
    if undo:
        buttons["undo"] = "follow-undo"
    items += [
        PanelButton(Answer(PanelKind.FOLLOWING, what, key), text(said)) for what, said in buttons.items()
    ]
    if (pages := own_pages(following)) > 1:
        items += turning(PanelKind.FOLLOWING, key, page, pages, text)
    return panel_view(*items)


def own_pages(following: Following) -> int:
    """Return how many pages a reader's tags fill."""
    return max(1, -(-len(following.subjects) // OWN_PER_PAGE))


def times_form(panel: Panel, following: Following, text: Text) -> discord.ui.Modal:
    """Return the form for quiet hours and time zone, filled in with what holds, or was refused just now."""
    reader, typed = following.reader, panel.content.get("typed") or {}
    hours = Field(
        "hours",
        text("follow-hours"),
        typed.get("hours", "" if reader.quiet is None else str(reader.quiet)),
        text("follow-hours-hint"),
        most=40,
    )
    zone = Field(
        "zone",
        text("follow-zone"),
        typed.get("zone", shown_zone(reader.time_zone or "")),
        text("follow-zone-hint", zone=shown_zone(following.server_zone)),
        most=64,
    )
    custom_id = Answer(PanelKind.FOLLOWING, "times", panel.key).custom_id("form")
    return form(custom_id, text("follow-times-title"), [hours, zone])


def _pick(page: int) -> str:
    """Return what a select of a page of tags stands for: what is not chosen there ends, and nothing else."""
    first, second = divmod(page, len(_LETTERS))
    return f"{_PICK}{_LETTERS[first]}{_LETTERS[second]}"


def _which(key: PanelKey, shown: Iterable[Subject], chosen: TagId | None, text: Text) -> PanelSelect:
    options = [option(ALL, text("follow-which-all"), chosen=chosen is None)]
    options += [option(str(each.id), each.label, chosen=each.id == chosen) for each in shown]
    answer = Answer(PanelKind.FOLLOWING, "which", key)
    return PanelSelect(answer, options, placeholder=text("follow-which"))


def _how(key: PanelKey, shown: Iterable[Subject], chosen: TagId | None, text: Text) -> PanelSelect:
    answer = Answer(PanelKind.FOLLOWING, "how", key)
    ways = [option(reach.value, text(REACHES[reach])) for reach in Reach]
    subject = next((each for each in shown if each.id == chosen), None)
    if subject is None:
        return PanelSelect(answer, ways, placeholder=text("follow-how-all"))
    ways += [option(AS_ALL, text("follow-as-all")), option(END, text("follow-end"))]
    return PanelSelect(answer, ways, placeholder=text("follow-how", label=subject.label))


def kept_before(before: Mapping[TagId, Subscription | None]) -> list[list[object]]:
    """Return how subscriptions were before, as a panel keeps it."""
    return [[tag_id, was is not None, None if was is None else was.reach] for tag_id, was in before.items()]


def before_of(panel: Panel) -> dict[TagId, Subscription | None]:
    """Return how subscriptions were before, as a panel kept it."""
    user_id, server_id = panel.user_id, panel.server_id
    return {
        tag_id: Subscription(tag_id, user_id, server_id, None if reach is None else Reach(reach))
        if had
        else None
        for tag_id, had, reach in panel.content["before"]
    }


def _undo(key: PanelKey, text: Text) -> PanelButton:
    return PanelButton(Answer(PanelKind.UNDO, "undo", key), text("follow-undo"))
