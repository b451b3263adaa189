"""The same words attributed to different sources: a fact-checker's first question."""

from collections.abc import Iterator
from sqlite3 import Connection

import msgspec

from attrib.identity.names import name_key
from attrib.identity.organisations import organisation_key
from attrib.identity.wordlists import word_list
from attrib.index.expert_ids import shown
from attrib.index.folding import words
from attrib.index.rows import unpack
from attrib.index.sketches import SHORT
from attrib.search.find import Occurrence, of_statement


class Attribution(msgspec.Struct, frozen=True):
    """One source the words are attributed to, and where."""

    expert_id: str | None
    name: str
    occurrences: tuple[Occurrence, ...]


class Conflict(msgspec.Struct, frozen=True):
    """A statement with two or more sources; its words as the first article has them."""

    text: str
    attributions: tuple[Attribution, ...]


_CANDIDATES = """
SELECT statement FROM quotes INDEXED BY quotes_by_statement
WHERE profile IS NOT NULL GROUP BY statement HAVING min(profile) < max(profile) ORDER BY statement
"""
_VOICES = """
SELECT q.id, r.record, p.id, p.kind, p.name, e.id, e.kind, e.name, d.doc_id, q.mark, l.text
FROM quotes q JOIN records r ON r.quote = q.id JOIN profiles p ON p.id = q.profile
JOIN documents d ON d.id = q.document
LEFT JOIN experts e ON e.id = p.expert LEFT JOIN labels l ON l.id = p.affiliation
WHERE q.statement = ? ORDER BY q.id
"""


def conflicts(connection: Connection) -> Iterator[Conflict]:
    """All conflicts, those between most articles first, then the oldest.

    Sources without a name do not contradict anybody, nor does somebody their own institution, nor
    one name another that it is part of (*Darmanto*, *Gatot Darmanto*).
    """
    found = [
        conflict
        for (statement,) in connection.execute(_CANDIDATES).fetchall()
        if (conflict := _conflict(connection, statement)) is not None
    ]
    yield from sorted(found, key=lambda c: -len(_articles(c)))


def _articles(conflict: Conflict) -> set[str]:
    return {o.quote_id.rpartition(":")[0] for a in conflict.attributions for o in a.occurrences}


def _same_house(a: set[str], b: set[str]) -> bool:
    """Whether two institutions share a word that names one (``Muhammadiyah``, not ``pusat``), or
    one is part of the other (``KPU``, ``KPU Kabupaten Malang``)."""
    if any(
        f"{x} ".startswith(f"{y} ") or f"{y} ".startswith(f"{x} ") for x in a for y in b if x and y
    ):
        return True
    usual = word_list("lexicons/org-word").keys() | word_list("lexicons/org-head").keys()
    mine = {w for name in a for w in name.split()}
    theirs = {w for name in b for w in name.split()}
    return bool((mine & theirs) - usual - {"ri", "indonesia"})


def _same_name(a: str, b: str) -> bool:
    """Whether all words of the one name are in the other."""
    mine, theirs = set(name_key(a).tokens), set(name_key(b).tokens)
    return mine <= theirs or theirs <= mine


def _conflict(connection: Connection, statement: int) -> Conflict | None:
    rows = connection.execute(_VOICES, (statement,)).fetchall()
    text = unpack(rows[0][1]).content.text
    if len(words(text)) < SHORT:
        return None
    where = {o.quote_id: o for o in of_statement(connection, statement)}
    voices: dict[object, list[Occurrence]] = {}
    names: dict[object, tuple[str | None, str]] = {}
    institutions: dict[object, set[str]] = {}
    for _, _, profile, kind, name, expert, expert_kind, shown_name, doc_id, mark, home in rows:
        if kind == "anonymous" or expert is None:
            continue
        key = expert if expert is not None else ("profile", profile)
        voices.setdefault(key, []).append(where[f"{doc_id}:{mark:012x}"])
        names[key] = (shown(expert_kind, expert), shown_name or name)
        held = institutions.setdefault(key, set())
        held.add(organisation_key(name if kind != "person" else home or ""))
    keys = list(voices)
    apart = [
        (a, b)
        for i, a in enumerate(keys)
        for b in keys[i + 1 :]
        if not _same_house(institutions[a], institutions[b])
        and not _same_name(names[a][1], names[b][1])
    ]
    involved = [k for k in keys if any(k in pair for pair in apart)]
    if not involved:
        return None
    return Conflict(text, tuple(Attribution(*names[k], tuple(voices[k])) for k in involved))
