"""After quotes have come or gone: experts resolved anew, their pages summed up. One transaction."""

from collections import Counter
from collections.abc import Sequence
from sqlite3 import Connection

import msgspec

from attrib.identity.authority import Authority
from attrib.identity.names import folded_words, name_key
from attrib.identity.organisations import organisation_key
from attrib.identity.overrides import Override, parse_overrides
from attrib.identity.resolve import Candidate, resolve
from attrib.identity.scope import BODIES
from attrib.identity.source import Source
from attrib.index.expert_ids import Claim, elect
from attrib.index.labels import fold_labels_anew
from attrib.index.profiles import load_profiles
from attrib.index.schema import index
from attrib.index.store import no_collection, writing
from attrib.index.summaries import Summaries

#: Version of the rules of identity: a change of them links every index anew.
IDENTITY = 3


class Linked(msgspec.Struct, frozen=True):
    """How many experts there are, how many were summed up anew, overrides that fit nobody."""

    experts: int
    renewed: int
    unused: tuple[str, ...]


def link(
    connection: Connection,
    overrides: str | None = None,
    authorities: Sequence[Authority] | None = None,
) -> Linked | None:
    """Resolve the experts; ``None`` if nothing has changed since the last time.

    ``overrides`` is the text of an override file and ``authorities`` the entries of an authority
    file; both are kept in the index, ``None`` uses those kept. Raises ``OverrideError``.
    """
    kept = dict(connection.execute("SELECT key, value FROM meta"))
    ruling = kept.get("overrides", "") if overrides is None else overrides
    listed = (
        msgspec.json.decode(kept.get("authorities", "[]"), type=tuple[Authority, ...])
        if authorities is None
        else tuple(authorities)
    )
    as_kept = {
        "overrides": ruling,
        "authorities": msgspec.json.encode(listed).decode(),
        "identity": str(IDENTITY),
    }
    touched = connection.execute("SELECT 1 FROM profiles WHERE touched LIMIT 1").fetchone()
    settled = touched is None and kept.get("linked") == "1"
    if settled and all(kept.get(k, "") == v for k, v in as_kept.items()):
        return None
    parsed = parse_overrides(ruling, "overrides")
    with no_collection(), writing(connection):
        if kept.get("identity", str(IDENTITY)) != str(IDENTITY):
            fold_labels_anew(connection)
        changed = {k for k, v in as_kept.items() if kept.get(k, "") != v}
        outcome = _Linking(connection, listed, changed).run(parsed)
        connection.executemany(
            "INSERT OR REPLACE INTO meta VALUES (?, ?)", [*as_kept.items(), ("linked", "1")]
        )
    connection.execute("PRAGMA optimize")
    return outcome


