"""Rows into tables: inserted, replaced, removed, with all that hangs on them."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from sqlite3 import Connection

import msgspec

from attrib.index.labels import Ids
from attrib.index.rows import Row, row_and_words, row_of, unpack
from attrib.index.statements import Statements

_INSERT = (
    "INSERT INTO quotes (id, document, mark, profile, statement, day, kind, source_kind, cue, "
    "outlet, via, rule, confidence, file, digest) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


class Written(msgspec.Struct, frozen=True):
    """How many rows were added and changed, and the (document, mark) of every row given."""

    counts: dict[str, int]
    keys: tuple[tuple[int, int], ...]


class Writer:
    """Writes the rows of one file; every method runs inside the caller's transaction."""

    def __init__(self, connection: Connection, ids: Ids, file: int) -> None:
        self._db = connection
        self._ids = ids
        self._file = file
        self._statements = Statements(connection)
        self._words: Counter[str] = Counter()
        self._stems: dict[str, str] = {}

    def forget(self) -> None:
        """Forget what was kept at hand: somebody else has written."""
        self._statements.forget()

    def write(self, rows: Sequence[Row], vocabulary: Iterable[tuple[str, str, int]]) -> Written:
        """Insert the new, replace the changed, leave the equal; of equal ids the later counts.

        ``vocabulary`` tells of each word its stem and in how many of the rows it occurs; it is
        written by :meth:`count_words`.
        """
        known: dict[int, dict[int, tuple[int, int, int]]] = {}
        fresh: dict[tuple[int, int], Row] = {}
        keys: list[tuple[int, int]] = []
        replaced: dict[tuple[int, int], int] = {}
        for row in rows:
            document, made = self._ids.document(row.doc_id, row.source)
            if document not in known:
                known[document] = {} if made else self._of_document(document)
            key = (document, row.mark)
            keys.append(key)
            before = known[document].get(row.mark)
            if before is None:
                fresh[key] = row
            elif before[1] != row.digest:
                fresh[key] = row
                replaced[key] = before[0]
            elif before[2] != self._file:
                self._db.execute("UPDATE quotes SET file = ? WHERE id = ?", (self._file, before[0]))
        if replaced:
            self.remove(list(replaced.values()))
        for word, root, n in vocabulary:
            self._words[word] += n
            self._stems[word] = root
        if len(fresh) < len(rows):
            written = {id(row) for row in fresh.values()}
            for row in rows:
                if id(row) not in written:
                    self._words.subtract(row_and_words(unpack(row.record))[1])
        self._insert(fresh, replaced)
        counts = {"added": len(fresh) - len(replaced), "changed": len(replaced)}
        return Written(counts, tuple(keys))

    def _of_document(self, document: int) -> dict[int, tuple[int, int, int]]:
        return {
            mark: (number, digest, file)
            for mark, number, digest, file in self._db.execute(
                "SELECT mark, id, digest, file FROM quotes WHERE document = ?", (document,)
            )
        }

    def _insert(
        self, fresh: dict[tuple[int, int], Row], replaced: dict[tuple[int, int], int]
    ) -> None:
        if not fresh:
            return
        db, ids = self._db, self._ids
        top = db.execute("SELECT ifnull(max(id), 0) FROM quotes").fetchone()[0]
        top = max(top, *replaced.values(), 0)
        numbers: list[int] = []
        for key in fresh:
            number = replaced.get(key)
            if number is None:
                top += 1
                number = top
            numbers.append(number)
        statements = self._statements.assign(
            [(n, r.sketch, r.said) for n, r in zip(numbers, fresh.values(), strict=True)]
        )
        values: list[tuple[object, ...]] = []
        folded: list[tuple[object, ...]] = []
        members: list[tuple[int, int]] = []
        for (key, row), number, statement in zip(fresh.items(), numbers, statements, strict=True):
            document = key[0]
            profile = ids.profile(row.voice, document) if row.voice is not None else None
            members += [(number, ids.profile(v, document)) for v in row.members]
            folded.append((number, row.said, row.speaker, row.title))
            values.append((
                number, document, row.mark, profile, statement, row.day, row.kind,
                row.source_kind, ids.label("cue", row.cue),
                ids.label("outlet", row.source.outlet),
                ids.label("via", row.via),
                ids.label("rule", row.rule), row.confidence, self._file, row.digest,
            ))  # fmt: skip
        db.executemany(_INSERT, values)
        db.executemany(
            "INSERT INTO records VALUES (?, ?, ?)",
            [(n, r.telling, r.record) for n, r in zip(numbers, fresh.values(), strict=True)],
        )
        db.executemany(
            "INSERT INTO folded (rowid, said, speaker, title) VALUES (?, ?, ?, ?)", folded
        )
        db.executemany("INSERT INTO members VALUES (?, ?)", members)

    def count_words(self) -> None:
        """Write the words of the rows written since the last time; before the transaction ends."""
        self._db.executemany(
            "INSERT INTO words VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET "
            "quotes = quotes + excluded.quotes",
            [(word, self._stems[word], n) for word, n in sorted(self._words.items()) if n > 0],
        )
        self._words.clear()
        self._stems.clear()

    def remove(self, numbers: Collection[int]) -> None:
        """Take quotes out, with their words, members and, where none is left, their statement."""
        self.count_words()
        self._statements.forget()
        db = self._db
        for number in numbers:
            record, statement, profile = db.execute(
                "SELECT r.record, q.statement, q.profile FROM quotes q "
                "JOIN records r ON r.quote = q.id WHERE q.id = ?",
                (number,),
            ).fetchone()
            row, found = row_and_words(unpack(record))
            db.execute(
                "INSERT INTO folded (folded, rowid, said, speaker, title) "
                "VALUES ('delete', ?, ?, ?, ?)",
                (number, row.said, row.speaker, row.title),
            )
            db.executemany(
                "UPDATE words SET quotes = quotes - 1 WHERE word = ?",
                [(w,) for w in found],
            )
            touched = [p for (p,) in db.execute(
                "SELECT profile FROM members WHERE quote = ?", (number,)
            )]  # fmt: skip
            if profile is not None:
                touched.append(profile)
            db.executemany("UPDATE profiles SET touched = 1 WHERE id = ?", [(p,) for p in touched])
            db.execute("DELETE FROM members WHERE quote = ?", (number,))
            db.execute("DELETE FROM records WHERE quote = ?", (number,))
            db.execute("DELETE FROM quotes WHERE id = ?", (number,))
            self._free_statement(number, statement, row)
        db.execute("DELETE FROM words WHERE quotes <= 0")

    def _free_statement(self, number: int, statement: int, row: Row) -> None:
        """After a quote went: its statement's marks go too, or pass to the next oldest quote."""
        db = self._db
        left = db.execute(
            "SELECT q.id, r.record FROM quotes q JOIN records r ON r.quote = q.id "
            "WHERE q.statement = ? ORDER BY q.id",
            (statement,),
        ).fetchall()
        if left and statement != number:
            return
        db.executemany(
            "DELETE FROM prints WHERE key = ? AND statement = ?",
            [(k, statement) for k in row.sketch],
        )
        if not left:
            return
        heir = left[0][0]
        keys = {k for _, record in left for k in row_of(unpack(record)).sketch}
        db.executemany(
            "INSERT OR REPLACE INTO prints (key, statement) VALUES (?, ?)",
            [(k, heir) for k in sorted(keys)],
        )
        db.execute("UPDATE quotes SET statement = ? WHERE statement = ?", (heir, statement))

    def remove_unseen(self, seen: Collection[tuple[int, int]]) -> int:
        """Take out the file's quotes that it no longer holds; how many."""
        gone = [
            number
            for number, document, mark in self._db.execute(
                "SELECT id, document, mark FROM quotes WHERE file = ?", (self._file,)
            )
            if (document, mark) not in seen
        ]
        self.remove(gone)
        return len(gone)
