"""A compiled rule set kept between runs, so that a command starts in a fraction of a second.

Compiling the rules' regular expressions takes about ten seconds; reading them back, a few
hundredths. A snapshot is a file in the user's cache folder, named by everything it depends on: the
rule files (path, size, time of change), attrib's version, Python's. Where it cannot be written
or read, the rules are compiled afresh; nothing else changes.
"""

import _sre  # type: ignore[import-not-found]
import io
import os
import pickle
import re
import sys
from array import array
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from attrib.rules import RuleSet

_FORMAT = "2"  # of the snapshot itself
_UNIT = 4  # bytes of a number in the code of a pattern
_KEPT = 8  # snapshots: rule folders in use, and attrib's in a few environments


def key(directory: Path) -> str:
    """Names the state of a rule folder under this attrib and this Python."""
    from attrib import __version__

    digest = sha256(f"{_FORMAT} {__version__} {sys.version} {_sre.MAGIC} {directory}".encode())
    code = Path(__file__).parent
    files = [*sorted(directory.glob("*.toml")), *sorted((directory / "lexicons").glob("*.txt"))]
    for path in (*files, *sorted(code.glob("*.py"))):
        stat = path.stat()
        digest.update(f"{path.name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:24]


def folder() -> Path | None:
    """Where snapshots lie: ``ATTRIB_CACHE``, else attrib's folder in the user's cache; None if
    there is no home to put it in, or ``ATTRIB_CACHE`` is empty."""
    named = os.environ.get("ATTRIB_CACHE")
    if named is not None:
        return Path(named) if named else None
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    try:
        return Path(base) / "attrib" if base else Path.home() / ".cache" / "attrib"
    except RuntimeError:
        return None


def load(name: str) -> "RuleSet | None":
    """The rule set of a snapshot; None if there is none that can be read."""
    place = folder()
    if place is None:
        return None
    path = place / f"rules-{name}.pickle"
    try:
        # a snapshot is code as good as any: only one that this user wrote is read
        if hasattr(os, "getuid") and path.stat().st_uid != os.getuid():
            return None
        data = path.read_bytes()
        found: RuleSet = pickle.loads(data)
    except Exception:  # a damaged or foreign file is no reason to stop
        return None
    return found


def save(name: str, rules: "RuleSet") -> None:
    """Keep a rule set, and of the snapshots of other states only the newest few."""
    place = folder()
    if place is None:
        return
    buffer = io.BytesIO()
    try:
        _Pickler(buffer).dump(rules)
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        temporary = place / f"rules-{name}.{os.getpid()}"
        temporary.write_bytes(buffer.getvalue())
        os.replace(temporary, place / f"rules-{name}.pickle")
        kept = sorted(place.glob("rules-*"), key=lambda path: path.stat().st_mtime, reverse=True)
        for old in kept[_KEPT:]:
            old.unlink(missing_ok=True)
    except (OSError, ValueError, AttributeError, pickle.PicklingError):
        return


class _Pickler(pickle.Pickler):
    def __init__(self, file: io.BytesIO) -> None:
        super().__init__(file, protocol=5)
        self._parts: dict[Any, Any] = {}

    def reducer_override(self, obj: object) -> Any:
        if isinstance(obj, re.Pattern):
            # equal parts are one object, which a pickle holds once
            return _Resting, tuple(
                tuple(self._parts.setdefault(part, part) for part in made)
                if isinstance(made, tuple)
                else made
                for made in _compiled(obj)
            )
        return NotImplemented


def _compiled(pattern: re.Pattern[str]) -> tuple[Any, ...]:
    """What ``re.compile`` hands to the matching engine, so that it need not be made again; the
    text and the code in parts."""
    from re import _compiler, _parser  # type: ignore[attr-defined]

    parsed = _parser.parse(pattern.pattern, pattern.flags)
    code = _compiler._code(parsed, pattern.flags)
    groups = parsed.state.groupdict
    index: list[str | None] = [None] * parsed.state.groups
    for group, number in groups.items():
        index[number] = group
    flags = parsed.state.flags
    count = parsed.state.groups - 1
    text = tuple(re.split(r"(\[[^]]*\])", pattern.pattern))
    return text, flags, tuple(_parts(code, _compiler.BIGCHARSET)), count, dict(groups), tuple(index)


def _parts(code: list[int], opener: int) -> Iterator[bytes]:
    """A pattern's code, cut before and behind its sets of characters, which ``opener`` opens: they
    are most of it, and of 17,000 in all patterns 750 differ. Put together again it is the same,
    wherever it was cut."""
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


class _Resting:
    """A pattern read back, made when something first asks for it: one article asks for half of
    them, and making them all was half of the start."""

    def __init__(self, *compiled: Any) -> None:
        self._compiled = compiled

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        made = _rebuild(*self._compiled)
        for each in dir(made):
            if not each.startswith("_"):
                setattr(self, each, getattr(made, each))
        return getattr(made, name)


def _rebuild(
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
