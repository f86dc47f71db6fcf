"""What commands are called in a language: people see and type that in place of the English names."""

import re
from collections.abc import Mapping

_AREA = "command-"
# A slash that begins a word: none of an address.
_NAMED = re.compile(r"(?<![\w/:.-])/([a-z]+(?:-[a-z]+)*(?: [a-z]+(?:-[a-z]+)*){0,2})")


def command_key(qualified_name: str) -> str:
    """Return the key of a command's name, such as `command-polls-sets-add`."""
    return _AREA + qualified_name.replace(" ", "-")


def translated(text: str, names: Mapping[str, str]) -> str:
    """Return a text whose commands, written as they are in English, are called what `names` calls them.

    names: by key; each is the last word of what its key stands for.
    """
    return _NAMED.sub(lambda found: "/" + _words(found[1].split(" "), names), text)


def _words(words: list[str], names: Mapping[str, str]) -> str:
    """Translate the words as long as they name a group or a command; what follows is plain text."""
    done: list[str] = []
    while len(done) < len(words):
        name = names.get(command_key(" ".join(words[: len(done) + 1])))
        if name is None:
            break
        done.append(name)
    return " ".join([*done, *words[len(done) :]])
