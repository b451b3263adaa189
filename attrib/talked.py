"""Whom the words of a statement talk of, and who therefore did not say them."""

from attrib.attribute import Statement
from attrib.lexicon import normal
from attrib.people import Person
from attrib.subjects import Subjects

_INITIALS = 3  # letters by which one who is accused or hurt is named


class TalkedOf(Subjects):
    """The people of one document by what is said of them."""

    def _spoken_of(self, person: Person | None, s: Statement) -> bool:
        """Whether what was said names somebody as nobody names himself: by title in a quotation
        ("Pak Budi sudah tahu," katanya), in full in a reported clause."""
        if person is None:
            return False
        forms, codes, titles = self._tokens.forms, self._tokens.codes, self._reader.honorifics
        short = "".join(word[0] for word in person.key)  # saudara BS
        called = {*person.key, short, person.key[0][: len(short) + 1]}
        return any(
            codes[i] in titles and normal(forms[i + 1]) in called
            for a, b in s.contents
            if not titles.isdisjoint(codes[a:b])
            for i in range(a, b - 1)
        ) or any(
            a <= place[0] and place[1] <= b and place[1] - place[0] > 1
            for a, b in s.contents
            for place in person.places
        )

    def _talked_of(self, person: Person | None, s: Statement) -> bool:
        """Whether a quotation speaks of somebody as another does: by title, or of an accused as
        the one who is accused ("Pelaku kami tahan," katanya)."""
        if person is None or self._spoken_of(person, s):
            return person is not None
        self.offices(person)
        accused = person.role is not None and self._codes[person.role[0]] in self._reader.accused
        name = self._tokens.forms[person.name[0]].strip()
        initials = len(person.key) == 1 and len(name) <= _INITIALS and name.isupper()
        if not accused and not initials:
            return False
        codes, words = self._tokens.codes, self._reader.accused
        return any(not words.isdisjoint(codes[a:b]) for a, b in s.contents)


def said_behind(statements: list[Statement]) -> dict[int, int]:
    """Where what somebody says begins behind the end of their name."""
    out: dict[int, int] = {}
    for s in statements:
        if s.mention and s.mention.name:
            end = s.mention.name[1]
            behind = [start for start, _ in s.contents if start >= end]
            if behind:
                out[end] = min(behind)
    return out
