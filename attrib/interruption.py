"""Ctrl-C and SIGTERM: exceptions wherever they strike, and once more where Python drops those."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM)
_struck: int | None = None


@contextmanager
def interruptible() -> Iterator[None]:
    """Until this ends SIGINT raises KeyboardInterrupt and SIGTERM SystemExit (128 + its number).

    A signal that was ignored before stays so. For the main thread only.
    """
    global _struck
    before = {number: signal.getsignal(number) for number in SIGNALS}
    hook, sys.unraisablehook = sys.unraisablehook, _tell_of_others
    for number in SIGNALS:
        if before[number] is not signal.SIG_IGN:
            signal.signal(number, _strike)
    try:
        yield
    finally:
        for number in SIGNALS:
            signal.signal(number, before[number])
        sys.unraisablehook = hook
        _struck = None


def heed() -> None:
    """Raise again what a signal raised and Python dropped; long work calls this now and then.

    What is raised while Python frees an object or compares keys is dropped, with a message at
    most, and the work goes on as if nothing had been asked.
    """
    if _struck is not None:
        _strike(_struck, None)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Signals wait until this is done. What begins or ends processes must not be cut in half."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _strike(number: int, _: FrameType | None) -> None:
    global _struck
    _struck = number
    raise KeyboardInterrupt if number == signal.SIGINT else SystemExit(128 + number)


def _tell_of_others(dropped: "sys.UnraisableHookArgs") -> None:
    """What was dropped is raised again by :func:`heed` and needs no message."""
    if not (_struck and isinstance(dropped.exc_value, KeyboardInterrupt | SystemExit)):
        sys.__unraisablehook__(dropped)
