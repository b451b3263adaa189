"""Plain text: one article a file."""

import re
from collections.abc import Iterator
from io import BufferedReader

from attrib.model import Document
from attrib.sources.encoding import broken_characters, decode
from attrib.sources.fault import Fault, Placed, Unreadable

# Bytes of one article. The longest magazine pieces have 0.1 MB, a novel has 1 MB: what is
# larger is a dump of many articles or no text, and is turned down before it fills the memory.
MAX_ARTICLE_BYTES = 10_000_000

_MARKUP = re.compile(r"\s*<(?:!doctype|html|\?xml)\b", re.IGNORECASE)


def read_text(reader: BufferedReader, path: str, doc_id: str) -> Iterator[Placed | Fault]:
    """The one article of a text file, with a fault before it where bytes had to be replaced.

    Raises:
        Unreadable: the file is empty, too large, binary or in an unknown encoding.
    """
    data = reader.read(MAX_ARTICLE_BYTES + 1)
    if len(data) > MAX_ARTICLE_BYTES:
        decode(data[:4096])  # a binary file is better called that than too long
        raise Unreadable(
            f"longer than {MAX_ARTICLE_BYTES // 1_000_000} MB, which is no single article",
            "give one article a file, or JSONL (.jsonl) with one article a line",
        )
    decoded = decode(data)
    if not decoded.text.strip():
        raise Unreadable("the file is empty", "leave it out, or fetch the article again")
    if _MARKUP.match(decoded.text):
        raise Unreadable("a page of HTML or XML, not plain text", "extract its text first")
    if decoded.replaced:
        yield Fault(
            path=path,
            message=f"{broken_characters(decoded.replaced)} (the rest is "
            f"{decoded.encoding.upper()})",
            cure="fetch the article again, or check its encoding",
            lost=0,
        )
    yield Placed(Document(id=doc_id, text=decoded.text), None)
