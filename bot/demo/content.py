"""The stories that the newsstand sells, read from the TOML files beside this module."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Part:
    """A section of a story: its heading, its paragraphs and the pull quote that follows them."""

    heading: str
    paragraphs: tuple[str, ...]
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class NewsstandStory:
    """One story as its author filed it; `related` names other stories by their slug."""

    slug: str
    category: str
    title: str
    author: str
    hashtags: tuple[str, ...]
    source: str
    parts: tuple[Part, ...]
    question: str | None
    related: tuple[str, ...]

    @property
    def lead(self) -> str:
        """Return the first paragraph."""
        return self.parts[0].paragraphs[0]


@dataclass(frozen=True, slots=True)
class NewsstandFeed:
    """One feed of the newsstand; `format` is rss, atom or json.

    reviewed: a moderator sees its stories first.
    """

    name: str
    format: str
    title: str
    description: str
    slugs: frozenset[str]
    reviewed: bool = False

    @property
    def path(self) -> str:
        """Return the path under which the newsstand serves it."""
        return f"/feeds/{self.name}.{'xml' if self.format != 'json' else 'json'}"


@dataclass(frozen=True, slots=True)
class Correction:
    """What a paper takes back once another story is out: the title of the story `slug`."""

    slug: str
    after: str
    title: str


@dataclass(frozen=True, slots=True)
class Programme:
    """Everything the newsstand has: stories by slug, feeds, the order of publication, and corrections."""

    stories: Mapping[str, NewsstandStory]
    feeds: tuple[NewsstandFeed, ...]
    backlog: tuple[str, ...]
    order: tuple[str, ...]
    corrections: tuple[Correction, ...]


def load_programme() -> Programme:
    """Read the stories and feeds that come with the demo."""
    stories = {story.slug: story for story in _stories()}
    plan = _toml("programme.toml")
    alone = {slug: entry["name"] for entry in plan["feed"] for slug in entry.get("only_here", ())}
    return Programme(
        stories=stories,
        feeds=tuple(_feed(entry, stories, alone) for entry in plan["feed"]),
        backlog=tuple(plan["backlog"]),
        order=tuple(plan["order"]),
        corrections=tuple(Correction(**entry) for entry in plan["correction"]),
    )


_CATEGORIES = (
    "World",
    "Politics",
    "Business",
    "Technology",
    "Science",
    "Climate",
    "Health",
    "Culture",
    "Sport",
)  # fmt: skip - a table of words


def _stories() -> Iterator[NewsstandStory]:
    for category in _CATEGORIES:
        for entry in _toml(f"{category.lower()}.toml")["story"]:
            yield _story(category, entry)


def _story(category: str, entry: dict[str, Any]) -> NewsstandStory:
    return NewsstandStory(
        slug=entry["slug"],
        category=category,
        title=entry["title"],
        author=entry["author"],
        hashtags=tuple(entry["hashtags"]),
        source=entry["source"],
        parts=tuple(_part(section) for section in entry["section"]),
        question=entry.get("question"),
        related=tuple(entry["related"]),
    )


def _part(section: dict[str, Any]) -> Part:
    paragraphs = (" ".join(block.split()) for block in section["text"].split("\n\n"))
    return Part(section["heading"], tuple(filter(None, paragraphs)), section.get("quote"))


def _feed(
    entry: dict[str, Any], stories: Mapping[str, NewsstandStory], alone: Mapping[str, str]
) -> NewsstandFeed:
    """Make a feed. alone: which feed has a story that no other has."""
    of_category = {slug for slug, story in stories.items() if story.category in entry["categories"]}
    slugs = {slug for slug in of_category | set(entry["also"]) if slug not in alone}
    return NewsstandFeed(
        name=entry["name"],
        format=entry["format"],
        title=entry["title"],
        description=entry["description"],
        slugs=frozenset(slugs | {slug for slug, name in alone.items() if name == entry["name"]}),
        reviewed=entry.get("reviewed", False),
    )


def _toml(name: str) -> dict[str, Any]:
    text = files("bot.demo").joinpath("stories", name).read_text(encoding="utf-8")
    return tomllib.loads(text)
