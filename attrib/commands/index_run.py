"""The work of ``attrib index``: what is read when, what is said, how it ends."""

import os
import sqlite3
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import msgspec
import typer

from attrib.commands.session import ExitCode, complain
from attrib.corrections import CorrectionError, Corrections, read_corrections
from attrib.identity.authority import Authority, AuthorityError, read_authorities
from attrib.identity.overrides import OverrideError, parse_overrides
from attrib.index.checking import check, unfinished
from attrib.index.intake import Intake, take_articles, take_quotes
from attrib.index.lines import UnreadableError, read_lines
from attrib.index.linking import link
from attrib.index.store import IndexFileError, close_written, fault, open_to_read, open_to_write
from attrib.parallel import WorkerDiedError
from attrib.search.wrapping import counted

#: Faults shown of one file; a file that is broken all through is broken in one way.
_SHOWN = 20
#: Bytes from which lines are prepared in processes of their own.
_LARGE = 30_000_000
_KEPT = "what was indexed so far is kept: the same command goes on from there"
Read = TypeVar("Read")


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What the command line asks for; names as typed, ``-`` is standard input."""

    quotes: tuple[str, ...]
    output: Path
    articles: tuple[str, ...]
    corrections: str | None
    overrides: str | None
    authority: str | None
    quiet: bool


class _RefusedError(Exception):
    """A side file cannot be used; nothing was written."""


def run_index(request: Request) -> ExitCode:
    """Index and say what came of it. What was good is kept whatever goes wrong later."""
    started = time.monotonic()
    if not request.quotes and not request.articles and not request.output.exists():
        complain("nothing to index; give the QUOTES.jsonl that 'attrib extract' writes")
        return ExitCode.USAGE
    named = request.quotes + request.articles
    if named and not any(n == "-" or os.path.exists(n) for n in named):
        for name in named:
            complain(f"{name}: no such file; check the name")
        return ExitCode.USAGE
    try:
        corrections = _side_file(request.corrections, _corrections)
        overrides = _side_file(_overrides_file(request), _overrides)
        authorities = _side_file(request.authority, _authorities)
        connection = open_to_write(request.output)
    except (_RefusedError, IndexFileError) as error:
        complain(str(error))
        return ExitCode.USAGE
    try:
        return _work(request, connection, corrections, overrides, authorities, started)
    except sqlite3.Error as error:
        complain(str(fault(request.output, error)))
        return ExitCode.OUTPUT
    except OverrideError as error:
        complain(str(error))
        return ExitCode.USAGE
    except WorkerDiedError as error:
        complain(f"{error} (out of memory?); {_KEPT}")
        return ExitCode.OUTPUT
    except KeyboardInterrupt:
        complain(f"interrupted; {_KEPT}")
        return ExitCode.INTERRUPTED
    finally:
        close_written(connection)


def _work(
    request: Request,
    connection: sqlite3.Connection,
    corrections: Corrections | None,
    overrides: str | None,
    authorities: tuple[Authority, ...] | None,
    started: float,
) -> ExitCode:
    taken: list[Intake] = []
    tell = _Progress(request.quiet)
    for name in request.quotes:
        path = None if name == "-" else Path(name)
        taken.append(
            _told(take_quotes(connection, path, corrections, tell.lines, workers=_workers(path)))
        )
    taken += [_told(take_articles(connection, Path(name))) for name in request.articles]
    tell.linking()
    linked = link(connection, overrides, authorities)
    tell.clear()
    for line in linked.unused if linked else ():
        complain(f"override fits no mention: {line}")
    for quote_id in corrections.missing if corrections else ():
        complain(f"correction finds no quote: {quote_id}")
    if not request.quiet:
        _summary(connection, request, taken[: len(request.quotes)], time.monotonic() - started)
    return ExitCode.SKIPPED if any(t.faults for t in taken) else ExitCode.FINE


def _workers(path: Path | None) -> int:
    """Processes beside this one are worth their start for large files only."""
    try:
        large = path is not None and path.stat().st_size > _LARGE
    except OSError:
        return 1
    return max(1, min(4, (os.cpu_count() or 1))) if large else 1


def _told(intake: Intake) -> Intake:
    for message in intake.faults[:_SHOWN]:
        complain(message)
    if len(intake.faults) > _SHOWN:
        complain(f"{len(intake.faults) - _SHOWN} more faults of the same file not shown")
    return intake


def _summary(
    connection: sqlite3.Connection, request: Request, taken: Sequence[Intake], seconds: float
) -> None:
    quotes = connection.execute("SELECT count(*) FROM quotes").fetchone()[0]
    people = connection.execute("SELECT count(*) FROM experts WHERE kind = 'person'").fetchone()[0]
    done = ", ".join(
        f"{sum(getattr(t, what) for t in taken):,} {what}"
        for what in ("added", "changed", "removed")
    )
    skipped = sum(t.skipped for t in taken)
    said = done + (f", {counted(skipped, 'line')} skipped" if skipped else "")
    typer.echo(
        f"{said} in {seconds:.1f} s; {request.output} holds {counted(quotes, 'quote')} of "
        f"{counted(people, 'person', 'people')}",
        err=True,
    )


class _Progress:
    def __init__(self, quiet: bool) -> None:
        self._on = not quiet and sys.stderr.isatty()

    def lines(self, number: int) -> None:
        self._say(f"{number:,} lines")

    def linking(self) -> None:
        self._say("linking experts")

    def clear(self) -> None:
        self._say("")

    def _say(self, text: str) -> None:
        if self._on:
            sys.stderr.write(f"\r\x1b[K{text}")
            sys.stderr.flush()


def _overrides_file(request: Request) -> str | None:
    """The file named, else ``quotes.overrides.txt`` beside ``quotes.db`` if there is one."""
    beside = request.output.parent / f"{request.output.stem}.overrides.txt"
    return request.overrides or (str(beside) if beside.is_file() else None)


def _side_file(name: str | None, read: Callable[[Path], Read]) -> Read | None:
    if name is None:
        return None
    try:
        return read(Path(name))
    except (CorrectionError, OverrideError, AuthorityError, UnreadableError) as error:
        raise _RefusedError(str(error)) from None
    except UnicodeDecodeError as error:
        raise _RefusedError(f"{name}: not UTF-8 ({error.reason}); save it so") from None
    except OSError as error:
        raise _RefusedError(f"{name}: cannot be read ({error.strerror}); check the name") from None


def _corrections(path: Path) -> Corrections:
    return read_corrections(read_lines(path), str(path))


def _overrides(path: Path) -> str:
    text = path.read_text(encoding="utf-8-sig")
    parse_overrides(text, str(path))
    return text


def _authorities(path: Path) -> tuple[Authority, ...]:
    return read_authorities(path)


def check_index(path: Path, *, quiet: bool) -> ExitCode:
    """Say every fault of the index, or that it is whole."""
    try:
        connection = open_to_read(path)
    except IndexFileError as error:
        complain(str(error))
        return ExitCode.USAGE
    try:
        faults = [*check(connection), *unfinished(connection)]
    except sqlite3.Error as error:
        faults = [str(error)]
    finally:
        connection.close()
    for message in faults:
        complain(f"{path}: {message}")
    if not faults and not quiet:
        typer.echo(f"{path}: whole", err=True)
    return ExitCode.SKIPPED if faults else ExitCode.FINE
