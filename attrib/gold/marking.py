"""From the marks of one case to its statements."""

import re
from itertools import pairwise
from typing import TypeVar, cast, get_args

from attrib.gold.markup import Mark
from attrib.gold.model import GoldDate, GoldQuote, GoldSaid
from attrib.model import Abstention, Field, Kind, SourceKind, Span

Fault = tuple[int, str]
_ATTRIBUTES = frozenset(
    {"name", "source", "role", "affiliation", "via", "kind", "members", "abstained", "optional"}
)
_DOUBLE = r"[\"“”„«»‟″＂]|''|``|,,|&[lr]?(?:dquo|quot|aquo|aquo);|&#(?:34|8220|8221);"
_SINGLE = r"[‘’'‚‛`]|&[lr]squo;|&#39;"
_OPEN = re.compile(rf"(?:{_DOUBLE}|â€œ|(?<!\w)(?:{_SINGLE}))$")
_CLOSE = re.compile(rf"(?:{_DOUBLE}|â€\x9d|(?:{_SINGLE})(?!\w))")
_ANY = re.compile(_DOUBLE)
_PRONOUNS = frozenset({"nya", "dia", "ia", "beliau", "mereka", "keduanya"})
_CIRCUMSTANCES = ("date", "place", "occasion", "to")

Choice = TypeVar("Choice")


class Statement:
    """The marks of one statement, gathered."""

    def __init__(self, number: int, marks: list[tuple[Field, Mark]]) -> None:
        self.number = number
        self.parts = [(f, m) for f, m in marks if m.tag == "q"]
        self.field: Field = self.parts[0][0] if self.parts else "text"
        self.marks: dict[str, list[tuple[Field, Mark]]] = {}
        self.attributes: dict[str, str] = {}
        for field, mark in marks:
            self.marks.setdefault(mark.tag, []).append((field, mark))
            if mark.tag in ("q", "s"):
                self.attributes.update(mark.attributes)
        self.line = marks[0][1].line

    def one(self, tag: str) -> tuple[Field, Mark] | None:
        """The only mark of a tag."""
        found = self.marks.get(tag)
        return found[0] if found else None

    def span(self, tag: str) -> Span | None:
        """The span of a tag in the statement's own field."""
        found = self.one(tag)
        return found[1].span if found else None


def quotes_of(
    marks: list[tuple[Field, Mark]], texts: dict[Field, str]
) -> tuple[tuple[GoldQuote, ...], list[Fault]]:
    """The statements of a case, in the order of title and text, and every fault of its marks."""
    faults: list[Fault] = []
    numbered = any(mark.numbers for _, mark in marks)
    by_number: dict[int, list[tuple[Field, Mark]]] = {}
    for field, mark in marks:
        if numbered and not mark.numbers:
            faults.append((mark.line, f"<{mark.tag}> needs the number of its statement"))
        for number in mark.numbers or (1,):
            by_number.setdefault(number, []).append((field, mark))
    statements = [Statement(n, found) for n, found in sorted(by_number.items())]
    for statement in statements:
        faults += _faults(statement)
    if faults:
        return (), faults
    known = _described(statements, texts)
    quotes = []
    for statement in statements:
        quote, bad = _quote(statement, texts, known)
        faults += bad
        quotes.append(quote)
    quotes.sort(key=lambda q: (q.field != "title", q.parts[0]))
    return tuple(quotes), faults


def _faults(s: Statement) -> list[Fault]:
    faults: list[Fault] = []
    if not s.parts:
        faults.append((s.line, f"statement {s.number} has no <q{s.number}>"))
    elif any(field != s.field for field, _ in s.parts):
        faults.append((s.line, f"statement {s.number} stands in title and text at once"))
    for tag, found in s.marks.items():
        if tag != "q" and len(found) > 1:
            faults.append((found[1][1].line, f"statement {s.number} has two <{tag}>"))
        if tag in ("c", "s", *_CIRCUMSTANCES) and found[0][0] != s.field:
            faults.append((found[0][1].line, f"<{tag}> stands in another field than its <q>"))
        for _, mark in found:
            allowed = _ATTRIBUTES if tag in ("q", "s") else {"iso"} if tag == "date" else set()
            for key in mark.attributes.keys() - allowed:
                here = ", ".join(sorted(allowed)) or "none"
                faults.append((mark.line, f"<{tag}> has no attribute {key}; it may have {here}"))
    return faults


