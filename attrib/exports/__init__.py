"""Writing quotes: one small module a format, each with the same two names.

``HEADER`` is what the file begins with, ``encode(quotes)`` the bytes of some quotes; the bytes
of a whole file are the header and the encoded parts in order, whatever the parts.
"""

from collections.abc import Callable, Iterable
from importlib import import_module

import msgspec

from attrib.model import Quote

FORMATS = ("jsonl", "csv")


class Export(msgspec.Struct, frozen=True):
    """A format to write in."""

    header: bytes
    encode: Callable[[Iterable[Quote]], bytes]


def export(format_name: str) -> Export:
    """The format of that name. Raises ValueError for one that is not in :data:`FORMATS`."""
    if format_name not in FORMATS:
        raise ValueError(f"no format {format_name!r} (there are: {', '.join(FORMATS)})")
    module = import_module(f"attrib.exports.{format_name}")
    return Export(module.HEADER, module.encode)
