"""All the articles of a command's PATHs, one after the other."""

import re
from collections.abc import Iterator, Sequence

from attrib.model import Document
from attrib.sources.fault import Fault, Placed, Unreadable
from attrib.sources.jsonl import FieldNames, read_jsonl
from attrib.sources.paths import JSONL_ENDINGS, TEXT_ENDINGS, Input, ending, find_inputs
from attrib.sources.stream import STANDARD_INPUT, Stream, gzip_fault
from attrib.sources.text import read_text

_JSON_START = re.compile(rb'(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*(?:\{\s*["}]|\[\s*[{\]])')


class Corpus:
    """The articles in reading order, to be gone through once.

    One article is held at a time; only the ids are remembered, to find those given twice.
    """

    def __init__(self, paths: Sequence[str], fields: FieldNames | None = None) -> None:
        """Find the files of ``paths`` (files, folders, globs, ``-``); nothing is opened yet."""
        self.inputs, self._faults = find_inputs(paths)
        self._fields = fields or FieldNames()
        self._seen: set[str] = set()
        self._finished = 0
        self._stream: Stream | None = None

    @property
    def size(self) -> int | None:
        """Bytes of all files as they lie on the disk; ``None`` if one of them is a pipe."""
        sizes = [item.size for item in self.inputs]
        return None if None in sizes else sum(size for size in sizes if size is not None)

    @property
    def position(self) -> int:
        """Bytes read so far, of :attr:`size`."""
        return self._finished + (self._stream.position if self._stream else 0)

    def __iter__(self) -> Iterator[Document | Fault]:
        """Documents in order, and each fault where it was met. Never raises for bad input."""
        yield from self._faults
        for item in self.inputs:
            name = "<stdin>" if item.path == STANDARD_INPUT else item.path
            for read in self._read(item, name):
                yield read if isinstance(read, Fault) else self._new(read, name)
            self._finished += item.size or 0

    def _new(self, read: Placed, name: str) -> Document | Fault:
        doc_id = read.document.id
        if doc_id in self._seen:
            return Fault(
                path=name,
                line=read.line,
                message=f'the id "{doc_id}" was given to an article before',
                cure="give every article its own id; the first one is kept",
            )
        self._seen.add(doc_id)
        return read.document

    def _read(self, item: Input, name: str) -> Iterator[Placed | Fault]:
        line: int | None = None
        try:
            self._stream = Stream(item.path)
            for read in self._articles(item, name, self._stream):
                line = read.line
                yield read
        except Unreadable as error:
            yield error.at(name)
        except (OSError, EOFError, ValueError) as error:
            reason = gzip_fault(error)
            if reason is None and not isinstance(error, OSError):
                raise
            yield (reason or _refused(error)).at(name, line and line + 1)
        finally:
            if self._stream:
                self._stream.close()
                self._stream = None

    def _articles(self, item: Input, name: str, stream: Stream) -> Iterator[Placed | Fault]:
        if _is_jsonl(item, stream):
            return read_jsonl(stream.reader, name, self._fields)
        return read_text(stream.reader, name, item.doc_id)


def _refused(error: Exception) -> Unreadable:
    reason = getattr(error, "strerror", None) or error
    return Unreadable(f"cannot be read ({reason})", "check the file and its permissions")


def _is_jsonl(item: Input, stream: Stream) -> bool:
    """By the name's ending; where that says nothing (``-``, ``.json``), by how it begins."""
    found = ending(item.path)
    if found in JSONL_ENDINGS or found in TEXT_ENDINGS:
        return found in JSONL_ENDINGS
    return _JSON_START.match(stream.reader.peek(64)[:64].replace(b"\0", b"")) is not None
