"""A document's text as tokens and sentences. The text itself is never rewritten."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate, pairwise

import msgspec

from attrib.glued import Glued
from attrib.lexicon import BLANK, INVISIBLE, Vocabulary, normal
from attrib.link_titles import LinkTitles
from attrib.matching import matcher
from attrib.pattern import CONTINUES, PARAGRAPH, QUOTATIONS, charset, ranges

_BREAK = r"[\n\r\x0b\x0c\x85\u2028\u2029]"
_BLANK = r"[^\S\n\r\x0b\x0c\x85\u2028\u2029]*+"
_SPACE = rf"{_BLANK}(?>(?:[{INVISIBLE}]{_BLANK})*)"
# Words keep their hyphens, apostrophes and domain endings; degrees and initials their inner stops.
# A preposition or cue glued to a name (where a link was cut out of a page) is let go.
# Groups repeat in (?>…): before Python 3.11.5 `re` takes too much with a possessive group.
_TOKEN = rf"""(?x:
    (?<=@)[\w*]++(?>(?:\.[\w*]++)*)
  | (?:kepada|pada|dari|oleh|dan|yang|kata|ujar|di|ke)(?=[A-Z][a-z])
  | [A-Z][a-z]?(?>(?:\.[A-Z]{{1,4}}[a-z]{{0,3}})+)(?![A-Za-z])
  | â€(?:[œ\x9d\x9c™˜“”]|(?=[\s,.;:!?)a-z]|\Z))
  | [A-Z][A-Za-z]{{0,3}}\.?\d++(?>(?:[.,]\d++)+)
  | https?://[^\s()“”"]++(?<![.,;])
  | [^\W\d_][^\Wâ]*+(?>(?:(?:â(?!€)|[{INVISIBLE}](?=\w))[^\Wâ]*+)*)
      (?>(?:[-'’‑](?!sapaan|panggilan)\w++|\.(?:com|co|id|net|org|go|ac|tv|COM|CO|ID|NET|ORG|GO|AC|TV)\b)*)
  | \d++(?>(?:[.,:/-]\d++)*)\w*+
  | ''|[‘’][‘’]|``|,,
  | &(?:quot|ldquo|rdquo|lsquo|rsquo|laquo|raquo|amp|nbsp|\#\d{{1,5}});
  | \.{{2,}}
  | [\s\S]
)"""
_QUOTES = frozenset("".join(QUOTATIONS.values()))
_NAME = 4  # tokens: a name in running text seldom has more
_FORMS = 200_000  # tokens remembered before the memory starts afresh
_BETWEEN_PEOPLE = "/"  # what a hyphen between two people reads like
_DOUBTFUL = "\x0f"  # the character of a token in which words may be glued together
# most tokens are a plain word and a space, or a comma or full stop between such: tried first,
# without the classes of Unicode
_PLAIN = r"[A-Za-z][a-z]*+(?: (?=[A-Za-z\d(\"“])|(?=[,;)\"”]|\.[ \n]))|[,.] (?=[A-Za-z\"“])"
_TOKENS = rf"{_PLAIN}|{_BREAK}\s*|{_TOKEN}{_SPACE}"
# The same for hard-wrapped text: a line's end is a space unless an empty line follows.
_WRAPPED = (
    rf"{_BREAK}(?:[^\S\n]*{_BREAK})+\s*"
    rf"|{_PLAIN}|{_TOKEN}(?:[^\S\n]*+\n(?![^\S\n]*\n)|{_SPACE})[^\S\n]*+"
)


class Tokens(msgspec.Struct, frozen=True):
    """The tokens of one text. ``forms`` keep the spaces after them; ``codes`` has one character
    of classes a token (see :mod:`attrib.lexicon`); ``starts`` are code points."""

    text: str
    forms: tuple[str, ...]
    starts: tuple[int, ...]
    codes: str

    def start(self, i: int) -> int:
        """Offset of the first code point of token i."""
        return self.starts[i]

    def end(self, i: int) -> int:
        """Offset after the last visible code point of the token before i (a half-open end)."""
        return self.starts[i - 1] + len(self.forms[i - 1].rstrip(BLANK))

    def words(self, a: int, b: int) -> str:
        """The text of tokens a to b, verbatim."""
        return self.text[self.starts[a] : self.end(b)] if b > a else ""


def split_tokens(text: str) -> list[str]:
    """The forms of a text's tokens, spaces included; joined they are the text."""
    return re.findall(_TOKENS, text)


def seams(forms: Sequence[str]) -> list[bool]:
    """Whether the word of each token but the last is glued to the next, with no space between."""
    return [a[-1].isalpha() and b[0].isalpha() for a, b in pairwise(forms)]


def _hard_wrapped(text: str) -> bool:
    """Whether lines end at a width and not at a paragraph: most go on in lower case."""
    lines = text.split("\n")
    if len(lines) < 6 or max(map(len, lines)) >= 140:
        return False
    full = [i for i in range(len(lines) - 1) if lines[i].strip() and lines[i + 1].strip()]
    runs = sum(lines[i + 1].lstrip()[:1].islower() for i in full)
    return len(full) >= 4 and runs * 2 > len(full)


class Tokenizer:
    """Cuts texts into tokens with their classes."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._tokens = matcher(_TOKENS)
        self._wrapped = matcher(_WRAPPED)
        # a dateline glued to its sentence: JAKARTA-Polisi …; TEMPO.CO, Jakarta-Peneliti …;
        # KOTA BARU, KABAR-Warga …
        self._dateline = matcher(
            r"\s*(?:[A-Z]\w*(?:\.\w+)+,\s*[A-Z]\w+|[A-Z]{3,}(?: [A-Z]+){0,2}(?:, [A-Z]{3,})?)-"
            r"(?=[A-Z]\w*[a-z])"
        )
        self._glued = Glued(vocabulary)
        self._codes = _Codes(vocabulary, self._glued)
        first, second = map(vocabulary.characters, ("phrase-start", "phrase-next"))
        self._phrases = matcher(f"{charset(first)}(?={charset(second)})")

    def __call__(self, text: str) -> Tokens:
        """The tokens of a text; phrases of the lexicons are one unit each."""
        wrapped = "\n" in text and _hard_wrapped(text)
        forms = (self._wrapped if wrapped else self._tokens).findall(text)
        codes = "".join(map(self._codes.__getitem__, forms))
        if _DOUBTFUL in codes:
            codes = self._part(forms, codes)
        dateline = self._dateline.match(text)
        if dateline:
            codes = self._cut(forms, codes, *self._hyphen(forms, dateline.end() - 1), "-")
        hits = [m.start() for m in self._phrases.finditer(codes)]
        if hits:
            codes = self._vocabulary.mark_phrases(forms, codes, hits)
        return Tokens(text, tuple(forms), (0, *accumulate(map(len, forms))), codes)

    def _part(self, forms: list[str], codes: str) -> str:
        """Part the tokens in which words are glued together; the codes of all."""
        words = set(forms)
        i = codes.rfind(_DOUBTFUL)
        while i >= 0:
            before, behind = "".join(forms[i - 1 : i]), "".join(forms[i + 1 : i + 2])
            cuts = [] if before == "@" else self._glued.cuts(forms[i], before, behind, words)
            if cuts and (often := self._glued.coined(word := forms[i].rstrip(BLANK), cuts)):
                cuts = cuts if forms.count(word) + forms.count(word + " ") < often else []
            codes = self._cut(forms, codes, i, cuts, _BETWEEN_PEOPLE)
            i = codes.rfind(_DOUBTFUL, 0, i)
        return codes

    def _cut(self, forms: list[str], codes: str, i: int, cuts: list[int], hyphen: str) -> str:
        """Cut token i at these letters; the codes of all, a hyphen's that of ``hyphen``."""
        forms[i : i + 1] = pieces = [forms[i][a:b] for a, b in pairwise([0, *cuts, len(forms[i])])]
        read = (self._vocabulary[hyphen if piece == "-" else piece] for piece in pieces)
        return codes[:i] + "".join(read) + codes[i + 1 :]

    @staticmethod
    def _hyphen(forms: list[str], at: int) -> tuple[int, list[int]]:
        """The token that holds a hyphen at a letter of the text, and where in it that stands."""
        i = 0
        while at >= len(forms[i]):
            at -= len(forms[i])
            i += 1
        return i, [at, at + 1]


class _Codes(dict[str, str]):
    """Token as it stands → its character of classes; one of its own where words may be glued
    together in it."""

    def __init__(self, vocabulary: Vocabulary, glued: Glued) -> None:
        super().__init__()
        self._vocabulary, self._glued = vocabulary, glued

    def __reduce__(self) -> tuple[object, ...]:
        return _Codes, (self._vocabulary, self._glued)

    def __missing__(self, form: str) -> str:
        if len(self) > _FORMS:
            self.clear()
            normal.cache_clear()
        found = self[form] = _DOUBTFUL if self._glued.may_be(form) else self._vocabulary[form]
        return found


def _without_breaks(m: re.Match[str]) -> str:
    """What was matched, each of its paragraph breaks a part of the word before."""
    return m[0].replace(PARAGRAPH, CONTINUES)


class Sentences(msgspec.Struct, frozen=True):
    """Half-open token spans in order; ``paragraphs`` gives each one's paragraph number."""

    spans: tuple[tuple[int, int], ...]
    paragraphs: tuple[int, ...]


class Segmenter:
    """Finds sentences in the characters of a text whose quotations are one unit each."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        chars = vocabulary.characters
        capital = chars("Cap") | chars("CAPS") | chars("Known")
        opener = capital | chars("Num") | chars("'('") | _QUOTES
        stop = chars("'.'") | chars("'!'") | chars("'?'") | chars("'…'")
        initials = chars("also-initials") & chars("CAPS")
        short = (chars("abbreviation") - initials) | (chars("initial") & capital)
        begins = chars("Cap") & (chars("pronoun") | chars("connective") | chars("preposition"))
        cue = chars("cue-say") | chars("cue-say-nya")
        verbs = chars("cue-verb") | chars("cue-verb-weak") | chars("cue-ask")
        says = verbs | chars("cue-passive") | (cue - chars("cue-say-noun"))
        self._cue = (cue & capital) - chars("cue-say-noun")
        colon, comma = chars("':'"), charset(chars("','"))
        pause = charset(chars("','") | colon)
        small = chars("Low") - chars("cue-say")
        # what brings on what is said behind it: "…." Menurutnya, …; "…." Kata Budi, jalan itu …
        around = chars("preposition") | chars("day") | chars("time-word") | chars("place")
        around -= chars("'tidak'") | chars("'bukan'")
        whose = chars("role-head") | chars("role-fused") | chars("anonymous-noun") | chars("one")
        said = chars("cue-say") & capital - chars("cue-say-noun")
        again = (
            f"(?:{charset(chars('cue-say-nya') & capital)}{comma}"
            f"|{charset(said)}[{ranges((capital - whose) | {CONTINUES})}]{{1,4}}{comma}"
            f"(?!{charset(whose)}))(?!{charset(around)})"
        )
        self._brings_on = matcher(again)
        # what leads to a quotation that its page has put into a paragraph of its own
        self._leading = matcher(
            f"{charset(says)}[^{ranges(stop | {PARAGRAPH})}]{{0,6}}"
            f"{pause}{PARAGRAPH}+(?={charset(_QUOTES)})"
        )
        office = capital & (chars("role-fused") | chars("role-head") | chars("rank"))
        joins = charset((chars("preposition") | chars("'dan'") | chars("'vs'")) - capital)
        # a line that its page has torn before and behind a link: Gubernur Garut ¶ Budi ¶ Santoso …
        # or behind a comma: Gubernur Garut, ¶ Budi Santoso, …
        self._torn = matcher(
            f"(?:{charset(office)}[{ranges(chars('place') | {CONTINUES})}]{{0,4}}|{joins})"
            f"{PARAGRAPH}+[{ranges(capital | {CONTINUES})}]{{1,6}}"
            f"{PARAGRAPH}+(?={charset(capital)}+{charset(small)})"
            f"|{comma}{PARAGRAPH}+(?={charset(capital - begins)}(?!{charset(colon)}))"
        )
        # a line wrapped in the midst of a sentence: Ketua DPRD Rudi Hartono ¶ mengatakan …
        low = chars("Low") - chars("outlet") - chars("boilerplate") - chars("furniture")
        inside = charset(capital | low | chars("','") | chars("')'"))
        self._midway = matcher(f"{inside}{CONTINUES}*+{PARAGRAPH}(?={charset(low)})")
        opens, closes = charset(chars("'('")), charset(chars("')'"))
        lead = capital | chars("outlet") | chars("place") | chars("Num")
        lead = lead.union(*(chars(f"'{sign}'") for sign in ",.()/"), CONTINUES)
        dash = chars("'-'") | chars("'–'") | chars("'—'")
        bracketed = chars("outlet") | chars("CAPS")
        quoted, link = QUOTATIONS["QUOTE."], charset(bracketed)
        furniture = chars("furniture")
        starts = charset(stop | chars("'('") | furniture | {PARAGRAPH, quoted})
        listed = chars("'tbk'")
        self._end = matcher(
            # the first character tells at most places that no sentence ends there
            f"{starts}(?:(?<={PARAGRAPH}){PARAGRAPH}*|(?<={charset(furniture)}){CONTINUES}*"
            f"|(?<={charset(stop)})(?<!{charset(short)}.){charset(stop | colon)}*"
            f"(?={charset(opener | {PARAGRAPH})})"
            # an abbreviation's full stop ends no sentence, unless a word follows that begins one
            f"|(?<={charset(stop)})(?={charset(begins)})"
            # a company's name does not go on with an office: … PT Bukit Garam Tbk. Direktur …
            f"|(?<={charset(listed)}.)(?={charset(office)})"
            # a quotation that ends in a full stop ends its sentence, unless its cue follows
            f"|(?<={quoted}){CONTINUES}*+{charset(stop)}?(?={charset(opener - cue)}|{again})"
            # a link in brackets: … di pasar. (Baca: Harga Daging Naik) Polisi …
            f"|(?<={charset(stop)}.)(?<={opens}){charset(chars('boilerplate'))}"
            f"[^{PARAGRAPH}]{{1,40}}?{closes}"
            # a dateline inside a text that has lost its paragraphs: … Jakarta (ANTARA) - …
            f"|(?<={opens}){link}{closes}{charset(dash)})"
        )
        place, outlet = (
            f"{charset(chars('place'))}{CONTINUES}*",
            f"{charset(chars('outlet'))}{CONTINUES}*",
        )
        self._named = capital - chars("org-word") - chars("org-head")
        verbs = chars("cue-verb") | chars("cue-verb-weak") | chars("cue-ask")
        self._subject = matcher(f"{charset(capital)}(?={charset(verbs)})")
        alias = charset(chars("alias-word"))
        slash = charset(chars("'/'"))
        byline = f"{charset(chars(chr(39) + 'laporan' + chr(39)))}{charset(chars('press'))}"
        self._dateline = matcher(
            # with the by-line before it: Laporan wartawan Tribun, Budi Santoso JAKARTA - …
            f"(?:^|{PARAGRAPH})(?:(?:{byline}[^{ranges(dash | {PARAGRAPH})}]{{1,12}}?)?"
            # no nickname between dashes: Rini -sapaan akrab Rini Astuti- …
            f"{charset(lead)}{{1,12}}(?:{charset(dash)}++|{slash}{slash})(?!{alias})"
            # the same where its dash was lost: JAKARTA, KOMPAS.com Pemerintah …
            f"|(?:{place}{comma}{outlet}|{outlet}{comma}{place}{charset(colon)}?)(?={charset(capital)}))"
            # … and its place: KOMPAS.com Presiden …
            f"|^{outlet}(?={charset(office)})"
        )
        self._titles = LinkTitles(vocabulary)

    def unwrapped(self, tokens: Tokens) -> Tokens:
        """The tokens of a text whose lines were wrapped, with no paragraph's end in a sentence."""

        def one(m: re.Match[str]) -> str:
            small = tokens.forms[m.end()].strip().islower()  # and is no iPhone
            return _without_breaks(m) if small else m[0]

        codes = self._midway.sub(one, tokens.codes)
        return tokens if codes == tokens.codes else msgspec.structs.replace(tokens, codes=codes)

    def joined(self, codes: str) -> str:
        """``codes`` where a paragraph that is none goes on: where a verb and its colon or comma
        bring on the quotation that opens the next (Ia menulis: ¶ "…"), and at a torn link."""
        for torn in (self._leading, self._torn):
            codes = torn.sub(_without_breaks, codes)
        return codes

    def __call__(self, codes: str, forms: Sequence[str]) -> Sentences:
        """Sentences of a text given as characters; a dateline is cut off its first sentence.

        A sentence also begins where a full stop was lost between a name
        and the same name: … kata Rina Astuti Rina menambahkan …, or behind a link's title.
        """
        spans: list[tuple[int, int]] = []
        paragraphs: list[int] = []
        paragraph = start = 0
        dateline = self._dateline.search(codes, 0, 400)
        cut = dateline.end() if dateline else 0
        for m in self._end.finditer(codes):
            a, b = m.span()
            broken = codes[a] == PARAGRAPH
            cue = codes[b : b + 1] in self._cue and not self._brings_on.match(codes, b)
            if cue and not broken and self._quoted(codes, a):
                continue  # a full stop between a quotation and its cue: "…". Ujar Budi
            end = a if broken else b
            if start < cut < end:
                start = cut
            if end > start:
                spans.append((start, end))
                paragraphs.append(paragraph)
            start = b
            paragraph += broken
        if start < cut < len(codes):
            start = cut
        if start < len(codes):
            spans.append((start, len(codes)))
            paragraphs.append(paragraph)
        for i in (*self._again(codes, forms), *self._titles(codes, spans)):
            s = bisect_right(spans, (i, len(codes))) - 1
            a, b = spans[s]
            if a < i:
                spans[s : s + 1] = [(a, i), (i, b)]
                paragraphs.insert(s, paragraphs[s])
        return Sentences(tuple(spans), tuple(paragraphs))

    @staticmethod
    def _quoted(codes: str, at: int) -> bool:
        """Whether a quotation ends before a token."""
        while at and codes[at - 1] == CONTINUES:
            at -= 1
        return at > 0 and codes[at - 1] in QUOTATIONS["QUOTE"]

    def _again(self, codes: str, forms: Sequence[str]) -> list[int]:
        """Tokens at which a name begins again behind itself, with its verb."""
        found: list[int] = []
        for m in self._subject.finditer(codes):
            i = m.start()
            word = forms[i].rstrip(BLANK)
            for j in range(i - 1, max(0, i - _NAME) - 1, -1):
                if codes[j] not in self._named:
                    break
                if forms[j].rstrip(BLANK) == word:
                    found.append(i)
                    break
        return found
