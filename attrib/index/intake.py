"""Quotes and articles into the index, a batch a transaction; only what changed is written."""

from collections import Counter
from collections.abc import Callable, Iterator
from hashlib import sha256
from itertools import islice
from pathlib import Path
from sqlite3 import Connection
from typing import Protocol

import msgspec

from attrib.corrections import Corrections
from attrib.index.articles import store_articles
from attrib.index.labels import Ids
from attrib.index.lines import UnreadableError, read_lines
from attrib.index.preparing import CHUNK, Portion, Prepared, prepared
from attrib.index.rows import Row
from attrib.index.schema import index, unindex
from attrib.index.store import no_collection, writing
from attrib.index.writer import Writer

#: Lines a transaction. Fixed, so that an interrupted run ends up as an undisturbed one.
BATCH = 100_000


class Digest(Protocol):
    """A running hash."""

    def update(self, data: bytes, /) -> None: ...
    def digest(self) -> bytes: ...


class Intake(msgspec.Struct, frozen=True, kw_only=True):
    """What one file brought: records read, added, changed, removed; lines skipped; whether it was
    known as it is. ``faults`` are messages ``file:line: what; cure``."""

    read: int = 0
    added: int = 0
    changed: int = 0
    removed: int = 0
    faults: tuple[str, ...] = ()
    skipped: int = 0
    unchanged: bool = False


def take_quotes(
    connection: Connection,
    path: Path | None,
    corrections: Corrections | None = None,
    progress: Callable[[int], None] = lambda lines: None,
    batch: int = BATCH,
    workers: int = 1,
) -> Intake:
    """Bring the quotes of a JSONL file (``None``: standard input) into the index.

    A file indexed before is compared with what it gave then: quotes it no longer holds go, changed
    ones are replaced, the rest is left alone. One that was interrupted goes on where it stopped.
    ``sqlite3.Error`` is raised as it comes; batches written before it stand.
    """
    return _QuoteIntake(connection, path, corrections, progress, batch, workers).run()


