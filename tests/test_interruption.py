"""Signals: exceptions that are not lost, and are kept from where they would do harm."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from attrib.interruption import heed, interruptible, undisturbed

ROOT = Path(__file__).parent.parent
DROPS = """
import signal
from attrib.interruption import heed, interruptible

class Freed:  # Python drops what is raised while it frees an object
    def __init__(self, strike): self.strike = strike
    def __del__(self): self.strike()

def broken(): raise ValueError("told")
"""


def drops(script: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-c", DROPS + script], capture_output=True, cwd=ROOT)


@pytest.mark.parametrize(
    ("number", "end"), [("SIGINT", "KeyboardInterrupt"), ("SIGTERM", "SystemExit")]
)
def test_what_python_dropped_is_raised_again(number: str, end: str) -> None:
    done = drops(
        "try:\n"
        "    with interruptible():\n"
        f"        Freed(lambda: signal.raise_signal(signal.{number}))\n"
        "        print('dropped')\n"
        "        heed()\n"
        "        print('lost')\n"
        f"except {end}: print('raised')\n"
        "heed()  # what struck then is of no concern any more\n"
    )
    assert done.stdout.split() == [b"dropped", b"raised"]
    assert done.stderr == b""


def test_other_dropped_exceptions_are_told() -> None:
    done = drops("with interruptible(): Freed(broken)")
    assert done.returncode == 0
    assert b"ValueError: told" in done.stderr


def test_nothing_struck_is_nothing_to_heed() -> None:
    with interruptible():
        heed()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_an_ignored_signal_stays_ignored() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with interruptible():
            signal.raise_signal(signal.SIGINT)
            heed()
    finally:
        signal.signal(signal.SIGINT, before)


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="signals cannot be held back")
def test_signals_wait_for_the_end_of_what_must_be_whole() -> None:
    done = []

    def work() -> None:
        with undisturbed():
            signal.raise_signal(signal.SIGTERM)
            done.append("whole")

    with pytest.raises(SystemExit), interruptible():
        work()
    assert done == ["whole"]
