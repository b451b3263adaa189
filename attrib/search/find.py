"""Running a search: hits in order, reprints folded together, counts by facet."""

from collections.abc import Iterator
from sqlite3 import Connection

import msgspec

from attrib.index.expert_ids import shown
from attrib.index.rows import KINDS, SOURCE_KINDS, unpack
from attrib.index.schema import WEIGHTS
from attrib.model import Quote
from attrib.search.filters import Condition, Filters, condition
from attrib.search.outlets import independent
from attrib.search.query import Query, relaxed
from attrib.search.wrapping import counted

#: Statements whose reprints are counted; beyond it the number shown is a lower bound.
_OCCURRENCES = 1000
#: Quotes that are counted to say what the filters left out.
_COUNTED = 1000
FACETS = ("expert", "outlet", "year", "kind", "source-kind", "cue", "via", "rule")


class Occurrence(msgspec.Struct, frozen=True):
    """One article that carries a statement."""

    quote_id: str
    outlet: str | None
    via: str | None
    day: int | None


class Hit(msgspec.Struct, frozen=True):
    """A quote found, who said it (``None`` where nobody can be looked up), and its reprints.

    ``outlets`` counts independent outlets, ``articles`` all that carry the statement.
    """

    quote: Quote
    document: int
    expert_id: str | None
    expert: str | None
    articles: int
    outlets: int


class Found(msgspec.Struct, frozen=True):
    """A page of hits, whether more follow, and remarks for the user."""

    hits: tuple[Hit, ...]
    more: bool
    notes: tuple[str, ...]


def search(
    connection: Connection,
    query: Query | None,
    filters: Filters,
    *,
    newest_first: bool = False,
    limit: int = 10,
    offset: int = 0,
    reprints: bool = False,
) -> Found:
    """The hits from ``offset``. Without a query the newest come first. ``reprints`` lists each.

    Where too few quotes hold all the words, those with some of them follow, and a note says so.
    """
    where = condition(filters, connection)
    notes = list(where.notes)
    if query is not None:
        notes += [f"'{a}' is not in the index; looked for '{b}'" for a, b in query.corrected]
    match = query.match if query else None
    seen: set[int] = set()
    ids, more = _page(connection, match, where, newest_first, limit, offset, reprints, seen)
    # Filters make few hits likely, and then the few are what was asked for.
    too_few = (len(ids) < limit and where.sql == "1") or not ids
    if too_few and not offset and query is not None and query.terms:
        exact = len(ids)
        for wider in relaxed(query, connection):
            if len(ids) == limit:
                break
            room = limit - len(ids)
            ids += _page(connection, wider, where, False, room, 0, reprints, seen)[0]
        if len(ids) > exact:
            held = f"only {exact} hold" if exact else "no quote holds"
            notes.append(f"{held} all the words; the rest hold some of them")
    if not ids and not offset and match is not None and where.sql != "1":
        unfiltered = _count(connection, match)
        if unfiltered:
            notes.append(f"without the filters {unfiltered} would be found")
    return Found(tuple(_hit(connection, n) for n in ids), more, tuple(notes))


def _count(connection: Connection, match: str) -> str:
    """How many quotes hold the words, in words; empty for none."""
    (n,) = connection.execute(
        "SELECT count(*) FROM (SELECT 1 FROM folded WHERE folded MATCH ? LIMIT ?)",
        (match, _COUNTED),
    ).fetchone()
    if n >= _COUNTED:
        return f"{_COUNTED} quotes or more"
    return counted(n, "quote") if n else ""


def _page(
    connection: Connection, match: str | None, where: Condition, newest_first: bool, limit: int,
    offset: int, reprints: bool, seen: set[int],
) -> tuple[list[int], bool]:  # fmt: skip
    """Quotes, one a statement or, with ``reprints``, each; those ``seen`` not again."""
    ids: list[int] = []
    for number, statement in _rows(connection, match, where, newest_first):
        key = number if reprints else statement
        if key in seen:
            continue
        seen.add(key)
        if offset:
            offset -= 1
            continue
        ids.append(number)
        if len(ids) > limit:
            break
    return ids[:limit], len(ids) > limit


def _rows(
    connection: Connection, match: str | None, where: Condition, newest_first: bool
) -> Iterator[tuple[int, int]]:
    if match is None:
        sql = (
            f"SELECT q.id, q.statement FROM quotes q WHERE {where.sql} "
            "ORDER BY q.day DESC, q.id DESC"
        )
        return connection.execute(sql, where.values)
    if newest_first:
        order = "q.day DESC, q.id DESC"
    elif where.sql == "1":
        order = "rank"
    else:
        # FTS5 scores every hit of its own rank; this scores only those the filters let through.
        order = f"bm25(folded, {WEIGHTS})"
    sql = (
        "SELECT q.id, q.statement FROM folded CROSS JOIN quotes q ON q.id = folded.rowid "
        f"WHERE folded MATCH ? AND {where.sql} ORDER BY {order}"
    )
    return connection.execute(sql, (match, *where.values))


