"""The one renderer of an article with its quotes, cues and speakers marked.

:meth:`Page.of` cuts the article into runs of text that carry the same marks; a face (here the
terminal's) only has to say how a run and a mark look.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Literal

import msgspec

from attrib.model import Cue, Document, Field, Office, Phrase, Quote, Span

Layer = Literal["content", "cue", "speaker", "office", "via"]
_DEPTH: dict[Layer, int] = {"content": 0, "speaker": 1, "office": 2, "via": 2, "cue": 1}


class Mark(msgspec.Struct, frozen=True):
    """A marked stretch of the article. ``number`` is the quote's on the page, for content only."""

    layer: Layer
    span: Span
    number: int | None = None
    kind: str | None = None


class Run(msgspec.Struct, frozen=True):
    """Text under the same marks, the outermost first; some of them open or close at its ends."""

    text: str
    marks: tuple[Mark, ...]
    opens: tuple[Mark, ...]
    closes: tuple[Mark, ...]


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """An article ready to be shown. Quotes are numbered from 1 in their order."""

    document: Document
    title: tuple[Run, ...]
    text: tuple[Run, ...]
    quotes: tuple[Quote, ...]

    @classmethod
    def of(cls, document: Document, quotes: Iterable[Quote]) -> "Page":
        """The page of a document and the quotes found in it."""
        known = tuple(quotes)
        fields: dict[Field, str] = {"title": document.title or "", "text": document.text}
        marks: dict[Field, set[Mark]] = {"title": set(), "text": set()}
        for number, quote in enumerate(known, 1):
            for field, mark in _marks(quote, number, fields):
                marks[field].add(mark)
        return cls(
            document=document,
            title=tuple(_runs(fields["title"], marks["title"])),
            text=tuple(_runs(fields["text"], marks["text"])),
            quotes=known,
        )


def _marks(quote: Quote, number: int, fields: dict[Field, str]) -> Iterator[tuple[Field, Mark]]:
    for part in quote.content.spans:
        yield quote.field, Mark("content", part, number, quote.kind)
    speaker = quote.speaker
    phrases: tuple[tuple[Layer, Phrase | Cue | Office | None], ...] = (
        ("cue", quote.cue),
        ("via", quote.via),
        ("speaker", speaker.mention if speaker else None),
        ("office", speaker.role if speaker else None),
        ("office", speaker.affiliation if speaker else None),
    )
    # What a headline's speaker is called further down stands in the text, not in the headline.
    places: tuple[Field, ...] = (quote.field, "text" if quote.field == "title" else "title")
    for layer, phrase in phrases:
        for place in places if phrase and phrase.text else ():
            if phrase and fields[place][phrase.span[0] : phrase.span[1]] == phrase.text:
                yield place, Mark(layer, phrase.span)
                break


def _runs(text: str, marks: set[Mark]) -> Iterator[Run]:
    ordered = sorted(marks, key=lambda m: (m.span[0], -m.span[1], _DEPTH[m.layer], m.number or 0))
    ends = {end for mark in ordered for end in mark.span}
    cuts = sorted(ends | {0, len(text)})
    active: list[Mark] = []
    upcoming = 0
    for start, end in pairwise(cuts):
        opened = upcoming
        while upcoming < len(ordered) and ordered[upcoming].span[0] == start:
            upcoming += 1
        opens = tuple(ordered[opened:upcoming])
        active += opens
        closes = tuple(mark for mark in reversed(active) if mark.span[1] == end)
        yield Run(text[start:end], tuple(active), opens, closes)
        active = [mark for mark in active if mark.span[1] != end]


_RESET = "\x1b[0m"
_DIM = "\x1b[2m"
_BOLD = "\x1b[1m"
_KIND_COLOURS = {"direct": "32", "indirect": "36", "mixed": "33"}  # green, cyan, yellow
_LAYER_COLOURS: dict[Layer, str] = {"cue": "1;35", "speaker": "1;4", "office": "3;34", "via": "3"}
_PLAIN: dict[Layer, tuple[str, str]] = {
    "cue": ("<", ">"),
    "speaker": ("{", "}"),
    "office": ("(", ")"),
    "via": ("(", ")"),
}


def render_terminal(page: Page, coloured: bool) -> str:
    """The article and below it a line a quote, in colours or with plain marks.

    Control characters of the article are shown as such: a text cannot steer the terminal.
    """
    face = _coloured if coloured else _plain
    head = page.document.id
    parts = [f"{_BOLD}{_safe(head)}{_RESET}" if coloured else f"== {_safe(head)} =="]
    parts += ["".join(map(face, runs)).strip("\n") for runs in (page.title, page.text) if runs]
    listed = [_listed(number, quote) for number, quote in enumerate(page.quotes, 1)]
    lines = "\n".join(listed) or "(no quotes)"
    parts.append(f"{_DIM}{lines}{_RESET}" if coloured else lines)
    return "\n\n".join(part for part in parts if part) + "\n"


def _coloured(run: Run) -> str:
    numbers = "".join(f"{_DIM}[{m.number}]{_RESET}" for m in run.opens if m.number)
    codes = ";".join(
        _KIND_COLOURS[mark.kind] if mark.kind else _LAYER_COLOURS[mark.layer] for mark in run.marks
    )
    text = _safe(run.text)
    return numbers + (f"\x1b[{codes}m{text}{_RESET}" if codes else text)


def _plain(run: Run) -> str:
    opens = "".join(f"[{m.number} " if m.number else _PLAIN[m.layer][0] for m in run.opens)
    closes = "".join(f" {m.number}]" if m.number else _PLAIN[m.layer][1] for m in run.closes)
    return opens + _safe(run.text) + closes


def _listed(number: int, quote: Quote) -> str:
    speaker = quote.speaker
    if speaker is None:
        who = f"speaker open: {quote.abstained}"
    else:
        offices = (office.name for office in (speaker.role, speaker.affiliation) if office)
        who = ", ".join((speaker.name, *offices))
    details = [who, quote.cue.text if quote.cue else "no cue"]
    if quote.via:
        details.append(f"via {quote.via.text}")
    details.append(quote.rule if quote.confidence is None else f"{quote.rule} {quote.confidence}")
    return _safe(f"{number:>3}  {quote.kind:<8}  {' · '.join(details)}")


# C0 and C1 controls to their pictures or a replacement; tab and line feed stay.
_CONTROLS: dict[int, int | None] = {
    **{code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n\r"},
    **dict.fromkeys(range(0x80, 0xA0), 0xFFFD),
    0x0D: None,
    0x7F: 0x2421,
}


def _safe(text: str) -> str:
    return text.translate(_CONTROLS)
