"""``attrib extract``: articles in, a who-said-what dataset out."""

from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

from attrib.commands import options
from attrib.commands.command import Command
from attrib.commands.session import (
    ExitCode,
    complain,
    load_or_stop,
    rule_folder,
    session,
    stop,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from attrib.commands.console import Console
    from attrib.exports.destination import Destination
    from attrib.extraction import Extraction
    from attrib.model import Document
    from attrib.sources import Corpus

app = typer.Typer(add_completion=False, rich_markup_mode=None)

KINDS = ("direct", "indirect", "mixed")


def _kinds(value: str) -> str:
    names = [name.strip() for name in value.split(",")]
    if wrong := [name for name in names if name not in KINDS]:
        raise typer.BadParameter(f"{wrong[0]!r} is none of {', '.join(KINDS)}")
    return ",".join(names)


def _format(value: str) -> str:
    from attrib.exports import FORMATS

    if value not in FORMATS:
        raise typer.BadParameter(f"{value!r} is none of {', '.join(FORMATS)}")
    return value


@app.command(cls=Command)
def extract(
    paths: options.Paths,
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write here, whole or not at all (.gz is gzipped), not to standard output.",
            show_default=False,
        ),
    ] = None,
    format_name: Annotated[
        str,
        typer.Option(
            "--format",
            "-f",
            metavar="jsonl|csv",
            help="Records, or flat rows for a spreadsheet.",
            callback=_format,
        ),
    ] = "jsonl",
    kinds: Annotated[
        str,
        typer.Option("--kind", metavar="KIND,...", help="Kinds to give.", callback=_kinds),
    ] = ",".join(KINDS),
    articles: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="Write the articles as read here, to see quotes in context later.",
            show_default=False,
        ),
    ] = None,
    corrections: Annotated[
        str | None,
        typer.Option(
            metavar="FILE", help="Corrections of single quotes to apply.", show_default=False
        ),
    ] = None,
    rules: options.Rules = None,
    workers: Annotated[
        int, typer.Option(metavar="N", min=1, help="Processes; the output is the same.")
    ] = 1,
    id_field: options.IdField = "id",
    text_field: options.TextField = "text",
    title_field: options.TitleField = "title",
    outlet_field: options.OutletField = "outlet",
    url_field: options.UrlField = "url",
    date_field: options.DateField = "date",
    quiet: options.Quiet = False,
) -> None:
    """Extract who said what: one line of JSON a quote.

    \b
    Examples:
      attrib extract seeds/ -o quotes.jsonl
      attrib extract berita.txt | head -1
      attrib extract crawl.jsonl.gz --text content --date published_at -o quotes.jsonl.gz
      attrib extract seeds/ -f csv --kind direct,mixed -o quotes.csv
      zcat crawl.jsonl.gz | attrib extract - --workers 2 --articles articles.jsonl > quotes.jsonl

    \b
    Plain text is one article a file (UTF-8, UTF-16 or Windows-1252); JSONL (.jsonl, .ndjson)
    is one a line. What cannot be read is named on standard error and passed over.
    Exit codes: 0 fine, 1 something was skipped, 2 usage or broken rules, 3 output failed.
    """
    import sys

    from attrib.commands.console import Console
    from attrib.exports.destination import Destination
    from attrib.extraction import Extraction
    from attrib.sources import Corpus, FieldNames

    output = None if output == "-" else output
    corpus = Corpus(
        paths,
        FieldNames(
            id=id_field, text=text_field, title=title_field,
            outlet=outlet_field, url=url_field, date=date_field,
        ),
    )  # fmt: skip
    _refuse_inputs_as_outputs(corpus, {"--output": output, "--articles": articles})
    extraction = Extraction(
        rules=rule_folder(rules),
        format_name=format_name,
        kinds=frozenset(kinds.split(",")),
        keep_articles=articles is not None,
        corrections=corrections,
    )
    with session():
        outputs = Destination(output), Destination(articles) if articles else None
        load_or_stop(lambda: _prepare(extraction))
        console = Console(corpus, quiet=quiet, bar=not (output is None and sys.stdout.isatty()))
        _run(corpus, extraction, workers, outputs, console)
        console.summary(output)
    if console.faults:
        raise typer.Exit(int(ExitCode.SKIPPED))


def _run(
    corpus: "Corpus",
    extraction: "Extraction",
    workers: int,
    outputs: "tuple[Destination, Destination | None]",
    console: "Console",
) -> None:
    from contextlib import ExitStack

    from attrib.exports import export
    from attrib.parallel import map_batches

    with ExitStack() as stack:
        quotes_out = stack.enter_context(outputs[0])
        articles_out = stack.enter_context(outputs[1]) if outputs[1] else None
        quotes_out.write(export(extraction.format_name).header)
        parts = map_batches(
            extraction.run,
            _documents(corpus, console),
            workers=workers,
            prepare=extraction.prepare,
        )
        mended: set[str] = set()
        for part in stack.enter_context(closing(parts)):
            mended.update(part.mended)
            for fault in part.faults:
                console.fault(fault)
            quotes_out.write(part.quotes)
            if articles_out:
                articles_out.write(part.articles)
            console.advance(part.documents, part.found)
        _unfound(extraction, mended)
        if console.nothing_read:
            quotes_out.discard()
            if articles_out:
                articles_out.discard()


def _prepare(extraction: "Extraction") -> None:
    """Load what the work needs; corrections that cannot be read end the command."""
    from attrib.corrections import CorrectionError

    try:
        extraction.prepare()
    except CorrectionError as error:
        raise stop(str(error), ExitCode.USAGE) from None
    except OSError as error:
        if error.filename != extraction.corrections:
            raise
        raise stop(
            f"{error.filename}: cannot be read ({error.strerror}); check --corrections",
            ExitCode.USAGE,
        ) from None


def _unfound(extraction: "Extraction", mended: set[str]) -> None:
    """Say which corrections no longer find their quote."""
    from pathlib import Path

    from attrib.corrections import read_corrections

    if extraction.corrections is None:
        return
    name = extraction.corrections
    corrections = read_corrections(Path(name).read_bytes().splitlines(), name)
    corrections.met(mended)
    for quote_id in corrections.missing:
        complain(f"{name}: the correction of {quote_id} finds no quote; look at its article")


def _documents(corpus: "Corpus", console: "Console") -> "Iterator[Document]":
    """The documents, the faults among them shown as they come."""
    from attrib.sources import Fault

    for read in corpus:
        if isinstance(read, Fault):
            console.fault(read)
        else:
            yield read


def _refuse_inputs_as_outputs(corpus: "Corpus", outputs: "dict[str, str | None]") -> None:
    import os

    inputs = {os.path.realpath(item.path) for item in corpus.inputs}
    taken: set[str] = set()
    for option, path in outputs.items():
        if path is None:
            continue
        real = os.path.realpath(path)
        if real in inputs:
            raise typer.BadParameter(
                f"{path} is also an input; write to another file, or one outside the folder read",
                param_hint=option,
            )
        if real in taken:
            raise typer.BadParameter(f"{path} is given twice as output", param_hint=option)
        if os.path.isfile(real) or not os.path.exists(real):
            taken.add(real)
