"""Institutions of one document: abbreviations it explains, and the house an office belongs to."""

import re
from collections.abc import Iterator
from itertools import product

from attrib.abbreviations import ALSO, Abbreviations
from attrib.lexicon import Vocabulary, normal
from attrib.mentions import MentionReader, Range
from attrib.pattern import CONTINUES
from attrib.text import Tokens

_HOUSE = 5  # tokens of a house with an English name, at most
_FIELD = "bidang"
_STATE = "pemerintah"  # what alone is the state's
_NATIONAL = frozenset(("ri", "indonesia"))
_HEADS = "kepala "  # what heads a house, before it: kepala dinas perhubungan
_OF_MINISTER = ("staf", "tenaga", "asisten", "juru")  # whose minister stands behind
_NATION = (["ri"], ["republik", "indonesia"], ["indonesia"])  # behind an office: Menpora RI


class Institutions(Abbreviations):
    """Finds full forms of institutions, each looked up when first asked for."""

    def __init__(
        self, vocabulary: Vocabulary, reader: MentionReader, tokens: Tokens, codes: str
    ) -> None:
        super().__init__(vocabulary, reader, tokens, codes)
        self._full: dict[
            tuple[Range | None, Range | None], tuple[Range | None, Range | None]
        ] = {}  # once for each who speaks often

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
        named = last - 1 > start and normal(self._tokens.forms[last - 1]) in ALSO
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