class _Linking:
    """``changed``: what of the things kept in the index is not what it was."""

    def __init__(
        self, connection: Connection, authorities: Sequence[Authority], changed: set[str]
    ) -> None:
        self._db = connection
        self._authorities = {a.id: a for a in authorities}
        self._changed = changed

    def run(self, overrides: Sequence[Override]) -> Linked:
        db = self._db
        index(db)
        db.execute(
            "DELETE FROM profiles WHERE touched AND id NOT IN "
            "(SELECT profile FROM quotes WHERE profile IS NOT NULL) "
            "AND id NOT IN (SELECT profile FROM members)"
        )
        self._profiles = load_profiles(db)
        self._before = dict(
            db.execute("SELECT id, expert FROM profiles WHERE expert IS NOT NULL").fetchall()
        )
        resolution = resolve(self._profiles.values(), overrides, tuple(self._authorities.values()))
        sources = [s for s in resolution.sources if self._is_expert(s)]
        experts = elect([self._claim(s) for s in sources])
        dirty = self._assign(sources, experts)
        self._describe(sources, experts, dirty)
        self._candidates(resolution.candidates)
        db.execute("UPDATE profiles SET touched = 0 WHERE touched")
        return Linked(len(sources), len(dirty), resolution.unused)

    def _is_expert(self, source: Source) -> bool:
        """A nameless crowd or man is nobody to look up: they exist in their article only."""
        if source.kind == "person":
            return True
        return source.kind != "anonymous" and any(
            self._profiles[m].scope is None for m in source.members
        )

    def _claim(self, source: Source) -> Claim:
        before: Counter[int] = Counter()
        documents = 0
        for member in source.members:
            profile = self._profiles[member]
            documents += profile.documents
            if member in self._before:
                before[self._before[member]] += profile.documents
        first = min(
            (self._profiles[m] for m in source.members),
            key=lambda p: (-p.documents, p.role or "", p.affiliation or "", p.scope or "", p.name),
        )
        kind = "body" if source.kind in BODIES else source.kind
        scope = (first.scope,) if all(self._profiles[m].scope for m in source.members) else ()
        office = (first.role or "", first.affiliation or "")
        natural = tuple(str(x) for x in (kind, source.key, *scope, *office))
        if scope:
            natural = ("\x1e".join(natural[:3]), *natural[3:])
        return Claim(natural, before, documents)

    def _assign(self, sources: Sequence[Source], experts: Sequence[int]) -> set[int]:
        """Write who each profile is; the experts whose mentions changed."""
        db = self._db
        touched = {p for (p,) in db.execute("SELECT id FROM profiles WHERE touched")}
        linked = dict(db.execute("SELECT id, authority FROM experts").fetchall())
        now: dict[int, int] = {}
        dirty: set[int] = set()
        for source, expert in zip(sources, experts, strict=True):
            entry_changed = source.authority is not None and "authorities" in self._changed
            if expert not in linked or linked[expert] != source.authority or entry_changed:
                dirty.add(expert)
            for member in source.members:
                now[member] = expert
                if member in touched or self._before.get(member) != expert:
                    dirty.add(expert)
        changed = [(e, p) for p, e in now.items() if self._before.get(p) != e]
        dirty.update(e for p, e in self._before.items() if now.get(p) != e)
        changed += [(None, p) for p in self._before if p not in now]  # type: ignore[misc]
        db.executemany("UPDATE profiles SET expert = ? WHERE id = ?", changed)
        gone = set(linked) - set(experts)
        db.executemany("DELETE FROM experts WHERE id = ?", [(e,) for e in sorted(gone)])
        if "identity" in self._changed:
            dirty.update(experts)
        self._forget_words(gone | dirty)
        return dirty & set(experts)

    def _forget_words(self, experts: set[int]) -> None:
        if self._db.execute("SELECT 1 FROM name_words LIMIT 1").fetchone() is None:
            return
        self._db.execute("CREATE TEMP TABLE IF NOT EXISTS gone (expert INTEGER PRIMARY KEY)")
        self._db.execute("DELETE FROM gone")
        self._db.executemany("INSERT INTO gone VALUES (?)", [(e,) for e in sorted(experts)])
        self._db.execute("DELETE FROM name_words WHERE expert IN (SELECT expert FROM gone)")

    def _describe(self, sources: Sequence[Source], experts: Sequence[int], dirty: set[int]) -> None:
        summaries = Summaries(self._db)
        rows: list[tuple[object, ...]] = []
        names: set[tuple[str, int]] = set()
        for source, expert in sorted(zip(sources, experts, strict=True), key=lambda s: s[1]):
            if expert not in dirty:
                continue
            summary = summaries.of([self._profiles[m] for m in source.members])
            spans = [(self._profiles[m].first, self._profiles[m].last) for m in source.members]
            days = [day for span in spans for day in span if day is not None]
            rows.append((
                expert, source.kind, source.name, " ".join(folded_words(source.name)),
                source.authority, summary.quotes, summary.documents,
                min(days, default=None), max(days, default=None), msgspec.json.encode(summary),
            ))  # fmt: skip
            called = [self._profiles[m].name for m in source.members]
            entry = self._authorities.get(source.authority or "")
            if entry is not None:
                called += [entry.name, *entry.aliases]
            names.update((w, expert) for name in called for w in _name_words(name, source.kind))
        self._db.executemany(
            "INSERT OR REPLACE INTO experts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows
        )
        self._db.executemany("INSERT OR IGNORE INTO name_words VALUES (?, ?)", sorted(names))

    def _candidates(self, candidates: Sequence[Candidate]) -> None:
        best: dict[tuple[int, int], Candidate] = {}
        for candidate in candidates:
            pair = (candidate.left, candidate.right)
            if pair[0] >= 0 and (
                pair not in best or best[pair].comparison.bits < candidate.comparison.bits
            ):
                best[pair] = candidate
        self._db.execute("DELETE FROM candidates")
        self._db.executemany(
            "INSERT INTO candidates VALUES (?, ?, ?, ?, ?)",
            [
                (
                    a,
                    b,
                    c.comparison.bits,
                    c.why,
                    msgspec.json.encode(c.comparison.evidence).decode(),
                )
                for (a, b), c in sorted(best.items())
            ],
        )


def _name_words(name: str, kind: str) -> set[str]:
    words = set(folded_words(name))
    if kind == "person":
        words.update(name_key(name).tokens)
    elif kind in BODIES:
        words.update(organisation_key(name).split())
    return words
