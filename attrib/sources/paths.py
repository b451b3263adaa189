"""PATH… → the files to read, in a fixed order, each with the document id it would give."""

import os
from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec

from attrib.sources.fault import Fault
from attrib.sources.stream import STANDARD_INPUT

TEXT_ENDINGS = (".txt", ".text")
JSONL_ENDINGS = (".jsonl", ".ndjson")
_GZIP_ENDING = ".gz"
_GLOB_SIGNS = frozenset("*?[")


class Input(msgspec.Struct, frozen=True, kw_only=True):
    """One file. ``doc_id`` is used if it is plain text; ``size`` is in bytes, ``None`` unknown."""

    path: str
    doc_id: str
    size: int | None


def find_inputs(paths: Sequence[str]) -> tuple[tuple[Input, ...], tuple[Fault, ...]]:
    """Files in the order given, folders and globs sorted by name, each file once."""
    found: dict[str, str] = {}
    faults: list[Fault] = []
    for path in paths:
        for item in _expand(path):
            if isinstance(item, Fault):
                faults.append(item)
            else:
                found.setdefault(os.path.realpath(item) if item != STANDARD_INPUT else item, item)
    files = tuple(found.values())
    ids = _document_ids(files)
    inputs = (Input(path=f, doc_id=ids[f], size=_size(f)) for f in files)
    return tuple(inputs), tuple(faults)


def ending(path: str) -> str:
    """The last ending in lower case, without that of gzip."""
    return os.path.splitext(path.lower().removesuffix(_GZIP_ENDING))[1]


def _expand(path: str) -> Iterator[str | Fault]:
    if path == STANDARD_INPUT:
        yield path
    elif os.path.isdir(path):
        yield from _folder(path)
    elif os.path.exists(path):
        yield path
    else:
        yield from _glob(path)


def _folder(folder: str) -> Iterator[str | Fault]:
    unreadable: list[Fault] = []

    def refused(error: OSError) -> None:
        unreadable.append(
            Fault(
                path=str(error.filename),
                message=f"the folder cannot be read ({error.strerror})",
                cure="check its permissions",
            )
        )

    empty = True
    for parent, folders, names in os.walk(folder, onerror=refused):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and ending(name) in TEXT_ENDINGS + JSONL_ENDINGS:
                empty = False
                yield os.path.join(parent, name)
    yield from unreadable
    if empty and not unreadable:
        endings = ", ".join(TEXT_ENDINGS + JSONL_ENDINGS)
        yield Fault(
            path=folder,
            message=f"no article in this folder (no {endings}, nor .gz of these)",
            cure="name the files themselves if they end otherwise",
            lost=0,
        )


def _glob(pattern: str) -> Iterator[str | Fault]:
    matches: list[str] = []
    if _GLOB_SIGNS.intersection(pattern):
        from glob import glob

        matches = sorted(glob(pattern, recursive=True))
        # ``**`` also matches the folders on the way; their files are matches themselves.
        matches = [m for m in matches if not os.path.isdir(m)] or matches
    for match in matches:
        yield from _expand(match)
    if not matches:
        yield Fault(
            path=pattern, message="no such file or folder", cure="check the path's spelling"
        )


def _document_ids(files: Sequence[str]) -> dict[str, str]:
    """The name without its ending, with as many of its folders as tell equal names apart.

    Files of one folder that differ in nothing but the ending get the same id.
    """
    places = {path: (_folders(path), _stem(path)) for path in files}
    ids = {place: place[1] for place in places.values()}
    for depth in range(1, max((len(folders) for folders, _ in ids), default=0) + 1):
        counts = Counter(ids.values())
        for folders, stem in [place for place, name in ids.items() if counts[name] > 1]:
            ids[folders, stem] = "/".join((*folders[-depth:], stem))
    return {path: ids[place] for path, place in places.items()}


def _folders(path: str) -> tuple[str, ...]:
    if path == STANDARD_INPUT:
        return ()
    parts = os.path.dirname(os.path.abspath(path)).split(os.sep)
    return tuple(_as_text(part) for part in parts if part)


def _stem(path: str) -> str:
    if path == STANDARD_INPUT:
        return "stdin"
    name = os.path.basename(path)
    if name.lower().endswith(_GZIP_ENDING):
        name = name[: -len(_GZIP_ENDING)]
    return _as_text(os.path.splitext(name)[0])


def _as_text(name: str) -> str:
    # A file name may hold bytes that are no UTF-8; the record's id must be text.
    return os.fsencode(name).decode("utf-8", "replace")


def _size(path: str) -> int | None:
    if path == STANDARD_INPUT or not os.path.isfile(path):
        return None
    return os.stat(path).st_size
