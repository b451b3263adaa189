"""Commands as typer's, without its cost for plain strings."""

from typing import Any

from typer.core import TyperCommand


class _Plain:
    """Takes strings and defaults as they are; leaves every other value to typer."""

    def __init__(self, annotation: object, typers_own: Any) -> None:
        self._annotation = annotation
        self._typers_own = typers_own

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        many = param.multiple or param.nargs == -1
        if value is None:
            return () if many else None
        if many and self._annotation == list[str] and isinstance(value, (list, tuple)):
            return list(value)
        if not many and type(value) is self._annotation:
            return value
        return self._typers_own().coerce(value, param=param, ctx=ctx)


def spare_plain_values(command: Any, ctx: Any) -> None:
    """Let no parameter of ``command`` be validated by pydantic that needs it not.

    The newer typers make a pydantic validator for each parameter; importing pydantic alone
    takes as long as everything else that ``attrib extract`` imports. A typer that has no such
    validators is left alone.
    """
    for param in command.get_params(ctx):
        own = getattr(param, "get_runtime_param", None)
        described = getattr(param, "type_descriptor", None)
        if own is not None and described is not None and "get_runtime_param" not in vars(param):
            plain = _Plain(described.annotation, own)
            vars(param)["get_runtime_param"] = lambda plain=plain: plain


class Command(TyperCommand):
    """A command whose strings are taken as they are."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """As typer's."""
        spare_plain_values(self, ctx)
        return super().parse_args(ctx, args)
