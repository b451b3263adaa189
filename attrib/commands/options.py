"""Options that several commands take, worded once."""

from typing import Annotated

import typer

Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH",
        help="Text files, JSONL files, folders (read recursively), globs; - is standard input.",
        show_default=False,
    ),
]
Rules = Annotated[
    str | None,
    typer.Option("--rules", metavar="DIR", help="A rule folder of your own.", show_default=False),
]
IdField = Annotated[
    str, typer.Option("--id", metavar="NAME", help="JSONL field that holds the id.")
]
TextField = Annotated[
    str, typer.Option("--text", metavar="NAME", help="JSONL field that holds the article.")
]
TitleField = Annotated[
    str, typer.Option("--title", metavar="NAME", help="JSONL field that holds the headline.")
]
OutletField = Annotated[
    str, typer.Option("--outlet", metavar="NAME", help="JSONL field that holds the outlet.")
]
UrlField = Annotated[
    str, typer.Option("--url", metavar="NAME", help="JSONL field that holds the address.")
]
DateField = Annotated[
    str, typer.Option("--date", metavar="NAME", help="JSONL field that holds the date.")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no summary.")]
