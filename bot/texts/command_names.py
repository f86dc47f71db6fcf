"""What commands are called in a language: people see and type that in place of the English names."""

import re
from collections.abc import Callable, Collection, Mapping

_AREA = "command-"
# A slash that begins a word: none of an address.
_NAMED = re.compile(r"(?<![\w/:.-])/([a-z]+(?:-[a-z]+)*(?: [a-z]+(?:-[a-z]+)*){0,2})")
# What stands around a command's name until it is known who reads it: of Unicode's private use, in no text.
_BEGINS, _ENDS = "\ue000", "\ue001"
_MARKED = re.compile(f"{_BEGINS}(.*?){_ENDS}")


def command_key(qualified_name: str) -> str:
    """Return the key of a command's name, such as `command-polls-sets-add`."""
    return _AREA + qualified_name.replace(" ", "-")


def marked(text: str, known: Collection[str]) -> str:
    """Return a text whose commands, written as they are in English, are marked for `rendered`.

    known: the keys of all commands and groups.
    """
    return _NAMED.sub(lambda found: _marked(found[1].split(" "), known), text)


def rendered(text: str, called: Callable[[str], str]) -> str:
    """Return a text with each of its marked commands as `called` says of its qualified English name."""
    return _MARKED.sub(lambda found: called(found[1]), text) if _BEGINS in text else text


def local_name(qualified_name: str, names: Mapping[str, str]) -> str:
    """Return what is typed for a command where its words are called what `names` calls them.

    names: by key; each is the last word of what its key stands for.
    """
    words = qualified_name.split(" ")
    keys = (command_key(" ".join(words[: place + 1])) for place in range(len(words)))
    return "/" + " ".join(names.get(key, word) for key, word in zip(keys, words, strict=True))


def _marked(words: list[str], known: Collection[str]) -> str:
    """Mark the words as long as they name a group or a command; what follows is plain text."""
    number = 0
    while number < len(words) and command_key(" ".join(words[: number + 1])) in known:
        number += 1
    if not number:
        return "/" + " ".join(words)
    return " ".join([f"{_BEGINS}{' '.join(words[:number])}{_ENDS}", *words[number:]])
