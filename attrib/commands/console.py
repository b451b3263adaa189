"""Standard error during a long command: faults, a progress bar on a terminal, a summary."""

import os
import sys
import time
from collections import Counter

from attrib.sources import Corpus, Fault

# Faults shown of one file; a file that is broken all through is broken in one way.
SHOWN_A_FILE = 20
_REDRAW_SECONDS = 0.1
_BAR_CELLS = 20


class Console:
    """Counts articles, quotes and faults, and shows them.

    ``bar`` asks for the progress bar; it appears only where standard error is a terminal.
    """

    def __init__(self, corpus: Corpus, *, quiet: bool, bar: bool) -> None:
        self.articles = self.quotes = 0
        self.lost = self.faults = 0
        self._corpus = corpus
        self._quiet = quiet
        self._bar = bar and not quiet and sys.stderr.isatty()
        self._drawn = False
        self._started = self._last = time.monotonic()
        self._by_file: Counter[str] = Counter()

    @property
    def nothing_read(self) -> bool:
        """All that was given is faulty: what was written before must not be replaced by it."""
        return bool(self.faults) and not self.articles

    def fault(self, fault: Fault) -> None:
        """Show a fault, unless many of the same file were shown already."""
        self.faults += 1
        self.lost += fault.lost
        self._by_file[fault.path] += 1
        if self._by_file[fault.path] <= SHOWN_A_FILE:
            self._clear()
            _print(f"attrib: {fault}")

    def advance(self, articles: int, quotes: int) -> None:
        """Count on, and draw the bar anew if it is time."""
        self.articles += articles
        self.quotes += quotes
        if self._bar and (now := time.monotonic()) - self._last >= _REDRAW_SECONDS:
            self._last = now
            width = _width()
            sys.stderr.write("\r" + self._progress(now - self._started)[: width - 1] + "\x1b[K")
            sys.stderr.flush()
            self._drawn = True

    def summary(self, target: str | None) -> None:
        """The last line: what was read and written, and how long it took."""
        self._clear()
        for path, count in self._by_file.items():
            if count > SHOWN_A_FILE:
                _print(f"attrib: {path}: {count - SHOWN_A_FILE} more of the same file not shown")
        if self._quiet:
            return
        seconds = time.monotonic() - self._started
        line = f"{_count(self.articles, 'article')}, {_count(self.quotes, 'quote')}"
        line += f" in {seconds:.1f} s"
        if self.lost:
            line += f"; {self.lost} skipped"
        elif self.faults:
            line += f"; {_count(self.faults, 'warning')}"
        if target and self.nothing_read:
            line += f"; {target} is left as it was"
        elif target:
            line += f" → {target}"
        _print(line)

    def _progress(self, seconds: float) -> str:
        rate = self.articles / seconds
        counts = f"{_count(self.articles, 'article')}  {_count(self.quotes, 'quote')}"
        line = f"{counts}  {rate:,.0f}/s"
        size = self._corpus.size
        if not size:
            return f"{line}  {_clock(seconds)}"
        share = min(self._corpus.position / size, 1.0)
        filled = round(share * _BAR_CELLS)
        left = _clock(seconds / share - seconds) if share > 0 else "--:--"
        bar = "█" * filled + "░" * (_BAR_CELLS - filled)
        return f"{bar} {share:4.0%}  {line}  {left} left"

    def _clear(self) -> None:
        if self._drawn:
            sys.stderr.write("\r\x1b[K")
            self._drawn = False


def _print(line: str) -> None:
    # A file name may hold what the terminal's encoding cannot show, or what moves its cursor.
    shown = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in line)
    encoding = sys.stderr.encoding or "utf-8"
    sys.stderr.write(shown.encode(encoding, "backslashreplace").decode(encoding) + "\n")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def _clock(seconds: float) -> str:
    whole = int(seconds)
    hours, minutes = divmod(whole // 60, 60)
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"


def _width() -> int:
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or 80
    except OSError:
        return 80
