"""What the commands that read an index share: opening it, options, how output looks."""

import os
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from shutil import get_terminal_size
from typing import Annotated

import typer

from attrib.commands.session import ExitCode, session, stop

Database = Annotated[str, typer.Option("--db", metavar="FILE", help="The index to read.")]
AsJson = Annotated[bool, typer.Option("--json", help="JSON, a line a result.")]
Limit = Annotated[int, typer.Option("--limit", "-n", metavar="N", min=1, help="Results a page.")]
PageNumber = Annotated[int, typer.Option("--page", metavar="N", min=1, help="Which page.")]


@contextmanager
def reading(name: str) -> Iterator[sqlite3.Connection]:
    """The index, opened to read; whatever cannot be done ends the command with a clear line."""
    from attrib.index.store import IndexFileError, fault, open_to_read
    from attrib.search.query import QueryError

    path = Path(name)
    with session(), whole_lists():
        try:
            connection = open_to_read(path)
        except IndexFileError as error:
            raise stop(str(error), ExitCode.USAGE) from None
        try:
            yield connection
        except QueryError as error:
            raise stop(str(error), ExitCode.USAGE) from None
        except sqlite3.Error as error:
            raise stop(str(fault(path, error)), ExitCode.USAGE) from None
        except BrokenPipeError:
            raise
        except OSError as error:
            # Else the interpreter, too, would try to write what is left.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            message = f"standard output cannot be written ({error.strerror or error})"
            raise stop(f"{message}; free some space", ExitCode.OUTPUT) from None
        finally:
            connection.close()


@contextmanager
def whole_lists() -> Iterator[None]:
    """Around work that reads word lists of the rules: of broken ones every fault is shown."""
    try:
        yield
    except Exception as error:
        # Imported here: most searches need neither the rules nor their reader.
        from attrib.rules import RuleError

        if not isinstance(error, RuleError):
            raise
        typer.echo(str(error), err=True)
        raise stop("the rules are broken; mend the lines named above", ExitCode.USAGE) from None


def show(text: str) -> None:
    """A result for people: in a terminal no wider than it, elsewhere as it is."""
    if sys.stdout.isatty():
        from attrib.search.wrapping import wrapped

        text = wrapped(text, get_terminal_size().columns)
    typer.echo(text, color=coloured())


def coloured() -> bool:
    """Colours for a terminal unless NO_COLOR (no-color.org) is set."""
    return (
        sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    )


def say(text: str) -> None:
    """A remark that is no result."""
    typer.echo(f"attrib: {text}", err=True)


def nobody(text: str) -> typer.Exit:
    """Say that there is no such expert, and end the command as when nothing is found."""
    say(text)
    return typer.Exit(int(ExitCode.SKIPPED))


def no_such_expert(connection: sqlite3.Connection, typed: str) -> typer.Exit:
    """:func:`nobody`, with what to try instead."""
    from attrib.search.lookup import speaks_for

    if speaks_for(connection, typed):
        return nobody(
            f"{typed}: nobody of this name in the index, but people are quoted for it: "
            f'attrib search --affiliation "{typed}"'
        )
    return nobody(f"{typed}: nobody of this name in the index; list all with 'attrib experts'")


def several(typed: str, lines: Sequence[str]) -> typer.Exit:
    """Ask which of several experts is meant, and end the command."""
    say(f"'{typed}' fits {len(lines)} experts; say which by its id:")
    for line in lines[:20]:
        typer.echo(f"  {line}", err=True)
    if len(lines) > 20:
        say(f'{len(lines) - 20} more: attrib experts "{typed}" --page 2')
    return typer.Exit(int(ExitCode.USAGE))
