"""Judgements: what people said about single hits, one after the other, and the gold that follows.

The file grows by a line a judgement and is never rewritten. Of one reviewer the last judgement
of a hit counts. Where two reviewers differ the hit is disputed and no gold, until a judgement
decides it.
"""

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from attrib.gold.model import GoldDocument, GoldError, GoldQuote, Rejected
from attrib.gold.stored import checksum, misplaced
from attrib.model import Document, Field, Span

ENDING = ".judged.jsonl"
Verdict = Literal["right", "wrong", "missed", "withdrawn"]


class Judged(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One judgement. ``hit`` is the quote's id, None for a statement that was ``missed``.

    ``quote``: what is true, for ``right`` and ``missed``. ``parts``: what is no statement, for
    ``wrong``. ``withdrawn`` takes a reviewer's judgement back. ``decides``: it ends a dispute.
    ``when`` is an ISO time; ``sha256`` that of the article's text.
    """

    doc_id: str
    sha256: str
    hit: str | None
    verdict: Verdict
    who: str
    when: str
    quote: GoldQuote | None = None
    parts: tuple[Span, ...] = ()
    field: Field = "text"
    rule: str | None = None
    note: str | None = None
    decides: bool = False

    @property
    def key(self) -> str:
        """What it is about: the hit, or the place of the statement that was missed."""
        if self.hit is not None:
            return self.hit
        start = self.quote.parts[0][0] if self.quote else 0
        return f"{self.doc_id}:{self.field}@{start}"

    def agrees(self, other: "Judged") -> bool:
        """Whether two judgements say the same."""
        mine, others = (q and msgspec.structs.replace(q, who=None, when=None) for q in (
            self.quote, other.quote))  # fmt: skip
        return self.verdict == other.verdict and mine == others


class Standing(msgspec.Struct, frozen=True):
    """What stands: the judgements that hold, and those that contradict each other."""

    held: tuple[Judged, ...]
    disputed: tuple[tuple[Judged, ...], ...]


_decode = msgspec.json.Decoder(Judged).decode
_encode = msgspec.json.Encoder().encode


def read_judged(path: Path) -> tuple[Judged, ...]:
    """The judgements of a file, the oldest first; none if there is no file. Raises GoldError."""
    if not path.exists():
        return ()
    out: list[Judged] = []
    faults: list[str] = []
    for number, line in enumerate(path.read_bytes().splitlines(), 1):
        if not line.strip():
            continue
        try:
            judged = _decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            faults.append(f"{path}:{number}: {error}; mend or delete the line")
            continue
        if judged.verdict in ("right", "missed") and judged.quote is None:
            faults.append(f"{path}:{number}: {judged.key}: {judged.verdict} needs a quote")
        out.append(judged)
    if faults:
        raise GoldError(faults)
    return tuple(out)


def append_judged(path: Path, judged: Sequence[Judged]) -> None:
    """Add judgements, whole lines in one write, safe on the disk when this returns."""
    data = b"".join(_encode(j) + b"\n" for j in judged)
    if path.exists() and path.stat().st_size and not path.read_bytes().endswith(b"\n"):
        data = b"\n" + data  # an earlier write was cut short; its line is told of on reading
    with path.open("ab") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def standing(judgements: Iterable[Judged]) -> Standing:
    """What of all judgements stands, in the order in which the hits were first judged."""
    by_key: dict[str, dict[str, Judged]] = {}
    for judged in judgements:
        last = by_key.setdefault(judged.key, {})
        if judged.decides:
            last.clear()
        if judged.verdict == "withdrawn":
            last.pop(judged.who, None)
        else:
            last[judged.who] = judged
    held: list[Judged] = []
    disputed: list[tuple[Judged, ...]] = []
    for last in by_key.values():
        views = tuple(last.values())
        if not views:
            continue
        if all(views[0].agrees(view) for view in views[1:]):
            held.append(views[0])
        else:
            disputed.append(views)
    return Standing(tuple(held), tuple(disputed))


def judged_gold(path: Path, articles: Mapping[str, Document]) -> tuple[GoldDocument, ...]:
    """The gold of a judgements file: incomplete documents with what stands.

    Raises:
        GoldError: an article is missing or another text than was judged, or a span lies outside.
    """
    by_document: dict[str, list[Judged]] = {}
    for judged in standing(read_judged(path)).held:
        by_document.setdefault(judged.doc_id, []).append(judged)
    faults: list[str] = []
    out: list[GoldDocument] = []
    for doc_id, judgements in by_document.items():
        document = articles.get(doc_id)
        if document is None:
            faults.append(f"{path}: {doc_id}: the article is not there; give its file too")
            continue
        if any(j.sha256 != checksum(document.text) for j in judgements):
            faults.append(f"{path}: {doc_id}: the article is another text than was judged")
            continue
        quotes = tuple(j.quote for j in judgements if j.quote is not None)
        rejected = tuple(
            Rejected(parts=j.parts, field=j.field, note=j.note, who=j.who, when=j.when)
            for j in judgements
            if j.verdict == "wrong"
        )
        faults += [f"{path}: {doc_id}: {f}" for f in misplaced((*quotes, *rejected), document)]
        out.append(
            GoldDocument(
                document=document, quotes=quotes, rejected=rejected, complete=False,
                group="judged", place=str(path),
            )
        )  # fmt: skip
    if faults:
        raise GoldError(faults)
    return tuple(out)


def merged(gold: Sequence[GoldDocument]) -> tuple[GoldDocument, ...]:
    """One document an id. What was said of the same words later replaces what was said before."""
    out: dict[str, GoldDocument] = {}
    for document in gold:
        known = out.get(document.document.id)
        if known is None:
            out[document.document.id] = document
            continue
        new = {(q.field, q.parts[0]) for q in document.quotes}
        new |= {(r.field, r.parts[0]) for r in document.rejected}
        quotes = [q for q in known.quotes if (q.field, q.parts[0]) not in new]
        quotes += document.quotes
        quotes.sort(key=lambda q: (q.field != "title", q.parts[0]))
        out[document.document.id] = msgspec.structs.replace(
            known, quotes=tuple(quotes), rejected=(*known.rejected, *document.rejected)
        )
    return tuple(out.values())
