"""What an article's abbreviations of institutions stand for: what it explains them with."""

import re
from bisect import bisect_right

from attrib.lexicon import BLANK, Vocabulary, normal
from attrib.mentions import MentionReader, Range
from attrib.pattern import CONTINUES
from attrib.spelling import syllables
from attrib.text import Tokens, seams

_HEAD = re.compile(r"\W")
_LONGEST = 16  # tokens: how far before its brackets an abbreviation's full form may begin
ALSO = frozenset(("atau", "alias"))  # before what a house is also called
_BEGINNING = 3  # letters that a word made of syllables has of the first word
_DASHES = "-–—"
_SEAT = "kantor"  # where a house is: Kantor | Dinas Sosial (Dinsos)
_MINISTRY = "kementerian "
# Words without a letter in an abbreviation: Forum Pemuda dan Olahraga → FPO.
_SMALL = frozenset(("dan", "dan/atau", "untuk", "of", "and", "for", "the", "on", "in"))


class Abbreviations:
    """Finds the full forms of one document's abbreviations, each looked up when first asked for."""

    def __init__(
        self, vocabulary: Vocabulary, reader: MentionReader, tokens: Tokens, codes: str
    ) -> None:
        self._vocabulary, self._reader = vocabulary, reader
        self._tokens, self._codes = tokens, codes
        self._found: dict[str, Range | None] = {}
        small = tokens.text.lower()
        self._small = small if len(small) == len(tokens.text) else tokens.text
        self._at: dict[str, list[int]] = {}

    def _places(self, word: str) -> list[int]:
        """The tokens that are this word, capitalised."""
        found = self._at.get(word)
        if found is None:
            tokens = self._tokens
            found = self._at[word] = []
            head = _HEAD.split(word, 1)[0]  # apostrophes and hyphens are written in many ways
            at = self._small.find(head) if head else -1
            while at >= 0:
                i = bisect_right(tokens.starts, at) - 1
                if tokens.forms[i][0].isupper() and normal(tokens.forms[i]) == word:
                    found.append(i)
                at = self._small.find(head, tokens.starts[i + 1])
        return found

    def _run(self, end: int) -> int | None:
        """Where the run of an institution's words that a token is in ends; None in the middle of a
        place's name: Dinas Kesehatan Kota Bogor; but not KPU Kabupaten Malang Budi Santoso."""
        codes, words = self._tokens.codes, self._reader.institution
        while end < len(codes) and (codes[end] in words or codes[end] == CONTINUES):
            end += 1
        if self._vocabulary[self._tokens.forms[end - 1]] in self._reader.places:
            capital, area = self._reader.capital, codes[end : end + 2]
            named = area[:1] in capital and area[1:] not in capital
            return end + 1 if named else None
        return end

    def _explained(self, word: str) -> Range | None:
        """The full form of an abbreviation: what stands before it in brackets, or the form the
        lexicon of institutions gives if the article holds those words."""
        if word not in self._found:
            found = self._in_brackets(word)
            self._found[word] = self._whole(found) if found else self._by_lexicon(word)
        return self._found[word]

    def bracketed(self, word: str) -> Range | None:
        """The institution behind which a word stands in brackets: … Nusantara (Perkasindo)."""
        found = self._in_brackets(word)
        return self._whole(found) if found else None

    def _in_brackets(self, word: str) -> Range | None:
        """The words whose abbreviation stands behind them in brackets, or behind "atau", with the
        kind of house or company before: those that have its letters, or the institution that ends
        there."""
        forms, codes, heads = self._tokens.forms, self._codes, self._reader.heads
        for at in self._places(word):
            end = self._opened(at)
            if end is None:
                continue
            bracketed = forms[end].startswith("(")
            start = self._spelled_out(word, end if bracketed else self._unbracketed(end))
            if start is None:
                start = next(
                    (
                        s
                        for s in range(max(0, end - _LONGEST), end)
                        # Perpustakaan Nasional atau Perpusnas; but Polisi atau TNI
                        if (bracketed or self._made_of(word, s, end))
                        and not self._dateline(s, end)
                        and (found := self._reader.institution_at(codes, s, end + 3))
                        and found[1] >= end
                    ),
                    None,
                )
            if start is not None:
                if start > 0 and forms[start - 1][0] == word[0].upper() != forms[start][0]:
                    start -= 1  # Jakarta | International Expo (JIExpo)
                start = self._first_word(word, start, end)
                if forms[start][0].lower() != word[0]:  # organisasi relawan | Pro Jokowi (Projo)
                    own = (s for s in range(start + 1, end) if not forms[s - 1][0].isupper())
                    start = next((s for s in own if forms[s][0] == word[0].upper()), start)
                kind = start > 0 and codes[start - 1] in heads
                return start - (kind and normal(forms[start - 1]) != _SEAT), end
        return None

    def _made_of(self, word: str, start: int, end: int) -> bool:
        """Whether a word begins as the first of these words does, or is made of the beginnings of
        all: Perpustakaan Nasional atau Perpusnas; Himpunan Petani Karet atau Hipkar."""
        words = [normal(form) for form in self._tokens.forms[start:end]]
        return words[0].startswith(word[:_BEGINNING]) or syllables(word, words)

    def _first_word(self, word: str, start: int, end: int) -> int:
        """Where the words before brackets begin that a listed abbreviation stands for: Direktorat
        Rehabilitasi | Kementerian Sosial (Kemensos)."""
        full = self._vocabulary.lemma("org", word) or self._vocabulary.lemma("org-head", word)
        first = full.split()[0] if full else ""
        found = (i for i in range(start, end) if normal(self._tokens.forms[i]) == first)
        return next(found, start)

    def _opened(self, at: int) -> int | None:
        """Where the brackets open that a word closes, as all they hold or behind "/": (ESDM),
        (Coastal Food Foundation/CFF); or the "atau" before it; or where it stands itself behind
        brackets. None if it explains nothing so."""
        forms = self._tokens.forms
        if at > 1 and normal(forms[at - 1]) in ALSO:
            return at - 1
        if self._reader.state_owned.match(self._codes, max(at - 3, 0), at):
            return at  # PT Timah (Persero) TIMAH
        if "".join(forms[at + 1 : at + 2])[:1] != ")":
            return None
        slashed = forms[at - 1][0] == "/"
        i = at - 1
        while slashed and i > max(0, at - _LONGEST) and forms[i][0] not in "()":
            i -= 1
        return i if i > 0 and forms[i][0] == "(" else None

    def _unbracketed(self, end: int) -> int:
        """Where a name ends before the brackets that end it: PT Timah | (Persero)."""
        forms = self._tokens.forms
        return end - 3 if end > 3 and forms[end - 1][0] == ")" and forms[end - 3][0] == "(" else end

    def _dateline(self, start: int, end: int) -> bool:
        """Whether an outlet stands first and a dash behind it: Kompas.com - Kementerian Sosial."""
        dashed = any(form[0] in _DASHES for form in self._tokens.forms[start + 1 : end])
        return dashed and self._codes[start] in self._reader.outlets

    def _spelled_out(self, word: str, end: int) -> int | None:
        """Where the words before a token begin whose capitals are the letters of an abbreviation:
        at least two, all of them capitalised but for a preposition or conjunction."""
        forms, start, letters = self._tokens.forms, end, ""
        while start > max(0, end - _LONGEST) and len(letters) < len(word):
            start -= 1
            form = forms[start]
            if form[0].isupper():  # Anti-Scam has two
                parts = (part[0] for part in form.split("-") if part[:1].isupper())
                letters = "".join(parts).lower() + letters
            elif form[0] != "," and form.strip(BLANK) not in _SMALL:
                return None
        return start if letters == word and end - start > 1 else None

    def _by_lexicon(self, word: str, words: str = "org") -> Range | None:
        full = self._vocabulary.lemma(words, word)
        if not full or full == word:
            return None
        found = [self._with_area(self._whole(span)) for span in self._phrases(full.split())]
        # Kemlu is not Kementerian Luar Negeri Kamboja, where the article has it without a country
        best = min if full.startswith(_MINISTRY) else max
        return best(found, key=lambda span: span[1] - span[0], default=None)

    def _whole(self, name: Range) -> Range:
        """An institution's name with what goes on behind its brackets: its seat or the house it is
        part of: … (KBRI) di Phnom Penh; … (FEB) Universitas Trisakti."""
        start, end = name
        if self._codes[start] in self._reader.outposts:
            seat = self._reader.seat.match(self._codes, end)
            if seat:
                return start, seat.end()
        short = self._reader.abbreviated.match(self._codes, end)
        if short is None:
            return name
        run = self._run(short.end())
        if run is None or run == short.end() or self._codes[run - 1] in self._reader.heads:
            return name
        return start, run

    def _with_area(self, name: Range) -> Range:
        """An institution's name with the place behind it."""
        end = self._unit_end(name[1])
        if self._tokens.codes[end : end + 1] in self._reader.area:
            end = self._unit_end(end + 1)
        return name[0], end

    def _unit_end(self, end: int) -> int:
        """Where the phrase of a list goes on to whose words end before a token so far."""
        codes = self._tokens.codes
        while codes[end : end + 1] == CONTINUES:
            end += 1
        return end

    def _phrases(self, words: list[str]) -> list[Range]:
        """Where the article holds these words one after another, the first capitalised, but for
        an abbreviation in brackets between them: Pemerintah Provinsi (Pemprov) Aceh. Last where
        they are glued together."""
        ends = ((i, self._matched(i, words)) for i in self._places(words[0]))
        found = [(i, end) for i, end in ends if end is not None]
        return sorted(found, key=lambda span: any(seams(self._tokens.forms[slice(*span)])))

    def _matched(
        self, at: int, words: list[str], skipped: frozenset[str] = frozenset()
    ) -> int | None:
        """Where these words end that begin at a token, but for an abbreviation in brackets between
        them and words of the classes to be skipped; None if others stand there."""
        forms, classes = self._tokens.forms, self._vocabulary
        for word in words:
            if forms[at : at + 1] == ("(",):
                short = self._reader.abbreviated.match(self._codes, at)
                at = short.end() if short else at
            while at < len(forms) and normal(forms[at]) != word and classes[forms[at]] in skipped:
                at += 1
            if at == len(forms) or normal(forms[at]) != word:
                return None
            at += 1
        return at
