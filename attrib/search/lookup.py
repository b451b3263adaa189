"""Finding experts by any variant of their name, typed well or badly."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from sqlite3 import Connection

import msgspec

from attrib.identity.names import folded_words, name_key, office_in_name
from attrib.identity.organisations import organisation_key
from attrib.identity.wordlists import word_list
from attrib.index.expert_ids import number_of, shown
from attrib.index.labels import folded_label
from attrib.index.rows import SOURCE_KINDS
from attrib.index.summaries import Summary
from attrib.search.filters import mend, vocabulary_of
from attrib.search.query import nearest

#: The most quoted of several fitting experts is taken without asking if it is quoted so much more.
_DOMINANT = 5
#: How alike (0–100) a name must be to be taken for a mistyped one; how many of the most quoted
#: experts are compared even if they share no word with it, and how many of those that do.
_LIKE = 86
_PROMINENT = 3000
_SHARING = 5000
#: Any name that is no office, to put behind one.
_SOMEBODY = "fulan"
#: Kinds of sources that can be looked up: who is anonymous exists in one article only.
EXPERT_KINDS = tuple(kind for kind in SOURCE_KINDS if kind != "anonymous")
#: Letters from which a name without spaces is recognised.
_JOINED = 8


class Expert(msgspec.Struct, frozen=True):
    """An expert of the index and the page kept for it. Days are ``YYYYMMDD``."""

    number: int
    kind: str
    name: str
    authority: str | None
    quotes: int
    documents: int
    first: int | None
    last: int | None
    summary: Summary

    @property
    def id(self) -> str:
        return shown(self.kind, self.number)


class Lookup(msgspec.Struct, frozen=True):
    """Experts a name fits, best first; what it was taken for if it was not found as typed.

    ``chosen`` is the one that is plainly meant, ``None`` if several may be or none is.
    """

    experts: tuple[Expert, ...]
    taken_for: str | None
    chosen: Expert | None


_COLUMNS = "id, kind, name, authority, quotes, documents, first, last, summary"
_Reading = Callable[[Connection, str, int], list["Expert"]]
_decode = msgspec.json.Decoder(Summary).decode


def _expert(row: Sequence[object]) -> Expert:
    *head, summary = row
    return Expert(*head, _decode(summary))  # type: ignore[arg-type, call-arg]


def find_experts(connection: Connection, typed: str, limit: int = 50) -> Lookup:
    """Experts by id, by office (``Presiden``), by name (all words, any order), by a misspelt name,
    by an office with its institution (``jubir KPK``), by a misspelt office."""
    number = number_of(typed.strip())
    if number is not None:
        row = connection.execute(
            f"SELECT {_COLUMNS} FROM experts WHERE id = ?", (number,)
        ).fetchone()
        if row is not None:
            return Lookup((_expert(row),), None, _expert(row))
    words = folded_words(typed)
    if not words:
        return Lookup((), None, None)
    readings: tuple[_Reading, ...] = (_as_typed, _as_a_name)
    if _begins_like_an_office(typed):
        readings = (_as_an_office, _behind_an_office, *readings, *_BY_OFFICE)
    for find in readings:
        found = find(connection, typed, limit)
        if found:
            return _choose(found, typed, None)
    mended = [_mend(connection, w) for w in words]
    found = _with_words(connection, mended, limit)
    if found:
        return _choose(found, " ".join(mended), " ".join(mended))
    similar = _similar(connection, typed, mended)
    if similar:
        return _choose(similar, similar[0].name, similar[0].name)
    held = _with_role(connection, typed, limit)
    if held:
        return _choose(held, typed, None)
    mended_office = _mended_office(connection, typed)
    held = _with_role(connection, mended_office, limit)
    return _choose(held, typed, mended_office) if held else Lookup((), None, None)


def _begins_like_an_office(typed: str) -> bool:
    """Whether the first word is one that offices or forms of address begin with."""
    return next(iter(folded_words(typed)), "") in _first_words()


@lru_cache(maxsize=1)
def _first_words() -> frozenset[str]:
    lists = (word_list(f"lexicons/{n}") for n in ("role-fused", "role-head", "honorific"))
    return frozenset(phrase.split()[0] for known in lists for phrase in known)


def speaks_for(connection: Connection, typed: str) -> bool:
    """Whether anybody is quoted for an institution of this name."""
    return bool(
        connection.execute(
            "SELECT 1 FROM labels WHERE facet = 'affiliation' AND folded = ? LIMIT 1",
            (folded_label("affiliation", typed),),
        ).fetchone()
    )


def _as_typed(connection: Connection, typed: str, limit: int) -> list[Expert]:
    return _with_words(connection, folded_words(typed), limit)


def _as_an_office(connection: Connection, typed: str, limit: int) -> list[Expert]:
    """Who holds it: ``menteri kesehatan`` is neither a Mr Kesehatan nor the ministry."""
    # Titles stand before a name, so one is put there to see whether nothing else is left.
    whole = name_key(f"{typed} {_SOMEBODY}").tokens == (_SOMEBODY,)
    held = office_in_name(f"{typed} {_SOMEBODY}") if whole else None
    if held is not None:
        found = _with_role(connection, typed, limit) or _with_role(connection, held, limit)
        if found:
            return found
    if office_in_name(typed) is None:
        return []
    return next(filter(None, (find(connection, typed, limit) for find in _BY_OFFICE)), [])


def _behind_an_office(connection: Connection, typed: str, limit: int) -> list[Expert]:
    """``Presiden Prabowo`` is the man, not a body that has both words in its name."""
    if office_in_name(typed) is None or _is_place(typed):
        return []
    people = _with_words(connection, name_key(typed).tokens, limit)
    return [e for e in people if e.kind == "person"]


def _is_place(typed: str) -> bool:
    """Whether only a place stands behind the office (``Kapolda Jabar``)."""
    return " ".join(name_key(typed).tokens) in word_list("lexicons/place")


def _as_a_name(connection: Connection, typed: str, limit: int) -> list[Expert]:
    """The canonical name; the canonical organisation; the name without initials."""
    if office_in_name(typed) is not None and _is_place(typed):
        return []
    tokens = name_key(typed).tokens
    readings = (tokens, tuple(organisation_key(typed).split()), [t for t in tokens if len(t) > 1])
    return next(filter(None, (_with_words(connection, r, limit) for r in readings)), [])


def _with_words(connection: Connection, wanted: Sequence[str], limit: int) -> list[Expert]:
    distinct = list(dict.fromkeys(wanted))
    if not distinct:
        return []
    # The rarest word first: the others are then looked up for its few bearers only.
    sizes = {
        w: connection.execute(
            "SELECT count(*) FROM (SELECT 1 FROM name_words WHERE word = ? LIMIT 5000)", (w,)
        ).fetchone()[0]
        for w in distinct
    }
    if not all(sizes.values()):
        return []
    first, *others = sorted(distinct, key=lambda w: (sizes[w], w))
    sql = (
        f"SELECT {_COLUMNS} FROM name_words n CROSS JOIN experts e ON e.id = n.expert "
        "WHERE n.word = ?"
    )
    for _ in others:
        sql += " AND EXISTS (SELECT 1 FROM name_words m WHERE m.word = ? AND m.expert = n.expert)"
    sql += " ORDER BY quotes DESC, id LIMIT ?"
    return [_expert(r) for r in connection.execute(sql, (first, *others, limit))]


def _choose(found: list[Expert], typed: str, taken_for: str | None) -> Lookup:
    key = name_key(typed)
    plain = " ".join(folded_words(typed))

    def exact(expert: Expert) -> bool:
        names = (expert.name, *(n for n, _ in expert.summary.names))
        if expert.kind == "person":
            return any(name_key(n) == key or " ".join(folded_words(n)) == plain for n in names)
        # Asked for bodies only: their lists are long to read, and most names are people's.
        return any(organisation_key(n) == organisation_key(typed) for n in names)

    meant = [e for e in found if exact(e)]
    # A single name is everybody's who bears it: somebody whom some article calls by it alone comes
    # before the others only if they are the most quoted of all.
    single = len(key.tokens) == 1 and found[0].kind == "person" and found[0] not in meant
    if not meant or single:
        meant = found
    found = sorted(found, key=lambda e: (e not in meant, -e.quotes, e.number))
    plainly = len(meant) == 1 or meant[0].quotes >= _DOMINANT * meant[1].quotes
    return Lookup(tuple(found), taken_for, meant[0] if plainly else None)


def _similar(connection: Connection, typed: str, mended: Sequence[str]) -> list[Expert]:
    """Experts whose whole name is spelt much like the one typed, the likest first."""
    rows = connection.execute(
        f"SELECT id, name FROM experts WHERE id IN (SELECT expert FROM name_words WHERE word IN "
        f"({','.join('?' * len(mended))}) LIMIT ?) OR id IN (SELECT id FROM experts "
        "ORDER BY quotes DESC LIMIT ?) ORDER BY quotes DESC, id",
        (*mended, _SHARING, _PROMINENT),
    ).fetchall()
    wanted = folded_words(typed)
    scores = [_likeness(wanted, folded_words(name)) for _, name in rows]
    best = max(scores, default=0.0)
    if best < _LIKE:
        return []
    ranked = sorted(range(len(rows)), key=lambda i: (-scores[i], i))
    return [
        _expert(
            connection.execute(
                f"SELECT {_COLUMNS} FROM experts WHERE id = ?", (rows[i][0],)
            ).fetchone()
        )
        for i in ranked[:5]
        if scores[i] >= best - 3
    ]


def _likeness(wanted: Sequence[str], name: Sequence[str]) -> float:
    """From 0 to 100: each word typed against the word of the name that is most like it; or, where a
    space was forgotten, against the name, or its beginning, without spaces."""
    from rapidfuzz import fuzz

    if not name:
        return 0.0
    parted = sum(max(fuzz.ratio(w, n) for n in name) for w in wanted) / len(wanted)
    joined = "".join(wanted)
    if len(joined) < _JOINED:
        return parted
    return max(parted, fuzz.ratio(joined, "".join(name)[: len(joined)]))


def _mend(connection: Connection, word: str) -> str:
    if len(word) < 4 or _known(connection, word):
        return word

    def vocabulary(first: str) -> list[tuple[str, int]]:
        return connection.execute(
            "SELECT word, count(*) FROM name_words WHERE word >= ? AND word < ? GROUP BY word",
            (first, chr(ord(first) + 1)),
        ).fetchall()

    near = nearest(word, vocabulary)
    return near or word


def _known(connection: Connection, word: str) -> bool:
    return bool(
        connection.execute("SELECT 1 FROM name_words WHERE word = ? LIMIT 1", (word,)).fetchone()
    )


def _with_role(connection: Connection, typed: str, limit: int) -> list[Expert]:
    """Those of this role; if there are none, those whose role begins so (*Kapolri Jenderal*)."""
    folded = folded_label("role", typed)
    if not folded:
        return []
    held = _holding(connection, "l.folded = ?", (folded,), limit)
    return held or _holding(connection, "l.folded LIKE ? || ' %'", (folded,), limit)


def _in_an_institution(connection: Connection, typed: str, limit: int) -> list[Expert]:
    """Those of a role and an affiliation typed one after the other (``jubir KPK``)."""
    words = typed.split()
    for i in range(len(words) - 1, 0, -1):
        role = folded_label("role", " ".join(words[:i]))
        home = folded_label("affiliation", " ".join(words[i:]))
        held = _holding(
            connection,
            "l.folded = ? AND p.affiliation IN "
            "(SELECT id FROM labels WHERE facet = 'affiliation' AND folded = ?)",
            (role, home), limit,
        )  # fmt: skip
        if held:
            return held
    return []


_BY_OFFICE = (_with_role, _in_an_institution)


def _holding(
    connection: Connection, condition: str, values: Sequence[str], limit: int
) -> list[Expert]:
    """Experts by a condition on their role's label ``l`` and their profile ``p``."""
    columns = ", ".join(f"e.{c}" for c in _COLUMNS.split(", "))
    return [
        _expert(r)
        for r in connection.execute(
            f"SELECT DISTINCT {columns} FROM labels l JOIN profiles p ON p.role = l.id "
            f"JOIN experts e ON e.id = p.expert WHERE l.facet = 'role' AND {condition} "
            "ORDER BY e.quotes DESC, e.id LIMIT ?", (*values, limit),
        )
    ]  # fmt: skip


def _mended_office(connection: Connection, typed: str) -> str:
    known = vocabulary_of(
        folded for (folded,) in connection.execute("SELECT folded FROM labels WHERE facet = 'role'")
    )
    return " ".join(mend(word, known) for word in folded_words(typed))


def list_experts(
    connection: Connection, kinds: Sequence[str], limit: int, offset: int = 0
) -> list[Expert]:
    """The most quoted experts of these kinds (all if none is given)."""
    where = f"WHERE kind IN ({','.join('?' * len(kinds))})" if kinds else ""
    return [
        _expert(r)
        for r in connection.execute(
            f"SELECT {_COLUMNS} FROM experts {where} ORDER BY quotes DESC, id LIMIT ? OFFSET ?",
            (*kinds, limit, offset),
        )
    ]
