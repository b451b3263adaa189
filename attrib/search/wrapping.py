"""Text for a terminal: lines no wider than it, numbers with their noun."""

import re

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_LEAD = re.compile(r"(?: *\d+\. | *)")
_FURTHER = 2


def wrapped(text: str, width: int) -> str:
    """``text`` with every line broken at spaces so that it fits ``width`` columns.

    A continued line stands under the text of the one it continues where that is numbered or deeply
    indented, else two columns further in. Colour codes take no room; a word that is wider alone
    stays whole.
    """
    return "\n".join(piece for line in text.split("\n") for piece in _pieces(line, width))


def _pieces(line: str, width: int) -> list[str]:
    if _wide(line) <= width:
        return [line]
    lead = _LEAD.match(line)
    start = lead.end() if lead and lead.end() < width // 2 else 0
    hang = " " * (start if start > _FURTHER else start + _FURTHER)
    pieces: list[str] = []
    current = line[:start]
    filled = False
    for word in line[start:].split(" "):
        if filled and _wide(current) + 1 + _wide(word) > width:
            pieces.append(current)
            current, filled = hang, False
        current += (" " if filled else "") + word
        filled = True
    return [*pieces, current]


def _wide(text: str) -> int:
    return len(_COLOUR.sub("", text))


def counted(number: int, noun: str, several: str | None = None) -> str:
    """``1 quote``, ``2,000 quotes``; ``several`` is the plural where it is not made with an s."""
    return f"{number:,} {noun if number == 1 else several or noun + 's'}"
