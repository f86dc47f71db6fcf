"""Cover pictures, drawn from a story's name: a sky, a sun or moon and the hills and waves of its category."""

import math
import random
import struct
import zlib
from collections.abc import Iterable, Sequence

_WIDTH, _HEIGHT = 960, 400
_SKY_STEPS = 120

Colour = tuple[int, int, int]

# Top and bottom of the sky, the disc, and the layers from far to near.
_PALETTES: dict[str, tuple[str, ...]] = {
    "World": ("#1b3a5c", "#e9b98a", "#fbe3b4", "#55718c", "#3a5673", "#223c57", "#14283d"),
    "Politics": ("#4a3b6b", "#e7a8a0", "#fbe0d2", "#7d6a93", "#5d4c79", "#41345e", "#291f42"),
    "Business": ("#20464d", "#eacb8f", "#fff0c4", "#5d8583", "#3f6a6c", "#285155", "#163539"),
    "Technology": ("#15294b", "#7fb4c9", "#e6f6f5", "#4d7fa0", "#355f86", "#234468", "#132a47"),
    "Science": ("#0d1230", "#5b4e9c", "#f1ecff", "#3d3a80", "#2b2a66", "#1c1c4a", "#10112f"),
    "Climate": ("#2c6a6b", "#dfe7b0", "#fbf8d9", "#6aa38b", "#468571", "#2d6658", "#17443c"),
    "Health": ("#7c4a55", "#f2c6b4", "#fff1e2", "#b57f80", "#96606a", "#744653", "#4d2c3a"),
    "Culture": ("#5b2d3a", "#e8a05c", "#fde1a6", "#a2604d", "#814643", "#5f3139", "#3c1e2b"),
    "Sport": ("#2f5f9e", "#cfe3ee", "#ffffff", "#7aa26f", "#5a8a55", "#3e6d42", "#27502f"),
}


def draw_cover(slug: str, category: str) -> bytes:
    """Draw the cover of a story as a PNG; the same story always gets the same one."""
    dice = random.Random(slug)  # noqa: S311 - a picture, not a secret
    sky_top, sky_bottom, disc, *layers = map(_colour, _PALETTES.get(category, _PALETTES["World"]))
    palette = [_mix(sky_top, sky_bottom, step / (_SKY_STEPS - 1)) for step in range(_SKY_STEPS)]
    disc_at, first_layer = len(palette), len(palette) + 1
    ridges = [_ridge(dice, depth, len(layers)) for depth in range(len(layers))]
    circle = _circle(dice)
    columns = [_column(x, circle, disc_at, ridges, first_layer) for x in range(_WIDTH)]
    return _png([*palette, disc, *layers], (bytes(row) for row in zip(*columns, strict=True)))


def _column(
    x: int, circle: tuple[int, int, int], disc_at: int, ridges: Sequence[Sequence[int]], first_layer: int
) -> bytearray:
    column = bytearray(min(_SKY_STEPS - 1, y * _SKY_STEPS * 10 // (_HEIGHT * 6)) for y in range(_HEIGHT))
    centre_x, centre_y, radius = circle
    if abs(x - centre_x) < radius:
        half = int(math.sqrt(radius**2 - (x - centre_x) ** 2))
        column[centre_y - half : centre_y + half] = bytes([disc_at]) * (2 * half)
    for number, ridge in enumerate(ridges):
        column[ridge[x] :] = bytes([first_layer + number]) * (_HEIGHT - ridge[x])
    return column


def _circle(dice: random.Random) -> tuple[int, int, int]:
    radius = dice.randint(34, 62)
    return dice.randint(_WIDTH // 6, _WIDTH * 5 // 6), dice.randint(radius + 30, _HEIGHT // 2), radius


def _ridge(dice: random.Random, depth: int, depths: int) -> list[int]:
    """The upper edge of one layer: three waves on each other, calmer and lower the nearer it is."""
    level = _HEIGHT * (0.50 + 0.42 * depth / depths)
    waves = [
        (dice.uniform(0.6, 1.0) * height, dice.uniform(0.8, 1.3) * count, dice.uniform(0, math.tau))
        for height, count in ((46 - 9 * depth, 1.3), (22 - 3 * depth, 3.1), (7, 8.0))
    ]
    return [
        int(level + sum(h * math.sin(math.tau * n * x / _WIDTH + phase) for h, n, phase in waves))
        for x in range(_WIDTH)
    ]


def _png(palette: Sequence[Colour], rows: Iterable[bytes]) -> bytes:
    header = struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 3, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\x00" + row for row in rows), 6)
    colours = b"".join(map(bytes, palette))
    chunks = ((b"IHDR", header), (b"PLTE", colours), (b"IDAT", pixels), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _colour(text: str) -> Colour:
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def _mix(first: Colour, second: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue
