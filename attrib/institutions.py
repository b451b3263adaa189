"""Institutions of one document: abbreviations it explains, and the house an office belongs to."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import product

from attrib.lexicon import BLANK, Vocabulary, normal
from attrib.mentions import MentionReader, Range
from attrib.pattern import CONTINUES
from attrib.text import Tokens, seams

_HEAD = re.compile(r"\W")
_LONGEST = 16  # tokens: how far before its brackets an abbreviation's full form may begin

_HOUSE = 5  # tokens of a house with an English name, at most
_OR = frozenset(("atau", "alias"))
_BEGINNING = 3  # letters that a word made of syllables has of the first word
_DASHES = "-–—"
_SEAT = "kantor"  # where a house is: Kantor | Dinas Sosial (Dinsos)
_FIELD = "bidang"
_STATE = "pemerintah"  # what alone is the state's
_NATIONAL = frozenset(("ri", "indonesia"))
_HEADS = "kepala "  # what heads a house, before it: kepala dinas perhubungan
_OF_MINISTER = ("staf", "tenaga", "asisten", "juru")  # whose minister stands behind
_MINISTRY = "kementerian "
_NATION = (["ri"], ["republik", "indonesia"], ["indonesia"])  # behind an office: Menpora RI

# Words without a letter in an abbreviation: Forum Pemuda dan Olahraga → FPO.
_SMALL = frozenset(("dan", "dan/atau", "untuk", "of", "and", "for", "the", "on", "in"))


class Institutions:
    """Finds full forms of institutions, each looked up when first asked for."""

    def __init__(
        self, vocabulary: Vocabulary, reader: MentionReader, tokens: Tokens, codes: str
    ) -> None:
        self._vocabulary, self._reader = vocabulary, reader
        self._tokens, self._codes = tokens, codes
        self._found: dict[str, Range | None] = {}
        self._full: dict[
            tuple[Range | None, Range | None], tuple[Range | None, Range | None]
        ] = {}  # once for each who speaks often
        small = tokens.text.lower()
        self._small = small if len(small) == len(tokens.text) else tokens.text
        self._at: dict[str, list[int]] = {}

    def full(
        self, role: Range | None, affiliation: Range | None
    ) -> tuple[Range | None, Range | None]:
        """Role and affiliation where an abbreviation gives way to the full form that the article
        explains it with, and an office that holds its institution is given that institution."""
        given = role, affiliation
        if given not in self._full:
            self._full[given] = self._in_full(role, affiliation)
        return self._full[given]

    def _in_full(
        self, role: Range | None, affiliation: Range | None
    ) -> tuple[Range | None, Range | None]:
        if role is not None and affiliation is not None:
            role, affiliation = self._with_field(role, affiliation)
        if affiliation is not None:
            affiliation = self._without_alias(affiliation)
            spelled = self._spelled(affiliation)
            if spelled is not None:
                return role, spelled
            last = affiliation[1] - 1
            form = self._tokens.forms[last]
            word = normal(form)
            # Polda Sumut is no Sumatera Utara
            placed = self._vocabulary[form] in self._reader.area
            whole = self._explained(word) if word.isalnum() and not placed else None
            if whole is None and last == affiliation[0] and not placed:
                whole = self._called(word)
            if whole is not None and not (whole[0] <= affiliation[0] < whole[1]):
                forms = self._tokens.forms
                if last == affiliation[0] or normal(forms[whole[0]]) == normal(
                    forms[affiliation[0]]
                ):
                    return role, whole
                if role is not None and role[1] == affiliation[0] and forms[last - 1] != "/":
                    return (role[0], last), whole
            return role, self._registered(affiliation) or affiliation
        house = self._house(role) if role is not None else None
        return role, self._in_full(None, house)[1] if house else None

    def _without_alias(self, house: Range) -> Range:
        """A house without what it is also called: Himpunan Petani Karet | atau Hipkar."""
        start, last = house[0], house[1] - 1
        named = last - 1 > start and normal(self._tokens.forms[last - 1]) in _OR
        return (start, last - 1) if named else house

    def _with_field(self, role: Range, house: Range) -> tuple[Range, Range | None]:
        """Role and house where the field of an office stands first in what was read as its house:
        Staf Khusus Menteri | Bidang Hukum; Deputi | Bidang Pangan Kemenko Ekonomi."""
        start, end = house
        if role[1] != start or normal(self._tokens.forms[start]) != _FIELD:
            return role, house
        heads = (i for i in range(start + 1, end) if self._codes[i] in self._reader.heads)
        own = next(heads, end)
        return (role[0], own), ((own, end) if own < end else None)

    def _spelled(self, name: Range) -> Range | None:
        """The full form of a name that begins with an abbreviation, if it goes on to the same end:
        DPD Demokrat Riau → Dewan Pimpinan Daerah Partai Demokrat Provinsi Riau; Dinkes Kaltim →
        Dinas Kesehatan Kalimantan Timur."""
        first, *rest = (normal(f) for f in self._tokens.forms[name[0] : name[1]])
        if not rest:
            return None
        lemma = self._vocabulary.lemma
        full = (lemma("org-head", word) or lemma("place", word) or word for word in rest)
        spelled = " ".join(full).split()
        for wanted, whole in product((spelled, rest), [*self._written_out(first)]):
            held = [normal(form) for form in self._tokens.forms[whole[0] : whole[1]]]
            at, left = 0, wanted
            while left and left[0] in held[at:]:
                at = held.index(left[0], at) + 1
                left = left[1:]
            # the kind of place or house may stand before a name: … | Kota | Bogor
            end = self._matched(whole[1], left, self._reader.kinds) if held[0] != first else None
            if end is not None and not whole[0] <= name[0] < end:
                return whole[0], end
        return self._of_kind(name, first, rest)

    def _of_kind(self, name: Range, first: str, rest: list[str]) -> Range | None:
        """The same name with the kind of its place, where the article has but one such: Dinas
        Kebudayaan Sukamaju → Dinas Kebudayaan Kabupaten Sukamaju."""
        if self._codes[name[0]] not in self._reader.heads:
            return None
        ends = ((i, self._matched(i + 1, rest, self._reader.kinds)) for i in self._places(first))
        found = [(i, end) for i, end in ends if end is not None]
        long = [s for s in found if len(self._said(s)) > len(rest) + 1]
        return long[0] if len({*map(self._said, long)}) == 1 else None

    def _said(self, name: Range) -> tuple[str, ...]:
        """The words of a name but for what stands in its brackets."""
        words = [normal(form) for form in self._tokens.forms[slice(*name)]]
        if "(" in words and ")" in words:
            words = words[: words.index("(")] + words[words.index(")") + 1 :]
        return tuple(words)

    def _written_out(self, word: str) -> Iterator[Range]:
        """Where the article writes an abbreviation out, as it explains it or as a list does."""
        explained = self._explained(word)
        if explained is not None:
            yield explained
        for words in ("org-head", "org"):
            full = self._vocabulary.lemma(words, word)
            for form in (full, *self._vocabulary.short_forms(words, full)) if full else ():
                if " " in form and not form.startswith(word):
                    yield from self._phrases(form.split())

    def fullest(self, name: Range) -> Range | None:
        """The full form of an institution's name where the article gives one: KBRI Phnom Penh →
        Kedutaan Besar Republik Indonesia di Phnom Penh; Grab → Grab Holdings Ltd."""
        words = [normal(f) for f in self._tokens.forms[name[0] : name[1]]]
        if len(words) == 1:
            word = words[0]
            party = self._vocabulary.lemma("party", word)
            if party:  # alone, and not its group in a house: Fraksi PKS DPR
                return next(iter(self._phrases(party.split())), None) or self._explained(word)
            return self._explained(word) or self._longer(word) or self._headed(word)
        whole = self._spelled(name)
        placed = self._codes[name[1] - 1] in self._reader.area
        if whole is None and placed and self._codes[name[0]] not in self._reader.outposts:
            return None  # BPBD Sukamaju, where only that of another place is spelled out
        return whole or self._by_lexicon(words[0]) or self._registered(name)

    def _registered(self, name: Range) -> Range | None:
        """A company's name of several words with the legal form that the article gives it:
        Bukit Garam → PT Bukit Garam Tbk; PT Bukit Garam → PT Bukit Garam (Persero)."""
        codes, forms, legal = self._codes, self._tokens.forms, self._reader.legal_forms
        words = [normal(f) for f in forms[name[0] : name[1]]]
        if codes[name[0]] in legal:
            words = words[2 if words[1:2] == ["."] else 1 :]
        elif len(words) < 2:
            return None
        best = name
        for start, end in self._phrases(words) if words else ():
            form = start - 2 if codes[start - 1] in self._reader.stop else start - 1
            if form < 0 or codes[form] not in legal or not forms[start - 1][-1:].isspace():
                continue
            listed = self._reader.company_end.match(codes, end)
            if listed and forms[end - 1][-1:].isspace():  # not Bukit GaramTbk
                end = listed.end()
            if end - form > best[1] - best[0]:
                best = form, end
        return best if best != name else None

    def house(self, word: str) -> Range | None:
        """The house that begins with a word and ends in an English one: Arung → Arung Group."""
        codes, capital = self._tokens.codes, self._reader.capital
        for i in self._unit_starts(word):
            for end in range(i + 1, min(i + _HOUSE, len(codes))):
                if codes[end] not in capital:
                    break
                if codes[end] in self._reader.house_ends:
                    return i, end + 1
        return None

    def _unit_starts(self, word: str) -> list[int]:
        """The tokens that are this word, capitalised, and not inside the phrase of a list."""
        return [i for i in self._places(word) if self._tokens.codes[i] != CONTINUES]

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

    def _longer(self, word: str) -> Range | None:
        """The longest run of an institution's words that begins with a word, if longer than it."""
        best: Range | None = None
        for i in self._unit_starts(word):
            end = self._run(i + 1) or i
            if re.match(r"\d{1,2}\b", "".join(self._tokens.forms[end : end + 1])):
                continue  # KAI Daop 7 Madiun
            if end - i > (best[1] - best[0] if best else 1) and self._ends_a_house(i, end):
                best = (i, end)
        return best

    def _ends_a_house(self, start: int, end: int) -> bool:
        """Whether a run of an institution's words is the whole of its name: no product of a firm
        (Oppo Watch, Arunga F1), nor cut short (Pertamina Regional | JBB); and no local government,
        which the bare word does not mean."""
        codes, reader, last = self._tokens.codes, self._reader, end - 1
        while codes[last] == CONTINUES:
            last -= 1
        ending = normal(self._tokens.forms[end - 1])
        if codes[end : end + 1] in reader.shouted or ending[-1].isdigit():
            return False
        if codes[start] in reader.firm_names and last > start:
            return codes[last] in reader.area | reader.house_ends or ending in _NATIONAL
        first, second = self._tokens.forms[start : start + 2]
        return normal(first) != _STATE or self._vocabulary[second] not in reader.places

    def _headed(self, word: str) -> Range | None:
        """The one institution whose name begins with what a word is short for: Dishub → Dinas
        Perhubungan Kota Bogor."""
        whole = self._by_lexicon(word, "org-head")
        end = self._run(whole[1]) if whole else None
        return (whole[0], end) if whole and end else whole

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
        return words[0].startswith(word[:_BEGINNING]) or _syllables(word, words)

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
        if at > 1 and normal(forms[at - 1]) in _OR:
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

    def _house(self, role: Range) -> Range | None:
        """The institution of an office that holds it inside: Kapolres Garut → Polres Garut."""
        start = role[0]
        while start < role[1] and self._codes[start] in self._reader.prefixes:
            if self._codes[start] in self._reader.former:
                return None
            start += 1
        words = [normal(f) for f in self._tokens.forms[start : role[1]]]
        if words[:1] and words[0] in _OF_MINISTER and "menteri" in words:
            words = words[words.index("menteri") :]  # Staf Khusus Menteri Perhubungan
        short: list[str] = []  # what stands in brackets: Menteri Luar Negeri (Menlu) RI, … (ESDM)
        if "(" in words and ")" in words:
            at, end = words.index("("), words.index(")")
            words, short = words[:at] + words[end + 1 :], words[at + 1 : end]
        whole = self._vocabulary.lemma("role-fused", " ".join(words))  # Menkes
        full = self._held_by(whole.split(), short) if whole else None
        full = full or self._held_by(words, short)
        if whole and full is None and whole.startswith(_HEADS):  # Kadishub
            found = self._phrases(whole.removeprefix(_HEADS).split())
            full = self._with_area(self._whole(found[0])) if found else None
        return full

    def _held_by(self, words: list[str], short: list[str]) -> Range | None:
        """The institution of an office written so, ``short`` what stands in its brackets."""
        for n in (3, 2, 1):
            house = self._vocabulary.lemma("institution-of", " ".join(words[:n]))
            if house and len(words) >= n:
                rest = [] if words[n : n + 1] == ["untuk"] else words[n:]  # Dubes RI untuk Kamboja
                for name in self._names(house, rest, short):
                    found = self._phrases(name)
                    if found and rest:
                        return found[0]
                    if found:  # Gubernur → Pemerintah Provinsi Aceh
                        named = [self._with_area(self._whole(span)) for span in found]
                        return next((n for n in named if n not in found), named[0])
                return None
        return None

    def _names(self, house: str, rest: list[str], short: list[str]) -> Iterator[list[str]]:
        """How an article may write an office's institution, the fullest form first: its ``house``
        and where or what it is for, the ``rest`` of the office or the ``short`` in brackets."""
        vocabulary = self._vocabulary
        full = vocabulary.lemma("org-head", house) or house
        tails = [rest]
        tails += [rest[: -len(nation)] for nation in _NATION if rest[-len(nation) :] == nation]
        if _FIELD in rest:  # Menteri Koordinator Bidang Pangan; Staf Khusus Menteri ESDM Bidang …
            tails += [[word for word in tail if word != _FIELD] for tail in tails]
            tails.append(rest[: rest.index(_FIELD)])
        if rest and vocabulary.lemma("place", rest[-1]):  # Kapolda Sumsel
            tails.append([*rest[:-1], *(vocabulary.lemma("place", rest[-1]) or "").split()])
        if rest and short:
            tails.append(short)
        for tail in tails:
            yield [*full.split(), *tail]
            if rest:
                yield [*full.split(), "provinsi", *tail]
        heads = [house, *vocabulary.short_forms("org-head", full)]
        for tail in tails:
            for head in dict.fromkeys(heads):
                yield [*head.split(), *tail]
            whole = vocabulary.lemma("org", " ".join((full, *tail)))
            if whole:  # Menteri ESDM → Kementerian Energi dan Sumber Daya Mineral
                yield whole.split()
            names = vocabulary.short_forms("org", " ".join((full, *tail)))
            for name in sorted(names, key=len, reverse=True):
                yield name.split()  # Menteri Kesehatan → Kemenkes

    def _called(self, word: str) -> Range | None:
        """The longest name of an institution that a word is the short form of: one that a list
        holds, a company's with its legal form, or the word with a place behind it. Persib →
        Persib Bandung, PLN → PT PLN, Damkar → Damkar Garut; but PBSI is not of
        Sentul, where it has a house."""
        codes, reader, best = self._tokens.codes, self._reader, None
        for i in self._unit_starts(word):
            start, end = i, self._unit_end(i + 1)
            form = i - 2 if codes[i - 1 : i] in reader.stop else i - 1
            if form >= 0 and codes[form] in reader.legal_forms:
                start, end = form, self._run(end) or end
                while codes[end : end + 1] in reader.own:
                    end += 1
            elif end == i + 1 and not self._tokens.forms[i].isupper():
                end = self._with_area((i, end))[1]
            if end - start > (best[1] - best[0] if best else 1):
                best = (start, end)
        return best

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


def _syllables(word: str, words: list[str]) -> bool:
    """Whether a word is made of the beginnings of these words, one behind the other."""
    if not words:
        return not word
    cuts = (i for i in range(1, len(word) + 1) if words[0].startswith(word[:i]))
    return any(_syllables(word[i:], words[1:]) for i in cuts)
