"""The articles as read, so that quotes can be seen in their context later.

Written under the names that JSON lines are read with by default: the file is an input again.
"""

import hashlib
from collections.abc import Iterable

import orjson

from attrib.model import Document

HEADER = b""


def encode(documents: Iterable[Document]) -> bytes:
    """A JSON line a document; ``sha256`` is of the text in UTF-8."""
    return b"".join(orjson.dumps(_record(d), option=orjson.OPT_APPEND_NEWLINE) for d in documents)


def _record(document: Document) -> dict[str, str | None]:
    return {
        "id": document.id,
        "outlet": document.outlet,
        "url": document.url,
        "date": document.published,
        "title": document.title,
        "text": document.text,
        "sha256": hashlib.sha256(document.text.encode("utf-8")).hexdigest(),
    }
