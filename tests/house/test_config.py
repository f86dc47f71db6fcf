"""Reading the settings: where a value comes from, and what is said of faults."""

import os
from pathlib import Path

import pytest

from bot.config import known_settings
from bot.config_file import load_settings
from bot.domain.errors import ConfigurationError

TOKEN = "MTA.not-a-real.token"


@pytest.fixture(autouse=True)
def _an_environment_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith("NEWSCLIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("NEWSCLIP_TOKEN", TOKEN)
    monkeypatch.chdir(tmp_path)


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def faults_of(path: Path | None) -> tuple[str, ...]:
    with pytest.raises(ConfigurationError) as caught:
        load_settings(path)
    return caught.value.faults


def test_without_a_file_everything_but_the_token_has_a_default() -> None:
    settings = load_settings()

    assert settings.feeds.interval_minutes == 15
    assert settings.discord.token.get_secret_value() == TOKEN


def test_config_toml_in_the_current_folder_is_found(tmp_path: Path) -> None:
    write(tmp_path / "config.toml", "[polls]\nlength_days = 3")

    assert load_settings().polls.length_days == 3


def test_the_environment_goes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write(tmp_path / "c.toml", "[feeds]\ninterval_minutes = 30\ntimeout_seconds = 5")
    monkeypatch.setenv("NEWSCLIP_FEEDS__INTERVAL_MINUTES", "5")
    monkeypatch.setenv("NEWSCLIP_FEEDS__ALLOWED_HOSTS", "feeds.lan, 10.0.0.5:8080")
    monkeypatch.setenv("NEWSCLIP_FEEDS__READ_PAGES", "false")

    feeds = load_settings(file).feeds

    assert (feeds.interval_minutes, feeds.timeout_seconds, feeds.read_pages) == (5, 5, False)
    assert feeds.allowed_hosts == ("feeds.lan", "10.0.0.5:8080")


@pytest.mark.parametrize("text", ['[storage]\npath = "newsclip.db"', ""])
def test_a_path_is_relative_to_the_file_that_names_it(tmp_path: Path, text: str) -> None:
    file = write(tmp_path / "etc" / "c.toml", text)

    assert load_settings(file).storage.path == tmp_path / "etc" / "newsclip.db"


def test_the_token_can_stand_in_a_file_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NEWSCLIP_TOKEN")
    write(tmp_path / "etc" / "token", f"{TOKEN}\n")
    file = write(tmp_path / "etc" / "c.toml", '[discord]\ntoken_file = "token"')

    assert load_settings(file).discord.token.get_secret_value() == TOKEN


def test_the_token_is_never_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load_settings()
    file = write(
        tmp_path / "c.toml", f'[discord]\ntoken = "{TOKEN}"\napi_url = "{TOKEN}"\nbot_token = "{TOKEN}"'
    )
    monkeypatch.setenv("NEWSCLIP_TOKEN", f"Bot {TOKEN}")

    said = "\n".join(faults_of(file)) + repr(settings) + str(settings) + settings.model_dump_json()

    assert TOKEN not in said


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            "[feeds]\ninterval_minutes = 0",
            "feeds.interval_minutes: 0 is not a whole number of minutes from 1",
        ),
        ('[feeds]\nread_pages = "maybe"', 'feeds.read_pages: "maybe" is not either true or false; write one'),
        ('[log]\nlevel = "loud"', 'log.level: "loud" is not one of "debug", "info", "warning" and "error"'),
        ("[feeds]\ninterval_minute = 5", "there is no such setting; did you mean feeds.interval_minutes?"),
        ("[feed]\ninterval_minutes = 5", "feed: there is no such setting; did you mean feeds?"),
        ("interval_minutes = 5", "there is no such setting; did you mean feeds.interval_minutes?"),
        ("feeds = 5", "feeds: is no section; write [feeds] on a line of its own"),
        ("storage = 5", "storage: is no section; write [storage] on a line of its own"),
        ("discord = 5", "discord: is no section; write [discord] on a line of its own"),
        (
            '[discord]\napi_url = "ftp://x"',
            "discord.api_url: what is written is not an address like https://",
        ),
        ('[discord]\ntoken = "x"', "discord.token: a token must not stand in the configuration"),
        ("[feeds]\nqqqq = 1", "take it out; there are user_agent, interval_minutes"),
        ("[feeds", "is not valid TOML"),
    ],
)
def test_a_fault_names_the_key_and_the_fix(tmp_path: Path, text: str, fault: str) -> None:
    file = write(tmp_path / "c.toml", text)

    (said,) = faults_of(file)

    assert fault in said
    assert "\n" not in said


def test_all_faults_are_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write(tmp_path / "c.toml", '[feeds]\ntimeout_seconds = "x"\n[polls]\nlength_days = 99\nlenght = 1')
    monkeypatch.setenv("NEWSCLIP_TOKEN", "")
    monkeypatch.setenv("NEWSCLIP_LOG__FORMAT", "xml")
    monkeypatch.setenv("NEWSCLIP_POLL__LENGTH_DAYS", "3")

    said = faults_of(file)

    assert [fault.partition(":")[0] for fault in said] == [
        "NEWSCLIP_POLL__LENGTH_DAYS",
        "NEWSCLIP_TOKEN",
        "feeds.timeout_seconds",
        "polls.length_days",
        "polls.lenght",
        "log.format (from NEWSCLIP_LOG__FORMAT)",
    ]


@pytest.mark.parametrize("named", [None, '"missing"', '"."', "5"])
def test_without_a_token_it_is_said_where_to_put_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: str | None
) -> None:
    monkeypatch.delenv("NEWSCLIP_TOKEN")
    file = write(tmp_path / "c.toml", f"[discord]\ntoken_file = {named}" if named else "")

    said = faults_of(file)

    assert all(
        fault.startswith(("discord.token_file", "NEWSCLIP_TOKEN: there is no token")) for fault in said
    )


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00", b"a = \xff"])
def test_a_file_that_cannot_be_read_is_a_fault(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "c.toml"
    if content is not None:
        file.write_bytes(content)

    (said,) = faults_of(file)

    assert said.startswith(f"{file}: ")


def test_every_setting_says_why_it_is_there_and_what_it_takes() -> None:
    for key, field in known_settings().items():
        assert field.description, key
        assert isinstance(field.json_schema_extra, dict), key
        assert field.json_schema_extra["expects"], key


def test_what_does_not_speak_to_discord_needs_no_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NEWSCLIP_TOKEN")
    monkeypatch.setenv("NEWSCLIP_FEEDS__ALLOWED_HOSTS", "wiki.internal")

    settings = load_settings(needs_token=False)

    assert settings.feeds.allowed_hosts == ("wiki.internal",)
