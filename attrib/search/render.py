"""What people read in the terminal: hits, pages, lists, reasons."""

from collections.abc import Iterable, Mapping, Sequence

from attrib.identity.overrides import Selector
from attrib.index.summaries import OfficeHeld
from attrib.model import Quote
from attrib.search.conflicts import Conflict
from attrib.search.find import Found, Hit
from attrib.search.lookup import Expert
from attrib.search.pages import Page
from attrib.search.snippets import Context, Mark, marked
from attrib.search.why import Pair, Reasons, Side
from attrib.search.wrapping import counted

_SNIPPET = 320


def day(value: int | None) -> str:
    """``YYYYMMDD`` as an ISO date; ``?`` for none."""
    if value is None:
        return "?"
    return f"{value // 10000:04}-{value // 100 % 100:02}-{value % 100:02}"


def span(first: int | None, last: int | None) -> str:
    """Two days as one span; empty if there is none."""
    if first is None:
        return ""
    return day(first) if first == last else f"{day(first)} – {day(last)}"


def plain(text: str) -> str:
    """A hit where there are no colours."""
    return f"[{text}]"


def bold(text: str) -> str:
    """A hit in a terminal."""
    return f"\x1b[1;33m{text}\x1b[0m"


def office_of(role: str | None, affiliation: str | None) -> str:
    """``role, affiliation``; empty if there is neither."""
    return ", ".join(x for x in (role, affiliation) if x)


def speaker_of(quote: Quote, expert: str | None) -> str:
    """Who said it: as the article names them, their office, and who that is if it is told apart."""
    source = quote.speaker
    if source is None:
        return f"(speaker open: {quote.abstained or 'unknown'})"
    held = office_of(
        source.role.name if source.role else None,
        source.affiliation.name if source.affiliation else None,
    )
    also = f" = {expert}" if expert and expert != source.name else ""
    return f"{source.name}{also}" + (f", {held}" if held else "")


def hits(
    found: Found, stems: frozenset[str], mark: Mark, contexts: Mapping[str, Context | None]
) -> str:
    """The page of hits, numbered from 1; empty for none."""
    blocks = [_hit(number, hit, stems, mark, contexts) for number, hit in enumerate(found.hits, 1)]
    return "\n\n".join(blocks)


def _hit(
    number: int, hit: Hit, stems: frozenset[str], mark: Mark, contexts: Mapping[str, Context | None]
) -> str:
    quote = hit.quote
    source = quote.document
    where = " · ".join(x for x in (source.outlet, _dated(quote), source.title or quote.doc_id) if x)
    identity = f"  {hit.expert_id}" if hit.expert_id else ""
    lines = [f"{number}. {speaker_of(quote, hit.expert)}{identity}"]
    if quote.quote_id in contexts:
        around = contexts[quote.quote_id]
        if around is None:
            lines.append(f"   {marked(quote.content.text, stems, mark)}")
            lines.append("   (no context: the article is not in the index; add it with --articles)")
        else:
            before, after = _one_line(around.before), _one_line(around.after)
            said = marked(_one_line(around.quote), stems, mark)
            lines.append(f"   {before}»{said}«{after}")
    else:
        text = marked(_one_line(quote.content.text), stems, mark, _SNIPPET)
        lines.append(f"   {_in_marks(text, quote.kind)}")
    via = f", via {quote.via.text}" if quote.via else ""
    lines.append(f"   {where} ({quote.kind}{via})")
    if hit.articles > 1:
        lines.append(
            f"   carried by {hit.articles} articles, {counted(hit.outlets, 'independent outlet')}"
        )
    return "\n".join(lines)


def _in_marks(text: str, kind: str) -> str:
    return f"“{text}”" if kind == "direct" else text


def _one_line(text: str) -> str:
    """Line breaks as one space each; a space at either end stays."""
    return " ".join(text.split("\n")).replace("\r", "")


def facet_table(counts: Mapping[str, Sequence[tuple[str, int]]]) -> str:
    """Counts by facet, a line a facet."""
    return "\n".join(
        f"{facet}: " + ", ".join(f"{value} {n:,}" for value, n in values)
        for facet, values in counts.items()
        if values
    )


