"""Where output goes: a file written whole or not at all, or standard output."""

import atexit
import os
import stat
import sys
from types import TracebackType
from typing import BinaryIO, Self, cast


class OutputError(Exception):
    """The output cannot be written; the message names the file and the cure.

    ``underway`` tells whether the work had begun.
    """

    def __init__(self, message: str, *, underway: bool = False) -> None:
        super().__init__(message)
        self.underway = underway


class Destination:
    """A context manager to write bytes to.

    A file's bytes are collected in a temporary one beside it, which takes its place at the end
    of the ``with`` block. Left by an exception (Ctrl-C too) or after :meth:`discard`, what was
    there before stays untouched. A name that ends in ``.gz`` is gzipped, without a time stamp,
    so that equal content gives equal bytes. Devices and pipes are written directly.
    """

    def __init__(self, path: str | None) -> None:
        """Check ``path``; ``None`` or ``-`` is standard output.

        Raises:
            OutputError: the folder does not exist or refuses, or the path is a folder.
        """
        self._target = None if path is None or path == "-" else os.path.realpath(path)
        self._name = path or "<stdout>"
        self._temporary: str | None = None
        self._keep = True
        if self._target is None:
            if sys.stdout is None:  # the command was started with it closed
                raise OutputError("standard output is closed; name a file with -o FILE")
            return
        folder = os.path.dirname(self._target)
        if os.path.isdir(self._target):
            raise OutputError(f"{path}: is a folder; name a file in it")
        if not os.path.isdir(folder):
            raise OutputError(f"{path}: the folder does not exist; make it first (mkdir -p)")
        if not os.path.exists(self._target) or os.path.isfile(self._target):
            self._temporary = f"{folder}/.{os.path.basename(self._target)}.{os.getpid()}.tmp"
        needed = self._target if self._temporary is None else folder
        if not os.access(needed, os.W_OK):
            raise OutputError(f"{path}: no permission to write here; choose another place")

    def __enter__(self) -> Self:
        if self._target is None:
            self._file = self._out = cast(BinaryIO, sys.stdout.buffer)
            return self
        # A signal may strike before the ``with`` statement holds this: then the exit tidies up.
        atexit.register(self._remove_temporary)
        try:
            self._file = open(self._temporary or self._target, "wb")
        except OSError as error:
            raise OutputError(f"{self._name}: cannot be written ({error.strerror})") from None
        self._out = cast(BinaryIO, self._file)
        if self._target.endswith(".gz"):
            import gzip

            self._out = cast(BinaryIO, gzip.GzipFile("", "wb", 6, self._file, mtime=0))
        return self

    def write(self, data: bytes) -> None:
        """Write on. Raises OutputError, or BrokenPipeError where the reader has gone."""
        try:
            self._out.write(data)
        except OSError as error:
            raise self._failure(error) from None

    def flush(self) -> None:
        """Hand on what was written to standard output; a file is only seen when it is whole."""
        try:
            if self._target is None:
                self._out.flush()
        except OSError as error:
            raise self._failure(error) from None

    def discard(self) -> None:
        """Keep what was there before instead of what has been written."""
        self._keep = False

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._target is None:
            if kind is None:
                self.flush()
            return
        try:
            self._keep = self._keep and kind is None
            self._close()
            if self._temporary and self._keep:
                self._permissions(self._temporary, self._target)
                os.replace(self._temporary, self._target)
        except OSError as failure:
            if kind is None:
                raise self._failure(failure) from None
        finally:
            self._remove_temporary()
            atexit.unregister(self._remove_temporary)

    def _remove_temporary(self) -> None:
        if self._temporary and os.path.exists(self._temporary):
            os.unlink(self._temporary)

    def _close(self) -> None:
        try:
            if self._out is not self._file:
                self._out.close()
            if self._temporary and self._keep:
                self._file.flush()
                os.fsync(self._file.fileno())  # the new name must not outlive its bytes
        finally:
            self._file.close()

    @staticmethod
    def _permissions(temporary: str, target: str) -> None:
        if os.path.exists(target):
            os.chmod(temporary, stat.S_IMODE(os.stat(target).st_mode))

    def _failure(self, error: OSError) -> Exception:
        if isinstance(error, BrokenPipeError):
            return error
        left = "" if self._temporary is None else "; what was there before is untouched"
        message = f"{self._name}: cannot be written ({error.strerror}){left}"
        return OutputError(message, underway=True)
