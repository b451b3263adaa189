"""JSON lines of a file, a gzipped file or standard input, one after the other."""

import gzip
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

_BOM = b"\xef\xbb\xbf"
_GZIP = b"\x1f\x8b"


class UnreadableError(Exception):
    """The input cannot be read to its end; the message names it and the cure."""


def read_lines(path: Path | None) -> Iterator[bytes]:
    """The lines without their ends, blank ones too; ``None`` reads standard input.

    Raises :class:`UnreadableError`, where it occurs: the lines before were good.
    """
    name = "-" if path is None else str(path)
    try:
        with _open(path) as stream:
            first = True
            for line in stream:
                yield line.removeprefix(_BOM).rstrip(b"\r\n") if first else line.rstrip(b"\r\n")
                first = False
    except FileNotFoundError:
        raise UnreadableError(f"{name}: no such file; check the name") from None
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise UnreadableError(
            f"{name}: gzip data broken ({error}); fetch or write the file again"
        ) from None
    except OSError as error:
        raise UnreadableError(f"{name}: cannot be read ({error.strerror or error})") from None


def _open(path: Path | None) -> BinaryIO:
    if path is None:
        return sys.stdin.buffer
    stream = path.open("rb")
    if stream.peek(2)[:2] == _GZIP:
        stream.close()
        return cast("BinaryIO", gzip.open(path, "rb"))
    return stream
