"""Fixtures: short articles with their statements marked inline, compiled to offsets.

A file holds many cases. A case begins with a line ``## id``; lines ``@ note: …`` and
``@ title: …`` may follow; then comes the text. In text and title alike:

    <q>content</q> <c>cue</c> <s>mention</s> <q+>a further part of the same statement</q+>

``<q>`` takes words in any order: a kind of statement (``direct`` if none is given), a kind of
speaker (``person``), a reason to abstain, ``optional``; and ``n="name"`` (the mention if not
given), ``r="role"``, ``a="affiliation"``, ``v="via"``. A cue or a mention belongs to the nearest
statement of its sentence; where that is not plain both carry a number: ``<q2>``, ``<c2>``,
``<s2>``. ``\\u00a0`` writes a character that cannot be seen.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import get_args

import msgspec

from attrib.model import Abstention, Document, Field, Kind, SourceKind, Span

_HEAD = re.compile(r"## +(\S+) *")
_META = re.compile(r"@ *(\w+): *(.*)")
_TAG = re.compile(r"<(?P<close>/?)(?P<name>[qcs])(?P<number>\d*)(?P<more>\+?)(?P<words>\s[^<>]*)?>")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_ATTRIBUTE = re.compile(r'\s+(?:(?P<key>\w+)="(?P<value>[^"]*)"|(?P<word>[a-z-]+))')
_SENTENCE_END = re.compile(r'[.!?][”"’»)]*\s|\n')
_KEYS = {"n": "name", "r": "role", "a": "affiliation", "v": "via"}
_KINDS: tuple[str, ...] = get_args(Kind)
_SOURCES: tuple[str, ...] = get_args(SourceKind)
_REASONS: tuple[str, ...] = get_args(Abstention)


class Fault(msgspec.Struct, frozen=True):
    """What is wrong with a fixture file, at a line counted from 1."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


class GoldError(ValueError):
    """The faults of a fixture file, all of them; its text is one fault a line."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = tuple(faults)


class Expected(msgspec.Struct, frozen=True, kw_only=True):
    """A statement that the text makes; spans in code points.

    ``name`` is None where the article leaves the speaker open, and ``abstained`` says why.
    ``optional`` ones may be found or not, in whatever form.
    """

    field: Field
    parts: tuple[Span, ...]
    kind: str = "direct"
    source: str = "person"
    cue: Span | None = None
    mention: Span | None = None
    name: str | None = None
    abstained: str | None = None
    role: str | None = None
    affiliation: str | None = None
    via: str | None = None
    optional: bool = False


class Case(msgspec.Struct, frozen=True):
    """A short article and its statements, ordered as quotes are: title first, then by offset."""

    id: str
    line: int
    note: str
    document: Document
    statements: tuple[Expected, ...]


class _Mark(msgspec.Struct):
    """A marked stretch; ``number`` is ``""`` where none is written."""

    tag: str
    number: str
    words: str
    line: int
    span: Span


class _RefusedError(Exception):
    """A fault whose file is not known yet."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line, self.message = line, message


def read_cases(path: Path) -> tuple[Case, ...]:
    """The cases of a file, as ordered in it. Raises GoldError, OSError, UnicodeDecodeError."""
    return parse_cases(path.read_text(encoding="utf-8"), str(path))


def parse_cases(source: str, path: str) -> tuple[Case, ...]:
    """The cases of a file's content; ``path`` is for messages. Raises GoldError."""
    cases: list[Case] = []
    faults: list[Fault] = []
    seen: dict[str, int] = {}
    for line, head, body in _blocks(source):
        try:
            if head is None:
                raise _RefusedError(line, "text before the first case: begin it with '## id'")
            if head in seen:
                raise _RefusedError(
                    line, f"{head} is the id of the case at line {seen[head]} already"
                )
            seen[head] = line
            cases.append(_case(head, line, body))
        except _RefusedError as refused:
            faults.append(Fault(path, refused.line, refused.message))
    if faults:
        raise GoldError(faults)
    return tuple(cases)


def _blocks(source: str) -> Iterator[tuple[int, str | None, list[str]]]:
    """Line of the heading, id (None for text before the first), and the lines below it."""
    head: str | None = None
    start, body = 1, list[str]()
    for number, line in enumerate(source.split("\n"), 1):
        heading = _HEAD.fullmatch(line)
        if heading is None:
            body.append(line)
            continue
        if head is not None or any(map(str.strip, body)):
            yield start, head, body
        start, head, body = number, heading[1], []
    if head is not None or any(map(str.strip, body)):
        yield start, head, body


def _case(name: str, line: int, body: list[str]) -> Case:
    meta: dict[str, tuple[int, str]] = {}
    at = line + 1
    while body and (found := _META.fullmatch(body[0])):
        if found[1] not in ("note", "title"):
            raise _RefusedError(at, f"@ {found[1]} is unknown: only note and title are")
        meta[found[1]] = (at, found[2])
        body, at = body[1:], at + 1
    while body and not body[0].strip():
        body, at = body[1:], at + 1
    text, statements = _compile("\n".join(body).rstrip(), at, "text")
    title, headlines = _compile(*_swap(meta["title"]), "title") if "title" in meta else (None, ())
    if not text and not title:
        raise _RefusedError(line, f"{name} has neither text nor title")
    document = Document(id=name, text=text, title=title)
    note = meta.get("note", (0, ""))[1]
    return Case(name, line, note, document, (*headlines, *statements))


