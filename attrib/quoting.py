"""From a statement and its speaker to the quote record."""

import re
from hashlib import sha256

import msgspec

from attrib.attribute import Statement, goes_on
from attrib.confidence import stated
from attrib.engine import Engine
from attrib.lexicon import normal
from attrib.mentions import Range
from attrib.model import (
    Content,
    Cue,
    Document,
    Field,
    Kind,
    Office,
    Phrase,
    Quote,
    Said,
    Source,
    Span,
    Speaker,
)
from attrib.names import name_text
from attrib.pattern import QUOTATIONS
from attrib.reading import Reading
from attrib.several import Resolved
from attrib.text import Tokens

_BRACKETED = re.compile(r"\([^()]*(?:\)|$)")  # (BRIN), (2023), and what is left of them
_UNNUMBERED = re.compile(r"\((?!(?:\d{1,2}|[a-z])\))[^()]*(?:\)|$)")  # the same, but not ayat (2)
_WORD = re.compile(r"\w+")
_SPOKEN = frozenset(QUOTATIONS["QUOTE"])
# From which word of a name a brand's may be glued, no space lost between them: Situs|PasarKoin.
_BRANDS = {"person": None, "document": 1}
_CARRIED = 2  # sentences over which what brought a speaker on lends its circumstances


class Quoter:
    """Makes the quotes of one document. Equal statements are numbered, so that ids differ."""

    def __init__(self, made: Engine, document: Document) -> None:
        self._made, self._document = made, document
        self._source = Source(
            title=document.title,
            outlet=document.outlet,
            url=document.url,
            published=document.published,
        )
        self._equal: dict[str, int] = {}
        self._confidence = stated(made.directory, document.text)

    def __call__(self, reading: Reading, field: Field) -> list[Quote]:
        """The quotes of one field, by first offset."""
        if reading.resolver is None:
            return []
        contents: dict[int, tuple[Range, ...]] = {}
        for s in reading.statements:
            contents[s.sentence] = contents.get(s.sentence, ()) + s.contents
        out: list[Quote] = []
        brought_on = (-_CARRIED - 1, Said())
        before: Statement | None = None
        for s, who in zip(reading.statements, reading.resolver(reading.statements), strict=True):
            said, via = self._made.circumstances(
                reading.tokens,
                reading.codes,
                s,
                reading.sentences.spans[s.sentence],
                self._document.published,
                contents[s.sentence],
            )
            if field == "text" and _of_nobody(s, who, reading.codes):
                continue
            if not s.contents:
                brought_on = (s.sentence, said)
            else:
                if s.quotations and s.sentence - brought_on[0] <= _CARRIED:
                    said = _carried(said, brought_on[1])
                quote = self._quote(reading, s, who, field, said, via)
                if before is not None and goes_on(before, s, reading.codes):
                    quote = msgspec.structs.replace(quote, continues=out[-1].quote_id)
                out.append(quote)
                before = s
        return out

    def _quote(
        self,
        reading: Reading,
        statement: Statement,
        who: Resolved,
        field: Field,
        said: Said,
        via: Phrase | None,
    ) -> Quote:
        tokens = reading.tokens
        spans = tuple(_span(tokens, r) for r in statement.contents)
        text = " … ".join(tokens.text[a:b] for a, b in spans)
        cue = None
        if statement.cue:
            a, b = _span(tokens, statement.cue)
            words = " ".join(normal(tokens.text[a:b]).split())
            cue = Cue(tokens.text[a:b], (a, b), self._made.vocabulary.cues.get(words, words))
        return Quote(
            quote_id=self._id(text),
            doc_id=self._document.id,
            kind=_kind(statement, reading.codes),
            field=field,
            content=Content(text, spans),
            cue=cue,
            speaker=_speaker(tokens, statement, who),
            abstained=who.abstained,
            via=via,
            said=said,
            rule=statement.rule.id,
            rules=self._made.hash,
            confidence=self._confidence.get(statement.rule.id),
            document=self._source,
        )

    def _id(self, text: str) -> str:
        words = " ".join(_WORD.findall(text.casefold()))
        equal = self._equal.get(words, 0)
        self._equal[words] = equal + 1
        digest = sha256(f"{words}\x00{equal}".encode()).hexdigest()
        return f"{self._document.id}:{digest[:12]}"


def _of_nobody(s: Statement, who: Resolved, codes: str) -> bool:
    """Whether nobody said it: a quotation that no cue and no speaker stand by (a prayer, a song),
    a clause that goes on from one that nobody said (Hujan reda, sembari berharap …)."""
    if not s.contents or s.mention is not None or who.abstained != "no-speaker":
        return False
    return s.cue is None or _kind(s, codes) == "indirect"


def _carried(said: Said, before: Said) -> Said:
    """Circumstances, with what is not given filled from those of the speaker's introduction."""
    return Said(
        date=said.date or before.date,
        place=said.place or before.place,
        occasion=said.occasion or before.occasion,
        addressee=said.addressee or before.addressee,
    )


def _span(tokens: Tokens, r: Range) -> Span:
    return tokens.start(r[0]), tokens.end(r[1])


def _kind(statement: Statement, codes: str) -> Kind:
    if statement.quotations:
        return "direct"
    marked = any(not _SPOKEN.isdisjoint(codes[a:b]) for a, b in statement.contents)
    return "mixed" if marked else "indirect"


def _speaker(tokens: Tokens, statement: Statement, who: Resolved) -> Speaker | None:
    if who.name is None:
        return None
    mention: Phrase | None = None
    if statement.mention:
        m = statement.mention
        mention = _phrase(tokens, m.name or m.span)
    elif statement.clitic and statement.cue:
        end = tokens.end(statement.cue[1])
        mention = Phrase(tokens.text[end - 3 : end], (end - 3, end))
    kind = who.kind
    members = tuple(name_text(tokens, m, apart=True) for m in who.members)
    name = (
        " dan ".join(filter(None, (", ".join(members[:-1]), members[-1])))
        if members
        else _without(
            _UNNUMBERED if kind == "document" else _BRACKETED,
            name_text(tokens, who.name, apart=True, brands=_BRANDS.get(kind, 0)),
        )
    )
    return Speaker(
        name=name,
        members=members,
        kind=kind,  # type: ignore[arg-type]
        mention=mention,
        role=_office(tokens, who.role),
        affiliation=_office(tokens, who.affiliation),
        resolution=who.resolution,
        antecedent=_span(tokens, who.antecedent) if who.antecedent else None,
    )


def _phrase(tokens: Tokens, r: Range) -> Phrase:
    span = _span(tokens, r)
    return Phrase(tokens.text[span[0] : span[1]], span)


def _office(tokens: Tokens, r: Range | None) -> Office | None:
    if r is None:
        return None
    a, b = _span(tokens, r)
    text = tokens.text[a:b]
    return Office(text, (a, b), _without(_BRACKETED, text))


def _without(brackets: re.Pattern[str], name: str) -> str:
    """A name without what stands in brackets."""
    return " ".join(brackets.sub("", name).split())
