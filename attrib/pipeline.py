"""The way of a document through attrib, from text to quotes. Composition only."""

import re
from hashlib import sha256

import msgspec

from attrib.attribute import Attributor, Statement
from attrib.lexicon import BLANK, Vocabulary, normal
from attrib.mentions import MentionReader, Range
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
from attrib.pattern import QUOTATIONS, charset, compile_elements, parse
from attrib.quotations import Pairing, mask
from attrib.resolve import Resolved, Resolver, name_text
from attrib.rules import RuleSet
from attrib.text import Segmenter, Sentences, Tokenizer, Tokens

_BRACKETED = re.compile(r"\s*\([^()]*\)")
_SPOKEN = frozenset(QUOTATIONS["QUOTE"])
_NO_CIRCUMSTANCE = Said()


class Engine(msgspec.Struct, frozen=True):
    """What is built from a rule set once and serves every document."""

    vocabulary: Vocabulary
    hash: str
    tokenizer: Tokenizer
    segmenter: Segmenter
    pairing: Pairing
    reader: MentionReader
    attributor: Attributor
    names: re.Pattern[str]
    name_word: re.Pattern[str]
    boilerplate: re.Pattern[str]
    headline: re.Pattern[str]


def engine(rules: RuleSet) -> Engine:
    """The engine of a rule set, built when first asked for."""
    if rules.engine is None:
        reader = MentionReader(rules)
        vocabulary = rules.vocabulary
        name, _ = compile_elements(parse("@name", rules.macros), vocabulary)
        rules.engine = Engine(
            vocabulary,
            rules.hash,
            Tokenizer(vocabulary),
            Segmenter(vocabulary),
            Pairing(vocabulary),
            reader,
            Attributor(rules, reader),
            re.compile(name),
            re.compile(compile_elements(parse("[Cap CAPS]", rules.macros), vocabulary)[0]),
            re.compile(charset(vocabulary.characters("boilerplate"))),
            re.compile(compile_elements(parse("@headline", rules.macros), vocabulary)[0]),
        )
    built: Engine = rules.engine
    return built


def extract_document(document: Document, rules: RuleSet) -> tuple[Quote, ...]:
    """The quotes of a document, title first, then by first offset. None found: empty."""
    made = engine(rules)
    source = Source(
        title=document.title,
        outlet=document.outlet,
        url=document.url,
        published=document.published,
    )
    counts: dict[str, int] = {}
    quotes: list[Quote] = []
    reading = _read(made, document.text, "text")
    if document.title:
        headline = _read(made, document.title, "title")
        quotes += (
            _named_in(reading, quote)
            for quote in _quotes(made, document, headline, "title", source, counts)
        )
    quotes += _quotes(made, document, reading, "text", source, counts)
    return tuple(quotes)


class Reading(msgspec.Struct, frozen=True):
    """What was found in one field: its tokens, their characters, its statements, its people."""

    tokens: Tokens
    codes: str
    statements: list[Statement]
    resolver: Resolver | None


def _read(made: Engine, text: str, field: Field) -> Reading:
    tokens = made.tokenizer(text)
    quotations = made.pairing(tokens)
    codes = _mark_names(made, tokens, mask(tokens.codes, quotations))
    sentences = made.segmenter(codes)
    links = _boilerplate(made, tokens, codes, sentences) if field == "text" else frozenset[int]()
    statements = made.attributor(codes, sentences.spans, quotations, field, links)
    resolver = None
    if statements:
        resolver = Resolver(made.vocabulary, made.reader, made.names, tokens, codes, sentences)
    return Reading(tokens, codes, statements, resolver)


def _quotes(
    made: Engine,
    document: Document,
    reading: Reading,
    field: Field,
    source: Source,
    counts: dict[str, int],
) -> list[Quote]:
    if reading.resolver is None:
        return []
    speakers = reading.resolver(reading.statements)
    return [
        _quote(made, document, reading.tokens, reading.codes, s, who, field, source, counts)
        for s, who in zip(reading.statements, speakers, strict=True)
        if s.contents
    ]


