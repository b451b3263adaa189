"""``attrib index``: quotes into one searchable file."""

from typing import Annotated

import typer

from attrib.commands import options
from attrib.commands.command import Command

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(cls=Command)
def index(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="QUOTES",
            help="JSONL of attrib extract (.gz too); - is standard input.",
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="The index to make or add to.")
    ] = "quotes.db",
    articles: Annotated[
        list[str] | None,
        typer.Option(
            "--articles",
            metavar="FILE",
            show_default=False,
            help="Articles of attrib extract --articles, for context (repeatable).",
        ),
    ] = None,
    corrections: Annotated[
        str | None,
        typer.Option(
            "--corrections", metavar="FILE", help="Corrections to apply.", show_default=False
        ),
    ] = None,
    overrides: Annotated[
        str | None,
        typer.Option(
            "--overrides",
            metavar="FILE",
            show_default=False,
            help="Who is the same and who is not; kept in the index.",
        ),
    ] = None,
    authority: Annotated[
        str | None,
        typer.Option(
            "--authority",
            metavar="FILE",
            show_default=False,
            help="CSV or JSONL of known experts: id, name, aliases, role, affiliation.",
        ),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Only check that the index is whole.")
    ] = False,
    quiet: options.Quiet = False,
) -> None:
    """Put quotes into one SQLite file that can be searched; only what changed is written.

    \b
    Examples:
      attrib extract seeds -o seeds.jsonl --articles seeds.articles.jsonl
      attrib index seeds.jsonl -o quotes.db --articles seeds.articles.jsonl
      attrib index --check -o quotes.db
    """  # fmt: skip
    from pathlib import Path

    from attrib.commands.index_run import Request, check_index, run_index
    from attrib.commands.reading import whole_lists
    from attrib.commands.session import session

    with session(), whole_lists():
        if check:
            code = check_index(Path(output), quiet=quiet)
        else:
            code = run_index(
                Request(
                    quotes=tuple(paths or ()), output=Path(output), articles=tuple(articles or ()),
                    corrections=corrections, overrides=overrides, authority=authority, quiet=quiet,
                )
            )  # fmt: skip
    if code:
        raise typer.Exit(int(code))
