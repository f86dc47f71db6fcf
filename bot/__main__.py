"""The `newsclip` command. Each part imports what it needs when it runs: `--help` does not wait for that.

Exit codes: 0 done, 1 it found something wrong, 2 wrong usage, 3 wrong configuration.
"""

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from bot.domain.errors import NewsclipError

_FAILED = 1
_MISCONFIGURED = 3

# Plain help: rich's panels take longer to import than all the rest of `--help`.
app = typer.Typer(
    name="newsclip",
    help="Newsclip turns a Discord server into a newsroom: stories in the channels of their tags,\n"
    "a discussion for each, and opinion polls made of readers' reactions.\n\n"
    "\b\nTo see it without an account:     newsclip demo\n"
    "To see what a feed would become:  newsclip preview https://example.org/feed.xml\n"
    "To run it on Discord:             NEWSCLIP_TOKEN=… newsclip run",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,  # they show local variables, and with them secrets
)


_exports = typer.Typer(help="Write out what was collected.", no_args_is_help=True)
app.add_typer(_exports, name="export")


def main() -> None:
    """Run the command line; the console script and `python -m bot` come here."""
    app()


def _show_version(value: bool) -> None:  # noqa: FBT001 -- typer calls it with the flag's value
    if value:
        from importlib.metadata import version

        typer.echo(f"newsclip {version('newsclip-discord')}")
        raise typer.Exit


@app.callback()
def _options(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


@app.command()
def run(
    config: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The settings. Without it: config.toml here, if there is one."),
    ] = None,
) -> None:
    """Run the bot until it is stopped.

    \b
    The token comes from NEWSCLIP_TOKEN, or from the file that discord.token_file names:
      NEWSCLIP_TOKEN=… newsclip run
      newsclip run --config /etc/newsclip/config.toml

    It creates or migrates its database, syncs its commands and prints its invite link. On the server,
    `/tags add` and `/feeds add` do the rest. It may be stopped at any moment (SIGTERM or Ctrl-C): it
    ends within 10 seconds, and goes on where it was at the next start.
    """
    _guarded(lambda: _run(config))


@app.command()
def demo(
    *,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Where the page is served; 0 takes any free port.")
    ] = 8020,
    data: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Keep the database (newsclip.db) and the addresses and tokens (demo.json) here.",
        ),
    ] = None,
    feed: Annotated[
        list[str] | None,
        typer.Option(metavar="URL|FILE", help="Follow this feed too; may be given several times."),
    ] = None,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Do not open the page in the browser.")
    ] = False,
    readers: Annotated[
        int, typer.Option(metavar="N", min=0, max=500, help="Let N scripted readers react over time.")
    ] = 0,
    empty: Annotated[
        bool, typer.Option("--empty", help="Begin with an empty server, and set it up as its owner.")
    ] = False,
) -> None:
    """Watch it work, without an account.

    A local Discord in the browser, the real bot and sample feeds; no token and no network are needed.

    \b
    newsclip demo                                    and wait for the browser
    newsclip demo --readers 25                       with people who react
    newsclip demo --feed https://example.org/rss     with a feed of yours
    newsclip demo --data ./kept                      and go on with it next time
    newsclip demo --empty                            and try the setting up: /newsroom setup
    """
    feeds = tuple(feed or ())
    _guarded(
        lambda: _demo(port=port, data=data, feeds=feeds, browser=not no_browser, readers=readers, empty=empty)
    )


@app.command()
def preview(
    target: Annotated[str, typer.Argument(metavar="URL|FILE", help="A feed, or the page of a story.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one line of JSON for each story.")] = False,
) -> None:
    """Show what a feed or page would become.

    Its stories as they would be posted, with their hashtags, their tags and why, their key, and what
    was left out. Nothing is posted.

    \b
    newsclip preview https://example.org/feed.xml
    newsclip preview saved-page.html
    newsclip preview feed.xml --json | head -1
    """
    _guarded(lambda: _preview(target, as_json=as_json))


@app.command()
def check(
    config: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The settings. Without it: config.toml here, if there is one."),
    ] = None,
    *,
    offline: Annotated[
        bool, typer.Option("--offline", help="Leave Discord out; no token is needed.")
    ] = False,
    polls: Annotated[
        bool, typer.Option("--polls", help="Check instead that what is stored of every poll agrees.")
    ] = False,
) -> None:
    """Look whether all is there that the bot needs.

    Its configuration, database and key, and on Discord its token, and the channels of every server with what
    the bot may do there: a line each, with the fix of what is wrong. Nothing is changed, and the bot may be
    running.

    \b
    NEWSCLIP_TOKEN=… newsclip check
    newsclip check --config /etc/newsclip/config.toml
    newsclip check --offline
    newsclip check --polls
    """
    _guarded(lambda: _check_polls(config) if polls else _check(config, offline=offline))


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where the copy of the database is written.")],
    config: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The settings. Without it: config.toml here, if there is one."),
    ] = None,
    *,
    force: Annotated[bool, typer.Option("--force", help="Replace a backup that is there.")] = False,
) -> None:
    """Copy the database and the voters' key, also while the bot runs.

    Two files are written, for your eyes alone: FILE, and beside it the key, with the ending .key. Keep them
    apart: whoever has both can find out how a person voted. The copy is read through before it counts.

    \b
    newsclip backup newsclip-backup.db
    newsclip backup /backups/newsclip.db --force --config /etc/newsclip/config.toml

    To restore: stop the bot, delete the files ending in -wal and -shm beside its database, copy both files
    over the database and its key, and start the bot.
    """
    _guarded(lambda: _backup(file, config, force=force))


