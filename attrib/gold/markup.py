"""The inline marks of a case: ``<q1 name="…">…</q1>`` to plain text and spans."""

import re
from collections.abc import Mapping

import msgspec

from attrib.model import Span

TAGS = ("q", "c", "s", "r", "a", "via", "date", "place", "occasion", "to")
_TAG = re.compile(
    rf"\\u(?P<hex>[0-9a-fA-F]{{4}})|\\(?P<escaped>[\\<])"
    rf"|<(?P<close>/?)(?P<tag>{'|'.join(TAGS)})(?P<numbers>\d+(?:,\d+)*)?(?P<rest>\s[^<>]*)?>"
)
_ATTRIBUTE = re.compile(
    r"""\s+(?P<key>[a-z]+)(?:=(?:"(?P<d>[^"]*)"|'(?P<s>[^']*)'|(?P<b>[^\s"']+)))?"""
)


class Mark(msgspec.Struct, frozen=True):
    """A marked stretch. ``numbers`` are its statements, empty if none was written; ``line`` counts
    from 0 within the text."""

    tag: str
    numbers: tuple[int, ...]
    span: Span
    attributes: dict[str, str]
    line: int


class Marked(msgspec.Struct, frozen=True):
    """Text without its marks, the marks in the order they open, faults as (line, message)."""

    text: str
    marks: tuple[Mark, ...]
    faults: tuple[tuple[int, str], ...]


def read_marks(source: str) -> Marked:
    """Take the marks out of a text; never raises."""
    out: list[str] = []
    length = at = 0
    opened: list[Mark] = []
    marks: list[Mark] = []
    faults: list[tuple[int, str]] = []

    def add(piece: str) -> None:
        nonlocal length
        out.append(piece)
        length += len(piece)

    for m in _TAG.finditer(source):
        add(source[at : m.start()])
        at = m.end()
        line = source.count("\n", 0, m.start())
        if m["tag"] is None:
            add(chr(int(m["hex"], 16)) if m["hex"] else m["escaped"])
            continue
        numbers = tuple(map(int, m["numbers"].split(","))) if m["numbers"] else ()
        if not m["close"]:
            given, wrong = attributes(m["rest"] or "")
            if wrong:
                faults.append((line, f'<{m["tag"]}>: cannot read {wrong!r}; write key="value"'))
            opened.append(Mark(m["tag"], numbers, (length, length), given, line))
            continue
        fitting = [o for o in opened if o.tag == m["tag"] and numbers in ((), o.numbers)]
        if not fitting:
            faults.append((line, f"{m[0]} closes nothing"))
            continue
        opened.remove(fitting[-1])
        mark = msgspec.structs.replace(fitting[-1], span=(fitting[-1].span[0], length))
        if mark.span[0] == mark.span[1]:
            faults.append((line, f"<{mark.tag}> is empty"))
        marks.append(mark)
    add(source[at:])
    faults += [(o.line, f"<{o.tag}> is not closed") for o in opened]
    marks.sort(key=lambda mark: (mark.span[0], -mark.span[1]))
    return Marked("".join(out), tuple(marks), tuple(faults))


def attributes(rest: str) -> tuple[dict[str, str], str]:
    """The attributes of a tag, and what of it cannot be read. A bare word has the value ``yes``."""
    found: dict[str, str] = {}
    at = 0
    while m := _ATTRIBUTE.match(rest, at):
        value = next((m[g] for g in "dsb" if m[g] is not None), "yes")
        found[m["key"]] = value
        at = m.end()
    return found, rest[at:].strip()


def written(values: Mapping[str, str | None]) -> str:
    """Attributes as they stand in a tag, each with a space before it; those without a value are
    left out."""
    return "".join(
        f" {key}='{value}'" if '"' in value else f' {key}="{value}"'
        for key, value in values.items()
        if value
    )
