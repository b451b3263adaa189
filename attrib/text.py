"""A document's text as tokens and sentences. The text itself is never rewritten."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate, pairwise

import msgspec

from attrib.lexicon import BLANK, INVISIBLE, Vocabulary, normal
from attrib.pattern import CONTINUES, PARAGRAPH, QUOTATIONS, charset

_BREAK = r"[\n\r\x0b\x0c\x85\u2028\u2029]"
_BLANK = r"[^\S\n\r\x0b\x0c\x85\u2028\u2029]*+"
_SPACE = rf"{_BLANK}(?:[{INVISIBLE}]{_BLANK})*+"
# Words keep their hyphens, apostrophes and domain endings; degrees and initials their inner stops.
# A preposition or cue glued to a name (where a link was cut out of a page) is let go.
_TOKEN = rf"""(?x:
    (?:kepada|pada|dari|oleh|dan|yang|kata|ujar|di|ke)(?=[A-Z][a-z])
  | [A-Z][a-z]?(?:\.[A-Z][a-z]{{0,3}})++(?![a-z])
  | â€[œ\x9d\x9c™˜“”]
  | [A-Z][A-Za-z]{{0,3}}\.?\d++(?:[.,]\d++)++
  | https?://[^\s()“”"]++(?<![.,;])
  | [^\W\d_][^\Wâ]*+(?:(?:â(?!€)|[{INVISIBLE}](?=\w))[^\Wâ]*+)*+
      (?:[-'’‑](?:\w)++|\.(?:com|co|id|net|org|go|ac|tv|COM|CO|ID|NET|ORG|GO|AC|TV)\b)*+
  | \d++(?:[.,:/-]\d++)*+\w*+
  | ''|``|,,
  | &(?:quot|ldquo|rdquo|lsquo|rsquo|laquo|raquo|amp|nbsp|\#\d{{1,5}});
  | \.{{2,}}
  | [\s\S]
)"""
_SHORTEST = 2  # letters: a name to which a verb may be glued has more
_NAME = 4  # tokens: a name in running text seldom has more
_PART = 4  # letters: a shorter piece may be the same as another word by chance
_VERB = 6  # letters: a longer ending in me- is a verb
_KEPT = 50_000  # words remembered before the memory starts afresh
_FORMS = 200_000  # the same of tokens as they stand
# most tokens are a plain word and a space: tried first, without the classes of Unicode
_PLAIN_WORD = "[A-Za-z][a-z]*+(?: (?=[A-Za-z])|(?=,))"
_TOKENS = rf"{_PLAIN_WORD}|{_BREAK}\s*|{_TOKEN}{_SPACE}"
# The same for hard-wrapped text: a line's end is a space unless an empty line follows.
_WRAPPED = (
    rf"{_BREAK}(?:[^\S\n]*{_BREAK})+\s*"
    rf"|{_PLAIN_WORD}|{_TOKEN}(?:[^\S\n]*+\n(?![^\S\n]*\n)|{_SPACE})[^\S\n]*+"
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
        # a capital where two words may be glued, behind a small letter or last of several; or the
        # first of a word so long that a verb may be glued to it
        self._seam = re.compile(
            r"[A-Z](?:(?<=[a-z].)(?=[A-Za-z]{2})|(?<=[A-Z]{2}.)(?=[a-z]{3})"
            r"|(?<!\w.)(?=([a-z]{7,})(?!\w)))"
        )
        # a dateline glued to its sentence: JAKARTA-Polisi …; TEMPO.CO, Jakarta-Peneliti …
        self._dateline = re.compile(
            r"\s*(?:[A-Z]\w*(?:\.\w+)+,\s*[A-Z]\w+|[A-Z]{3,}(?: [A-Z]+){0,2})-(?=[A-Z]\w*[a-z])"
        )
        # a verb of speech glued to the name before it: Marsudimengatakan
        lists = ("cue-verb", "cue-verb-weak", "cue-ask", "cue-passive", "relativiser")
        words = {word for name in lists for word in vocabulary.entries(name)}
        self._glue = Glue(words)
        links = ("preposition", "modal", "clause-link", "relativiser")
        small = (word for name in links for word in vocabulary.entries(name))
        self._small = frozenset(word for word in small if len(word) > 2 or word == "di")
        self._given = frozenset(
            word for name in ("given-name", "family-name") for word in vocabulary.entries(name)
        )
        self._never = frozenset(vocabulary.entries("glued-end"))
        self._ends: dict[str, tuple[int, ...]] = {}
        self._whole: set[str] = set()  # tokens as they stand in which nothing can be glued
        first, second = map(vocabulary.characters, ("phrase-start", "phrase-next"))
        self._phrases = re.compile(f"{charset(first)}(?={charset(second)})")

    def __call__(self, text: str) -> Tokens:
        """The tokens of a text; phrases of the lexicons are one unit each."""
        wrapped = "\n" in text and _hard_wrapped(text)
        forms = (self._wrapped if wrapped else self._tokens).findall(text)
        starts = [0, *accumulate(map(len, forms))]
        cuts = self._cuts(text, forms, starts)
        if cuts:
            for i in sorted(cuts, reverse=True):
                ends = [0, *cuts[i], len(forms[i])]
                forms[i : i + 1] = [forms[i][a:b] for a, b in pairwise(ends)]
            starts = [0, *accumulate(map(len, forms))]
        codes = "".join(map(self._vocabulary.__getitem__, forms))
        hits = [m.start() for m in self._phrases.finditer(codes)]
        if hits:
            codes = self._vocabulary.mark_phrases(forms, codes, hits)
        return Tokens(text, tuple(forms), tuple(starts), codes)

    def _cuts(self, text: str, forms: list[str], starts: list[int]) -> dict[int, list[int]]:
        """Where words glued together (where a link was cut out of a page) come apart: token →
        letters. A list holds one of them, `Dalam NegeriBima`, `SiberPolda`, or the text has both
        elsewhere, `RealmeSky Li`, `Ali Khameneipada`."""
        whole, holds = self._whole, self._vocabulary.holds
        doubtful = [i for i, form in enumerate(forms) if form not in whole]
        words = set(forms) if doubtful else set[str]()
        cuts: dict[int, list[int]] = {}
        for i in doubtful:
            form = forms[i].rstrip(BLANK)
            behind = "".join(forms[i + 1 : i + 2])
            places = None if holds(form) else self._glued_at(form, behind, words)
            if places is None:
                if len(whole) > _FORMS:
                    whole.clear()
                whole.add(forms[i])
                continue
            # WNI|membuat or WN|Imembuat, KAPTEN|Timnas or KAPTENT|imnas: what a list holds
            found = sorted(
                at
                for at in places
                if not (at + 1 in places and holds(form[at + 1 :]))
                and not (at - 1 in places and not holds(form[at:]))
            )
            for a, at, b in zip([0, *found], found, [*found[1:], len(form)], strict=False):
                one, other = form[a:at], form[at:b]
                if at > 1 and (
                    holds(one) or holds(other) or (_has(words, one) and _has(words, other))
                ):
                    cuts.setdefault(i, []).append(at)
        return cuts | self._after_dateline(text, starts)

    def _after_dateline(self, text: str, starts: list[int]) -> dict[int, list[int]]:
        """Where a hyphen between a dateline and its sentence comes apart; empty: nowhere."""
        m = self._dateline.match(text)
        if not m:
            return {}
        i = bisect_right(starts, m.end() - 1) - 1
        at = m.end() - 1 - starts[i]
        return {i: [at, at + 1]}

    def _glued_at(self, form: str, behind: str, words: set[str]) -> set[int] | None:
        """Letters of a token at which one word may end and another begin, ``behind`` the token
        behind it and ``words`` those of the text; None if no text could have one there."""
        places: set[int] = set()
        whole = True
        for m in self._seam.finditer(form):
            at, rest = m.start(), m[1]
            if rest is None:
                whole = False
                places.add(at)
                if form[at - 1].isupper() and form[at + 4 : at + 5].islower():
                    places.add(at + 1)  # PSSIErick, but WNImembuat
                continue
            word = form[at] + rest
            glued = self._glue[word]
            if not glued:
                ends = self._ends_of(word)
                whole = whole and not ends
                glued = next((n for n in ends if self._apart(word, n, behind, words)), 0)
            if glued:
                whole = False
                places.add(at + len(word) - glued)
        return None if whole else places

    def _apart(self, word: str, n: int, behind: str, words: set[str]) -> bool:
        """Whether the last n letters of a word are another: the text has what is before them alone
        (``words``), they begin a phrase with the word behind (buka suara), or no name ends so."""
        name, end = word[:-n], word[-n:]
        if _has(words, name) or (n >= _PART and self._vocabulary.phrase(end, behind)):
            return True
        verb = end.startswith("me") and n > _VERB
        if (verb or end in self._never) and normal(name) in self._given:
            return True
        return verb and end.endswith("kan") and not self._vocabulary.verbal(word.lower())

    def _ends_of(self, word: str) -> tuple[int, ...]:
        """How many letters at a word's end may be another word, glued to a name, the most first;
        none for a word that a list holds."""
        known = self._ends.get(word)
        if known is not None:
            return known
        if len(self._ends) > _KEPT:
            self._ends.clear()
        found: tuple[int, ...] = ()
        if not self._vocabulary.holds(word):
            found = tuple(
                len(end)
                for end in (word[at:] for at in range(_PART, len(word) - 1))
                if end in self._small or (len(end) >= _PART and self._vocabulary.verbal(end))
            )
        self._ends[word] = found
        return found


def _has(forms: set[str], word: str) -> bool:
    """Whether a word is among forms, the last of its line or with a space behind it."""
    return word in forms or word + " " in forms


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
        opens, closes = charset(chars("'('")), charset(chars("')'"))
        lead = capital | chars("outlet") | chars("place") | chars("Num")
        lead = lead.union(*(chars(f"'{sign}'") for sign in ",.()/"), CONTINUES)
        dash = chars("'-'") | chars("'–'") | chars("'—'")
        bracketed = chars("outlet") | chars("CAPS")
        quoted, link = QUOTATIONS["QUOTE."], charset(bracketed)
        starts = charset(stop | chars("'('") | {PARAGRAPH, quoted})
        self._end = re.compile(
            # the first character tells at most places that no sentence ends there
            f"{starts}(?:(?<={PARAGRAPH}){PARAGRAPH}*"
            f"|(?<={charset(stop)})(?<!{charset(short)}.){charset(stop)}*(?={charset(opener | {PARAGRAPH})})"
            # a quotation that ends in a full stop ends its sentence, unless its cue follows
            f"|(?<={quoted}){CONTINUES}*+{charset(stop)}?(?={charset(opener - cue)})"
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
        self._subject = re.compile(f"{charset(capital)}(?={charset(verbs)})")
        comma = charset(chars("','"))
        self._dateline = re.compile(
            f"(?:^|{PARAGRAPH})(?:{charset(lead)}{{1,12}}{charset(dash)}+"
            # the same where its dash was lost: JAKARTA, KOMPAS.com Pemerintah …
            f"|(?:{place}{comma}{outlet}|{outlet}{comma}{place})(?={charset(capital)}))"
        )

    def __call__(self, codes: str, forms: Sequence[str]) -> Sentences:
        """Sentences of a text given as characters; a dateline is cut off its first sentence.

        A sentence also begins where a full stop was lost between a name
        and the same name: … kata Rina Astuti Rina menambahkan …
        """
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
        for i in self._again(codes, forms):
            s = bisect_right(spans, (i, len(codes))) - 1
            a, b = spans[s]
            if a < i:
                spans[s : s + 1] = [(a, i), (i, b)]
                paragraphs.insert(s, paragraphs[s])
        return Sentences(tuple(spans), tuple(paragraphs))

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
