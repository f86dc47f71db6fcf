"""A poll's result as a picture: bars with words beside them, for where text is not enough."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

_FONT = Path(__file__).parent / "fonts" / "DejaVuSans.ttf"
_WIDTH = 1000
_MARGIN = 48
_BAR = 30
_TITLE, _QUESTION, _TEXT, _SMALL = 38, 28, 26, 22
_TITLE_LINES, _QUESTION_LINES, _FOOTER_LINES = 3, 2, 2
_GROUND, _INK, _PALE, _EMPTY = "#ffffff", "#1f2328", "#57606a", "#e6e8eb"
# Told apart in light and dark, and by who does not tell red from green.
_CHIPS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8c6d31", "#5e4fa2")


@dataclass(frozen=True, slots=True)
class Share:
    """An option of the poll: its label, its share, and both with the count in words."""

    label: str
    percent: int
    figures: str


@dataclass(frozen=True, slots=True)
class PictureWords:
    """All that stands on the picture, and `alt`, which says the same to who does not see it."""

    title: str
    question: str
    shares: tuple[Share, ...]
    footer: str
    alt: str


def draw(words: PictureWords) -> bytes:
    """Return the picture as PNG; takes some milliseconds, so it is not for the event loop."""
    lines = list(_lines(words))
    height = 2 * _MARGIN + sum(line.height for line in lines)
    image = Image.new("RGB", (_WIDTH, height), _GROUND)
    pen = ImageDraw.Draw(image)
    top = _MARGIN
    for line in lines:
        line.draw(pen, top)
        top += line.height
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class _Text:
    words: str
    size: int
    color: str
    after: int = 0

    @property
    def height(self) -> int:
        return round(self.size * 1.35) + self.after

    def draw(self, pen: ImageDraw.ImageDraw, top: int) -> None:
        pen.text((_MARGIN, top), self.words, font=_font(self.size), fill=self.color)


@dataclass(frozen=True, slots=True)
class _Bar:
    share: Share
    color: str

    @property
    def height(self) -> int:
        return round(_TEXT * 1.35) + _BAR + 34

    def draw(self, pen: ImageDraw.ImageDraw, top: int) -> None:
        font = _font(_TEXT)
        room = _WIDTH - 2 * _MARGIN
        width = font.getlength(self.share.figures)
        label = _cut(self.share.label, font, room - width - 24)
        pen.text((_MARGIN, top), label, font=font, fill=_INK)
        pen.text((_WIDTH - _MARGIN - width, top), self.share.figures, font=font, fill=_INK)
        top += round(_TEXT * 1.35) + 6
        pen.rounded_rectangle((_MARGIN, top, _WIDTH - _MARGIN, top + _BAR), _BAR // 2, fill=_EMPTY)
        filled = room * self.share.percent // 100
        if filled:
            end = _MARGIN + max(filled, _BAR)
            pen.rounded_rectangle((_MARGIN, top, end, top + _BAR), _BAR // 2, fill=self.color)


def _lines(words: PictureWords) -> Iterator[_Text | _Bar]:
    yield from _wrapped(words.title, _TITLE, _INK, _TITLE_LINES, after=14)
    yield from _wrapped(words.question, _QUESTION, _PALE, _QUESTION_LINES, after=30)
    for number, share in enumerate(words.shares):
        yield _Bar(share, _CHIPS[number % len(_CHIPS)])
    yield from _wrapped(words.footer, _SMALL, _PALE, _FOOTER_LINES, after=0)


def _wrapped(words: str, size: int, color: str, most: int, *, after: int) -> Iterator[_Text]:
    """Yield the words in at most so many lines, parted at spaces where there are any."""
    font, room = _font(size), _WIDTH - 2 * _MARGIN
    lines: list[str] = []
    rest = words
    while rest and len(lines) < most - 1 and font.getlength(rest) > room:
        line = _fitting(rest, font, room)
        lines.append(line.rstrip())
        rest = rest[len(line) :].lstrip()
    lines.append(_cut(rest, font, room))
    for number, line in enumerate(lines, start=1):
        yield _Text(line, size, color, after if number == len(lines) else 0)


def _fitting(words: str, font: ImageFont.FreeTypeFont, room: float) -> str:
    """Return as much of the beginning as fits in a line, up to a space where one is near."""
    end = len(words)
    while end > 1 and font.getlength(words[:end]) > room:
        end -= 1
    space = words.rfind(" ", 0, end + 1)
    return words[: space if space >= end // 2 else end]


def _cut(words: str, font: ImageFont.FreeTypeFont, room: float) -> str:
    if font.getlength(words) <= room:
        return words
    return _fitting(words, font, room - font.getlength("…")).rstrip() + "…"


@lru_cache(maxsize=8)
def _font(size: int) -> ImageFont.FreeTypeFont:
    # The basic layout needs no library beside FreeType, and is the same everywhere.
    return ImageFont.truetype(_FONT, size, layout_engine=ImageFont.Layout.BASIC)
