"""The institutions and documents an article speaks of: which one a name or a description means."""

import re
from bisect import bisect_right

from attrib.attribute import Statement
from attrib.institutions import Institutions
from attrib.lexicon import Key, Vocabulary, normal
from attrib.mentions import Mention, MentionReader, Range, unit_start
from attrib.names import Written
from attrib.pattern import CONTINUES
from attrib.people import Person
from attrib.talked import TalkedOf

CLOSE = 4  # sentences over which a description means what has not spoken
_LAW = "law"  # the family whose names an article spells out once
_BARE = 2  # words: perusahaan itu


class Houses(TalkedOf):
    """The institutions of one article, told from its people, and what it calls by a phrase."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        reader: MentionReader,
        name: re.Pattern[str],
        text: Written,
    ) -> None:
        super().__init__(vocabulary, reader, name, text)
        self._houses: set[Key] = set()  # of the offices that speak, and what perusahaan itu means
        self._last_house: Range | None = None
        self._institutions = Institutions(vocabulary, reader, text.tokens, text.codes)

    def _employers(self, statements: list[Statement]) -> list[Range]:
        """The institutions of the offices that speak here; not of those held for a person."""
        mentions = [s.mention for s in statements if s.mention]
        return [
            m.affiliation
            for m in mentions
            if m.affiliation and m.role and self._codes[m.role[0]] not in self._reader.relations
        ]

    def _house(self, phrase: Range, spoke: Person | None) -> Range | None:
        """The institution that a description (perusahaan itu) points back to: the one with the
        same first word that was named last, or one in whose name another of its words stands
        (badan kesehatan itu: Organisasi Kesehatan Dunia), or the one a sentence shortly before is
        about, or the last that spoke, which may look like a person (``spoke``), or else, where it
        says of what kind (pabrikan motor itu), the last named there."""
        before = phrase[0]
        head = normal(self._tokens.forms[before])
        of_kind = {f.strip() for f in self._tokens.forms[before + 1 : phrase[1]] if f[0].islower()}
        at = bisect_right(self._starts, before) - 1
        about: Range | None = None
        named: Range | None = None
        for number in range(at, max(-1, at - CLOSE), -1):
            low, high = self._sentences.spans[number]
            for i in range(low, min(high, before)):
                found = None
                if self._capital((i, i + 1)) and self._codes[i] != CONTINUES:
                    found = self._reader.institution_at(self._codes, i, high)
                if found is None or not self._proper(found):
                    continue
                if found[1] - i < 2 and self._codes[i] in self._reader.heads:
                    continue
                words = self.key(found)
                if words[:1] == (head,) or not of_kind.isdisjoint(words[1:]):
                    return found
                if about is None and self._leads(i, low):
                    about = found
                if self._codes[i] in self._reader.firm_names and (named is None or named[0] >= low):
                    named = found  # the last of the nearest sentence
        said = about or self._last_house or self._nameless(spoke)
        kind = self._codes[before] in self._reader.described_only or len(self.key(phrase)) > _BARE
        return said or (named if kind else None)

    def _nameless(self, person: Person | None) -> Range | None:
        """Who spoke last, where nothing shows that this is a person: what looks like a name may be
        that of a company."""
        if person is None or self._codes[person.name[0]] in self._reader.given_names:
            return None
        self.offices(person)
        if person.role:
            return None
        self._houses.add(person.key)
        return person.name

    def _proper(self, name: Range) -> bool:
        """Whether this is a name and no description of a house: raksasa teknologi."""
        described = self._codes[name[0]] in self._reader.described
        return not described or any(self._capital((i, i + 1)) for i in range(name[0] + 1, name[1]))

    def _house_by_name(self, mention: Mention) -> bool:
        """Whether what reads as somebody's name is a house: where the article says what it is
        (Arung Re, perusahaan asuransi) or names it as the house of an office (CEO Arung, Rini)."""
        name = mention.name
        if name is None or mention.role or mention.span != name:
            return False
        if self._codes[name[0]] in self._reader.given_names:
            return False
        key = self.key(name)
        if (self._longest(key, name[0]) or key) != key:
            return False
        places = [name, *(run for run, other in self._runs if other == key)]
        behind = self._reader.house_behind
        return key in self._houses or any(behind.match(self._codes, at) for _, at in places)

    def _spelled_out(self, mention: Mention) -> Range | None:
        """The institution of an abbreviation read as a name that the article spells out before
        brackets, unless those words are somebody's name; of a word that nobody is called by, the
        house that begins with it."""
        name = mention.name
        if name is None or mention.span != name or name[1] - name[0] > 1:
            return None
        if mention.role:
            return None
        if not self._tokens.forms[name[0]].isupper():
            key = self.key(name)
            if (
                self._other_name(key, self._in_capitals(name)) != key
                or self._longest(key, name[0]) != key
            ):
                return None
            return self._institutions.house(key[0]) or self._institutions.bracketed(key[0])
        whole = self._institutions.fullest(name)
        if whole is None:
            return None
        key, words = self.key(name), self.key(whole)
        other = self._other_name(key, self._in_capitals(name))
        spelled = "".join(word[0] for word in words) == key[0]
        if other != key and not set(other) <= set(words):
            return None
        if other != key and not spelled and self._in_office(other):
            return None
        if not self._reader.institution.isdisjoint(self._codes[whole[0] : whole[1]]):
            return whole
        listed = " ".join(words) in self._vocabulary.lemmas.get("nickname", {}).values()
        return None if listed or self._introduced(whole, words) else whole

    def _surname(self, name: Range) -> bool:
        """Whether an institution's name of one word is what somebody is called here: kata Suzuki,
        where the article has Kenji Suzuki; kata Sony, where it has Sony Wardana; or by whose
        initials somebody in office is called; or is a name too and not spelled as an abbreviation:
        kata Aji."""
        if name[1] - name[0] > 1:
            return False
        word = normal(self._tokens.forms[name[0]])
        abbreviated = self._vocabulary.lemma("org", word) not in (None, word)
        if abbreviated and not self._in_capitals(name) and self._vocabulary.names_somebody(word):
            return True
        other = self._other_name((word,), self._in_capitals(name))
        if other != (word,) and self._in_office(other):
            return True
        return any(
            len(key) > 1 and word in (key[0], key[-1]) and self._introduced(span, key)
            for span, key in (self._runs[i] for i in self._by_word.get(word, ()))
        )

    def _in_office(self, key: Key) -> bool:
        """Whether somebody of a name holds an office here: Wakil Ketua MPR RI Hidayah Nur (HN)."""
        return any(person.key == key for person in self._office_holders())

    def _first_called(self, name: Range, kind: str) -> Mention | None:
        """The longer phrase of the same kind that stands nearest before one that points back and
        begins with its words: laporan itu → laporan Bank Dunia. A word for documents of a family
        (regulasi ini) means the last of them that has a name, one for laws the last that has a
        number wherever it stands. None if there is none."""
        forms, codes, key = self._tokens.forms, self._codes, self.key(name)
        family = self._family(name[0]) if len(key) == 1 else None
        number = bisect_right(self._starts, name[0]) - 1
        for i in range(name[0] - 1, -1, -1):
            at = bisect_right(self._starts, i) - 1
            paper = family is not None and self._is_paper(i, family)
            near = paper and number - at < CLOSE
            law = paper and family == _LAW
            if codes[i] == CONTINUES or not (near or law or normal(forms[i]) == key[0]):
                continue
            if i and forms[i - 1].startswith("("):
                continue  # Peraturan Presiden (Perpres) Nomor 79
            high = self._sentences.spans[at][1]
            found = self._reader.read(codes, i, high)
            if found is None or found.kind != kind:
                continue
            phrase = called(found)
            words = self.key(phrase)
            if codes[phrase[1] - 1] in self._reader.determiner or len(words) <= len(key):
                continue
            rest = forms[phrase[0] + 1 : phrase[1]]
            named = any(form[0].isdigit() or (near and form[0].isupper()) for form in rest)
            if words[: len(key)] == key or ((near or law) and named):
                return found
        return None

    def _family(self, at: int) -> str | None:
        """The family of documents that the word at a token is of; None if it is of none."""
        return self._vocabulary.lemma("document-family", normal(self._tokens.forms[at]))

    def _is_paper(self, at: int, family: str) -> bool:
        """Whether the word at a token is one for documents of a family, or of any."""
        return family in (self._family(at), "any") and self._codes[at] in self._reader.papers

    def _in_no_house(self, person: Person) -> Range | None:
        """What somebody is who is in no house, with the one they are it to or the place they are
        from behind it: sahabat Rudi Hartono, warga Cempaka Putih; None if they are in a house."""
        role, house = person.role, person.affiliation
        if role is None or house is None:
            return None
        together = role[1] == house[0]
        if not self._from_place(role, house) and not (together and self._theirs(role, house)):
            return None
        return (role[0], house[1]) if together else role

    def _theirs(self, role: Range, house: Range) -> bool:
        """Whether somebody is what they are to a person, who is no house."""
        codes, reader = self._codes, self._reader
        alone = unit_start(codes, role[1] - 1) == role[0]  # pengacara, but no pengacara kantor
        if codes[role[0]] not in (reader.kin if alone else reader.kin - reader.relations):
            return False
        if not reader.institution.isdisjoint(codes[house[0] : house[1]]):
            return False
        family = codes[role[0]] not in reader.relations  # whose manager somebody is may be a firm
        named = codes[house[0]] in reader.given
        return named or (family and self.key(house)[0] in self._by_word)

    def _from_place(self, role: Range, house: Range) -> bool:
        """Whether what stands for the house of somebody who speaks for none is a place alone."""
        codes, reader = self._codes, self._reader
        first = self._vocabulary[self._tokens.forms[role[0]]]  # peternak, of peternak sapi
        if reader.private.isdisjoint((codes[role[0]], first)):
            return False
        words = codes[house[0] : house[1]]
        listed = all(c in reader.area or c == CONTINUES for c in words)
        return listed or words[0] in reader.homes

    def _capital(self, span: Range) -> bool:
        return self._tokens.forms[span[0]][:1].isupper()


def called(mention: Mention) -> Range:
    """What a mention calls somebody or something: its name or the phrase without itu."""
    return mention.name or (mention.span[0], mention.span[1] - mention.point)
