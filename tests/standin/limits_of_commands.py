"""The documented limits of application commands and of what completes their options."""

from typing import Any

from bot.standin import errors
from tests.standin.limit_table import Row, Scene

COMMANDS = ("POST", "/applications/{application}/commands")
ALL = ("PUT", "/applications/{application}/commands")
COMPLETE = ("POST", "{completion}")


def command(**changes: Any) -> Any:
    return {"name": "news", "description": "x", **changes}


def option(name: str = "x", **changes: Any) -> Any:
    return {"type": 3, "name": name, "description": "x", **changes}


def commands(number: int, kind: int) -> list[Any]:
    described = {"description": "x"} if kind == 1 else {}
    return [{"type": kind, "name": f"c{index}", **described} for index in range(number)]


def text_of(characters: int) -> Any:
    """A command with so many characters in names, descriptions and values, each within its own limits."""
    choices = [{"name": f"{index:0100}", "value": f"{index:0100}"} for index in range(20)]
    left = characters - len("news" + "a" + "b") - 39 * 200 - 101
    options = [option("a", choices=choices[:19]), option("b", choices=choices)]
    options[0]["description"] = "x" * left
    return command(options=options, description="x" * 100)


def all_but_one_today(scene: Scene, number: int) -> None:
    scene.harbour.bot.commands_created[0] = [scene.world.clock()] * (number - 1)


def accounts(scene: Scene, number: int) -> None:
    for index in range(number):
        account = scene.world.create_account(f"Reader {index}")
        scene.world.join(scene.harbour.server, account)
        scene.names[f"account{index}"] = account.id


def rule(account: str) -> Any:
    return {"id": account, "type": 2, "permission": True}


ROWS = (
    Row("SLASH_COMMANDS", 100, *ALL, lambda n: commands(n, 1), error=errors.TOO_MANY_COMMANDS),
    Row("USER_COMMANDS", 15, *ALL, lambda n: commands(n, 2), error=errors.TOO_MANY_COMMANDS),
    Row("MESSAGE_COMMANDS", 15, *ALL, lambda n: commands(n, 3), error=errors.TOO_MANY_COMMANDS),
    Row("COMMAND_NAME", 32, *COMMANDS, lambda n: command(name="x" * n), "name"),
    Row("COMMAND_NAME", 32, *COMMANDS, lambda n: {"type": 3, "name": "x" * n}, "name"),
    Row("COMMAND_NAME", 32, *COMMANDS, lambda n: command(options=[option("x" * n)]), "options.0.name"),
    Row("COMMAND_DESCRIPTION", 100, *COMMANDS, lambda n: command(description="x" * n), "description"),
    Row(
        "COMMAND_DESCRIPTION", 1, *COMMANDS, lambda n: command(description="x" * n), "description", outside=0
    ),
    Row(
        "COMMAND_OPTIONS",
        25,
        *COMMANDS,
        lambda n: command(options=[option(f"o{index}") for index in range(n)]),
        "options",
    ),
    Row(
        "COMMAND_CHOICES",
        25,
        *COMMANDS,
        lambda n: command(options=[option(choices=[{"name": str(i), "value": str(i)} for i in range(n)])]),
        "options.0.choices",
    ),
    *(
        Row(
            "COMMAND_CHOICE_NAME",
            100,
            *COMMANDS,
            lambda n, key=key: command(options=[option(choices=[{"name": "x", "value": "x", key: "x" * n}])]),
            f"options.0.choices.0.{key}",
        )
        for key in ("name", "value")
    ),
    Row(
        "STRING_OPTION",
        6000,
        *COMMANDS,
        lambda n: command(options=[option(max_length=n)]),
        "options.0.max_length",
    ),
    Row(
        "FILE_TYPES",
        10,
        *COMMANDS,
        lambda n: command(options=[option(type=11, file_types=[f".x{index}" for index in range(n)])]),
        "options.0.file_types",
        described=False,
    ),
    Row(
        "COMMANDS_A_DAY",
        200,
        *COMMANDS,
        lambda _n: command(),
        error=errors.TOO_MANY_COMMANDS_TODAY,
        before=all_but_one_today,
    ),
    Row(
        "COMMAND_RULES",
        100,
        "PUT",
        "/applications/{application}/guilds/{server}/commands/{application}/permissions",
        lambda n: {"permissions": [rule(f"{{account{index}}}") for index in range(n)]},
        "permissions",
        before=accounts,
        by="owner",
        described=False,
    ),
    Row("COMMAND_TEXT", 8000, *COMMANDS, text_of),
    Row(
        "AUTOCOMPLETE_CHOICES",
        25,
        *COMPLETE,
        lambda n: {"type": 8, "data": {"choices": [{"name": str(i), "value": str(i)} for i in range(n)]}},
        "data.choices",
    ),
    *(
        Row(
            "COMMAND_CHOICE_NAME",
            100,
            *COMPLETE,
            lambda n, key=key: {"type": 8, "data": {"choices": [{"name": "x", "value": "x", key: "x" * n}]}},
            f"data.choices.0.{key}",
        )
        for key in ("name", "value")
    ),
)
