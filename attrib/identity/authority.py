"""A user's own authority file: who is who, with an id of its own such as Wikidata's."""

import csv
import io
from pathlib import Path

import msgspec

_FIELDS = ("id", "name", "aliases", "role", "affiliation")


class Authority(msgspec.Struct, frozen=True):
    """One person or organisation of the file. ``aliases`` are further names; empty if none."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    role: str | None = None
    affiliation: str | None = None


class AuthorityError(ValueError):
    """Lines that cannot be read; the message lists all as ``file:line: what; how to mend it``."""


class _Line(msgspec.Struct):
    id: str
    name: str
    aliases: list[str] | str | None = None
    role: str | None = None
    affiliation: str | None = None


def read_authorities(path: Path) -> tuple[Authority, ...]:
    """The entries of a CSV (aliases separated by ``;``) or JSONL file, by the ending of its name.

    Raises ``OSError`` or :class:`AuthorityError`, which names every faulty line.
    """
    text = path.read_text(encoding="utf-8-sig")
    faults: list[str] = []
    lines = _csv(text, path, faults) if path.suffix == ".csv" else _jsonl(text, path, faults)
    found: list[Authority] = []
    seen: set[str] = set()
    for number, line in lines:
        if not line.id or not line.name:
            faults.append(f"{path}:{number}: id or name is empty; give both")
        elif line.id in seen:
            faults.append(f"{path}:{number}: id {line.id} stands twice; keep one of the lines")
        else:
            seen.add(line.id)
            given = line.aliases.split(";") if isinstance(line.aliases, str) else line.aliases or []
            aliases = tuple(a.strip() for a in given if a.strip())
            found.append(
                Authority(line.id, line.name, aliases, line.role or None, line.affiliation or None)
            )
    if faults:
        raise AuthorityError("\n".join(faults))
    return tuple(found)


def _csv(text: str, path: Path, faults: list[str]) -> list[tuple[int, _Line]]:
    reader = csv.DictReader(io.StringIO(text))
    header = reader.fieldnames or []
    if "id" not in header or "name" not in header:
        faults.append(f"{path}:1: no columns id and name; begin with the line {','.join(_FIELDS)}")
        return []
    return [
        (reader.line_num, _Line(**{k: (row.get(k) or "").strip() for k in _FIELDS}))
        for row in reader
    ]


def _jsonl(text: str, path: Path, faults: list[str]) -> list[tuple[int, _Line]]:
    found: list[tuple[int, _Line]] = []
    for number, raw in enumerate(text.splitlines(), 1):
        if not raw.strip():
            continue
        try:
            found.append((number, msgspec.json.decode(raw, type=_Line)))
        except msgspec.MsgspecError as error:
            faults.append(f"{path}:{number}: {error}; write an object with {', '.join(_FIELDS)}")
    return found
