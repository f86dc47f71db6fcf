"""Everything that people read is in the catalogue, and says what to do."""

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as fluent_ast

from bot.domain import errors
from bot.domain.errors import InvalidInput, NewsclipError
from bot.domain.reasons import Reason
from bot.domain.trouble import Trouble
from bot.domain.verdict import VerdictKind
from bot.pipeline.setbacks import MENDABLE
from bot.texts.catalogue import Texts
from tests.chat.audited import actions

ROOT = Path(__file__).parents[2]
ENGLISH = ROOT / "bot" / "texts" / "en"
AREAS = set(
    re.findall(
        r"^([a-z]+)-", "".join(file.read_text("utf-8") for file in ENGLISH.glob("*.ftl")), re.MULTILINE
    )
)


def every_error() -> Iterator[type[NewsclipError]]:
    for _, found in inspect.getmembers(errors, inspect.isclass):
        if issubclass(found, NewsclipError) and not issubclass(found, InvalidInput):
            yield found


def made(kind: type[NewsclipError]) -> NewsclipError:
    """Make the error with a plain value for each of its required fields."""
    values: dict[str, object] = {"url": "http://feed.test/rss", "faults": ("one", "two"), "path": Path("/x")}
    parameters = inspect.signature(kind.__init__).parameters.values()
    given = {
        parameter.name: values.get(parameter.name, 7 if parameter.annotation in {int, float} else "because")
        for parameter in parameters
        if parameter.name != "self"
        and parameter.default is inspect.Parameter.empty
        and parameter.kind is not inspect.Parameter.VAR_KEYWORD
    }
    return kind(**given)


@pytest.mark.parametrize("kind", list(every_error()), ids=lambda kind: kind.__name__)
def test_every_error_has_a_sentence_that_its_fields_fill(
    kind: type[NewsclipError], capsys: pytest.CaptureFixture[str]
) -> None:
    text = Texts.load().error(made(kind))

    assert len(text) > 20
    assert "{" not in text
    assert "text.faulty" not in "".join(capsys.readouterr())


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_has_a_sentence(reason: Reason) -> None:
    assert Texts.load().get(f"reason-{reason}").endswith(".")


def test_every_text_that_the_code_names_exists() -> None:
    texts = Texts.load()

    unknown = {(file, key) for file, key in named_keys() if not texts.has(key)}
    missing = {f"{key} ({file})" for file, key in unknown if key not in actions()}

    assert not missing


def test_every_text_is_said_somewhere() -> None:
    named = {key for _, key in named_keys()}
    told = (
        *MENDABLE,
        Reason.THREADS_FULL,
        Reason.REFUSED,
        Reason.NO_ANSWER,
        Reason.INTERNAL,
        Reason.DISCUSSION_REFUSED,
    )
    reasons = {f"reason-{reason}" for reason in Reason} | {f"notice-{reason}" for reason in told}
    near = {f"{key}-near" for key in named}  # see `NotFound.by_name`
    audited = {f"audit-{action}" for action in actions()}
    troubles = {f"trouble-{trouble}" for trouble in Trouble}

    decided = {f"history-verdict-{kind}{end}" for kind in VerdictKind for end in ("", "-bare")}

    patterns = made_keys()

    left = set(every_key()) - named - decided - reasons - near - audited - troubles
    assert {key for key in left if not any(each.fullmatch(key) for each in patterns)} == set()


def test_every_trouble_is_met_somewhere() -> None:
    code = "".join(file.read_text("utf-8") for file in (ROOT / "bot").rglob("*.py"))

    assert [trouble for trouble in Trouble if f"Trouble.{trouble.name}" not in code] == []


def test_every_reason_is_given_somewhere() -> None:
    code = "".join(file.read_text("utf-8") for file in (ROOT / "bot").rglob("*.py"))

    assert [reason for reason in Reason if f"Reason.{reason.name}" not in code] == []


