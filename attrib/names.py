"""The names a document writes: every run of capitals that is one, without what it has swallowed."""

import re
from bisect import bisect_right
from functools import cached_property
from itertools import pairwise

import msgspec

from attrib.attribute import Statement
from attrib.lexicon import BLANK, Key, Vocabulary, normal
from attrib.mentions import MentionReader, Range, unit_start
from attrib.pattern import PARAGRAPH
from attrib.text import Sentences, Tokens, seams

_AGE = 2  # digits
_SHORT = 2  # letters: an abbreviation of a house has more
_HEADING = 16  # tokens: a heading has no more


class Written(msgspec.Struct, frozen=True):
    """A text with its characters of classes and its sentences; ``links``: those of them that are
    links, captions or by-lines."""

    tokens: Tokens
    codes: str
    sentences: Sentences
    links: frozenset[int] = frozenset()


class Names:
    """The names of one document, where they stand."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        reader: MentionReader,
        name: re.Pattern[str],
        text: Written,
    ) -> None:
        self._reader, self._vocabulary = reader, vocabulary
        self._tokens, self._codes, self._sentences = text.tokens, text.codes, text.sentences
        self._starts = [a for a, _ in text.sentences.spans]
        self._runs: list[tuple[Range, Key]] = []
        self._by_word: dict[str, list[int]] = {}
        self._keys: dict[Range, Key] = {}
        codes, institution = text.codes, reader.institution
        works: set[Key] = set()
        for m in name.finditer(codes):
            a, b = m.span()
            if a < self._starts[0]:  # in the dateline
                continue
            if a and codes[a - 1] in reader.titled:
                works.add(self.key((a, b)))  # lagu bertajuk Negeri Pagi
            # in a headline every word has a capital: no place to learn names from
            if text.links and bisect_right(self._starts, a) - 1 in text.links:
                continue
            if a and codes[a - 1] in reader.residents and codes[a] not in reader.given:
                continue  # warga Kramat Pulo: where they live
            if b - a == 1 and codes[a] in reader.passives and self._small(a):
                continue  # Diperlonggar: a heading of what the text has as a verb
            if (a and codes[unit_start(codes, a - 1)] in institution) or (
                b < len(codes) and codes[b] in institution
            ):
                # part of an institution's or a place's name, unless an office before it says not
                found = reader.office_before(codes, (a, b))
                if found and found.name:
                    a, b = found.name
                elif self._aged(b) and a > self._starts[0]:
                    a -= 1  # Ranu Saputra (27): of somebody an age is told, and of no lake
                elif not self._joins(a, b):
                    continue
            a = self._untitled(a, b)
            while b > a and any(map(str.isdigit, self._tokens.forms[b - 1])):
                b -= 1  # Poco F7: no name of somebody has a figure
            if a == b:
                continue
            if self._goes_on(a, b):
                b -= 1
            if not self._abbreviation(a, b) and self.key((a, b)) not in works:
                self._add_run((a, b))
        self._unswollen()

    def _joins(self, a: int, b: int) -> bool:
        """Whether a full name right behind an institution is somebody's of whom the article uses a
        word alone: it is glued there (HotspurRudi Hartono), or opens with a given name."""
        codes, reader = self._codes, self._reader
        if b - a < 2 or not a or codes[b - 1] not in reader.known or codes[a - 1] in reader.heads:
            return False
        return self._tokens.forms[a - 1][-1:].isalpha() or codes[a] in reader.given_names

    def _aged(self, end: int) -> bool:
        """Whether an age stands in brackets behind a name, and no year."""
        age = self._tokens.forms[end + 1 : end + 2]
        return bool(self._reader.aged.match(self._codes, end)) and len("".join(age)) == _AGE

    def _untitled(self, a: int, b: int) -> int:
        """Where a name begins that opens with a letter which is a title: H. Hasan Basri."""
        codes, reader = self._codes, self._reader
        at = a
        while codes[at] in reader.titles or (at > a and codes[at] in reader.stop):
            at += 1
        return at if at < b else a

    def _goes_on(self, a: int, b: int) -> bool:
        """Whether a place behind a name of one word is the subject of what somebody says: menurut
        Tarmo Indonesia sudah …, where Tarmo stands alone elsewhere."""
        codes, reader = self._codes, self._reader
        if b - a != 2 or codes[b - 1] not in reader.area or codes[b : b + 1] not in reader.small:
            return False
        said = a > 0 and codes[unit_start(codes, a - 1)] in reader.saying
        return said and codes[a] in reader.known

    def _abbreviation(self, a: int, b: int) -> bool:
        """Whether words in brackets are an abbreviation of several: (FSP RTM-SPS); or a house's,
        with its place: ISKAPMA Ambon."""
        forms = self._tokens.forms
        if b - a < 2 or not a or b == len(forms):
            return False
        first, last = forms[a].rstrip(BLANK), self._codes[b - 1]
        if b - a == 2 and first.isupper() and len(first) > _SHORT and last in self._reader.area:
            return True
        bracketed = forms[a - 1].startswith("(") and forms[b].startswith(")")
        return bracketed and all(form.isupper() for form in forms[a:b])

    def _add_run(self, span: Range) -> None:
        key = self.key(span)
        for word in set(key):
            self._by_word.setdefault(word, []).append(len(self._runs))
        if key:
            self._runs.append((span, key))

    def _unswollen(self) -> None:
        """Cut from names the neighbours they have swallowed.

        A sentence's first word has its capital anyway (Penunjukan Budi Santoso), and so has every
        word of a heading (Ambisi Budi Santoso Jadi Camat): a form of a name that stands in such
        places only gives way to the shorter one that running text knows.
        """
        unsure: dict[int, bool] = {}
        sure: set[Key] = set()
        for i, (span, key) in enumerate(self._runs):
            low, high = self._sentences.spans[bisect_right(self._starts, span[0]) - 1]
            heading = high - low <= _HEADING and self._heading(high)
            given, codes = self._reader.given_names, self._codes
            # Anak Agung Gde Oka opens a sentence whole; of Dian Rini Ridwan Hakim two may be named
            whole = codes[span[0]] in given and codes[span[1] - 2] not in given
            opens = span[0] == low and not whole
            if len(key) > 2 and (heading or opens or self._headed(low, span)):
                unsure[i] = heading
            elif len(key) > 1 and not heading:
                if span[0] == low and self._codes[low] not in self._reader.given:
                    unsure[i] = False
                sure.add(key)
        leads = {key[0] for key in sure}
        for i, heading in unsure.items():
            span, key = self._runs[i]
            n = len(key)
            if n == 2:  # Keseharian Budi, where a Budi Santoso is named
                part = (1, 2) if key[1] in leads and self._times(key) == 1 else None
            else:
                parts = [(a, n) for a in range(1, n - 1)]
                if heading:
                    parts = [(a, a + m) for m in range(n - 1, 1, -1) for a in range(n - m + 1)]
                part = next(
                    (p for p in parts if key[p[0] : p[1]] in sure and key not in sure), None
                )
                if part is None and not heading and self._opened_by(span):
                    part = (1, n)
            if part is None:
                continue
            forms = self._tokens.forms
            words = [j for j in range(*span) if normal(forms[j])[:1].isalnum()]
            a, b = part
            if forms[words[a]][0].isupper():  # van Dijk is no shorter name, but a part of one
                self._runs[i] = ((words[a], words[b - 1] + 1), key[a:b])
                for word in {*key[:a], *key[b:]} - {*key[a:b]}:
                    self._by_word[word].remove(i)

    def _small(self, at: int) -> bool:
        """Whether the text has a word in small letters too."""
        return normal(self._tokens.forms[at]) in self._in_small_letters

    def _headed(self, low: int, span: Range) -> bool:
        """Whether a sentence up to a name is words with capitals that are no office: a heading run
        into it (Empat Semangat Utama Budi Santoso mengatakan)."""
        before = self._tokens.forms[low : span[0]]
        if not 0 < len(before) < _HEADING or not all(form[0].isupper() for form in before):
            return False
        return self._reader.office_before(self._codes, span) is None

    @cached_property
    def _in_small_letters(self) -> frozenset[str]:
        """The words that the text has in small letters."""
        return frozenset(form.rstrip(BLANK) for form in self._tokens.forms if form[0].islower())

    def _opened_by(self, span: Range) -> bool:
        """Whether a word that is no name stands before one that the text uses alone: Ketertinggalan
        Rudi Hartono, where Rudi has the word later; or one that it has in small letters before a
        given name: Konsultasi Rudi Hartono, where a konsultasi is told of."""
        first, second = self._codes[span[0]], self._codes[span[0] + 1]
        reader = self._reader
        if first in reader.given or first in reader.personal or second not in reader.given_names:
            return False
        return second in reader.known or self._small(span[0])

    def _trim_runs(self, statements: list[Statement]) -> None:
        """Where an office before a name was read, the run of capitals gives way to the name."""
        cut = {
            s.mention.name[1]: s.mention.name
            for s in statements
            if s.mention and s.mention.kind == "person" and s.mention.name
        }
        known = {span[1] for span, _ in self._runs}
        for end, name in cut.items():
            if end not in known and not self._goes_on(*name):
                self._add_run(name)
        self._runs.sort(key=lambda run: run[0])
        self._by_word.clear()
        for i, (_, key) in enumerate(self._runs):
            for word in set(key):
                self._by_word.setdefault(word, []).append(i)
        for i, (span, key) in enumerate(self._runs):
            shorter = cut.get(span[1])
            if shorter is None and len(key) > 2:
                # SMKN 1 Kemiri Rudi Hartono
                numbered = span[0] > 0 and self._tokens.forms[span[0] - 1][0].isdigit()
                before = self._reader.office_before if numbered else self._reader.before
                mention = before(self._codes, span)
                shorter = mention.name if mention else None
            longer = shorter and self._codes[shorter[0]] not in self._reader.capital  # eka Wijaya
            if shorter and (longer or span[0] < shorter[0] < span[1]):
                for word in set(key):
                    self._by_word[word].remove(i)
                key = self.key((shorter[0], span[1]))
                self._runs[i] = ((shorter[0], span[1]), key)
                for word in set(key):
                    self._by_word.setdefault(word, []).append(i)

    def key(self, span: Range) -> Key:
        """The words of a name, folded."""
        found = self._keys.get(span)
        if found is None:
            words = map(normal, self._tokens.forms[span[0] : span[1]])
            found = self._keys[span] = tuple([w for w in words if w[:1].isalnum()])
        return found

    def _times(self, key: Key) -> int:
        """How often a name stands here in just this form."""
        return sum(other == key for _, other in self._runs)

    def _heading(self, end: int) -> bool:
        """Whether what ends here is a line with no full stop, as headings and link texts are."""
        codes = self._codes
        ends = end == len(codes) or codes[end] == PARAGRAPH
        return ends and codes[end - 1] not in self._reader.stops

    def _first(self, at: int) -> bool:
        """Whether a token is the first of its sentence or stands behind a dateline's dash."""
        low = self._starts[bisect_right(self._starts, at) - 1]
        return at == low or self._codes[at - 1] in self._reader.dashes

    def _runs_between(self, low: int, high: int) -> list[tuple[Range, Key]]:
        starts = [r[0][0] for r in self._runs]
        return self._runs[bisect_right(starts, low - 1) : bisect_right(starts, high - 1)]

    def _speaks(self, span: Range) -> bool:
        """Whether a name stands behind a word of saying: kata Budi."""
        return self._codes[unit_start(self._codes, span[0] - 1)] in self._reader.saying

    def _place(self, span: Range) -> bool:
        """Whether capitals say where something is: di Aula Hotel."""
        return self._codes[unit_start(self._codes, span[0] - 1)] in self._reader.whereabouts


def name_text(tokens: Tokens, span: Range, apart: bool = False, brands: int | None = None) -> str:
    """A name on one line; ``apart``: with a space where words of it are glued (BudiSantoso);
    ``brands``: but from this token of it on not behind a capitalised word, which may be a brand's
    (dataCoinPasar), unless the text has both words alone."""
    forms = tokens.forms[span[0] : span[1]]
    glued = seams(forms) if apart else []
    if any(glued):
        first = len(forms) if brands is None else brands
        gaps = [
            seam and not (i >= first and a[0].isupper() and not _apart(tokens, a, b))
            for i, ((a, b), seam) in enumerate(zip(pairwise(forms), glued, strict=True))
        ]
        forms = tuple(f + " " * gap for f, gap in zip(forms, [*gaps, False], strict=True))
    return " ".join("".join(forms).strip(BLANK).split())


def _apart(tokens: Tokens, first: str, second: str) -> bool:
    """Whether a text has two words that are glued in one place each by itself in another."""
    alone = {form.rstrip(BLANK) for form in tokens.forms if form[-1] in BLANK}
    return {first.rstrip(BLANK), second.rstrip(BLANK)} <= alone
