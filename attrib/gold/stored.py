"""Gold as JSON lines: a document a line, its statements as spans.

``{"id", "sha256", "quotes": [GoldQuote…]}``; beside these ``complete`` (true if left out),
``rejected``, ``note``, ``group``, and the document itself: ``text`` (with ``title``, ``outlet``,
``url``, ``published``), or ``article``, a path from the file to a plain-text article. Where neither
stands the document comes from elsewhere, and ``sha256`` (of the text in UTF-8) tells whether it is
the one that was judged.
"""

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path

import msgspec

from attrib.gold.model import GoldDocument, GoldError, GoldQuote, Rejected
from attrib.model import Document


class Line(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line as it is stored."""

    id: str
    sha256: str | None = None
    complete: bool = True
    quotes: tuple[GoldQuote, ...]
    rejected: tuple[Rejected, ...] = ()
    group: str = ""
    note: str = ""
    article: str | None = None
    text: str | None = None
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: str | None = None


_decode = msgspec.json.Decoder(Line).decode
_encode = msgspec.json.Encoder().encode


def checksum(text: str) -> str:
    """The SHA-256 of a text in UTF-8, in hex."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def read_stored(
    path: Path, articles: Mapping[str, Document] | None = None, group: str = ""
) -> tuple[GoldDocument, ...]:
    """The documents of a gold file, in order. ``articles`` by id are used where a line has no text.

    Raises:
        GoldError: with every fault of the file.
    """
    faults: list[str] = []
    out: list[GoldDocument] = []
    seen: dict[str, int] = {}
    for number, raw in enumerate(path.read_bytes().removeprefix(b"\xef\xbb\xbf").splitlines(), 1):
        if not raw.strip():
            continue
        where = f"{path}:{number}"
        try:
            line = _decode(raw)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            faults.append(f"{where}: {error}; see attrib/gold/stored.py for the format")
            continue
        if line.id in seen:
            faults.append(f"{where}: {line.id}: stands in line {seen[line.id]} already")
        seen[line.id] = number
        document = _document(line, path, articles or {})
        if isinstance(document, str):
            faults.append(f"{where}: {line.id}: {document}")
            continue
        faults += [
            f"{where}: {line.id}: {fault}"
            for fault in misplaced((*line.quotes, *line.rejected), document)
        ]
        out.append(
            GoldDocument(
                document=document,
                quotes=line.quotes,
                rejected=line.rejected,
                complete=line.complete,
                group=line.group or group or path.stem,
                place=where,
                note=line.note,
            )
        )
    if faults:
        raise GoldError(faults)
    return tuple(out)


def _document(line: Line, path: Path, articles: Mapping[str, Document]) -> Document | str:
    """The document of a line, or what is wrong with it."""
    document = articles.get(line.id)
    if line.text is not None:
        document = Document(
            id=line.id,
            text=line.text,
            title=line.title,
            outlet=line.outlet,
            url=line.url,
            published=line.published,
        )
    elif document is None and line.article is not None:
        try:
            raw = (path.parent / line.article).read_bytes()
            document = Document(id=line.id, text=raw.decode("utf-8-sig"))
        except (OSError, UnicodeDecodeError) as error:
            return f"its article {line.article} cannot be read ({error})"
    if document is None:
        return "the article is not there; give its file beside --gold, or add its text to the line"
    if line.sha256 and checksum(document.text) != line.sha256:
        return "the article is another text than the one that was judged; give the judged one"
    return document


def misplaced(judged: Iterable[GoldQuote | Rejected], document: Document) -> Iterator[str]:
    """What is wrong with the spans of statements of a document, a line each."""
    for quote in judged:
        size = len(document.text if quote.field == "text" else document.title or "")
        spans = list(quote.parts)
        if isinstance(quote, GoldQuote):
            spans += [span for span in (quote.cue, quote.speaker) if span]
        for a, b in spans:
            if not 0 <= a < b <= size:
                yield f"span [{a}, {b}] lies outside its {quote.field} of {size} code points"
        if not quote.parts:
            yield "a statement has no parts"


def line_of(gold: GoldDocument, text: bool = False) -> Line:
    """A document as a line, with its text and metadata if ``text``."""
    document = gold.document
    line = Line(
        id=document.id,
        sha256=checksum(document.text),
        complete=gold.complete,
        quotes=gold.quotes,
        rejected=gold.rejected,
        group=gold.group,
        note=gold.note,
    )
    if not text:
        return line
    return msgspec.structs.replace(
        line,
        text=document.text,
        title=document.title,
        outlet=document.outlet,
        url=document.url,
        published=document.published,
    )


def encode_gold(documents: Iterable[GoldDocument], text: bool = False) -> bytes:
    """The documents as lines."""
    return b"".join(_encode(line_of(gold, text)) + b"\n" for gold in documents)