def _given(s: Statement, key: str, tag: str, texts: dict[Field, str]) -> str | None:
    """What a statement itself says of its speaker: attribute, else mark; None: nothing said."""
    if key in s.attributes:
        return s.attributes[key]
    found = s.one(tag) if tag else None
    return " ".join(texts[found[0]][slice(*found[1].span)].split()) if found else None


def _name(s: Statement, texts: dict[Field, str]) -> str | None:
    return _given(s, "name", "s", texts)


def _described(statements: list[Statement], texts: dict[Field, str]) -> dict[tuple[str, str], str]:
    """(name, key) → what the case says of that speaker, the first mention first."""
    known: dict[tuple[str, str], str] = {}
    for s in statements:
        name = _name(s, texts)
        for key, tag in (("source", ""), ("role", "r"), ("affiliation", "a"), ("members", "")):
            value = _given(s, key, tag, texts)
            if name and value:
                known.setdefault((name, key), value)
    return known


def _quote(
    s: Statement, texts: dict[Field, str], known: dict[tuple[str, str], str]
) -> tuple[GoldQuote, list[Fault]]:
    faults: list[Fault] = []
    text = texts[s.field]

    def choice(key: str, values: tuple[str, ...], default: str | None) -> str | None:
        value = s.attributes.get(key, default)
        if value is not None and value not in values:
            faults.append((s.line, f"{key}={value}: choose {', '.join(values)}"))
        return value

    def said_of(key: str, tag: str) -> str | None:
        own = _given(s, key, tag, texts)
        return (known.get((name or "", key)) if own is None else own) or None

    name = _name(s, texts)
    abstained = choice("abstained", get_args(Abstention), None)
    source: str | None = None
    if abstained:
        if "name" in s.attributes:
            faults.append((s.line, "abstained and name contradict each other; give one"))
        name = None
    elif not name:
        faults.append((s.line, "nothing names the speaker: mark <s>, or give name= or abstained="))
    else:
        source = choice("source", get_args(SourceKind), known.get((name, "source")))
        if name.casefold() in _PRONOUNS:
            faults.append((s.line, f"{name!r} is no name: give name= with the speaker's"))
        elif source is None and name[:1].islower():
            faults.append((s.line, f"{name!r} begins in lower case: give source="))
        source = source or "person"
    parts = [mark.span for _, mark in s.parts]
    kind = choice("kind", get_args(Kind), _kind(parts, text))
    if kind == "direct":
        parts = [_inside(part, text) for part in parts]
    if any(a[1] > b[0] for a, b in pairwise(parts)):
        faults.append((s.line, "the parts of the statement overlap"))
    if s.attributes.get("optional", "yes") != "yes":
        faults.append((s.line, "optional takes no value"))
    members = said_of("members", "")
    return GoldQuote(
        parts=tuple(parts),
        kind=cast("Kind", kind),
        cue=s.span("c"),
        speaker=s.span("s"),
        name=name,
        source_kind=cast("SourceKind | None", source),
        role=said_of("role", "r") if name else None,
        affiliation=said_of("affiliation", "a") if name else None,
        via=_given(s, "via", "via", texts) or None,
        optional="optional" in s.attributes,
        abstained=cast("Abstention | None", abstained),
        field=s.field,
        members=tuple(m.strip() for m in members.split(";")) if members else (),
        said=_said(s),
    ), faults


def _said(s: Statement) -> GoldSaid | None:
    if not any(tag in s.marks for tag in _CIRCUMSTANCES):
        return None
    date = s.one("date")
    return GoldSaid(
        date=GoldDate(span=date[1].span, iso=date[1].attributes.get("iso")) if date else None,
        place=s.span("place"),
        occasion=s.span("occasion"),
        addressee=s.span("to"),
    )


def _kind(parts: list[Span], text: str) -> str:
    if all(_quoted(part, text) for part in parts):
        return "direct"
    return "mixed" if any(_ANY.search(text, a, b) for a, b in parts) else "indirect"


def _quoted(part: Span, text: str) -> bool:
    """Whether a quotation mark touches a part from outside, or a pair of them encloses it."""
    a, b = part
    touched = _OPEN.search(text[max(0, a - 8) : a]) or _CLOSE.match(text, b)
    return bool(touched) or _inside(part, text) != part


def _inside(part: Span, text: str) -> Span:
    """A part without the quotation marks that enclose it; as it is where they do not."""
    a, b = part
    words = text[a:b]
    first = re.match(rf"{_DOUBLE}|{_SINGLE}|â€œ", words)
    last = re.search(rf"(?:{_DOUBLE}|{_SINGLE}|â€\x9d)$", words)
    if first and last and last.start() > first.end():
        return a + first.end(), a + last.start()
    return part
