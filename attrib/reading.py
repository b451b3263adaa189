"""From a text to its statements: tokens, quotations, sentences, rules."""

from collections.abc import Iterable, Sequence

import msgspec

from attrib.attribute import Statement
from attrib.engine import Engine
from attrib.lexicon import BLANK
from attrib.model import Field
from attrib.names import Written
from attrib.quotations import mask
from attrib.recognised import Recognised
from attrib.resolve import Resolver
from attrib.text import Sentences, Tokens

_SHORT = 4  # characters, the space before included: a shorter word may be anything


class Reading(msgspec.Struct, frozen=True):
    """What was found in one field: its tokens, their characters, its sentences and which of
    them are links, its statements, its people."""

    tokens: Tokens
    codes: str
    sentences: Sentences
    links: frozenset[int]
    statements: list[Statement]
    resolver: Resolver | None


def read(made: Engine, text: str, field: Field, recognised: Sequence[Recognised] = ()) -> Reading:
    """Read one field of a document."""
    tokens = made.segmenter.unwrapped(made.tokenizer(text))
    quotations = made.pairing(tokens)
    codes = made.recognition(tokens, mask(tokens.codes, quotations), recognised)
    codes = _mark_names(made, tokens, made.segmenter.joined(codes))
    codes = made.recognition(tokens, codes, _companies(made, tokens, codes))
    sentences = made.segmenter(codes, tokens.forms)
    codes = _mark_plain(made, tokens, codes, sentences)
    links = _boilerplate(made, tokens, codes, sentences) if field == "text" else frozenset[int]()
    statements = made.attributor(codes, sentences.spans, quotations, field, links)
    resolver = None
    if statements:
        written = Written(tokens, codes, sentences, links)
        resolver = Resolver(made.vocabulary, made.reader, made.names, written)
    return Reading(tokens, codes, sentences, links, statements, resolver)


def _boilerplate(made: Engine, tokens: Tokens, codes: str, sentences: Sentences) -> frozenset[int]:
    """The numbers of sentences that are links, captions or by-lines: those that open like one,
    and the headline in the paragraph behind a bare ``Baca juga:``."""
    skip: set[int] = set()
    bare = -1
    captions = made.caption.search(codes) is not None
    for i, (a, b) in enumerate(sentences.spans):
        paragraph = sentences.paragraphs[i]
        captioned = captions and any(m.end() == b for m in made.caption.finditer(codes, a, b))
        headline = made.headline.fullmatch(codes, a, b)
        if made.boilerplate.match(codes, a):
            skip.add(i)
            bare = paragraph if b - a <= 3 else -1
        elif captioned or (headline and (paragraph == bare + 1 or b - a > 5)):
            skip.add(i)
        elif paragraph == bare + 1 > 0 and made.headline.fullmatch(tokens.codes, a + 1, b - 1):
            skip.add(i)  # the headline between quotation marks
    return frozenset(skip)


def _mark_names(made: Engine, tokens: Tokens, codes: str) -> str:
    """``codes`` where a word the text uses alone as a name has that shape wherever it stands."""
    alone, within = (_words(tokens, at) for at in made.reader.half_names(codes))
    found = _words(tokens, made.reader.short_names(codes)) | (alone & within)
    # an abbreviation is no name, an initial may be one
    named = (word for word in found if len(word) == 1 or not word.isupper())
    known = {form for word in named for form in (word, word + " ")}
    if not known:
        return codes
    out: list[str] = []
    at = 0
    for i in [i for i, form in enumerate(tokens.forms) if form in known]:
        if codes[i] in made.reader.capital:
            out += codes[at:i], made.vocabulary.known(codes[i])
            at = i + 1
    return "".join((*out, codes[at:]))


def _words(tokens: Tokens, at: Iterable[int]) -> set[str]:
    return {tokens.forms[i].strip(BLANK) for i in at}


def _companies(made: Engine, tokens: Tokens, codes: str) -> list[Recognised]:
    """Where the text names companies without the legal form that it gives them elsewhere:
    PT Bukit Garam Tbk …, kata Direktur Bukit Garam Rini Astuti."""
    names = made.reader.companies(codes)
    if not names:
        return []
    words = [form.strip(BLANK) for form in tokens.forms]
    known = {tuple(words[a:b]) for a, b in names}
    stops, forms = made.reader.stop, made.reader.legal_forms
    found = []
    for name in sorted(known):
        for i in range(len(words) - len(name) + 1):
            if words[i] == name[0] and tuple(words[i : i + len(name)]) == name:
                form = i - 2 if codes[i - 1] in stops else i - 1
                if form < 0 or codes[form] not in forms:
                    span = tokens.start(i), tokens.end(i + len(name))
                    found.append(Recognised(span, "organization"))
    return found


def _mark_plain(made: Engine, tokens: Tokens, codes: str, sentences: Sentences) -> str:
    """``codes`` where a sentence's first word that no list holds, that goes on in small letters
    and that the text has in small letters too is a word of plain language: Riwayat itu …"""
    unlisted = made.vocabulary.unlisted
    text, out = tokens.text, None
    for a, _ in sentences.spans:
        if codes[a] == unlisted and codes[a + 1 : a + 2] in made.reader.small:
            word = " " + tokens.forms[a].strip(BLANK).lower()
            at = text.find(word) if len(word) > _SHORT else -1
            if at >= 0 and not text[at + len(word) : at + len(word) + 1].isalnum():
                out = out or list(codes)
                out[a] = made.vocabulary.plain
    return "".join(out) if out else codes
