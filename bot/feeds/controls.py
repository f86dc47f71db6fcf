"""Control characters of what came from outside: they tell files from texts, and colour other texts."""

import re

_SEEN = 16_384
_FEW, _SHARE = 2, 0.02
_STRAY = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
# ECMA-48: colours and the cursor (CSI), strings such as window titles (OSC, DCS …), character sets.
_SEQUENCE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]{0,100}[ -/]{0,10}[@-~]"
    r"|\x1b[\]PX^_][^\x07\x1b\n]{0,2000}(?:\x07|\x1b\\)"
    r"|\x1b[()*+#%][0-9A-Za-z@]|\x1b[78=>]"
)


def is_binary(text: str) -> bool:
    """Whether what was decoded is no text; a control character here and there is in many a text."""
    seen = text[:_SEEN]
    return len(_STRAY.findall(seen)) > max(_FEW, _SHARE * len(seen))


def without_sequences(text: str) -> str:
    """The text without what would colour it or move the cursor on a terminal, sequences taken out whole."""
    return _SEQUENCE.sub("", text) if "\x1b" in text or "\x9b" in text else text
