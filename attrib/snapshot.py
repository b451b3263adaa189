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
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from attrib.rules import RuleSet

_FORMAT = "1"  # of the snapshot itself
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
        _Pickler(buffer, protocol=5).dump(rules)
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
    def reducer_override(self, obj: object) -> Any:
        if isinstance(obj, re.Pattern):
            return _Resting, (pickle.dumps(_compiled(obj), protocol=5),)
        return NotImplemented


def _compiled(pattern: re.Pattern[str]) -> tuple[Any, ...]:
    """What ``re.compile`` hands to the matching engine, so that it need not be made again."""
    from re import _compiler, _parser  # type: ignore[attr-defined]

    parsed = _parser.parse(pattern.pattern, pattern.flags)
    code = _compiler._code(parsed, pattern.flags)
    groups = parsed.state.groupdict
    index: list[str | None] = [None] * parsed.state.groups
    for group, number in groups.items():
        index[number] = group
    flags = parsed.state.flags
    count = parsed.state.groups - 1
    return pattern.pattern, flags, array("I", code).tobytes(), count, dict(groups), tuple(index)


class _Resting:
    """A pattern read back, made when something first asks for it: one article asks for half of
    them, and making them all was half of the start."""

    def __init__(self, compiled: bytes) -> None:
        self._compiled = compiled

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        made = _rebuild(*pickle.loads(self._compiled))
        for each in dir(made):
            if not each.startswith("_"):
                setattr(self, each, getattr(made, each))
        return getattr(made, name)


def _rebuild(
    text: str, flags: int, code: bytes, count: int, groups: dict[str, int], index: tuple[Any, ...]
) -> re.Pattern[str]:
    numbers = array("I")
    numbers.frombytes(code)
    compile_ready: Any = _sre.compile
    made: re.Pattern[str] = compile_ready(text, flags, numbers.tolist(), count, groups, index)
    return made
