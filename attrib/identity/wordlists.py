"""Word lists of the rule folder that identity reads: an entry a line, ``entry = normal form``."""

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def rule_folder() -> Path:
    """The folder of rules: inside the installed package, or beside it in a checkout."""
    installed = _PACKAGE / "_rules"
    return installed if installed.is_dir() else _PACKAGE.parent / "rules"


@cache
def word_list(name: str) -> dict[str, str]:
    """Entries of ``rules/NAME.txt`` in lower case with their normal form (the entry itself if none).

    ``name`` is the path below the rule folder, without ``.txt``. Raises ``OSError`` if it is missing.
    """
    entries: dict[str, str] = {}
    text = (rule_folder() / f"{name}.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        entry, _, normal = line.partition("#")[0].partition("=")
        key = " ".join(entry.lower().split())
        if key:
            entries[key] = " ".join(normal.lower().split()) or key
    return entries
