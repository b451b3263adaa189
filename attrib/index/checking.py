"""Whether an index is whole: the file itself, and that its tables tell the same story."""

import zlib
from collections.abc import Iterator
from sqlite3 import Connection

from attrib.index.rows import row_of, unpack

_COUNTS = (
    ("quotes of no document", "SELECT count(*) FROM quotes WHERE document NOT IN (SELECT id FROM documents)"),
    ("quotes of no profile",
     "SELECT count(*) FROM quotes WHERE profile IS NOT NULL AND profile NOT IN (SELECT id FROM profiles)"),
    (
        "quotes without a record",
        "SELECT count(*) FROM quotes WHERE id NOT IN (SELECT quote FROM records)",
    ),
    ("quotes of no statement", "SELECT count(*) FROM quotes WHERE statement IS NULL"),
    ("quotes of no file", "SELECT count(*) FROM quotes WHERE file NOT IN (SELECT id FROM files)"),
    ("statements whose first quote is missing",
     "SELECT count(*) FROM quotes WHERE statement NOT IN (SELECT id FROM quotes)"),
    ("members of no quote", "SELECT count(*) FROM members WHERE quote NOT IN (SELECT id FROM quotes)"),
    ("profiles of no expert",
     "SELECT count(*) FROM profiles WHERE expert IS NOT NULL AND expert NOT IN (SELECT id FROM experts)"),
    ("name words of no expert",
     "SELECT count(*) FROM name_words WHERE expert NOT IN (SELECT id FROM experts)"),
    ("articles of no document",
     "SELECT count(*) FROM articles WHERE document NOT IN (SELECT id FROM documents)"),
)  # fmt: skip


def check(connection: Connection) -> Iterator[str]:
    """Every fault found, as a sentence; none for a whole index. Reads every record."""
    for (said,) in connection.execute("PRAGMA integrity_check"):
        if said != "ok":
            yield f"the file is damaged: {said}"
    for what, sql in _COUNTS:
        count = connection.execute(sql).fetchone()[0]
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
        if row.digest != digest or row.mark != mark or row.quote.doc_id != doc_id:
            yield f"the record of {row.quote.quote_id} is not the one that was indexed"


def _words(connection: Connection) -> Iterator[str]:
    quotes = connection.execute("SELECT count(*) FROM quotes").fetchone()[0]
    folded = connection.execute("SELECT count(*) FROM folded_docsize").fetchone()[0]
    if quotes != folded:
        yield f"{quotes} quotes, but {folded} in the word index"