def _hit(connection: Connection, number: int) -> Hit:
    record, document, statement, expert, name, kind = connection.execute(
        "SELECT r.record, q.document, q.statement, e.id, e.name, e.kind FROM quotes q "
        "JOIN records r ON r.quote = q.id "
        "LEFT JOIN profiles p ON p.id = q.profile LEFT JOIN experts e ON e.id = p.expert "
        "WHERE q.id = ?", (number,),
    ).fetchone()  # fmt: skip
    carried = connection.execute(
        "SELECT q.document, o.text, v.text FROM quotes q LEFT JOIN labels o ON o.id = q.outlet "
        "LEFT JOIN labels v ON v.id = q.via WHERE q.statement = ? LIMIT ?",
        (statement, _OCCURRENCES),
    ).fetchall()
    return Hit(
        quote=unpack(record), document=document,
        expert_id=shown(kind, expert) if expert is not None else None, expert=name,
        articles=len({d for d, _, _ in carried}),
        outlets=independent((o, v) for _, o, v in carried) if len(carried) > 1 else 1,
    )  # fmt: skip


def facets(
    connection: Connection, query: Query | None, filters: Filters, shown_each: int = 10
) -> dict[str, tuple[tuple[str, int], ...]]:
    """How many statements of all hits fall to each value, most frequent first; and ``total``."""
    where = condition(filters, connection)
    source = "quotes q"
    values: tuple[object, ...] = where.values
    if query is not None:
        source = "folded f CROSS JOIN quotes q ON q.id = f.rowid"
        where = Condition(f"f.folded MATCH ? AND {where.sql}", (query.match, *where.values))
        values = where.values
    connection.execute("DROP TABLE IF EXISTS temp.hits")
    connection.execute(
        "CREATE TEMP TABLE hits AS SELECT min(q.id) AS id, q.statement, q.kind, q.source_kind, "
        f"q.cue, q.outlet, q.via, q.rule, q.day / 10000 AS year, q.profile FROM {source} "
        f"WHERE {where.sql} GROUP BY q.statement", values,
    )  # fmt: skip
    total = connection.execute("SELECT count(*) FROM hits").fetchone()[0]
    result: dict[str, tuple[tuple[str, int], ...]] = {"total": (("statements", total),)}
    for facet in FACETS:
        result[facet] = tuple(
            (str(value), n) for value, n in connection.execute(_facet_sql(facet), (shown_each,))
        )
    for facet, known in (("kind", KINDS), ("source-kind", SOURCE_KINDS)):
        result[facet] = tuple((known[int(v)], n) for v, n in result[facet])
    return result


def _facet_sql(facet: str) -> str:
    tail = "GROUP BY 1 ORDER BY n DESC, 1 LIMIT ?"
    if facet == "expert":
        return (
            "SELECT e.name, count(*) AS n FROM hits h JOIN profiles p ON p.id = h.profile "
            "JOIN experts e ON e.id = p.expert GROUP BY e.id ORDER BY n DESC, 1 LIMIT ?"
        )
    column = facet.replace("-", "_")
    if facet in ("year", "kind", "source-kind"):
        return f"SELECT {column}, count(*) AS n FROM hits WHERE {column} IS NOT NULL {tail}"
    return f"SELECT l.text, count(*) AS n FROM hits h JOIN labels l ON l.id = h.{column} {tail}"


def occurrences(connection: Connection, quote_id: str) -> tuple[Occurrence, ...]:
    """Every article that carries the statement of a quote, oldest first; none for an unknown id."""
    doc_id, _, mark = quote_id.rpartition(":")
    found = connection.execute(
        "SELECT q.statement FROM quotes q JOIN documents d ON d.id = q.document "
        "WHERE d.doc_id = ? AND q.mark = ?", (doc_id, int(mark, 16) if mark else -1),
    ).fetchone()  # fmt: skip
    return of_statement(connection, found[0]) if found else ()


def of_statement(connection: Connection, statement: int) -> tuple[Occurrence, ...]:
    """Every occurrence of a statement, oldest first."""
    return tuple(
        Occurrence(f"{doc_id}:{mark:012x}", outlet, via, day)
        for doc_id, mark, outlet, via, day in connection.execute(
            "SELECT d.doc_id, q.mark, o.text, v.text, q.day FROM quotes q "
            "JOIN documents d ON d.id = q.document LEFT JOIN labels o ON o.id = q.outlet "
            "LEFT JOIN labels v ON v.id = q.via WHERE q.statement = ? "
            "ORDER BY ifnull(q.day, 0), q.id", (statement,),
        )
    )  # fmt: skip
