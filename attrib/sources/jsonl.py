"""JSON lines: one article a line."""

import io
import json
import re
from collections.abc import Callable, Iterator

import msgspec
import orjson

from attrib.model import Document
from attrib.sources.encoding import (
    broken_characters,
    decode,
    marked_encoding,
    refuse_binary,
    wide_encoding,
    without_surrogates,
)
from attrib.sources.fault import Fault, Placed, Unreadable
from attrib.sources.text import MAX_ARTICLE_BYTES

# A JSON line may spell each character in six bytes (``\u2026``) and carry other fields beside.
MAX_LINE_BYTES = 64_000_000
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
_OPENERS = (b"[", b"{")
_LINES_CURE = "give one JSON object a line (jq -c '.[]' FILE > FILE.jsonl)"


class FieldNames(msgspec.Struct, frozen=True, kw_only=True):
    """The names under which a JSON line carries what a Document holds."""

    id: str = "id"
    text: str = "text"
    title: str = "title"
    outlet: str = "outlet"
    url: str = "url"
    date: str = "date"


def read_jsonl(
    reader: io.BufferedReader, path: str, fields: FieldNames
) -> Iterator[Placed | Fault]:
    """The articles of a file in its order, and a fault for each line that gives none.

    Raises:
        Unreadable: the file holds no line at all, or one JSON value spread over its lines.
    """
    found = False
    for number, line in _lines(reader):
        if line is None:
            found = True
            yield Unreadable(
                f"the line is longer than {MAX_LINE_BYTES // 1_000_000} MB",
                "give one article a line",
            ).at(path, number)
            continue
        stripped = line.strip()
        if not stripped:
            continue
        if not found and stripped in _OPENERS:
            raise Unreadable("one JSON value over several lines, not JSON lines", _LINES_CURE)
        found = True
        try:
            value, replaced = _load(line)
            document, notes = _document(value, fields)
        except Unreadable as error:
            yield error.at(path, number)
            continue
        if replaced:
            notes = (
                *notes,
                Unreadable(broken_characters(replaced), "write the file again as UTF-8"),
            )
        for note in notes:
            yield Fault(path=path, line=number, message=note.message, cure=note.cure, lost=0)
        yield Placed(document, number)
    if not found:
        raise Unreadable("the file is empty", "leave it out, or fetch the articles again")


def _lines(reader: io.BufferedReader) -> Iterator[tuple[int, bytes | None]]:
    """Numbered lines as UTF-8 (or undecoded), ``None`` for one beyond the limit."""
    head = reader.peek(4096)
    encoding, mark = marked_encoding(head) or (wide_encoding(head), 0)
    reader.read(mark)
    if encoding is None:
        refuse_binary(head)
    if encoding is None or encoding == "utf-8":
        yield from _limited(reader.readline)
        return
    wide = io.TextIOWrapper(reader, encoding, errors="replace", newline="\n")
    try:
        yield from _limited(lambda limit: wide.readline(limit).encode("utf-8"))
    finally:
        wide.detach()  # the reader is closed by who opened it


def _limited(readline: Callable[[int], bytes]) -> Iterator[tuple[int, bytes | None]]:
    number = 0
    while line := readline(MAX_LINE_BYTES):
        number += 1
        whole = line.endswith(b"\n") or len(line) < MAX_LINE_BYTES
        yield number, line if whole else None
        while not whole:  # read on to the line's end and keep nothing
            rest = readline(1 << 20)
            whole = not rest or rest.endswith(b"\n")


def _load(line: bytes) -> tuple[object, int]:
    """The line's value and the number of characters that had to be replaced."""
    try:
        return orjson.loads(line), 0
    except orjson.JSONDecodeError as error:
        failure = error
    if _SURROGATE.search(line):
        try:
            value, replaced = _clean(json.loads(line))
        except ValueError:  # it is broken otherwise too, as told below
            replaced = 0
        if replaced:
            return value, replaced
    decoded = decode(line)
    if decoded.encoding != "utf-8" or decoded.replaced:
        try:
            return orjson.loads(decoded.text), decoded.replaced
        except orjson.JSONDecodeError as error:
            failure = error
    raise Unreadable(
        f"broken JSON at column {failure.colno} ({failure.msg})",
        "mend or remove the line; the others are read",
    )


def _clean(value: object) -> tuple[object, int]:
    if not isinstance(value, dict):
        return value, 0
    total = 0
    clean: dict[str, object] = {}
    for key, item in value.items():
        if isinstance(item, str):
            mended = without_surrogates(item)
            item, total = mended.text, total + mended.replaced
        clean[key] = item
    return clean, total


def _document(value: object, fields: FieldNames) -> tuple[Document, tuple[Unreadable, ...]]:
    """The article, and what of its metadata had to be left out."""
    if not isinstance(value, dict):
        raise Unreadable(f"{_kind(value)}, where an object is expected", _LINES_CURE)
    notes: list[Unreadable] = []
    document = Document(
        id=_id(value, fields.id),
        text=_text(value, fields.text),
        title=_metadata(value, fields.title, "--title", notes),
        outlet=_metadata(value, fields.outlet, "--outlet", notes),
        url=_metadata(value, fields.url, "--url", notes),
        published=_metadata(value, fields.date, "--date", notes),
    )
    return document, tuple(notes)


def _id(value: dict[str, object], name: str) -> str:
    found = value.get(name)
    if isinstance(found, str) and found.strip():
        return found
    if isinstance(found, int) and not isinstance(found, bool):  # a table's running number
        return str(found)
    raise _missing(value, name, "--id", "a string or an integer")


def _text(value: dict[str, object], name: str) -> str:
    found = value.get(name)
    if not isinstance(found, str):
        raise _missing(value, name, "--text", "a string")
    if not found.strip():
        raise Unreadable(f'the field "{name}" is empty', "remove the line, or fetch the article")
    if len(found) > MAX_ARTICLE_BYTES:
        raise Unreadable(
            f'the field "{name}" has {len(found)} characters, which is no single article',
            "give one article a line",
        )
    return found


def _metadata(
    value: dict[str, object], name: str, option: str, notes: list[Unreadable]
) -> str | None:
    found = value.get(name)
    if found is None or isinstance(found, str):
        return found or None
    notes.append(
        Unreadable(
            f'the field "{name}" is {_kind(found)}, not a string: left out',
            f"write it as a string, or name another field with {option}",
        )
    )
    return None


def _missing(value: dict[str, object], name: str, option: str, wanted: str) -> Unreadable:
    if name in value:
        found = _kind(value[name]) if value[name] != "" else "empty"
        return Unreadable(
            f'the field "{name}" is {found}, not {wanted}',
            f"mend the line, or name another field with {option}",
        )
    names = ", ".join(list(value)[:12]) or "none"
    return Unreadable(f'no field "{name}" (there are: {names})', f"name the field with {option}")


def _kind(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "a truth value"
        case int() | float():
            return "a number"
        case str():
            return "a string"
        case list():
            return "an array"
        case _:
            return "an object"