def test_every_command_that_a_text_names_exists() -> None:
    texts = "".join(file.read_text("utf-8") for file in ENGLISH.glob("*.ftl"))
    # A group of many commands has them in several files: news_finding.py is of /news.
    sources = [
        (file.stem.partition("_")[0], file.read_text("utf-8")) for file in (ROOT / "cogs").glob("*.py")
    ]
    there = {
        f"/{group} {name}"
        for group, source in sources
        for name in re.findall(r'(?:command|Group)\(\s*name="([\w-]+)"', source)
    }
    groups = "|".join({group for group, _ in sources if group})

    named = set(re.findall(rf"/(?:{groups}) [a-z]+(?:-[a-z]+)*", texts))

    assert named <= there


def named_keys() -> Iterator[tuple[str, str]]:
    """Find the texts' keys among the code's strings: an area, a hyphen, and words."""
    key = re.compile(rf"(?:{'|'.join(sorted(AREAS))})(?:-[a-z0-9]+)+")
    folders = [path for path in (ROOT / "bot").iterdir() if path.stem != "standin"] + [ROOT / "cogs"]
    files = [file for path in folders for file in (path.rglob("*.py") if path.is_dir() else [path])]
    for file in files:
        if file.suffix == ".py" and file.name != "reasons.py":  # those get their area when they are told
            for found in strings(ast.parse(file.read_text("utf-8"))):
                if key.fullmatch(found):
                    yield str(file.relative_to(ROOT)), found


def made_keys() -> list[re.Pattern[str]]:
    """Return what the keys look like that the code puts together: an area and a word stand there at least.

    In a few areas what is put together follows the area.
    """
    made: set[str] = set()
    for folder in ("bot", "cogs"):
        for file in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.JoinedStr):
                    made.add("".join(_as_pattern(part) for part in node.values))
    areas = "|".join(sorted(AREAS))
    begins = re.compile(rf"(?:{areas})\\-[a-z]+\\-|(?:reject|note|clip)\\-")
    return [re.compile(each) for each in made if begins.match(each)]


def _as_pattern(part: ast.expr) -> str:
    return re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[a-z_-]+"


def strings(tree: ast.AST) -> Iterator[str]:
    """Return the strings of a module, but for the actions of audit entries, which are no sentences."""
    actions = {
        id(argument)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "AuditEntry"
        for argument in call.args
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in actions:
            yield node.value


@pytest.mark.parametrize("file", sorted(ENGLISH.glob("*.ftl")), ids=lambda file: file.name)
def test_the_texts_are_well_formed(file: Path) -> None:
    resource = FluentParser().parse(file.read_text("utf-8"))

    junk = [entry.content for entry in resource.body if isinstance(entry, fluent_ast.Junk)]

    assert not junk


def test_no_key_is_given_twice() -> None:
    keys = every_key()

    assert len(keys) == len(set(keys))


def every_key() -> list[str]:
    return [
        entry.id.name
        for file in ENGLISH.glob("*.ftl")
        for entry in FluentParser().parse(file.read_text("utf-8")).body
        if isinstance(entry, fluent_ast.Message)
    ]


def test_an_unknown_key_is_an_error() -> None:
    with pytest.raises(KeyError):
        Texts.load().get("error-nobody-wrote-this")


def test_another_language_falls_back_to_english_for_what_it_lacks(tmp_path: Path) -> None:
    for language, text in {"en": "a = one\nb = two", "de": "a = eins"}.items():
        (tmp_path / language).mkdir()
        (tmp_path / language / "all.ftl").write_text(text, "utf-8")

    texts = Texts.load(tmp_path)

    assert (texts.get("a", "de"), texts.get("b", "de-AT"), texts.get("a", "fr")) == ("eins", "two", "one")


def test_a_field_that_was_not_given_is_logged_and_still_makes_a_sentence(
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = Texts.load().get("error-unreadable", url="http://feed.test")

    assert text.startswith("http://feed.test could not be understood")
