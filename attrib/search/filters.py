"""What narrows a search beside its words, as SQL over the quotes."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from sqlite3 import Connection

import msgspec

from attrib.index.labels import folded_label
from attrib.index.rows import KINDS, SOURCE_KINDS
from attrib.search.query import QueryError, nearest

_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$")


class Filters(msgspec.Struct, frozen=True, kw_only=True):
    """All must hold; within one, any of its values. Empty means any. Days are ``YYYYMMDD``.

    ``experts`` are numbers of experts; the other texts are as typed.
    """

    experts: tuple[int, ...] = ()
    affiliations: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    source_kinds: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    vias: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None
    min_confidence: float | None = None


class Condition(msgspec.Struct, frozen=True):
    """SQL over ``quotes q`` (``1`` if nothing narrows), its values, and what was not found."""

    sql: str
    values: tuple[object, ...]
    notes: tuple[str, ...] = ()


def parse_day(text: str, *, end: bool) -> int:
    """``2024``, ``2024-03`` or ``2024-03-09`` as the first or, if ``end``, last day of it.

    Raises :class:`QueryError`.
    """
    found = _DATE.match(text.strip())
    if found is None:
        raise QueryError(f"{text}: not a date; write 2024, 2024-03 or 2024-03-09")
    year, month, day = int(found[1]), found[2], found[3]
    number = year * 10000 + int(month or (12 if end else 1)) * 100 + int(day or (31 if end else 1))
    try:
        date(year, number // 100 % 100, int(day or 1))
    except ValueError as error:
        raise QueryError(f"{text}: no such day ({error})") from None
    return number


def condition(filters: Filters, connection: Connection) -> Condition:
    """The filters as SQL. Raises :class:`QueryError` for a kind that is none."""
    build = _Builder(connection)
    if filters.experts:
        inner = f"SELECT id FROM profiles WHERE expert IN ({_marks(filters.experts)})"
        build.profiles(inner, filters.experts)
    build.offices("affiliation", filters.affiliations)
    build.offices("role", filters.roles)
    build.numbers("kind", filters.kinds, KINDS)
    build.numbers("source_kind", filters.source_kinds, SOURCE_KINDS)
    for facet, typed in (
        ("cue", filters.cues), ("outlet", filters.outlets), ("via", filters.vias),
        ("rule", filters.rules),
    ):  # fmt: skip
        build.labels(facet, typed)
    build.range(filters.since, filters.until)
    if filters.min_confidence is not None:
        build.add("q.confidence >= ?", [filters.min_confidence])
    return build.done()


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))


class _Builder:
    def __init__(self, connection: Connection) -> None:
        self._db = connection
        self._parts: list[str] = []
        self._values: list[object] = []
        self._notes: list[str] = []

    def add(self, sql: str, values: Sequence[object]) -> None:
        self._parts.append(sql)
        self._values += values

    def done(self) -> Condition:
        return Condition(" AND ".join(self._parts) or "1", tuple(self._values), tuple(self._notes))

    def profiles(self, inner: str, values: Sequence[object]) -> None:
        """Quotes whose speaker, or one of whose conjoined speakers, is among these profiles."""
        if self._db.execute("SELECT 1 FROM members LIMIT 1").fetchone() is None:
            self.add(f"q.profile IN ({inner})", values)
            return
        self.add(
            f"(q.profile IN ({inner}) OR q.id IN "
            f"(SELECT quote FROM members WHERE profile IN ({inner})))",
            [*values, *values],
        )

    def offices(self, facet: str, typed: Sequence[str]) -> None:
        if not typed:
            return
        found = self._matching(facet, typed)
        inner = f"SELECT id FROM profiles WHERE {facet} IN ({_marks(found)})"
        values: list[object] = list(found)
        if facet == "affiliation":
            # An institution that speaks by itself speaks for itself.
            for text in typed:
                parts = folded_label(facet, text).split()
                inner += (
                    " UNION SELECT p.id FROM profiles p JOIN experts e ON e.id = p.expert "
                    "WHERE e.kind IN ('organization', 'group') AND e.id IN "
                    f"(SELECT expert FROM name_words WHERE word IN ({_marks(parts)}) "
                    "GROUP BY expert HAVING count(*) = ?)"
                )
                values += [*parts, len(set(parts))]
        self.profiles(inner, values)

    def numbers(self, column: str, typed: Sequence[str], known: Sequence[str]) -> None:
        if not typed:
            return
        choose(column.replace("_", "-"), typed, known)
        self.add(f"q.{column} IN ({_marks(typed)})", [known.index(t) for t in typed])

    def labels(self, facet: str, typed: Sequence[str]) -> None:
        if not typed:
            return
        found = self._matching(facet, typed)
        self.add(f"q.{facet} IN ({_marks(found)})", found)

    def range(self, since: int | None, until: int | None) -> None:
        if since is not None and until is not None and since > until:
            raise QueryError("--since is later than --until; change one of them")
        if since is not None:
            self.add("q.day >= ?", [since])
        if until is not None:
            self.add("q.day <= ?", [until])

    def _matching(self, facet: str, typed: Sequence[str]) -> list[int]:
        """Labels that hold all the words typed, as words or as their beginnings."""
        rows = self._db.execute(
            "SELECT id, folded FROM labels WHERE facet = ?", (facet,)
        ).fetchall()
        found: list[int] = []
        for text in typed:
            wanted = folded_label(facet, text).split()
            hits = _holding(rows, wanted)
            if not hits and wanted:
                known = vocabulary_of(folded for _, folded in rows)
                mended = [mend(w, known) for w in wanted]
                hits = _holding(rows, mended)
                said = f"taken for '{' '.join(mended)}'" if hits else "not in the index"
                self._notes.append(f"{facet} '{text}': {said}")
            found += hits
        return sorted(set(found))


def _holding(rows: Sequence[tuple[int, str]], wanted: Sequence[str]) -> list[int]:
    phrase = f" {' '.join(wanted)} "
    hits = [n for n, folded in rows if phrase in f" {folded} "]
    if hits or not wanted:
        return hits
    hits = [n for n, folded in rows if set(wanted) <= set(folded.split())]
    if hits or not wanted:
        return hits
    return [n for n, folded in rows if all(f" {w}" in f" {folded}" for w in wanted)]


def choose(option: str, typed: Sequence[str], known: Sequence[str]) -> None:
    """Raises :class:`QueryError` for the first value of an option that is none of the known."""
    for text in typed:
        if text not in known:
            raise QueryError(f"--{option} {text}: choose from {', '.join(known)}")


def vocabulary_of(folded: Iterable[str]) -> dict[str, int]:
    """The words of folded labels, each with the number of labels that hold it."""
    return Counter(word for label in folded for word in label.split())


def mend(word: str, known: Mapping[str, int]) -> str:
    """The word itself if it is known or too short, else the known one it most likely is."""
    if word in known or len(word) < 4:
        return word
    near = nearest(word, lambda first: [(w, n) for w, n in known.items() if w[0] == first])
    return near or word