def _named_in(text: Reading, quote: Quote) -> Quote:
    """A headline's quote whose speaker is named as the article's text names them in full."""
    speaker = quote.speaker
    if text.resolver is None or speaker is None or speaker.kind != "person":
        return quote
    name = text.resolver.full_name(speaker.name)
    if name is None:
        return quote
    speaker = msgspec.structs.replace(speaker, name=name, resolution="short-name")
    return msgspec.structs.replace(quote, speaker=speaker)


def _boilerplate(
    made: Engine, tokens: Tokens, codes: str, sentences: Sentences
) -> frozenset[int]:
    """The numbers of sentences that are links, captions or by-lines: those that open like one,
    and the headline in the paragraph behind a bare ``Baca juga:``."""
    skip: set[int] = set()
    bare = -1
    for i, (a, b) in enumerate(sentences.spans):
        paragraph = sentences.paragraphs[i]
        if made.boilerplate.match(codes, a):
            skip.add(i)
            bare = paragraph if b - a <= 3 else -1
        elif made.headline.fullmatch(codes, a, b) and (paragraph == bare + 1 or b - a > 5):
            skip.add(i)
    return frozenset(skip)


def _mark_names(made: Engine, tokens: Tokens, codes: str) -> str:
    """``codes`` where a word the text uses alone as a name has that shape wherever it stands."""
    known = {tokens.forms[i].strip(BLANK) for i in made.reader.short_names(codes)}
    known = {word for word in known if not word.isupper()}  # an abbreviation is no name
    if not known:
        return codes
    plain = made.name_word
    out = list(codes)
    for m in plain.finditer(codes):
        i = m.start()
        if tokens.forms[i].strip(BLANK) in known:
            out[i] = made.vocabulary.known(codes[i])
    return "".join(out)


def _quote(
    made: Engine,
    document: Document,
    tokens: Tokens,
    codes: str,
    statement: Statement,
    who: Resolved,
    field: Field,
    source: Source,
    counts: dict[str, int],
) -> Quote:
    spans = tuple(_span(tokens, r) for r in statement.contents)
    text = " … ".join(tokens.text[a:b] for a, b in spans)
    cue = None
    if statement.cue:
        a, b = _span(tokens, statement.cue)
        words = tokens.text[a:b]
        cue = Cue(words, (a, b), _lemma(made, words))
    return Quote(
        quote_id=_quote_id(document.id, text, counts),
        doc_id=document.id,
        kind=_kind(statement, codes),
        field=field,
        content=Content(text, spans),
        cue=cue,
        speaker=_speaker(tokens, statement, who),
        abstained=who.abstained,
        said=_NO_CIRCUMSTANCE,
        rule=statement.rule.id,
        rules=made.hash,
        document=source,
    )


def _lemma(made: Engine, cue: str) -> str:
    words = " ".join(normal(cue).split())
    return made.vocabulary.cues.get(words, words)


def _span(tokens: Tokens, r: Range) -> Span:
    return tokens.start(r[0]), tokens.end(r[1])


def _kind(statement: Statement, codes: str) -> Kind:
    if statement.quotations:
        return "direct"
    marked = any(c in _SPOKEN for a, b in statement.contents for c in codes[a:b])
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
    members = tuple(name_text(tokens, m) for m in who.members)
    name = " dan ".join(
        filter(None, (", ".join(members[:-1]), members[-1]))
    ) if members else _BRACKETED.sub("", name_text(tokens, who.name)).strip()
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
    return Office(text, (a, b), " ".join(_BRACKETED.sub("", text).split()))


def _quote_id(doc_id: str, text: str, counts: dict[str, int]) -> str:
    words = " ".join(re.findall(r"\w+", text.casefold()))
    equal = counts.get(words, 0)
    counts[words] = equal + 1
    digest = sha256(f"{words}\x00{equal}".encode()).hexdigest()
    return f"{doc_id}:{digest[:12]}"
