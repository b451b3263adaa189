"""One function over many items in several processes, results in the items' order."""

import signal
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future

Item = TypeVar("Item")
Result = TypeVar("Result")


class WorkerDiedError(RuntimeError):
    """A worker process was killed, most often because the memory ran out."""


# Items of one task: enough that sending them costs little beside the work on them.
BATCH = 16
# Tasks in flight for each process: enough that none waits, few enough to hold little.
_AHEAD = 4
# Seconds that Ctrl-C may wait for a result.
_PATIENCE = 0.2


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
            with _undisturbed():
                result = work((item,))
            yield result
        return
    batches = iter(lambda: tuple(islice(source, BATCH)), ())
    yield from in_processes(work, batches, workers=workers, prepare=prepare, ahead=_AHEAD)


def in_processes(
    work: Callable[[Item], Result],
    items: Iterable[Item],
    *,
    workers: int,
    prepare: Callable[[], None],
    ahead: int,
) -> Generator[Result, None, None]:
    """``work`` on each of ``items`` in ``workers`` processes, each with ``ahead`` items waiting.

    Raises:
        WorkerDiedError: one of the processes is gone.
    """
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    pending: deque[Future[Result]] = deque()
    pool = ProcessPoolExecutor(workers, initializer=_begin, initargs=(prepare,))
    try:
        for item in items:
            with _undisturbed():
                pending.append(pool.submit(work, item))
            if len(pending) >= workers * ahead:
                yield _result(pending.popleft())
        while pending:
            yield _result(pending.popleft())
    except BrokenProcessPool:
        raise WorkerDiedError("a worker process died") from None
    finally:
        with _undisturbed():
            pool.shutdown(wait=True, cancel_futures=True)


def _result(future: "Future[Result]") -> Result:
    from concurrent.futures import wait

    while True:
        with _undisturbed():
            if wait((future,), _PATIENCE).done:
                return future.result()


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Ctrl-C and SIGTERM wait until this is done.

    Their exceptions could otherwise be raised where Python drops them (while it frees a
    generator) or where they leave the pool's locks held, and the command would go on or hang.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _INTERRUPTIONS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_INTERRUPTIONS = (signal.SIGINT, signal.SIGTERM)


def _begin(prepare: Callable[[], None]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that collects
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _INTERRUPTIONS)
    prepare()
