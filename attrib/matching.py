"""Patterns as the code that ``re`` hands to its engine, made when something first asks for them.

Compiling is the slow part and is done once: a snapshot keeps the code. One article asks for half
of the rules' patterns, and making them all was half of the start.
"""

import _sre  # type: ignore[import-not-found]
import re
from array import array
from collections.abc import Iterator
from functools import cache
from re import _compiler, _parser  # type: ignore[attr-defined]
from typing import Any

MAGIC: int = _sre.MAGIC  # of the code: another Python may read it otherwise
_UNIT = 4  # bytes of a number in the code of a pattern
_STAND_INS = 0x100000  # the first of the characters that stand for sets, which no pattern has
_SET = re.compile(r"(\[[^]]*\])")
_shared: dict[Any, Any] = {}  # equal parts are one object, which a pickle holds once


def matcher(text: str, flags: int = 0, first: str = "") -> re.Pattern[str]:
    """What ``re.compile`` gives, flags included. ``first``: a set of the characters that its
    matches begin with, none of them empty; a search looks closer at no others. Raises re.error."""
    parts = _SET.split(text)
    parsed = _parsed(text, parts, flags)
    code = _compiler._code(parsed, flags)
    if first:
        code = _led(code, _compiler._code(_parser.parse(first), flags))
    groups = parsed.state.groupdict
    index: list[str | None] = [None] * parsed.state.groups
    for group, number in groups.items():
        index[number] = group
    made: Any = _Matcher(
        tuple(_shared.setdefault(part, part) for part in parts),
        parsed.state.flags,
        tuple(_shared.setdefault(part, part) for part in _parts(code)),
        parsed.state.groups - 1,
        dict(groups),
        tuple(index),
    )
    pattern: re.Pattern[str] = made
    return pattern


def _parsed(text: str, parts: list[str], flags: int) -> Any:
    """What ``re`` parses a pattern to, each of its sets made only once: of 30,000 in all patterns
    1,000 differ. ``parts``: the pattern cut before and behind its sets."""
    if "\\[" in text or "\\]" in text:
        return _parser.parse(text, flags)
    stand_ins: dict[str, str] = {}
    plain = []
    for part in parts:
        if part.startswith("[") and not part.startswith("[^"):
            part = stand_ins.setdefault(part, chr(_STAND_INS + len(stand_ins)))
        plain.append(part)
    parsed = _parser.parse("".join(plain), flags)
    _fill({ord(char): _set(part, flags) for part, char in stand_ins.items()}, parsed)
    return parsed


def _fill(sets: dict[int, list[Any]], parsed: Any) -> None:
    """Put sets in the place of the characters that stand for them."""
    for i, (op, value) in enumerate(parsed.data):
        if op is _parser.LITERAL and value in sets:
            items = sets[value]
            alone = len(items) == 1 and items[0][0] is _parser.LITERAL
            parsed.data[i] = items[0] if alone else (_parser.IN, items)
        elif op is _parser.IN:
            # alternatives that are one character each have become one set
            each = (sets.get(v, [(o, v)]) if o is _parser.LITERAL else [(o, v)] for o, v in value)
            parsed.data[i] = (op, [item for items in each for item in items])
        elif op is _parser.BRANCH:
            for branch in value[1]:
                _fill(sets, branch)
        elif isinstance(value, _parser.SubPattern):
            _fill(sets, value)
        elif isinstance(value, tuple):
            for part in value:
                if isinstance(part, _parser.SubPattern):
                    _fill(sets, part)


@cache
def _set(text: str, flags: int) -> list[Any]:
    """The items of a set as ``re`` compiles them, which compiling them again leaves as they are."""
    ((op, value),) = _parser.parse(text, flags).data
    return _compiler._optimize_charset(value)[0] if op is _parser.IN else [(op, value)]


class _Matcher:
    """A pattern that is made when first asked for one of its attributes."""

    def __init__(self, *compiled: Any) -> None:
        self._compiled = compiled

    def __reduce__(self) -> tuple[object, ...]:
        return _Matcher, self._compiled

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        made = _made(*self._compiled)
        for each in dir(made):
            if not each.startswith("_"):
                setattr(self, each, getattr(made, each))
        return getattr(made, name)


def _led(code: list[int], first: list[int]) -> list[int]:
    """A pattern's code with what a search is told of a match's first character taken from another:
    where a pattern begins with a group, ``re`` tells it nothing."""
    # both begin with an INFO: how long it is, what it tells, the shortest and longest match, a set
    told = code[2], first[2]
    if told != (0, _compiler.SRE_INFO_CHARSET):
        return code
    return [code[0], first[1], first[2], *code[3:5], *first[5 : 1 + first[1]], *code[1 + code[1] :]]


def _parts(code: list[int]) -> Iterator[bytes]:
    """A pattern's code, cut before and behind its sets of characters: they are most of it, and of
    30,000 in all patterns 1,000 differ. Put together again it is the same, wherever it was cut."""
    opener = int(_compiler.BIGCHARSET)
    start = at = 0
    while at < len(code) - 1:
        # a set is its number of blocks, which block stands for which characters, and the blocks
        end = at + 2 + (256 + 32 * code[at + 1]) // _UNIT
        if code[at] == opener and end <= len(code):
            yield array("I", code[start:at]).tobytes()
            yield array("I", code[at:end]).tobytes()
            start = at = end
        else:
            at += 1
    yield array("I", code[start:]).tobytes()


@cache
def _numbers(part: bytes) -> list[int]:
    return array("I", part).tolist()


def _made(
    text: tuple[str, ...],
    flags: int,
    code: tuple[bytes, ...],
    count: int,
    groups: dict[str, int],
    index: tuple[Any, ...],
) -> re.Pattern[str]:
    numbers: list[int] = []
    for part in code:
        numbers += _numbers(part)  # a list at once: half the time of number by number
    compile_ready: Any = _sre.compile
    made: re.Pattern[str] = compile_ready("".join(text), flags, numbers, count, groups, index)
    return made
