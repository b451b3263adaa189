"""Lines into rows, here or in worker processes, a batch ahead of what is being written."""

import signal
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from attrib.corrections import CorrectionError, Corrections
from attrib.index.folding import stem
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
    """The rows of some lines; of faulty ones the number (from 0) and what is wrong; each word,
    its stem and in how many rows it occurs."""

    rows: tuple[Row, ...]
    faults: tuple[tuple[int, str], ...]
    vocabulary: tuple[tuple[str, str, int], ...]


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
    counted = tuple((word, stem(word), n) for word, n in vocabulary.items())
    return Prepared(tuple(rows), tuple(faults), counted)


def prepared(
    batches: Iterable[Batch], corrections: Corrections | None, workers: int
) -> Iterator[tuple[Batch, Iterator[Prepared]]]:
    """Each batch with its rows, a chunk of ``CHUNK`` lines at a time, in order. With several
    workers chunks are prepared in other processes while those before are written; corrections,
    which count their hits, are applied here."""
    if workers == 1 or corrections is not None:
        for batch in batches:
            yield batch, (prepare(chunk, corrections) for chunk in _chunks(batch))
        return
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(workers, initializer=_begin) as pool:
        pending: deque[tuple[Batch, list[Future[bytes]]]] = deque()
        for batch in batches:
            pending.append((batch, [pool.submit(_work, chunk) for chunk in _chunks(batch)]))
            if len(pending) > 1:
                yield _awaited(*pending.popleft())
        while pending:
            yield _awaited(*pending.popleft())


def _chunks(batch: Batch) -> Iterator[Sequence[bytes]]:
    return (batch.lines[i : i + CHUNK] for i in range(0, len(batch.lines), CHUNK))


def _awaited(batch: Batch, work: Iterable["Future[bytes]"]) -> tuple[Batch, Iterator[Prepared]]:
    return batch, (_load(future.result()) for future in work)


_load: Callable[[bytes], Prepared] = partial(msgspec.msgpack.decode, type=Prepared)


def _begin() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that writes
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _work(lines: Sequence[bytes]) -> bytes:
    return msgspec.msgpack.encode(prepare(lines))