def expert_line(expert: Expert) -> str:
    """One line of a list of experts."""
    offices = expert.summary.offices
    held = office_of(offices[0].role, offices[0].affiliation) if offices else ""
    outlets = ", ".join(name for name, _ in expert.summary.outlets[:3])
    parts = (
        expert.id, expert.name, expert.kind, counted(expert.quotes, "quote"),
        span(expert.first, expert.last), held, outlets,
    )  # fmt: skip
    return "  ".join(p for p in parts if p)


def page(content: Page) -> str:
    """An expert's page."""
    expert = content.expert
    summary = expert.summary
    lines = [f"{expert.name}  ({expert.kind}, {expert.id})"]
    if expert.authority:
        lines.append(f"authority: {expert.authority}")
    when = span(expert.first, expert.last)
    lines.append(
        f"{counted(expert.quotes, 'quote')} in {counted(expert.documents, 'article')}"
        + (f", {when}" if when else "")
    )
    others = [f"{n} ({c})" for n, c in summary.names]
    if len(others) > 1:
        lines.append("named: " + ", ".join(others))
    if summary.offices:
        lines += ["", "Roles and affiliations:"]
        lines += [f"  {_office(o)}" for o in summary.offices]
    if summary.outlets:
        lines += ["", "Outlets: " + ", ".join(f"{n} ({c})" for n, c in summary.outlets)]
    if summary.topics:
        lines += ["Topics: " + ", ".join(summary.topics)]
    if content.beside:
        lines += ["Quoted beside: " + ", ".join(f"{b.name} ({b.articles})" for b in content.beside)]
    if content.quotes:
        lines += ["", "Most recent:"]
    for quote in content.quotes:
        source = quote.document
        where = " · ".join(x for x in (_dated(quote), source.outlet) if x)
        text = marked(_one_line(quote.content.text), frozenset(), plain, _SNIPPET)
        lines.append(f"  {where or quote.doc_id}: {_in_marks(text, quote.kind)}")
    return "\n".join(lines)


def _dated(quote: Quote) -> str:
    """The day of the article, else the one it says the words were spoken on."""
    said = quote.said.date
    return (quote.document.published or (said.iso if said else None) or "")[:10]


def _office(held: OfficeHeld) -> str:
    when = span(held.first, held.last)
    said = office_of(held.role, held.affiliation)
    return f"{when + ': ' if when else ''}{said} ({counted(held.quotes, 'quote')})"


def conflict(found: Conflict) -> str:
    """A conflict: the words, then each source with its articles."""
    lines = [f"“{marked(_one_line(found.text), frozenset(), plain, _SNIPPET)}”"]
    for attribution in found.attributions:
        where = "; ".join(
            f"{o.outlet or '?'} {day(o.day)} ({o.quote_id})" for o in attribution.occurrences[:5]
        )
        lines.append(f"  {attribution.name} ({attribution.expert_id}): {where}")
    return "\n".join(lines)


def side(mentioned: Side) -> str:
    """A side of a comparison as an override file takes it."""
    office = office_of(mentioned.role, mentioned.affiliation)
    return f"{mentioned.name} | {office}" if office else mentioned.name


def reasons(found: Reasons) -> str:
    """Why two are one or two, and the override that says otherwise."""
    lines = [
        f"{side(found.left)}  {found.left.expert}",
        f"{side(found.right)}  {found.right.expert}",
    ]
    lines += _evidence((e.reason, e.bits) for e in found.evidence)
    lines.append(f"→ {found.verdict}")
    decision = ("different", "!=") if found.one else ("same", "=")
    if Selector(found.left.name, ()) != Selector(found.right.name, ()) or not found.one:
        lines.append(
            "to overrule, in the override file: "
            f"{decision[0]}: {side(found.left)} {decision[1]} {side(found.right)}"
        )
    return "\n".join(lines)


def candidate(pair: Pair) -> str:
    """A pair worth a human's look."""
    lines = [f"{pair.bits:.1f} bits, {pair.why}"]
    lines += [
        f"  {side(pair.left)}  {pair.left.expert}",
        f"  {side(pair.right)}  {pair.right.expert}",
    ]
    lines += _evidence((e.reason, e.bits) for e in pair.evidence)
    return "\n".join(lines)


def _evidence(evidence: Iterable[tuple[str, float]]) -> list[str]:
    return [f"    {bits:+5.1f}  {reason}" for reason, bits in evidence]
