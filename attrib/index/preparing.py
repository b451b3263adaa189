"""Lines into rows, here or in worker processes, a batch ahead of what is being written."""

import signal
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec

from attrib.corrections import CorrectionError, Corrections
from attrib.index.rows import Row, RowError, row_of, vocabulary_of
from attrib.records import RecordError, decode

if TYPE_CHECKING:
    from concurrent.futures import Future

#: Lines a worker takes at once: enough that sending them costs little beside the work.
CHUNK = 2_500


class Batch(msgspec.Struct, frozen=True):
    """Lines for one transaction; the digest of the file up to their end; whether it ends there."""

    lines: tuple[bytes, ...]
    digest: bytes
    last: bool


class Prepared(msgspec.Struct, frozen=True):
    """The rows of some lines; of faulty ones the number (from 0) and what is wrong; in how many
    rows each word occurs."""

    rows: tuple[Row, ...]
    faults: tuple[tuple[int, str], ...]
    vocabulary: dict[str, int]


def prepare(lines: Sequence[bytes], corrections: Corrections | None = None) -> Prepared:
    """The rows of these lines, in order; blank lines and what is taken out give none."""
    rows: list[Row] = []
    faults: list[tuple[int, str]] = []
    vocabulary: Counter[str] = Counter()
    for number, line in enumerate(lines):
        if not line.strip():
            continue
        try:
            quote = decode(line)
            mended = quote if corrections is None else corrections.apply(quote)
            if mended is not None:
                rows.append(row_of(mended))
                vocabulary.update(vocabulary_of(mended))
        except (RecordError, CorrectionError, RowError) as error:
            faults.append((number, str(error)))
    return Prepared(tuple(rows), tuple(faults), dict(vocabulary))


def prepared(
    batches: Iterable[Batch], corrections: Corrections | None, workers: int
) -> Iterator[tuple[Batch, list[Prepared]]]:
    """Each batch with its rows, in order. With several workers the next batch is prepared in other
    processes while this one is written; corrections, which count their hits, are applied here."""
    if workers == 1 or corrections is not None:
        for batch in batches:
            yield batch, [prepare(batch.lines, corrections)]
        return
    from concurrent.futures import ProcessPoolExecutor

    load = msgspec.msgpack.Decoder(Prepared).decode
    pending: deque[tuple[Batch, list[Future[bytes]]]] = deque()
    with ProcessPoolExecutor(workers, initializer=_begin) as pool:
        for batch in batches:
            chunks = range(0, len(batch.lines), CHUNK)
            pending.append(
                (batch, [pool.submit(_work, batch.lines[i : i + CHUNK]) for i in chunks])
            )
            if len(pending) > 1:
                ready, results = pending.popleft()
                yield ready, [load(r.result()) for r in results]
        while pending:
            ready, results = pending.popleft()
            yield ready, [load(r.result()) for r in results]


def _begin() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that writes
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _work(lines: Sequence[bytes]) -> bytes:
    return msgspec.msgpack.encode(prepare(lines))
