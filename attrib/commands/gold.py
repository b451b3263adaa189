"""``attrib gold``: check gold, and convert it between its formats."""

from typing import TYPE_CHECKING, Annotated

import typer

from attrib.commands.command import Command
from attrib.commands.session import ExitCode, session, stop

if TYPE_CHECKING:
    from attrib.gold import GoldDocument

app = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True)

Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH",
        help="Gold: .cases, .jsonl, folders of them; with --from brat, folders of .ann and .txt.",
        show_default=False,
    ),
]
From = Annotated[
    str | None, typer.Option("--from", metavar="brat", help="PATHs are BRAT.", show_default=False)
]
Articles = Annotated[
    list[str] | None,
    typer.Option(
        "--read", metavar="FILE", help="Articles the gold is of (repeatable).", show_default=False
    ),
]


@app.callback()
def gold_group() -> None:
    """Check gold and convert it. fixtures/README.md explains how to write it.

    \b
    Examples:
      attrib gold check fixtures/
      attrib gold convert fixtures/written -o gold.jsonl
    """


@app.command(cls=Command)
def check(paths: Paths, source: From = None, read: Articles = None) -> None:
    """Name everything that is wrong with gold, each as file:line: id: message.

    \b
    Example:
      attrib gold check fixtures/
    """
    with session():
        documents = _read(paths, source, read or [])
    quotes = sum(len(d.quotes) for d in documents)
    typer.echo(f"attrib: {len(documents)} documents, {quotes} statements, no faults", err=True)


@app.command(cls=Command)
def convert(
    paths: Paths,
    output: Annotated[
        str,
        typer.Option(
            "--output", "-o", metavar="FILE", help="The gold; with --to brat, a new folder."
        ),
    ] = "-",
    target: Annotated[
        str, typer.Option("--to", metavar="jsonl|brat", help="The format to write.")
    ] = "jsonl",
    articles: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="Write the articles here, and the gold without their text.",
            show_default=False,
        ),
    ] = None,
    source: From = None,
    read: Articles = None,
) -> None:
    """Convert gold: cases to JSON lines, to and from BRAT.

    \b
    Examples:
      attrib gold convert fixtures/written -o gold.jsonl
      attrib gold convert gold.jsonl --read articles.jsonl --to brat -o for-annotators/
      attrib gold convert for-annotators/ --from brat -o gold.jsonl --articles articles.jsonl
    """
    if target not in ("jsonl", "brat"):
        raise typer.BadParameter(f"{target!r} is none of jsonl, brat", param_hint="--to")
    with session():
        documents = _read(paths, source, read or [])
        if target == "brat":
            _write_brat(documents, output)
        else:
            _write_stored(documents, output, articles)


def _read(paths: list[str], source: str | None, articles: list[str]) -> "tuple[GoldDocument, ...]":
    from pathlib import Path

    from attrib.gold import GoldError, read_gold
    from attrib.gold.brat import read_brat
    from attrib.gold.reading import gold_files
    from attrib.model import Document
    from attrib.sources import Corpus, Fault

    if source not in (None, "brat"):
        raise typer.BadParameter(f"{source!r} is not brat", param_hint="--from")
    try:
        if source == "brat":
            return tuple(d for path in paths for d in read_brat(Path(path)))
        known: dict[str, Document] = {}
        for found in Corpus(articles) if articles else ():
            if isinstance(found, Fault):
                raise stop(str(found), ExitCode.USAGE)
            known[found.id] = found
        return read_gold([f for path in paths for f in gold_files(Path(path))], known)
    except GoldError as error:
        for fault in error.faults:
            typer.echo(fault, err=True)
        raise stop(
            f"{len(error.faults)} faults; mend the lines named above", ExitCode.USAGE
        ) from None


def _write_stored(documents: "tuple[GoldDocument, ...]", output: str, articles: str | None) -> None:
    from attrib.exports.articles import encode
    from attrib.exports.destination import Destination
    from attrib.gold.stored import encode_gold

    with Destination(output) as out:
        out.write(encode_gold(documents, text=articles is None))
    if articles is not None:
        with Destination(articles) as out:
            out.write(encode([d.document for d in documents]))


def _write_brat(documents: "tuple[GoldDocument, ...]", output: str) -> None:
    from pathlib import Path

    from attrib.gold.brat import brat_files

    folder = Path(output)
    if output == "-" or (folder.exists() and any(folder.iterdir())):
        raise typer.BadParameter("name a new folder with -o", param_hint="--to brat")
    try:
        for name, text in brat_files(documents):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode("utf-8"))
    except OSError as error:
        raise stop(f"{output}: cannot be written ({error.strerror})", ExitCode.OUTPUT) from None
