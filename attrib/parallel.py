"""One function over many items in several processes, results in the items' order."""

import os
import signal
from collections.abc import Callable, Generator, Iterable
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from attrib.interruption import SIGNALS, heed, undisturbed

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import BaseContext
    from queue import SimpleQueue

Item = TypeVar("Item")
Result = TypeVar("Result")


class WorkerDiedError(RuntimeError):
    """A worker process was killed, most often because the memory ran out."""


# Items of one task: enough that sending them costs little beside the work on them.
BATCH = 16
# Tasks in flight for each process: enough that none waits, few enough to hold little.
_AHEAD = 4
# Seconds that a process told to end is given for it.
_PATIENCE = 2.0


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
            result = work((item,))
            heed()
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
    from multiprocessing import get_context

    processes: list[_Process[Item, Result]] = []
    asked = answered = 0
    try:
        with undisturbed():
            for _ in range(workers):
                processes.append(_Process(get_context(), work, prepare, processes))
        for item in items:
            processes[asked % workers].ask(item)
            asked += 1
            if asked - answered >= workers * ahead:
                yield processes[answered % workers].answer()
                answered += 1
        while answered < asked:
            yield processes[answered % workers].answer()
            answered += 1
    finally:
        with undisturbed():
            for process in processes:
                process.end()


class _Process(Generic[Item, Result]):
    """One process that works, and this end of the pipes to and from it.

    Only the two hold the ends of their pipes. Whatever ends the one, even in the middle of a
    message, the other sees it at once; ``concurrent.futures`` waits for ever then.
    """

    def __init__(
        self,
        context: "BaseContext",
        work: Callable[[Item], Result],
        prepare: Callable[[], None],
        others: "list[_Process[Item, Result]]",
    ) -> None:
        tasks, self._tasks = context.Pipe(duplex=False)
        self._results, results = context.Pipe(duplex=False)
        # A forked process holds copies of all that is open here.
        forked = context.get_start_method() == "fork"
        ours = [c for p in (*others, self) for c in (p._tasks, p._results)] if forked else []
        self._process = context.Process(  # type: ignore[attr-defined]
            target=_serve, args=(work, prepare, tasks, results, ours), daemon=True
        )
        self._process.start()
        tasks.close()
        results.close()

    def ask(self, item: Item) -> None:
        try:
            self._tasks.send(item)
        except OSError:
            raise _died() from None

    def answer(self) -> Result:
        result: Result
        heed()
        try:
            result, error = self._results.recv()
        except (EOFError, OSError):
            raise _died() from None
        if error is not None:
            raise error
        return result

    def end(self) -> None:
        self._tasks.close()
        self._results.close()
        self._process.terminate()
        self._process.join(_PATIENCE)
        self._process.kill()
        self._process.join()


def _died() -> WorkerDiedError:
    return WorkerDiedError("a worker process died")


def _serve(
    work: Callable[[Item], Result],
    prepare: Callable[[], None],
    tasks: "Connection[Any, Any]",
    results: "Connection[Any, Any]",
    others: "list[Connection[Any, Any]]",
) -> None:
    """The work of one process, until the one that asks is gone."""
    from queue import SimpleQueue
    from threading import Thread

    for other in others:
        other.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that collects
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
    prepare()
    waiting: SimpleQueue[Item] = SimpleQueue()
    # Tasks are read at once, or each process would wait until the other reads.
    Thread(target=_receive, args=(tasks, waiting), daemon=True).start()
    while True:
        item = waiting.get()
        answer: tuple[Result | None, Exception | None]
        try:
            answer = (work(item), None)
        except Exception as error:
            answer = (None, error)
        results.send(answer)


def _receive(tasks: "Connection[Any, Any]", waiting: "SimpleQueue[Item]") -> None:
    with suppress(EOFError, OSError):
        while True:
            waiting.put(tasks.recv())
    os._exit(0)
