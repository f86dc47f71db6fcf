"""Commands in every language: all of them, within Discord's limits, and named in texts as people see them."""

import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.translation import CommandTranslator
from bot.texts.catalogue import Texts
from bot.texts.command_names import command_key, local_name, marked, rendered
from tests.texts.commands import an_unconnected_app, english, everything
from tests.texts.reading import LANGUAGES, TEXTS, names

# Source: Discord documentation, Application Commands: names, descriptions, choices, a whole command.
NAME = re.compile(r"[-_'\w]{1,32}")
DESCRIPTION = CHOICE = 100
WHOLE = 8000
LOCALES = {"de": discord.Locale.german, "uk": discord.Locale.ukrainian}


@pytest.fixture
async def app(tmp_path: Path) -> Any:
    async with an_unconnected_app(tmp_path) as unconnected:
        yield unconnected


async def test_every_command_option_and_choice_has_its_text_in_every_language(app: Any) -> None:
    texts = list(english(app.bot.tree))
    for language in LANGUAGES:
        there = names(language)

        missing = {keys[-1]: text for keys, text in texts if keys and not there.keys() & set(keys)}
        unused = there.keys() - {key for keys, _ in texts for key in keys}

        assert missing == {}, language
        assert unused == set(), language


async def test_one_text_does_not_stand_for_two(app: Any) -> None:
    """What is said of an option in all commands alike is said alike in English too."""
    for language in LANGUAGES:
        there, meant = names(language), defaultdict(set)
        for keys, text in english(app.bot.tree):
            meant[next((key for key in keys if key in there), text)].add(text)

        assert {key: texts for key, texts in meant.items() if len(texts) > 1} == {}, language


async def test_commands_are_within_discords_limits_in_every_language(app: Any) -> None:
    translator = CommandTranslator(Texts.load())
    payload = [
        await command.get_translated_payload(app.bot.tree, translator)
        for kind in discord.AppCommandType
        for command in app.bot.tree.get_commands(type=kind)
    ]

    assert faults_of({"options": payload}) == []
    assert {command["name"]: size(command) for command in payload if size(command) > WHOLE} == {}


def faults_of(definition: dict[str, Any], *, choice: bool = False) -> list[str]:
    """What Discord would refuse in a definition, in any language."""
    found = []
    menu = "value" not in definition and "description" not in definition
    for name in spoken(definition, "name"):
        fits = len(name) <= CHOICE if choice or menu else NAME.fullmatch(name) and name == name.lower()
        found += [] if fits else [f"name {name}"]
    found += [
        f"about {about}" for about in spoken(definition, "description") if not len(about) <= DESCRIPTION
    ]
    options = definition.get("options", [])
    for locale in ("", *(locale.value for locale in LOCALES.values())):
        said = [option.get("name_localizations", {}).get(locale, option["name"]) for option in options]
        found += [f"twice {said}"] if len(set(said)) < len(said) else []
    for option in options:
        found += faults_of(option)
        for each in option.get("choices", []):
            found += faults_of(each, choice=True)
    return found


def size(definition: dict[str, Any]) -> int:
    """What counts towards a command's size: the longest of each text, and the values of choices."""
    of_this = sum(max(map(len, spoken(definition, key)), default=0) for key in ("name", "description"))
    choices = definition.get("choices", [])
    values = sum(max(map(len, spoken(each, "name"))) + len(str(each["value"])) for each in choices)
    return of_this + values + sum(map(size, definition.get("options", [])))


def spoken(definition: dict[str, Any], key: str) -> list[str]:
    """A text in all its languages."""
    others = definition.get(f"{key}_localizations") or {}
    return [text for text in (definition.get(key), *others.values()) if text]


def named(text: str, groups: set[str]) -> list[str]:
    return re.findall(rf"(?<![\w/:.-])/(?:{'|'.join(sorted(groups))})(?: [a-z]+(?:-[a-z]+)*)*", text)


async def test_every_command_that_a_text_names_exists(app: Any) -> None:
    paths = {f"/{command.qualified_name}" for command in everything(app.bot.tree)}
    groups = {path.split()[0][1:] for path in paths}
    unknown = {
        f"{file.parent.name}/{file.name}: {found}"
        for file in TEXTS.glob("*/*.ftl")
        for found in named(prose(file), groups)
        if not begins_with_a_command(found, paths, groups)
    }

    assert unknown == set()


def prose(file: Path) -> str:
    return "\n".join(line for line in file.read_text("utf-8").splitlines() if not line.startswith("#"))


def begins_with_a_command(found: str, paths: set[str], groups: set[str]) -> bool:
    """Whether a whole command stands at the beginning: after it the sentence goes on."""
    words = found.split()
    if len(words) == 1:
        return found in paths
    return any(" ".join(words[:length]) in paths for length in (2, 3)[: len(words) - 1])


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_name_commands_as_people_see_them(language: str) -> None:
    there = names(language)

    said = Texts.load().get("tags-none", LOCALES[language].value)

    assert f"/{there['command-tags']} {there['command-tags-add']}" in said
    assert "/tags add" not in said


def test_only_commands_are_translated() -> None:
    called = {"command-tags": "themen", "command-tags-add": "neu", "command-privacy-opt-out": "nein"}

    def said(text: str) -> str:
        return rendered(marked(text, called.keys()), lambda command: local_name(command, called))

    assert said("/tags add macht mehr") == "/themen neu macht mehr"
    assert said("(/tags) /tags edit") == "(/themen) /themen edit"
    assert (
        said("https://tags.example/tags add and/tags x/tags")
        == "https://tags.example/tags add and/tags x/tags"
    )
    assert said("/privacy opt-out") == "/privacy opt-out"


@given(st.text(st.characters(exclude_categories=("Cs", "Co"))))
def test_without_names_every_text_stays(text: str) -> None:
    assert marked(text, {}) == text
    assert rendered(marked(text, {"command-tags"}), lambda command: local_name(command, {})) == text


@pytest.mark.parametrize("language", ["en-US", "uk"])
def test_what_is_said_to_readers_of_many_languages_names_commands_as_it_is_told_to(language: str) -> None:
    texts = Texts.load()

    said = texts.naming(lambda command: f"<{command}>").get("digest-more", language, count=3)

    assert said.endswith(": <news latest>")
    assert "<" not in texts.get("digest-more", language, count=3)


@given(st.lists(st.sampled_from(["polls", "sets", "add", "opt-out"]), min_size=1, max_size=3))
def test_a_key_is_a_commands_name_in_one_word(words: list[str]) -> None:
    assert command_key(" ".join(words)) == "command-" + "-".join(words)
