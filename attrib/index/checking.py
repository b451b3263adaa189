"""Whether an index is whole: the file itself, and that its tables tell the same story."""

import zlib
from collections.abc import Iterator
from sqlite3 import Connection

from attrib.index.rows import row_of, unpack

# (what is wrong, table, column, table and column the value must stand in)
_REFERENCES = (
    ("quotes of no document", "quotes", "document", "documents", "id"),
    ("quotes of no profile", "quotes", "profile", "profiles", "id"),
    ("quotes of no file", "quotes", "file", "files", "id"),
    ("quotes without a record", "quotes", "id", "records", "quote"),
    ("records of no quote", "records", "quote", "quotes", "id"),
    ("statements whose first quote is missing", "quotes", "statement", "quotes", "id"),
    ("members of no quote", "members", "quote", "quotes", "id"),
    ("members of no profile", "members", "profile", "profiles", "id"),
    ("profiles of no expert", "profiles", "expert", "experts", "id"),
    ("name words of no expert", "name_words", "expert", "experts", "id"),
    ("articles of no document", "articles", "document", "documents", "id"),
)


def check(connection: Connection) -> Iterator[str]:
    """Every fault found, as a sentence; none for a whole index. Reads every record."""
    for (said,) in connection.execute("PRAGMA integrity_check"):
        if said != "ok":
            yield f"the file is damaged: {said}"
    for what, table, column, home, key in _REFERENCES:
        count = connection.execute(
            f"SELECT count(*) FROM {table} WHERE {column} IS NOT NULL "
            f"AND {column} NOT IN (SELECT {key} FROM {home})"
        ).fetchone()[0]
        if count:
            yield f"{count} {what}"
    yield from _records(connection)
    yield from _words(connection)


def unfinished(connection: Connection) -> Iterator[str]:
    """What an interrupted run left to do; what is there can be searched all the same."""
    state = connection.execute("SELECT value FROM meta WHERE key = 'linked'").fetchone()
    broken_off = connection.execute(
        "SELECT name FROM files WHERE whole IS NULL AND lines > 0 ORDER BY name"
    ).fetchall()
    for (name,) in broken_off:
        yield f"indexing of {name} was interrupted; run the same 'attrib index' command again"
    if state is not None and state[0] != "1" and not broken_off:
        yield "experts are not linked yet; run 'attrib index' again"


def _records(connection: Connection) -> Iterator[str]:
    rows = connection.execute(
        "SELECT q.id, d.doc_id, q.mark, q.digest, r.record FROM quotes q "
        "JOIN documents d ON d.id = q.document JOIN records r ON r.quote = q.id"
    )
    for number, doc_id, mark, digest, record in rows:
        try:
            row = row_of(unpack(record))
        except (zlib.error, ValueError) as error:
            yield f"the record of quote {number} is damaged: {error}"
            continue
        if row.digest != digest or row.mark != mark or row.doc_id != doc_id:
            yield f"the record of {doc_id}:{mark:012x} is not the one that was indexed"


def _words(connection: Connection) -> Iterator[str]:
    quotes = connection.execute("SELECT count(*) FROM quotes").fetchone()[0]
    folded = connection.execute("SELECT count(*) FROM folded_docsize").fetchone()[0]
    if quotes != folded:
        yield f"{quotes} quotes, but {folded} in the word index"
