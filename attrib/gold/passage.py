"""A statement as a sentence with inline marks, and back to spans: how people see and edit gold."""

from collections.abc import Sequence

import msgspec

from attrib.gold.marking import quotes_of
from attrib.gold.markup import read_marks, written
from attrib.gold.model import GoldDocument, GoldError, GoldQuote, GoldSaid
from attrib.model import Field, Quote, Span

_REACH = 200  # code points beside a statement within which its paragraph's ends are looked for


def gold_of(quote: Quote) -> GoldQuote:
    """A quote as gold: what is true if everything in it is."""
    speaker = quote.speaker
    return GoldQuote(
        parts=quote.content.spans,
        kind=quote.kind,
        cue=quote.cue.span if quote.cue else None,
        speaker=speaker.mention.span if speaker and speaker.mention else None,
        name=speaker.name if speaker else None,
        source_kind=speaker.kind if speaker else None,
        role=speaker.role.text if speaker and speaker.role else None,
        affiliation=speaker.affiliation.text if speaker and speaker.affiliation else None,
        via=quote.via.text if quote.via else None,
        abstained=quote.abstained,
        field=quote.field,
        members=speaker.members if speaker else (),
    )


def passage_of(gold: GoldDocument, field: Field, spans: Sequence[Span]) -> Span:
    """The paragraph that spans stand in, at most some hundred code points beside them."""
    text = gold.field_text(field)
    start, end = min(a for a, _ in spans), max(b for _, b in spans)
    low = max(text.rfind("\n", 0, start) + 1, start - _REACH)
    found = text.find("\n", end)
    high = min(len(text) if found < 0 else found, end + _REACH)
    return low, high


def mark_up(gold: GoldDocument, quote: GoldQuote, bare: bool = False) -> str:
    """The passage of a statement with its marks and attributes, to be edited; without the
    attributes if ``bare``."""
    spans = [("q", part) for part in quote.parts]
    spans += [(tag, span) for tag, span in (("c", quote.cue), ("s", quote.speaker)) if span]
    low, high = passage_of(gold, quote.field, [span for _, span in spans])
    text = gold.field_text(quote.field)
    first = quote.parts[0]
    opens: list[tuple[int, int, str]] = []
    for order, (tag, span) in enumerate(spans):
        attributes = _attributes(quote) if tag == "q" and span == first and not bare else ""
        opens.append((span[0], -span[1] * 10 + order, f"<{tag}{attributes}>"))
    closes = sorted(((span[1], -span[0], f"</{tag}>") for tag, span in spans), reverse=False)
    out: list[str] = []
    at = low
    marks = [(a, 1, key, mark) for a, key, mark in opens]
    marks += [(b, 0, key, mark) for b, key, mark in closes]
    for place, _, _, mark in sorted(marks):
        out.append(_escaped(text[at:place]))
        out.append(mark)
        at = place
    out.append(_escaped(text[at:high]))
    return "".join(out)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("<", "\\<")


def described(quote: GoldQuote) -> str:
    """What the marks of a statement do not show, as a line: kind, speaker, office, medium."""
    who = quote.name or f"nobody ({quote.abstained})"
    parts = [quote.kind, who, quote.source_kind, quote.role, quote.affiliation]
    parts += [quote.via and f"via {quote.via}", "optional" if quote.optional else None]
    return " · ".join(part for part in parts if part)


def _attributes(quote: GoldQuote) -> str:
    pairs = {
        "kind": quote.kind,
        "name": quote.name,
        "source": quote.source_kind,
        "role": quote.role,
        "affiliation": quote.affiliation,
        "via": quote.via,
        "members": "; ".join(quote.members) or None,
        "abstained": quote.abstained,
    }
    return written(pairs) + (" optional" if quote.optional else "")


def read_passage(gold: GoldDocument, field: Field, source: str) -> GoldQuote:
    """The one statement that is marked in a passage of the document, at its offsets there.

    Raises:
        GoldError: the marks are wrong, mark no or several statements, or the words are not those
            of the document, or stand in it several times.
    """
    marked = read_marks(source.strip("\n"))
    place = gold.document.id
    faults = [f"{place}: {message}" for _, message in marked.faults]
    text = gold.field_text(field)
    at = text.find(marked.text)
    if not marked.text.strip() or at < 0:
        faults.append(f"{place}: these are not words of its {field}; change only the marks")
    elif text.find(marked.text, at + 1) >= 0:
        faults.append(f"{place}: these words stand in its {field} twice; take in more of them")
    if faults:
        raise GoldError(faults)
    quotes, bad = quotes_of([(field, mark) for mark in marked.marks], {field: marked.text})
    if bad or len(quotes) != 1:
        faults = [f"{place}: {message}" for _, message in bad]
        raise GoldError(faults or [f"{place}: mark one statement with <q>"])
    return _moved(quotes[0], at)


def _moved(quote: GoldQuote, by: int) -> GoldQuote:
    def moved(span: Span | None) -> Span | None:
        return (span[0] + by, span[1] + by) if span else None

    said = quote.said
    if said is not None:
        date = said.date and msgspec.structs.replace(
            said.date, span=(said.date.span[0] + by, said.date.span[1] + by)
        )
        said = GoldSaid(
            date=date,
            place=moved(said.place),
            occasion=moved(said.occasion),
            addressee=moved(said.addressee),
        )
    return msgspec.structs.replace(
        quote,
        parts=tuple((a + by, b + by) for a, b in quote.parts),
        cue=moved(quote.cue),
        speaker=moved(quote.speaker),
        said=said,
    )