def _swap(pair: tuple[int, str]) -> tuple[str, int]:
    return pair[1], pair[0]


def _compile(markup: str, line: int, field: Field) -> tuple[str, tuple[Expected, ...]]:
    """The text without its marks, and what the marks say, by first offset."""
    text, at = "", 0
    opened: list[_Mark] = []
    marks: list[_Mark] = []
    for m in _TAG.finditer(markup):
        text += _unescaped(markup[at : m.start()])
        at = m.end()
        tag, here = m["name"] + m["more"], line + markup.count("\n", 0, m.start())
        if not m["close"]:
            mark = _Mark(tag, m["number"], m["words"] or "", here, (len(text), len(text)))
            opened.append(mark)
            marks.append(mark)
            continue
        if not opened or opened[-1].tag != tag:
            raise _RefusedError(here, f"{m[0]} closes nothing")
        mark = opened.pop()
        mark.span = (mark.span[0], len(text))
        if mark.span[0] == mark.span[1]:
            raise _RefusedError(here, f"<{tag}> holds nothing")
    if opened:
        raise _RefusedError(opened[-1].line, f"<{opened[-1].tag}> is not closed")
    text += _unescaped(markup[at:])
    return text, _statements(marks, text, field)


def _unescaped(markup: str) -> str:
    return _ESCAPE.sub(lambda m: chr(int(m[1], 16)), markup)


def _statements(marks: list[_Mark], text: str, field: Field) -> tuple[Expected, ...]:
    heads = [m for m in marks if m.tag == "q"]
    parts = [[m.span] for m in heads]
    beside: list[dict[str, Span]] = [{} for _ in heads]
    for mark in marks:
        if mark.tag == "q+":
            before = [i for i, h in enumerate(heads) if h.span[0] < mark.span[0]]
            owner = _numbered(heads, mark) if mark.number else before[-1] if before else None
            if owner is None:
                raise _RefusedError(mark.line, "<q+> has no <q> before it")
            parts[owner].append(mark.span)
        elif mark.tag != "q":
            owner = _numbered(heads, mark) if mark.number else _nearest(heads, mark, text)
            if mark.tag in beside[owner]:
                raise _RefusedError(
                    mark.line, f"a second <{mark.tag}> for one statement: number them"
                )
            beside[owner][mark.tag] = mark.span
    return tuple(
        _expected(head, tuple(p), own.get("c"), own.get("s"), text, field)
        for head, p, own in zip(heads, parts, beside, strict=True)
    )


def _numbered(heads: list[_Mark], mark: _Mark) -> int:
    found = [i for i, h in enumerate(heads) if h.number == mark.number]
    if len(found) != 1:
        raise _RefusedError(mark.line, f"{len(found)} <q> have the number {mark.number}")
    return found[0]


def _nearest(heads: list[_Mark], mark: _Mark, text: str) -> int:
    near: list[tuple[int, int]] = []
    for i, head in enumerate(heads):
        a, b = min(head.span[1], mark.span[1]), max(head.span[0], mark.span[0])
        if not head.number and not _SENTENCE_END.search(text, a, b):
            near.append((b - a, i))
    near.sort()
    if not near or (len(near) > 1 and near[0][0] == near[1][0]):
        which = "no statement is" if not near else "two statements are as near"
        raise _RefusedError(
            mark.line, f"<{mark.tag}>: {which} in its sentence: number it and its <q>"
        )
    return near[0][1]


def _expected(
    head: _Mark,
    parts: tuple[Span, ...],
    cue: Span | None,
    mention: Span | None,
    text: str,
    field: Field,
) -> Expected:
    values: dict[str, str | bool] = {}
    end = 0
    for m in _ATTRIBUTE.finditer(head.words):
        if m.start() != end:
            break
        end = m.end()
        key, value = _KEYS.get(m["key"] or "", ""), m["value"] or ""
        for name, words in (("kind", _KINDS), ("source", _SOURCES), ("abstained", _REASONS)):
            if m["word"] in words:
                key, value = name, m["word"]
        if m["word"] == "optional":
            values["optional"] = True
        elif not key or not value or key in values:
            raise _RefusedError(head.line, f"<q>: {m[0].strip()} is unknown, empty or there twice")
        else:
            values[key] = value
    if head.words[end:].strip():
        raise _RefusedError(head.line, f"<q>: cannot read {head.words[end:].strip()}")
    if "abstained" in values:
        if values.keys() & {"name", "source", "role", "affiliation"}:
            raise _RefusedError(head.line, "<q>: nobody has a name, a kind or an office")
    elif "name" not in values:
        if mention is None and "optional" not in values:
            raise _RefusedError(head.line, '<q> with no <s> wants n="name" or a reason to abstain')
        values["name"] = text[slice(*mention)] if mention else ""
    return msgspec.convert(
        {"field": field, "parts": parts, "cue": cue, "mention": mention, **values}, Expected
    )
