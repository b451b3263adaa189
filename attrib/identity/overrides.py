"""A plain file of decisions that no score can overrule: who is the same, who is not.

A line a decision::

    same: Sri Mulyani Indrawati = Sri Mulyani
    different: Budi Santoso | Kapolres Garut != Budi Santoso | Kepala Desa Sukamaju

A side is a name, optionally with ``|`` and words of the role or affiliation, optionally with ``@``
and an article's id. ``#`` starts a comment.
"""

from pathlib import Path

import msgspec

from attrib.identity.compare import Profile
from attrib.identity.names import Name, folded_words, name_key
from attrib.identity.organisations import organisation_key

_SEPARATORS = {"same": "=", "different": "!="}


class Selector(msgspec.Struct, frozen=True):
    """Which mentions a side means: the name, words of the office, an article; empty means any."""

    name: str
    office: tuple[str, ...] = ()
    document: str | None = None

    @property
    def keys(self) -> tuple[Name, str]:
        return name_key(self.name), organisation_key(self.name)

    def fits(self, profile: Profile, *, as_written: bool = False) -> bool:
        """Whether the side means the mention; ``as_written``: in no other form of its name."""
        if as_written and folded_words(profile.name) != folded_words(self.name):
            return False
        if self.document is not None and profile.scope != self.document:
            return False
        person, organisation = self.keys
        if profile.kind == "person":
            if profile.key != person:
                return False
        elif organisation_key(profile.name) != organisation:
            return False
        given = folded_words(f"{profile.role or ''} {profile.affiliation or ''}")
        return all(word in given for word in self.office)


class Override(msgspec.Struct, frozen=True):
    """``same`` or ``different``, its two sides, and the line as written."""

    verdict: str
    left: Selector
    right: Selector
    line: str


class OverrideError(ValueError):
    """Lines that cannot be read; the message lists all as ``file:line: what; how to mend it``."""


def parse_overrides(text: str, name: str) -> tuple[Override, ...]:
    """The decisions of a file's text. Raises :class:`OverrideError` naming every faulty line."""
    found: list[Override] = []
    faults: list[str] = []
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.partition("#")[0].strip()
        if not line:
            continue
        verdict, _, rest = line.partition(":")
        separator = _SEPARATORS.get(verdict.strip().lower())
        sides = [_selector(s) for s in rest.split(separator)] if separator else []
        if separator is None or len(sides) != 2 or not all(s.name for s in sides):
            faults.append(
                f"{name}:{number}: not a decision; write 'same: A = B' or 'different: A != B'"
            )
            continue
        if sides[0] == sides[1]:
            faults.append(f"{name}:{number}: both sides are the same; name an office after '|'")
            continue
        found.append(Override(verdict.strip().lower(), sides[0], sides[1], line))
    if faults:
        raise OverrideError("\n".join(faults))
    return tuple(found)


def _selector(side: str) -> Selector:
    side, _, document = side.partition("@")
    name, _, office = side.partition("|")
    return Selector(name.strip(), folded_words(office), document.strip() or None)


def read_overrides(path: Path) -> tuple[Override, ...]:
    """The decisions of a UTF-8 file. Raises ``OSError`` or :class:`OverrideError`."""
    return parse_overrides(path.read_text(encoding="utf-8-sig"), str(path))
