"""One function over many items in several processes, results in the items' order."""

import signal
from collections import deque
from collections.abc import Callable, Generator, Iterable
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


class WorkerDiedError(RuntimeError):
    """A worker process was killed, most often because the memory ran out."""


# Items of one task: enough that sending them costs little beside the work on them.
BATCH = 16
# Tasks in flight for each process: enough that none waits, few enough to hold little.
_AHEAD = 4


def map_batches(
    work: Callable[[tuple[Item, ...]], Result],
    items: Iterable[Item],
    *,
    workers: int,
    prepare: Callable[[], None],
) -> Generator[Result, None, None]:
    """``work`` on successive batches of ``items``, read only as far ahead as is needed.

    With one worker everything happens in this process, an item at a time, so that results
    come as soon as they can. ``prepare`` is called once in each process before its first
    batch; ``work`` and ``prepare`` must be picklable.

    Raises:
        WorkerDiedError: one of the processes is gone.
    """
    source = iter(items)
    if workers == 1:
        prepare()
        for item in source:
            yield work((item,))
        return
    from concurrent.futures import Future, ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    pending: deque[Future[Result]] = deque()
    pool = ProcessPoolExecutor(workers, initializer=_begin, initargs=(prepare,))
    try:
        while batch := tuple(islice(source, BATCH)):
            pending.append(pool.submit(work, batch))
            if len(pending) >= workers * _AHEAD:
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()
    except BrokenProcessPool:
        raise WorkerDiedError("a worker process died") from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _begin(prepare: Callable[[], None]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that collects
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    prepare()
