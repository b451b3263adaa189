"""Opening one input: a file, a pipe or standard input, gzipped or not."""

import io
import sys
import zlib
from typing import BinaryIO, cast

from attrib.sources.fault import Unreadable

STANDARD_INPUT = "-"
_GZIP = b"\x1f\x8b"
_BUFFER_BYTES = 1 << 16


class Stream:
    """The bytes of one input. ``position`` counts those taken from the disk (still gzipped)."""

    def __init__(self, path: str) -> None:
        """Open ``path``; ``-`` is standard input. Raises OSError as ``open`` does."""
        if path == STANDARD_INPUT and sys.stdin is None:
            raise OSError("standard input is closed")
        opened = (
            sys.stdin.buffer
            if path == STANDARD_INPUT
            else open(path, "rb", buffering=_BUFFER_BYTES)  # noqa: SIM115 - see close
        )
        self._file = cast(io.BufferedReader, opened)
        self._own = path != STANDARD_INPUT
        self.reader: io.BufferedReader = self._file
        # The two bytes tell, not the name: standard input has none and names are often wrong.
        if self._file.peek(2)[:2] == _GZIP:
            import gzip

            unzipped = gzip.GzipFile(fileobj=cast(BinaryIO, self._file), mode="rb")
            self.reader = io.BufferedReader(cast(io.RawIOBase, unzipped), _BUFFER_BYTES)

    @property
    def position(self) -> int:
        """Bytes taken so far; 0 for what cannot tell (a pipe, a closed file)."""
        try:
            return self._file.tell()
        except (OSError, ValueError):
            return 0

    def close(self) -> None:
        """Close the file; standard input stays open."""
        if self._own:
            self._file.close()


def gzip_fault(error: Exception) -> Unreadable | None:
    """What a failed decompression means to the user; ``None`` for an error of another kind."""
    if isinstance(error, EOFError):
        return Unreadable("the gzip file is cut short", "fetch it again; the rest is lost")
    if isinstance(error, zlib.error) or type(error).__name__ == "BadGzipFile":
        return Unreadable("the gzip file is damaged", "fetch it again (gzip -t FILE tests it)")
    return None
