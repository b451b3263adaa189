"""Work in several processes, and what becomes of it when one of them is gone."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

from attrib.parallel import WorkerDiedError, in_processes

_LARGE = b"x" * 2_000_000  # far more than a pipe holds


def nothing() -> None:
    pass


def told(number: int) -> tuple[int, bytes]:
    return number, _LARGE


def failing(number: int) -> int:
    raise ValueError(f"not {number}")


def dying(number: int) -> int:
    if number == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


Told = TypeVar("Told")


def all_of(work: Callable[[int], Told], number: int) -> list[Told]:
    return list(in_processes(work, range(number), workers=2, prepare=nothing, ahead=3))


def test_results_come_in_order_however_large() -> None:
    assert [n for n, _ in all_of(told, 12)] == list(range(12))


def test_what_work_raises_is_raised() -> None:
    with pytest.raises(ValueError, match="not 0"):
        all_of(failing, 3)


def test_a_process_that_is_killed_is_noticed() -> None:
    with pytest.raises(WorkerDiedError):
        all_of(dying, 9)


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for processes in /proc")
def test_nobody_works_on_for_one_that_was_killed(tmp_path: Path) -> None:
    script = (
        "import os, sys, time\n"
        "from attrib.parallel import in_processes\n"
        "def begin(): open(os.path.join(sys.argv[1], str(os.getpid())), 'w').close()\n"
        "def work(number): time.sleep(60)\n"
        "list(in_processes(work, range(4), workers=2, prepare=begin, ahead=2))\n"
    )
    asking = subprocess.Popen([sys.executable, "-c", script, str(tmp_path)])
    workers = waited_for(lambda: [int(p.name) for p in tmp_path.iterdir()], 2)
    asking.kill()
    asking.wait()
    assert waited_for(lambda: [p for p in workers if Path(f"/proc/{p}").is_dir()], 0) == []


def waited_for(look: Callable[[], list[int]], number: int) -> list[int]:
    until = time.monotonic() + 20
    while len(found := look()) != number and time.monotonic() < until:
        time.sleep(0.05)
    return found
