"""How a command ends: exit codes, interruption, a closed pipe, broken rules."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path
from typing import TypeVar

import typer

Loaded = TypeVar("Loaded")


class ExitCode(IntEnum):
    """What the shell is told; docs/cli.md explains each."""

    FINE = 0
    SKIPPED = 1
    USAGE = 2
    OUTPUT = 3
    INTERRUPTED = 128 + signal.SIGINT
    PIPE_CLOSED = 128 + 13  # SIGPIPE, which Windows has not
    TERMINATED = 128 + signal.SIGTERM


def complain(message: str) -> None:
    """One line on standard error, in place of a progress bar that may stand there."""
    typer.echo(("\r\x1b[K" if sys.stderr.isatty() else "") + f"attrib: {message}", err=True)


def stop(message: str, code: ExitCode) -> typer.Exit:
    """Say why and give the exception that ends the command."""
    complain(message)
    return typer.Exit(int(code))


def rule_folder(rules: str | None) -> Path | None:
    """The folder of ``--rules``, which must exist."""
    if rules is not None and not os.path.isdir(rules):
        raise typer.BadParameter(f"{rules} is no folder", param_hint="--rules")
    return None if rules is None else Path(rules)


def load_or_stop(load: Callable[[], Loaded]) -> Loaded:
    """What ``load`` gives; of broken rules every fault is shown and the command ends."""
    from attrib.rules import RuleError

    try:
        return load()
    except RuleError as error:
        typer.echo(str(error), err=True)
        raise stop("the rules are broken; mend the lines named above", ExitCode.USAGE) from None


@contextmanager
def session() -> Iterator[None]:
    """Around the work of a command: turns the ways it can be cut short into exit codes.

    What the ``with`` statements inside hold (temporary files, processes) is given up first.
    """
    from attrib.exports.destination import OutputError
    from attrib.interruption import interruptible
    from attrib.parallel import WorkerDiedError

    try:
        with interruptible():
            yield
    except OutputError as error:
        code = ExitCode.OUTPUT if error.underway else ExitCode.USAGE
        raise stop(str(error), code) from None
    except WorkerDiedError as error:
        message = f"{error} (out of memory?); no file was changed, run with fewer --workers"
        raise stop(message, ExitCode.OUTPUT) from None
    except BrokenPipeError:
        # The reader (head, less) has what it wanted. Standard output is pointed elsewhere, or
        # the interpreter would complain when it flushes it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(int(ExitCode.PIPE_CLOSED)) from None
    except KeyboardInterrupt:
        raise stop("interrupted; no file was changed", ExitCode.INTERRUPTED) from None
