"""The authoring format of fixtures (``fixtures/README.md``), compiled to documents and gold."""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import msgspec

from attrib.gold.marking import quotes_of
from attrib.gold.markup import Mark, Marked, read_marks
from attrib.gold.model import GoldDocument, GoldError
from attrib.model import Document, Field

ENDING = ".cases"
_HEADER = "==="
_ID = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")
_KEYS = ("note", "complete", "title", "outlet", "url", "published")
_YES_NO = {"yes": True, "no": False}


def read_cases(path: Path, group: str) -> tuple[GoldDocument, ...]:
    """The cases of a file, in order; ``group`` is the folder they count for.

    Raises:
        GoldError: with every fault of the file.
    """
    try:
        source = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise GoldError([f"{path}:1: not UTF-8 ({error.reason} at byte {error.start})"]) from None
    faults: list[str] = []
    cases: list[GoldDocument] = []
    seen: dict[str, int] = {}
    for block in _blocks(source.replace("\r\n", "\n")):
        where = f"{path}:{block.line}: {block.id}"
        if not _ID.fullmatch(block.id):
            faults.append(f"{where}: an id is lower-case words and digits with - or . between")
        if block.id in seen:
            faults.append(f"{where}: the id stands in line {seen[block.id]} already")
        seen[block.id] = block.line
        case, bad = _case(block, f"{group}/{path.stem}/{block.id}", group, path)
        faults += [f"{path}:{line}: {block.id}: {message}" for line, message in bad]
        cases.append(case)
    if not seen:
        faults.append(f"{path}:1: holds no case; begin one with '{_HEADER} id'")
    if faults:
        raise GoldError(faults)
    return tuple(cases)


class _Block(msgspec.Struct, frozen=True):
    """A case as lines. ``header`` and ``body`` begin at the given line numbers of the file."""

    id: str
    line: int
    header: list[str]
    body: str
    body_line: int
    ended: bool


def _blocks(source: str) -> Iterator[_Block]:
    lines = source.split("\n")
    starts = [i for i, line in enumerate(lines) if re.match(rf"{_HEADER}(\s|$)", line)]
    for start, end in pairwise([*starts, len(lines)]):
        blank = next((i for i in range(start + 1, end) if not lines[i].strip()), end)
        a, b = blank, end
        while a < b and not lines[a].strip():
            a += 1
        while b > a and not lines[b - 1].strip():
            b -= 1
        yield _Block(
            id=lines[start][len(_HEADER) :].strip(),
            line=start + 1,
            header=lines[start + 1 : blank],
            body="\n".join(lines[a:b]),
            body_line=a + 1,
            ended=blank < end,
        )


def _case(
    block: _Block, doc_id: str, group: str, path: Path
) -> tuple[GoldDocument, list[tuple[int, str]]]:
    faults: list[tuple[int, str]] = []
    values: dict[str, str] = {}
    lines: dict[str, int] = {}
    for i, line in enumerate(block.header, block.line + 1):
        key, colon, value = line.partition(":")
        if line.startswith("#"):
            continue
        if not colon or key not in _KEYS:
            faults.append(
                (i, f"no header line; keys are {', '.join(_KEYS)}, and an empty line ends them")
            )
        elif key in values:
            faults.append((i, f"{key} is given twice"))
        else:
            values[key], lines[key] = value.strip(), i
    complete = values.get("complete", "yes")
    if complete not in _YES_NO:
        faults.append((lines["complete"], "complete is yes or no"))
    fields: dict[Field, Marked] = {"text": read_marks(block.body)}
    if "title" in values:
        fields["title"] = read_marks(values["title"])
    if (not block.ended and not faults) or not fields["text"].text.strip():
        faults.append((block.line, "there is no text; it stands behind an empty line"))
    first = {"text": block.body_line, "title": lines.get("title", block.line)}
    placed: list[tuple[Field, Mark]] = []
    for field, marked in fields.items():
        faults += [(first[field] + line, message) for line, message in marked.faults]
        placed += [
            (field, msgspec.structs.replace(mark, line=first[field] + mark.line))
            for mark in marked.marks
        ]
    texts: dict[Field, str] = {field: marked.text for field, marked in fields.items()}
    quotes, bad = quotes_of(placed, texts)
    document = Document(
        id=doc_id,
        text=texts["text"],
        title=texts.get("title"),
        outlet=values.get("outlet"),
        url=values.get("url"),
        published=values.get("published"),
    )
    return GoldDocument(
        document=document,
        quotes=quotes,
        complete=_YES_NO.get(complete, True),
        group=group,
        place=f"{path}:{block.line}",
        note=values.get("note", ""),
    ), [*faults, *bad]
