"""A document's text as tokens and sentences. The text itself is never rewritten."""

import re
from bisect import bisect_right
from itertools import accumulate

import msgspec

from attrib.lexicon import BLANK, INVISIBLE, Vocabulary
from attrib.pattern import CONTINUES, PARAGRAPH, QUOTATIONS, charset

_BREAK = r"[\n\r\x0b\x0c\x85\u2028\u2029]"
_SPACE = rf"(?:(?!{_BREAK})[\s{INVISIBLE}])*+"
# Words keep their hyphens, apostrophes and domain endings; degrees and initials their inner stops.
# A preposition or cue glued to a name (where a link was cut out of a page) is let go.
_TOKEN = rf"""(?x:
    (?:kepada|pada|dari|oleh|dan|yang|kata|ujar|di|ke)(?=[A-Z][a-z])
  | [A-Z][a-z]?(?:\.[A-Z][a-z]{{0,3}})++(?![a-z])
  | â€[œ\x9d\x9c™˜“”]
  | [A-Z][A-Za-z]{{0,3}}\d++(?:[.,]\d++)++
  | [^\W\d_](?:[^\Wâ]|â(?!€)|[{INVISIBLE}](?=\w))*+
      (?:[-'’‑](?:\w)++|\.(?:com|co|id|net|org|go|ac|tv)\b)*+
  | \d++(?:[.,:/-]\d++)*+\w*+
  | ''|``|,,
  | &(?:quot|ldquo|rdquo|lsquo|rsquo|laquo|raquo|amp|nbsp|\#\d{{1,5}});
  | \.{{2,}}
  | [\s\S]
)"""
_SHORTEST = 2  # letters: a name to which a verb may be glued has more
_KEPT = 50_000  # words remembered before the memory starts afresh
_TOKENS = rf"{_BREAK}\s*|{_TOKEN}{_SPACE}"
# The same for hard-wrapped text: a line's end is a space unless an empty line follows.
_WRAPPED = (
    rf"{_BREAK}(?:[^\S\n]*{_BREAK})+\s*"
    rf"|{_TOKEN}(?:[^\S\n]*+\n(?![^\S\n]*\n)|{_SPACE})[^\S\n]*+"
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


def _hard_wrapped(text: str) -> bool:
    """Whether lines end at a width and not at a paragraph: most go on in lower case."""
    lines = text.split("\n")
    if len(lines) < 6:
        return False
    full = [i for i in range(len(lines) - 1) if lines[i].strip() and lines[i + 1].strip()]
    runs = sum(lines[i + 1].lstrip()[:1].islower() for i in full)
    return len(full) >= 4 and runs * 2 > len(full) and max(map(len, lines)) < 140


class Glue(dict[str, int]):
    """Word → how many letters at its end are a verb glued to a name; 0 for none."""

    def __init__(self, verbs: set[str]) -> None:
        super().__init__()
        self._verbs = tuple(sorted(verbs, key=len, reverse=True))

    def __reduce__(self) -> tuple[object, ...]:
        return Glue, (set(self._verbs),)

    def __missing__(self, word: str) -> int:
        if len(self) > _KEPT:
            self.clear()
        found = 0
        if word.endswith(self._verbs):
            verb = next(v for v in self._verbs if word.endswith(v))
            found = len(verb) if len(word) - len(verb) > _SHORTEST else 0
        self[word] = found
        return found


class Tokenizer:
    """Cuts texts into tokens with their classes."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._tokens = re.compile(_TOKENS)
        self._wrapped = re.compile(_WRAPPED)
        # where two words are glued: lower case to capital, and both ways behind an abbreviation
        self._seam = re.compile(
            r"(?<=[a-z])(?=[A-Z][A-Za-z]{2})|(?<=[A-Z]{2})(?=[A-Z][a-z]{3})|(?<=[A-Z]{3})(?=[a-z]{4})"
        )
        # a verb of speech glued to the name before it: Marsudimengatakan
        lists = ("cue-verb", "cue-verb-weak", "cue-ask", "cue-passive", "relativiser")
        words = {word for name in lists for word in vocabulary.entries(name)}
        self._glue = Glue(words)
        self._long = re.compile(r"\b[A-Z][a-z]{7,}\b")
        self._phrases = re.compile(charset(vocabulary.characters("phrase-start")))

    def __call__(self, text: str) -> Tokens:
        """The tokens of a text; phrases of the lexicons are one unit each."""
        wrapped = "\n" in text and _hard_wrapped(text)
        forms = (self._wrapped if wrapped else self._tokens).findall(text)
        starts = [0, *accumulate(map(len, forms))]
        seams = [m.start() for m in self._seam.finditer(text)]
        seams += [m.end() - glued for m in self._long.finditer(text) if (glued := self._glue[m[0]])]
        seams.sort()
        if seams:
            forms = self._unglued(forms, starts, seams)
            starts = [0, *accumulate(map(len, forms))]
        codes = "".join(map(self._vocabulary.__getitem__, forms))
        hits = [m.start() for m in self._phrases.finditer(codes)]
        if hits:
            codes = self._vocabulary.mark_phrases(forms, codes, hits)
        return Tokens(text, tuple(forms), tuple(starts), codes)

    def _unglued(self, forms: list[str], starts: list[int], seams: list[int]) -> list[str]:
        """The same tokens, but a word glued to a capitalised one (where a link was cut out of a
        page) stands alone if a list holds either half: `Dalam NegeriBima`, `SiberPolda`."""
        out: list[str] = []
        holds = self._vocabulary.holds
        done = 0
        for seam in seams:
            i = bisect_right(starts, seam) - 1
            form, at = forms[i], seam - starts[i]
            if i >= done and at and not holds(form) and (holds(form[:at]) or holds(form[at:])):
                out += (*forms[done:i], form[:at], form[at:])
                done = i + 1
        return out + forms[done:]


class Sentences(msgspec.Struct, frozen=True):
    """Half-open token spans in order; ``paragraphs`` gives each one's paragraph number."""

    spans: tuple[tuple[int, int], ...]
    paragraphs: tuple[int, ...]


class Segmenter:
    """Finds sentences in the characters of a text whose quotations are one unit each."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        chars = vocabulary.characters
        capital = chars("Cap") | chars("CAPS") | chars("Known")
        opener = capital | chars("Num") | chars("'('") | set("".join(QUOTATIONS.values()))
        stop = chars("'.'") | chars("'!'") | chars("'?'") | chars("'…'")
        short = chars("abbreviation") | (chars("initial") & capital)
        cue = chars("cue-say") | chars("cue-say-nya")
        self._end = re.compile(
            f"{PARAGRAPH}+"
            f"|(?<!{charset(short)}){charset(stop)}+(?={charset(opener | {PARAGRAPH})})"
            # a quotation that ends in a full stop ends its sentence, unless its cue follows
            f"|{QUOTATIONS['QUOTE.']}{CONTINUES}*+{charset(stop)}?(?={charset(opener - cue)})"
        )
        lead = capital | chars("outlet") | chars("place") | chars("Num")
        lead = lead.union(*(chars(f"'{sign}'") for sign in ",.()/"), CONTINUES)
        dash = chars("'-'") | chars("'–'") | chars("'—'")
        bracketed = chars("outlet") | chars("CAPS")
        self._end = re.compile(
            self._end.pattern
            # a dateline inside a text that has lost its paragraphs: … Jakarta (ANTARA) - …
            + f"|{charset(chars(chr(40).join(chr(39) * 2)))}{charset(bracketed)}"
            f"{charset(chars(chr(41).join(chr(39) * 2)))}{charset(dash)}"
        )
        self._dateline = re.compile(f"(?:^|{PARAGRAPH}){charset(lead)}{{1,12}}{charset(dash)}+")

    def __call__(self, codes: str) -> Sentences:
        """Sentences of a text given as characters; a dateline is cut off its first sentence."""
        spans: list[tuple[int, int]] = []
        paragraphs: list[int] = []
        paragraph = start = 0
        dateline = self._dateline.search(codes, 0, 400)
        cut = dateline.end() if dateline else 0
        for m in self._end.finditer(codes):
            a, b = m.span()
            broken = codes[a] == PARAGRAPH
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
        return Sentences(tuple(spans), tuple(paragraphs))
