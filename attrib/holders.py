"""Who holds which office in one document, and the office of whom is only spoken of by one."""

from bisect import bisect_right

import msgspec

from attrib.attribute import Statement
from attrib.lexicon import Key, normal
from attrib.mentions import Mention, Range, unit_start
from attrib.names import name_text
from attrib.people import People, Person

_THROUGH = 8  # tokens: so near behind a name stands melalui


class Holders(People):
    """The people of one document by their offices."""

    _holders: list[Person] | None = None  # everybody who has an office, once asked for

    def _deputies(self, statements: list[Statement]) -> None:
        """Put in the place of somebody who speaks through a deputy that deputy, where the article
        goes on with one and not with the other: Kapolres Budi melalui Kasi Humas Tarmo menyebut
        …, terang Tarmo."""
        named = [s.mention.name for s in statements if s.mention and s.mention.name]
        for i, s in enumerate(statements):
            deputy = self._deputy(s)
            if deputy is None or s.mention is None or s.mention.name is None:
                continue
            others = {w for n in named if n != s.mention.name for w in self.key(n)}
            known = deputy.name is not None and not others.isdisjoint(self.key(deputy.name))
            if known and others.isdisjoint(self.key(s.mention.name)):
                statements[i] = msgspec.structs.replace(s, mention=deputy)

    def _deputy(self, s: Statement) -> Mention | None:
        """Somebody in office whom the one who is said to speak speaks through."""
        mention, reader = s.mention, self._reader
        if mention is None or mention.kind != "person" or mention.name is None:
            return None
        end = self._sentences.spans[s.sentence][1]
        near = range(mention.name[1], min(mention.name[1] + _THROUGH, end - 1))
        at = next((i for i in near if self._codes[i] in reader.through), None)
        found = reader.read(self._codes, at + 1, end) if at is not None else None
        if found is None or found.kind != "person" or found.role is None:
            return None
        held = found.affiliation is not None or self._codes[found.role[0]] in reader.fused
        return found if held else None

    def _learn(self, person: Person | None, mention: Mention) -> None:
        """Give somebody whom the article introduces with no office the one they are spoken of by:
        aktris itu; but not ibu dua anak itu, and no film for a house."""
        codes, role = self._codes, mention.role
        if person is None or role is None or codes[role[0]] in self._reader.kin:
            return
        self.offices(person)
        if person.role is None:
            person.role = role
            if self._reader.screen.isdisjoint(codes[role[0] : role[1]]):
                person.affiliation = person.affiliation or mention.affiliation

    def _holder(self, mention: Mention, head: str, wanted: set[str]) -> Person | None:
        """Who holds an office of these words, the head among them, in no other house than is told;
        of several the one that holds most of them and is named last before it."""
        before = mention.span[0]

        def fit(person: Person) -> tuple[int, int]:
            near = max((p[0] for p in person.places if p[0] < before), default=-1)
            return self._held(person, head, wanted), near

        holders = [
            p
            for p in self._office_holders()
            if self._held(p, head, wanted) * 2 >= len(wanted)
            and not self._elsewhere(mention.affiliation, p.affiliation)
        ]
        return max(holders, key=fit, default=None)

    def _elsewhere(self, house: Range | None, other: Range | None) -> bool:
        """Whether two houses are surely not the same: names of their own that share no word."""
        if house is None or other is None:
            return False
        own = self._codes[house[0]], self._codes[other[0]]
        if any(code not in self._reader.own_words for code in own):
            return False
        return set(self.key(house)).isdisjoint(self.key(other))

    def _held(self, person: Person, head: str, wanted: set[str]) -> int:
        """How many of an office's words are in the one that a person holds; -1: not its head."""
        held = self._office_words(person.role, person.affiliation)
        return len(wanted & held) if head in held else -1

    def holder_of(self, office: str) -> str | None:
        """The name of the one person here who holds an office met elsewhere (in a headline); None
        if nobody does or several do."""
        head, *others = self._spelled(tuple(map(normal, office.split())))
        wanted = {head, *others}
        held = [
            person
            for person in self._office_holders()
            if len(person.key) > 1 and self._held(person, head, wanted) == len(wanted)
        ]
        return name_text(self._tokens, held[0].name, apart=True) if len(held) == 1 else None

    def spelled(self, office: str) -> set[str]:
        """The words of an office met elsewhere; an abbreviation's are those it stands for."""
        words = map(normal, office.split())
        return set(self._spelled(tuple(word for word in words if word.isalnum())))

    def _office_words(self, role: Range | None, affiliation: Range | None) -> set[str]:
        """The words of an office and its institution; an abbreviation's are those it stands for."""
        offices = (self.key(span) for span in (role, affiliation) if span)
        return {word for office in offices for word in self._spelled(office)}

    def _spelled(self, words: Key) -> list[str]:
        """The words of an office; another name's are those of the usual one: Menkes → Menteri
        Kesehatan, Kepala Negara → Presiden."""
        lemma = self._vocabulary.lemma
        whole = lemma("role-fused", " ".join(words))
        if whole:
            return whole.split()
        full = (lemma("role-fused", w) or lemma("role-head", w) or w for w in words)
        return [word for words in full for word in words.split()]

    def _only_party(self, mention: Mention) -> Person | None:
        """The one person here who is accused, or who was hurt, where a mention is that word alone:
        pelaku, or korban itu; None if it is not or several are."""
        a, b = mention.span
        if b - a - mention.point != 1:
            return None
        reader = self._reader
        words = next((w for w in (reader.accused, reader.hurt) if self._codes[a] in w), None)
        found = self._introduced_as(words) if words else []
        return found[0] if len(found) == 1 else None

    def _so_called(self, name: Range) -> Person | None:
        """Who is introduced by the words for somebody unnamed: Juru bicara KPK Budi …, juru bicara
        itu; None if nobody or several are, and for the parties to a case."""
        if self._codes[name[0]] in self._reader.accused | self._reader.hurt:
            return None
        words = self._spelled(self.key(name))
        holders = self._office_holders()
        called = [p for p in holders if self._held(p, words[0], set(words)) == len(set(words))]
        return called[0] if len(called) == 1 else None

    def _introduced_as(self, words: frozenset[str]) -> list[Person]:
        """Everybody whom the article introduces by an office that begins with one of the words."""
        return [
            person
            for person in self._office_holders()
            if person.role and self._codes[person.role[0]] in words
        ]

    def _abbreviates_office(self, mention: Mention) -> bool:
        """Whether what reads as the name of somebody in office is an abbreviation that stands in
        brackets in somebody's office: Direktur P2Humas."""
        name = mention.name
        if name is None or mention.role is None or name[1] - name[0] > 1:
            return False
        key = self.key(name)
        return key not in self._aliases and any(
            person.role is not None and key[0] in self.key(person.role)
            for person in self._office_holders()
        )

    def _for_another(self, mention: Mention, person: Person) -> bool:
        """Whether an office behind which a short name stands is held for the one so named: kuasa
        hukum Dimas, where Dimas Prakoso is somebody else."""
        role, name = mention.role, mention.name
        if role is None or name is None or mention.affiliation or len(self.key(name)) > 1:
            return False
        if self._codes[role[0]] not in self._reader.relations or len(person.key) < 2:
            return False
        if person.places[0][0] >= name[0]:
            return False  # kata pengacara Budi, and Budi Santoso only behind
        low, high = self._sentences.spans[bisect_right(self._starts, person.name[0]) - 1]
        first = self._reader.introduction(self._codes, person.name, low, high)
        held = first.role if first else None
        return held is None or self._codes[held[0]] not in self._reader.relations

    def _first_of_two(self, office: Range) -> Range | None:
        """The first of two offices that one person holds; None where there is no second."""
        start, end = office
        seams = (i for i in range(start + 1, end) if self._codes[i] in self._reader.besides)
        at = next(seams, None)
        return (start, at) if at is not None else None

    def _titled(self, name: Range) -> bool:
        """Whether an office and a title stand before a name: Kapolsek Kerek AKP Tarmo."""
        at = name[0] - 1
        if at > 0 and self._codes[at] in self._reader.stop:
            at -= 1
        if self._codes[unit_start(self._codes, at)] not in self._reader.addresses:
            return False
        mention = self._reader.office_before(self._codes, name)
        return mention is not None and mention.role is not None

    def _office_holders(self) -> list[Person]:
        """Everybody the article gives an office, speakers or not."""
        if self._holders is None:
            for span, key in self._runs:
                if len(key) > 1 or self._titled(span):
                    self.person(span, span[0])
            self._holders = []
            for person in list(self.people.values()):
                self.offices(person)
                if person.role:
                    self._holders.append(person)
        return self._holders