@_exports.command("polls")
def export_polls(
    config: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The settings. Without it: config.toml here, if there is one."),
    ] = None,
    *,
    as_csv: Annotated[bool, typer.Option("--csv", help="Write a line for each option.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Write one JSON document; so it is without --csv.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where it is written; without it: to the output.")
    ] = None,
    server: Annotated[str | None, typer.Option(metavar="ID", help="Only the polls of this server.")] = None,
) -> None:
    """Write every poll with its count, also while the bot runs.

    Its server, story and question, whether it is closed and was compared with Discord at its end, and each
    option's votes with their share and its 95 % interval. Of those who voted there is nothing but the number.

    \b
    newsclip export polls --json
    newsclip export polls --csv --out polls.csv --server 1234567890123456
    """
    if as_csv and as_json:
        raise _misused("error-two-formats")
    server_id = None if server is None else _server_id(server)
    _guarded(lambda: _export_polls(config, as_csv=as_csv, out=out, server_id=server_id))


def _server_id(typed: str) -> int:
    if typed.isascii() and typed.isdigit() and len(typed) < 20 and int(typed) < 1 << 63:
        return int(typed)
    raise _misused("error-server-id", typed=typed)


def _misused(key: str, **fields: str) -> typer.BadParameter:
    from bot.texts.catalogue import Texts

    return typer.BadParameter(Texts.load().get(key, **fields))


def _run(config: Path | None) -> int:
    from bot.config_file import load_settings
    from bot.telemetry import open_log

    settings = load_settings(config)
    open_log(level=settings.log.level, style=settings.log.format, secrets=[settings.discord.token])
    import asyncio

    from bot.app import App, open_app  # a wrong configuration is told without waiting for it
    from bot.process import spare_what_stays
    from bot.texts.catalogue import Texts

    async def work() -> None:
        async with open_app(settings) as newsclip, asyncio.TaskGroup() as tasks:
            tasks.create_task(greet(newsclip))
            await newsclip.run()

    async def greet(newsclip: App) -> None:
        name, link = await newsclip.introduce()
        typer.echo(Texts.load().get("run-connected", name=name, link=link))
        await newsclip.wait_until_ready()
        spare_what_stays()

    return _until_stopped(work)


def _demo(
    *, port: int, data: Path | None, feeds: tuple[str, ...], browser: bool, readers: int, empty: bool
) -> int:
    from bot.demo.command import DemoOptions, run_demo
    from bot.telemetry import open_log

    open_log(level="warning")
    options = DemoOptions(port=port, data=data, feeds=feeds, browser=browser, readers=readers, empty=empty)
    return _until_stopped(lambda: run_demo(options))


def _preview(target: str, *, as_json: bool) -> int:
    from bot.preview import preview as show
    from bot.telemetry import open_log

    open_log(level="warning")
    return show(target, as_json=as_json)


def _check(config: Path | None, *, offline: bool) -> int:
    from bot.check import check as look
    from bot.telemetry import open_log

    open_log(level="error")
    return look(config, offline=offline, say=typer.echo)


def _check_polls(config: Path | None) -> int:
    from bot.check_polls import check_polls
    from bot.telemetry import open_log

    open_log(level="error")
    return check_polls(config, say=typer.echo)


def _export_polls(config: Path | None, *, as_csv: bool, out: Path | None, server_id: int | None) -> int:
    from bot.export import export_polls as export
    from bot.telemetry import open_log

    open_log(level="error")
    return export(config, as_csv=as_csv, out=out, server_id=server_id)


def _backup(file: Path, config: Path | None, *, force: bool) -> int:
    from bot.backup import back_up

    return back_up(config, file, force=force, say=typer.echo)


def _until_stopped(work: Callable[[], Coroutine[Any, Any, None]]) -> int:
    from bot.process import run_until_stopped

    return run_until_stopped(work)


def _guarded(command: Callable[[], int]) -> None:
    """Turn a command's outcome into its exit code, and an expected failure into its sentence."""
    from bot.domain.errors import NewsclipError

    try:
        code = command()
    except NewsclipError as error:
        code = _report(error)
    raise typer.Exit(code)


def _report(error: "NewsclipError") -> int:
    from bot.domain.errors import ConfigurationError
    from bot.texts.catalogue import Texts

    typer.echo(f"newsclip: {Texts.load().error(error)}", err=True)
    return _MISCONFIGURED if isinstance(error, ConfigurationError) else _FAILED


if __name__ == "__main__":
    main()
