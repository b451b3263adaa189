"""``attrib schema``: what a quote record is, for programs."""

import typer

from attrib.commands.command import Command

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(cls=Command)
def schema() -> None:
    """Print the JSON Schema of the quote record.

    \b
    Example:
      attrib schema > quote.schema.json
    """
    import orjson

    from attrib.records import schema as record_schema

    typer.echo(orjson.dumps(record_schema(), option=orjson.OPT_INDENT_2))
