"""Lines into rows, here or in worker processes, some way ahead of what is being written."""

import gc
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

import msgspec

from attrib.corrections import CorrectionError, Corrections
from attrib.index.folding import stem
from attrib.index.rows import Row, RowError, row_and_words
from attrib.parallel import in_processes
from attrib.records import RecordError, decode

#: Lines a worker takes at once: enough that sending them costs little beside the work.
CHUNK = 2_500
#: Portions a worker may be ahead: enough to work through a commit, and little memory.
_AHEAD = 8


class Portion(msgspec.Struct, frozen=True):
    """Lines to prepare at once; the digest of the file up to their end; whether a transaction ends
    with them, and whether the file does (then so does a transaction)."""

    lines: tuple[bytes, ...]
    digest: bytes
    ends: bool
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
                row, found = row_and_words(mended)
                rows.append(row)
                vocabulary.update(found)
        except (RecordError, CorrectionError, RowError) as error:
            faults.append((number, str(error)))
    counted = tuple((word, stem(word), n) for word, n in vocabulary.items())
    return Prepared(tuple(rows), tuple(faults), counted)


def prepared(
    portions: Iterable[Portion], corrections: Corrections | None, workers: int
) -> Iterator[tuple[Portion, Prepared]]:
    """Each portion with its rows, in order. With several workers the next ones are prepared in
    other processes while this one is written; corrections, which count their hits, are applied
    here."""
    if workers == 1 or corrections is not None:
        for portion in portions:
            yield portion, prepare(portion.lines, corrections)
        return
    under_way: deque[Portion] = deque()

    def lines() -> Iterator[Sequence[bytes]]:
        for portion in portions:
            under_way.append(portion)
            yield portion.lines

    # rows hold no cycles, so that the workers need not look for any
    rows = in_processes(_work, lines(), workers=workers, prepare=gc.disable, ahead=_AHEAD)
    for ready in rows:
        yield under_way.popleft(), _load(ready)


_load: Callable[[bytes], Prepared] = partial(msgspec.msgpack.decode, type=Prepared)


def _work(lines: Sequence[bytes]) -> bytes:
    return msgspec.msgpack.encode(prepare(lines))
