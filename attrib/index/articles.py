"""The articles beside the quotes, compressed, so that every quote can be seen in its context."""

import zlib
from collections.abc import Iterable
from hashlib import sha256
from sqlite3 import Connection

import msgspec


class Article(msgspec.Struct, frozen=True):
    """A line of the articles' file: what context needs of it, and the digest to trust it by."""

    id: str
    text: str
    title: str | None = None
    sha256: str | None = None


class Stored(msgspec.Struct, frozen=True):
    """Lines read, and of these new and changed; faults as ``file:line: what; cure``."""

    read: int
    added: int
    changed: int
    faults: tuple[str, ...]


_decode = msgspec.json.Decoder(Article).decode


def store_articles(connection: Connection, lines: Iterable[tuple[int, bytes]], name: str) -> Stored:
    """Store articles by the documents they are; equal ones are left alone. Inside a transaction."""
    faults: list[str] = []
    read = added = changed = 0
    for number, line in lines:
        if not line.strip():
            continue
        try:
            article = _decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            faults.append(f"{name}:{number}: {error}; write it with 'attrib extract --articles'")
            continue
        raw = article.text.encode()
        digest = sha256(raw).digest()
        if article.sha256 is not None and article.sha256 != digest.hex():
            faults.append(
                f"{name}:{number}: the text of {article.id} is not the one its sha256 was made of; "
                "write the file again with 'attrib extract --articles'"
            )
            continue
        read += 1
        document = _document(connection, article.id)
        found = connection.execute(
            "SELECT sha256, title FROM articles WHERE document = ?", (document,)
        ).fetchone()
        if found == (digest, article.title):
            continue
        added, changed = added + (found is None), changed + (found is not None)
        connection.execute(
            "INSERT OR REPLACE INTO articles (document, title, text, sha256) VALUES (?, ?, ?, ?)",
            (document, article.title, zlib.compress(raw, 6), digest),
        )
    return Stored(read, added, changed, tuple(faults))


def _document(connection: Connection, doc_id: str) -> int:
    found = connection.execute("SELECT id FROM documents WHERE doc_id = ?", (doc_id,)).fetchone()
    if found is not None:
        return int(found[0])
    number = connection.execute("INSERT INTO documents (doc_id) VALUES (?)", (doc_id,)).lastrowid
    assert number is not None
    return number


def article_of(connection: Connection, document: int) -> tuple[str, str | None] | None:
    """Text and title of a document's article; ``None`` if it was not stored."""
    found = connection.execute(
        "SELECT text, title FROM articles WHERE document = ?", (document,)
    ).fetchone()
    return None if found is None else (zlib.decompress(found[0]).decode(), found[1])
