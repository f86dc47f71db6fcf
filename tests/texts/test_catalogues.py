"""Every language says the same: no text is missing, none too many, and each takes the same fields."""

import re
from collections import Counter

import pytest
from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax import ast as fluent

from bot.chat import permissions
from bot.domain.channel import ChannelKind
from bot.domain.errors import AddressRefused
from bot.domain.trouble import Trouble
from bot.texts.catalogue import Texts
from tests.texts.reading import LANGUAGES, TEXTS, messages, names, parsed, plain, variables, walked, words

ALL = ("en", *LANGUAGES)
# What discord.py also calls permissions.
ALIASES = {"read_messages": "view_channel", "external_emojis": "use_external_emojis"}
COUNTS = (0, 1, 2, 5, 11, 21, 1000)


def test_these_are_the_languages() -> None:
    assert set(Texts.load().languages) == set(ALL)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_missing_and_none_is_too_many(language: str) -> None:
    english, other = messages("en"), messages(language)
    own = {key for key in other if key.startswith("permission-")}

    assert sorted(english.keys() - other.keys()) == []
    assert sorted(other.keys() - english.keys() - own) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_takes_the_same_fields_in_every_language(language: str) -> None:
    english, other = messages("en"), messages(language)

    differing = {
        key: variables(english[key]) ^ variables(other[key])
        for key in english.keys() & other.keys()
        if variables(english[key]) != variables(other[key])
    }

    assert differing == {}


@pytest.mark.parametrize("language", ALL)
def test_every_file_can_be_read(language: str) -> None:
    entries = [entry for file in (TEXTS / language).glob("*.ftl") for entry in parsed(file).body]

    keys = Counter(entry.id.name for entry in entries if isinstance(entry, fluent.Message))

    assert [entry.content for entry in entries if isinstance(entry, fluent.Junk)] == []
    assert [key for key, times in keys.items() if times > 1] == []


@pytest.mark.parametrize("language", ALL)
def test_every_text_can_be_said_of_any_number(language: str) -> None:
    bundle = FluentBundle([language], use_isolating=False)
    for file in (TEXTS / language).glob("*.ftl"):
        bundle.add_resource(FluentResource(file.read_text("utf-8")))

    faults = {
        key: [str(fault) for fault in found]
        for key, message in messages(language).items()
        for count in COUNTS
        if (found := said(bundle, key, dict.fromkeys(variables(message), count))[1])
    }

    assert faults == {}


@pytest.mark.parametrize("language", ALL)
@pytest.mark.parametrize("trouble", Trouble)
def test_what_is_wrong_with_an_address_is_said_in_every_language(language: str, trouble: Trouble) -> None:
    texts = Texts.load()
    error = AddressRefused(url="https://gazette.example/feed", why=trouble)
    stored: dict[str, object] = {"url": "https://gazette.example/feed", "why": str(trouble)}

    told = texts.error(error, language)

    assert texts.get(f"trouble-{trouble}", language) in told
    assert texts.get("error-address-refused", language, **stored) == told


def said(bundle: FluentBundle, key: str, fields: dict[str, int]) -> tuple[object, list[Exception]]:
    pattern = bundle.get_message(key).value
    assert pattern is not None
    return bundle.format_pattern(pattern, fields)


def test_ukrainian_numbers_that_end_in_one_are_told() -> None:
    """Not only 1 is `one` there, also 21 and 101: what stands there must say which of them it is."""
    untold = [
        key
        for key, message in messages("uk").items()
        for node in walked(message)
        if isinstance(node, fluent.SelectExpression)
        for variant in node.variants
        if isinstance(variant.key, fluent.Identifier) and variant.key.name in {"one", "few"}
        if not any(isinstance(part, fluent.VariableReference) for part in walked(variant.value))
    ]

    assert untold == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_stands_in_a_form_or_on_a_button_is_short_enough(language: str) -> None:
    """A form's title and labels take 45 characters, a button's label 80, what an empty field shows 100."""
    english = plain(messages("en"))

    long = {
        key: len(text)
        for key, text in plain(messages(language)).items()
        if len(text) > room(key, english.get(key, ""))
    }

    assert long == {}


def room(key: str, english: str) -> int:
    if "-form-" in key:
        return 100 if key.endswith("-hint") else 45
    return 80 if len(english) <= 40 else 4000


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_permission_has_its_name(language: str) -> None:
    asked = {field for kind in ChannelKind for field in permissions.needed(kind)}
    asked |= {ALIASES.get(field, field) for field, on in permissions.all_permissions() if on}

    keys = {
        f"permission-{'-'.join(re.findall('[a-z]+', permissions.permission_name(field).lower()))}"
        for field in asked
    }

    assert keys - messages(language).keys() == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_text_quotes_is_called_the_same_there(language: str) -> None:
    """Buttons, options of commands and permissions stand in quotation marks: as the person sees them."""
    english, other = messages("en"), messages(language)
    labels, called = plain(other), dict[str, list[str]]()
    for key, label in plain(english).items():
        called.setdefault(label, []).append(labels.get(key, ""))
    for option in ("synonyms", "position", "votes", "since", "until"):
        called.setdefault(option, []).append(names(language)[f"option-{option}"])
    for field in permissions.all_permissions():
        name = permissions.permission_name(field[0])
        key = f"permission-{'-'.join(re.findall('[a-z]+', name.lower()))}"
        called.setdefault(name, []).append(labels.get(key, ""))

    differing = {
        (key, quoted): called[quoted]
        for key, message in english.items()
        for quoted in re.findall("“([^”]+)”", words(message))
        if quoted in called and not any(each and each in words(other[key]) for each in called[quoted])
    }

    assert differing == {}


def test_a_tag_of_a_server_is_never_called_as_one_of_a_forum_of_discord_s_in_ukrainian() -> None:
    called = {key for key, message in messages("uk").items() if re.search(r"\bтег", words(message).lower())}

    assert [key for key in called if "forum" not in key] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_options_that_a_text_names_are_called_as_in_the_command(language: str) -> None:
    there, other = names(language), messages(language)

    wrong = {
        (key, option)
        for key, message in messages("en").items()
        for option in re.findall(r"(?<![.\w])[a-z]+(?:_[a-z]+)+(?![.\w])", words(message))
        if there[f"option-{option.replace('_', '-')}"] not in words(other[key])
    }

    assert wrong == set()


def test_permissions_are_named_one_by_one_and_what_nobody_knows_stays() -> None:
    said = Texts.load().get(
        "error-channel-permissions", "de", channel="#world", missing="Embed Links, Fly, Manage Threads"
    )

    assert "Links einbetten, Fly, Threads verwalten" in said


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("en-US", "1,234 readers have voted."),
        ("en-GB", "1,234 readers have voted."),
        ("fr", "1,234 readers have voted."),
        ("de", "1.234 Personen haben abgestimmt."),
        ("uk", "1\xa0234 читачі.*"),
    ],
)
def test_numbers_are_written_as_the_language_writes_them(locale: str, said: str) -> None:
    assert re.search(said, Texts.load().get("polls-close-count", locale, voters=1234))


@pytest.mark.parametrize(
    ("voters", "said"),
    [(1, "1 читач"), (3, "3 читачі"), (5, "5 читачів"), (21, "21 читач"), (22, "22 читачі")],
)
def test_ukrainian_counts_in_its_own_forms(voters: int, said: str) -> None:
    assert Texts.load().get("polls-close-count", "uk", voters=voters).endswith(f"{said}.")
