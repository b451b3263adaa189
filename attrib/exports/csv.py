"""CSV for a spreadsheet: one flat row a quote, without what only programs need.

UTF-8 with a byte-order mark (Excel takes it for Windows-1252 otherwise), RFC 4180 line ends.
"""

import csv
import io
import re
from collections.abc import Iterable

from attrib.model import Cue, Date, Phrase, Quote, Said, Speaker

COLUMNS = (
    "doc_id", "title", "outlet", "url", "published", "kind", "content", "cue",
    "speaker", "speaker_kind", "members", "role", "affiliation", "mention", "resolution",
    "abstained", "via",
    "said_date", "said_date_iso", "said_place", "said_occasion", "said_addressee",
    "field", "start", "end", "cue_lemma", "rule", "rules", "confidence", "quote_id", "continues",
)  # fmt: skip

# What a spreadsheet would run as a formula: a cell that begins with one of these, or a part of
# a cell after what another locale takes for the end of a cell (``;``, tab, a line end). An
# apostrophe before it makes it text.
_FORMULA = re.compile(r"(?:^|(?<=[;\t\r\n]))(?=\s*[=+\-@＝＋－＠])")


def _line(cells: Iterable[str | int | float | None]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(
        [_FORMULA.sub("'", cell) if isinstance(cell, str) else cell for cell in cells]
    )
    return line.getvalue()


HEADER = ("\ufeff" + _line(COLUMNS)).encode("utf-8")


def encode(quotes: Iterable[Quote]) -> bytes:
    """The quotes as rows; an empty cell is a ``null`` of the record."""
    return "".join(_line(_cells(quote)) for quote in quotes).encode("utf-8")


def _cells(quote: Quote) -> tuple[str | int | float | None, ...]:
    source, spans = quote.document, quote.content.spans
    return (
        quote.doc_id,
        source.title,
        source.outlet,
        source.url,
        source.published,
        quote.kind,
        quote.content.text,
        _text(quote.cue),
        *_speaker(quote.speaker),
        quote.abstained,
        _text(quote.via),
        *_said(quote.said),
        quote.field,
        spans[0][0],
        spans[-1][1],
        quote.cue.lemma if quote.cue else None,
        quote.rule,
        quote.rules,
        quote.confidence,
        quote.quote_id,
        quote.continues,
    )


def _speaker(speaker: Speaker | None) -> tuple[str | None, ...]:
    if speaker is None:
        return (None,) * 7
    return (
        speaker.name,
        speaker.kind,
        "; ".join(speaker.members),
        speaker.role.name if speaker.role else None,
        speaker.affiliation.name if speaker.affiliation else None,
        _text(speaker.mention),
        speaker.resolution,
    )


def _said(said: Said) -> tuple[str | None, ...]:
    iso = said.date.iso if said.date else None
    return _text(said.date), iso, _text(said.place), _text(said.occasion), _text(said.addressee)


def _text(phrase: Phrase | Cue | Date | None) -> str | None:
    return phrase.text if phrase else None