class _QuoteIntake:
    def __init__(
        self,
        connection: Connection,
        path: Path | None,
        corrections: Corrections | None,
        progress: Callable[[int], None],
        batch: int,
        workers: int,
    ) -> None:
        self._db = connection
        self._path = path
        self._name = "-" if path is None else str(path.absolute())
        self._shown = "-" if path is None else str(path)
        self._corrections = corrections
        self._progress = progress
        self._size = batch
        self._workers = workers
        self._cut_short = False
        self._ids = Ids(connection)
        self._faults: list[str] = []
        self._counts: Counter[str] = Counter()
        self._seen: set[tuple[int, int]] = set()

    def run(self) -> Intake:
        with no_collection():
            return self._run()

    def _run(self) -> Intake:
        file, done, prefix, whole = self._file()
        digest = sha256()
        lines = self._lines(digest.update)
        resumed = False
        if done and whole is None:
            skipped = sum(1 for _ in islice(lines, done))
            resumed = skipped == done and digest.digest() == prefix
            if not resumed:
                digest = sha256()
                lines = self._lines(digest.update)
        elif self._known_as_it_is(whole):
            return Intake(unchanged=True)
        fresh = whole is None and (resumed or not done)
        number = done if resumed else 0
        writer = Writer(self._db, self._ids, file)
        self._ready_indexes(fresh)
        version = -1
        stream = prepared(self._portions(lines, digest), self._corrections, self._workers)
        for first in stream:
            with writing(self._db):
                now = self._db.execute("PRAGMA data_version").fetchone()[0]
                if now != version:
                    self._ids.forget()
                    writer.forget()
                    version = now
                for portion, part in _transaction(first, stream):
                    written = writer.write(self._rows(part, number), part.vocabulary)
                    number += len(portion.lines)
                    self._counts.update(written.counts)
                    if not fresh:
                        self._seen.update(written.keys)
                if not fresh and portion.last:
                    self._counts["removed"] += writer.remove_unseen(self._seen)
                writer.count_words()
                whole = portion.digest if portion.last and not self._cut_short else None
                self._db.execute(
                    "UPDATE files SET lines = ?, prefix = ?, whole = ? WHERE id = ?",
                    (number, portion.digest, whole, file),
                )
                self._db.execute("INSERT OR REPLACE INTO meta VALUES ('linked', '0')")
            self._progress(number)
        return Intake(
            read=self._counts["read"], added=self._counts["added"],
            changed=self._counts["changed"], removed=self._counts["removed"],
            faults=tuple(self._faults), skipped=self._counts["skipped"],
        )  # fmt: skip

    def _file(self) -> tuple[int, int, bytes, bytes | None]:
        with writing(self._db):
            self._db.execute(
                "INSERT OR IGNORE INTO files (kind, name, lines, prefix) "
                "VALUES ('quotes', ?, 0, x'')",
                (self._name,),
            )
            found: tuple[int, int, bytes, bytes | None] = self._db.execute(
                "SELECT id, lines, prefix, whole FROM files WHERE kind = 'quotes' AND name = ?",
                (self._name,),
            ).fetchone()
        return found

    def _ready_indexes(self, fresh: bool) -> None:
        """A first load does without the secondary indexes, which linking makes at its end."""
        with writing(self._db):
            if self._db.execute("SELECT 1 FROM quotes LIMIT 1").fetchone() is None:
                unindex(self._db)
            elif not fresh:
                index(self._db)

    def _lines(self, feed: Callable[[bytes], None]) -> Iterator[bytes]:
        for line in read_lines(self._path):
            feed(line)
            feed(b"\n")
            yield line

    def _known_as_it_is(self, whole: bytes | None) -> bool:
        if whole is None or self._corrections is not None or self._path is None:
            return False
        return self._digest_of_all() == whole

    def _digest_of_all(self) -> bytes:
        digest = sha256()
        try:
            for _ in self._lines(digest.update):
                pass
        except UnreadableError:
            return b""
        return digest.digest()

    def _portions(self, lines: Iterator[bytes], digest: Digest) -> Iterator[Portion]:
        """The lines by portions and transactions; unreadable input ends them early."""
        left, last = self._size, False
        while not last:
            wanted = min(CHUNK, left)
            taken: list[bytes] = []
            try:
                taken.extend(islice(lines, wanted))
            except UnreadableError as error:
                self._faults.append(str(error))
                self._counts["skipped"] += 1
                self._cut_short = True
            last = len(taken) < wanted
            left = left - wanted or self._size
            yield Portion(tuple(taken), digest.digest(), last or left == self._size, last)

    def _rows(self, part: Prepared, before: int) -> tuple[Row, ...]:
        for offset, message in part.faults:
            cure = "" if ";" in message else "; write it with 'attrib extract'"
            self._faults.append(f"{self._shown}:{before + offset + 1}: {message}{cure}")
            self._counts["skipped"] += 1
        self._counts["read"] += len(part.rows)
        return part.rows


def _transaction(
    first: tuple[Portion, Prepared], stream: Iterator[tuple[Portion, Prepared]]
) -> Iterator[tuple[Portion, Prepared]]:
    """The portions from ``first`` to the one that ends its transaction."""
    yield first
    while not first[0].ends:
        first = next(stream)
        yield first


def take_articles(connection: Connection, path: Path) -> Intake:
    """Bring articles (JSON lines of ``attrib extract --articles``) beside the quotes."""
    faults: list[str] = []
    added = changed = read = number = 0
    lines = read_lines(path)
    ended = False
    while not ended:
        batch: list[tuple[int, bytes]] = []
        try:
            for line in islice(lines, 2_000):
                number += 1
                batch.append((number, line))
            ended = len(batch) < 2_000
        except UnreadableError as error:
            faults.append(str(error))
            ended = True
        with writing(connection):
            outcome = store_articles(connection, batch, str(path))
        faults.extend(outcome.faults)
        added, changed, read = added + outcome.added, changed + outcome.changed, read + outcome.read
    return Intake(
        read=read, added=added, changed=changed, faults=tuple(faults), skipped=len(faults)
    )
