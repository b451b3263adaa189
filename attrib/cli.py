"""The ``attrib`` command: finds the command asked for and imports nothing of the others."""

from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from attrib.commands.command import spare_plain_values

# Command → the module with its typer ``app`` (one function, or several for a group of commands).
COMMANDS = {
    "extract": "attrib.commands.extract",
    "show": "attrib.commands.show",
    "why": "attrib.commands.why",
    "rules": "attrib.commands.rules",
    "review": "attrib.commands.review",
    "judge": "attrib.commands.judge",
    "gold": "attrib.commands.gold",
    "schema": "attrib.commands.schema",
    "index": "attrib.commands.index",
    "search": "attrib.commands.search",
    "experts": "attrib.commands.experts",
    "expert": "attrib.commands.expert",
    "conflicts": "attrib.commands.conflicts",
}


class Commands(TyperGroup):
    """The commands of :data:`COMMANDS`, each imported when it is asked for."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """As typer's."""
        spare_plain_values(self, ctx)
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """As typer's, which suggests a command for a misspelt one if it knows them all."""
        if args and args[0] not in COMMANDS:
            for name in COMMANDS:
                self.get_command(ctx, name)
        return super().resolve_command(ctx, args)

    def list_commands(self, ctx: Any) -> list[str]:
        """Names in the order of the table, for the help."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command, ``None`` for a name that is none."""
        if cmd_name not in COMMANDS:
            return None
        if cmd_name not in self.commands:
            self.commands[cmd_name] = get_command(import_module(COMMANDS[cmd_name]).app)
        return self.commands[cmd_name]


def _version(wanted: bool) -> None:
    if wanted:
        from attrib import __version__

        typer.echo(f"attrib {__version__}")
        raise typer.Exit


# No rich: it would cost more start-up than all of attrib's own imports.
app = typer.Typer(
    cls=Commands,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def attrib(
    version: Annotated[
        bool,
        typer.Option("--version", help="Show the version.", callback=_version, is_eager=True),
    ] = False,
) -> None:
    """Who said what in Indonesian news.

    \b
    Start here:
      attrib extract berita.txt          the quotes of an article, a line of JSON each
      attrib show berita.txt             the article with its quotes marked
      attrib extract --help              all that extract can do
    """


def main() -> None:
    """The entry point of the ``attrib`` script."""
    app(prog_name="attrib")
