"""A compiled rule set kept between runs, so that a command starts in a fraction of a second.

Compiling the rules' regular expressions takes about ten seconds; reading them back, a few
hundredths. A snapshot is a file in the user's cache folder, named by everything it depends on: the
rule files (path, size, time of change), attrib's version, Python's. Where it cannot be written
or read, the rules are compiled afresh; nothing else changes.
"""

import os
import pickle
import sys
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from attrib.matching import MAGIC

if TYPE_CHECKING:
    from attrib.rules import RuleSet

_FORMAT = "3"  # of the snapshot itself
_KEPT = 8  # snapshots: rule folders in use, and attrib's in a few environments


def key(directory: Path) -> str:
    """Names the state of a rule folder under this attrib and this Python."""
    from attrib import __version__

    digest = sha256(f"{_FORMAT} {__version__} {sys.version} {MAGIC} {directory}".encode())
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
    try:
        data = pickle.dumps(rules, protocol=5)
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        temporary = place / f"rules-{name}.{os.getpid()}"
        temporary.write_bytes(data)
        os.replace(temporary, place / f"rules-{name}.pickle")
        kept = sorted(place.glob("rules-*"), key=lambda path: path.stat().st_mtime, reverse=True)
        for old in kept[_KEPT:]:
            old.unlink(missing_ok=True)
    except (OSError, ValueError, AttributeError, pickle.PicklingError):
        return
