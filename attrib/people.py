"""The people an article names: whose each of its names is.

A short form belongs to the fullest form of the same name; where two fit equally well, to neither.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator

import msgspec

from attrib.lexicon import Key, Vocabulary, normal
from attrib.mentions import Mention, MentionReader, Range, unit_start
from attrib.names import Names, Written, name_text
from attrib.spelling import SLIP, blends, initials, letter_apart, once, sound

_SPELLED = 6  # letters: two shorter names may well differ in one
_BLEND = 5  # letters: what is made of the beginnings of two names has as many
_ENDING = 4  # letters: so many a name has that is the end of another
_FAMILY = 3  # words: a full name with another given name before it
_PLACES = 12  # of a name that may tell of an office


class Person(msgspec.Struct):
    """Somebody the article names, with every place where it does."""

    key: Key
    name: Range
    places: list[Range]
    mentions: list[Mention] = msgspec.field(default_factory=list)
    role: Range | None = None
    affiliation: Range | None = None
    settled: bool = False


class People(Names):
    """Whose the names of one document are."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        reader: MentionReader,
        name: re.Pattern[str],
        text: Written,
    ) -> None:
        super().__init__(vocabulary, reader, name, text)
        self.people: dict[Key, Person] = {}
        self._aliases: dict[Key, Key] = {}
        self._speaking: set[Key] = set()  # the names that stand beside a cue
        self._said_at: dict[int, int] = {}  # where what they say begins behind a name

    def _learn_aliases(self) -> None:
        """Read whose other names the text gives. The names must have been trimmed before."""
        for named, alias in self._reader.aliases(self._codes):
            a, b = alias
            while a < b - 1 and self._codes[a] in self._reader.addresses:
                a += 1  # Kang Desu, who is Desu
            for other in dict.fromkeys((alias, (a, b))):
                bearer = self.key(self._run_to(named)) if named else self._called(other)
                if bearer and not self._fuller(self.key(other), bearer):
                    self._aliases.setdefault(self.key(other), bearer)

    def _run_to(self, name: Range) -> Range:
        """The name that ends where one does which may have swallowed what stands before it."""
        return next((s for s, _ in self._runs if s[1] == name[1] and s[0] > name[0]), name)

    def _fuller(self, key: Key, than: Key) -> bool:
        """Whether a name is a full one here, or a part of one, and another is not: of Koko, sapaan
        Yohan Winarno, the second is no other name of the first."""

        def full(words: Key) -> bool:
            return any(
                len(self._runs[i][1]) > 1 and set(words) <= set(self._runs[i][1])
                for i in self._by_word.get(words[0], ())
            )

        return not full(than) and full(key)

    def _called(self, alias: Range) -> Key:
        """Whose other name this is: the full name of which it is a word; the last full name before
        it of which a word begins or ends so (Toni, Aftoni), of whose beginnings it is made, that
        stands behind an office, or that is surely a name; no words where there is none."""
        words = self.key(alias)
        short = "".join(words)
        for _, key in self._runs:
            if set(words) < set(key):
                return key
            if set(key) < set(words):  # Pemilik nama lengkap Rudi Tejo Hartono ini: Rudi himself
                return ()
        before = [
            (s, key)
            for s, key in reversed(self._runs)
            if s[1] <= alias[0] and not self._place(s) and (len(key) > 1 or self._speaks(s))
        ]
        for _, key in before:
            if any(word.startswith(short) or word.endswith(short) for word in key):
                return key
        for _, key in before:
            if len(key) > 1 and blends(short, key):
                return key
        for span, key in before:
            if self._reader.office_before(self._codes, span):
                return key
        return next((key for span, key in before if self._likely(span, key)), ())

    def person(self, name: Range, before: int) -> Person | None:
        """The person that a name, full or short, stands for; None where two fit equally well."""
        named = self._other_name(self.key(name), self._in_capitals(name))
        key = self._longest(named, before)
        if key is not None and key != named:  # Imin → Cak Imin → Muhaimin Iskandar
            other = self._other_name(key, self._in_capitals(name))
            key = key if other == key else self._longest(other, before)
        if key == named and len(named) > 1 and self._codes[name[0]] in self._reader.personal:
            rest = self._longest(named[1:], before)  # Hakim Rudi → Rudi Hartono
            if rest is not None and rest != named[1:] and named[1] in (rest[0], rest[-1]):
                key = rest
        if key == named and len(named) > 1 and self._codes[name[0]] not in self._reader.given_names:
            rest = self._longest(named[-1:], before)  # Lagi Keputusan Rudi mengatakan: Rudi Hartono
            begins = (
                rest is not None
                and len(rest) > 1
                and (rest[0] == named[-1] or rest == named[-len(rest) :])
            )
            times = self._times(named)  # none: the run of capitals was cut already
            if begins and (times == 0 or (times == 1 and not self._introduced(name, named))):
                key = rest
        if key == named and len(named) > 1 and self._codes[name[1] - 1] in self._reader.area:
            # Menurut Rudi Indonesia perlu …: Rudi Hartono
            rest = self._longest(named[:-1], before)
            times = self._times(named)
            if rest is not None and (times == 0 or (times == 1 and len(rest) >= len(named))):
                key = rest
        if key is None:
            return None
        found = self.people.get(key)
        if found is None:
            words = set(key)
            places = [
                self._runs[i][0]
                for i in sorted({i for w in words for i in self._by_word.get(w, ())})
                if set(self._runs[i][1]) <= words
            ]
            whole = (p for p in places if self.key(p) == key)
            first = min(whole, key=self._shouted, default=name)
            found = self.people[key] = Person(key, first, places or [name])
        return found

    def _other_name(self, key: Key, capitals: bool) -> Key:
        """The name that the article or the list of nicknames gives beside this one, or that has
        these initials (SBY, in ``capitals``) or these beginnings (Bamtej, of Bambang Tejo); the
        key itself where none does. A listed name must stand here."""
        if key in self._aliases and not any(key[0] in k for k in self._aliases.values()):
            return self._aliases[key]
        listed = self._vocabulary.lemma("nickname", " ".join(key))
        if listed and not (words := set(listed.split())).issuperset(key):
            for _, whole in self._runs:
                if words <= set(whole):
                    return tuple(listed.split())
                if words == set("-".join(whole).split("-")):  # shin tae yong: Shin Tae-yong
                    return whole
        if len(key) == 1 and len(key[0]) > 1 and capitals:
            first = key[0][0]
            spelled = {
                k
                for span, k in self._runs
                if k[0][0] == first and initials(k) == key[0] and self._introduced(span, k)
            }
            if len(spelled) == 1:
                return spelled.pop()
        if len(key) == 1 and len(key[0]) >= _BLEND:
            start = key[0][:2]
            blended = {
                k
                for span, k in self._runs
                if len(k) > 1 and k[0].startswith(start)
                if blends(key[0], k) and self._introduced(span, k)
            }
            if len(blended) == 1:
                return blended.pop()
        return key

    def _shouted(self, name: Range) -> int:
        """How many words of a name stand in capitals: RUDI Hartono, at an article's beginning."""
        return sum(len(f) > _ENDING and f.isupper() for f in self._tokens.forms[slice(*name)])

    def _in_capitals(self, name: Range) -> bool:
        """Whether a name may be an abbreviation."""
        return self._tokens.forms[name[0]].isupper()

    def _longest(self, key: Key, before: int) -> Key | None:
        """The fullest form here of a name, itself if none is fuller; None if two are."""
        wanted = set(key)
        longer: dict[Key, int] = {}
        titled: dict[Key, int] = {}  # Gus Maksum is no fuller than Maksum Faqih
        if key and len(key) < 4:
            runs = self._runs
            for i in self._by_word.get(key[0], ()):
                span, other = runs[i]
                if len(other) > len(key) and wanted < set(other):
                    if self._relative_of(span, other) and other[0] not in wanted:
                        continue
                    title = other[1:] == key and self._codes[span[0]] in self._reader.personal
                    forms = titled if title else longer
                    forms[other] = forms.get(other, 0) + 1
        longer = longer or titled
        if not longer and len(key) == 1 and len(key[0]) > 2:
            for word, indices in self._by_word.items():
                # Nur → Nurharsono, but no word glued to a name (Syahrinimenyampaikan)
                if not word.startswith(key[0]) or word == key[0]:
                    continue
                if not self._vocabulary.verbal(word.removeprefix(key[0])):
                    for i in indices:
                        longer[self._runs[i][1]] = longer.get(self._runs[i][1], 0) + 1
        if not longer and len(key) == 1 and len(key[0]) >= _ENDING:
            for span, other in self._runs:  # Yanti → Nuryanti Dewi, or the camat Nuryanti
                ends = other[0] != key[0] and other[0].endswith(key[0])
                if ends and (len(other) > 1 or self._in_charge(span)):
                    longer[other] = longer.get(other, 0) + 1
        if not longer and len(key) == 1 and len(key[0]) >= _ENDING:
            for other in self._misspelt(key[0]):
                longer[other] = longer.get(other, 0) + 1
        if not longer and key:
            return self._usual(key) if len(key) > 1 else self._slip(key)
        return self._fullest(key, longer, before) if longer else key

    def _relative_of(self, span: Range, key: Key) -> bool:
        """Whether a name is another one here with a given name before it, and the rarer: Tina
        Herry Setiawan, where it is Herry Setiawan who is told of."""
        first, second = self._codes[span[0]], self._codes[span[0] + 1 : span[0] + 2]
        given = self._reader.given_names
        if len(key) < _FAMILY or first not in given or second not in given:
            return False
        if first in self._reader.forenames:
            return False
        return self._times(key[1:]) > self._times(key)

    def _usual(self, key: Key) -> Key:
        """The form in which a full name is first introduced here, or else is written most often,
        where a letter more, less or another is the same name: Muhamad Noor, Muhammad Noor."""
        others = [self._runs[i][1] for w in set(key) for i in self._by_word.get(w, ())]
        alike = dict.fromkeys(k for k in others if k != key and letter_apart(k, key))
        if not alike:
            return key
        forms = sorted((key, *alike), key=self._place_of)
        told = [form for form in forms if self._spoken_for(form)]
        says = (form for form in told if form in self._speaking)  # and is in no caption alone
        return next(says, told[0] if told else max(forms, key=self._times))

    def _place_of(self, key: Key) -> int:
        """How many names stand before a name is written first."""
        return next((i for i, (_, k) in enumerate(self._runs) if k == key), len(self._runs))

    def _slip(self, key: Key) -> Key:
        """The name of one word that this one is but for a letter, if it stands earlier and only
        this one is nowhere introduced: Hasmawati, S.Pd …, Hasnawati; itself where there is none. A
        short one must sound the same: Yusup, Yusuf."""
        short, (word,) = len(key[0]) < SLIP, key
        if self._spoken_for(key):
            return key
        alike = {
            k
            for _, k in self._runs[: self._place_of(key)]
            if k != key and len(k) == 1
            if (sound(k[0]) == sound(word) if short else letter_apart(k, key))
        }
        return alike.pop() if len(alike) == 1 else key

    def _spoken_for(self, key: Key) -> bool:
        """Whether an office, a title or an age stands beside a name anywhere."""
        return any(self._beside_office(span) for span, k in self._runs if k == key)

    def _beside_office(self, span: Range) -> bool:
        before = unit_start(self._codes, span[0] - 1) if span[0] else 0
        titled = self._codes[before] in self._reader.personal
        return (
            titled or bool(self._reader.aged.match(self._codes, span[1])) or self._in_charge(span)
        )

    def _misspelt(self, word: str) -> list[Key]:
        """Full names with a word that is this one but for a letter (Indryanto → Indriyanto), or,
        of a short one, but for a letter written twice (Doni → Donny Prasetyo)."""
        from rapidfuzz.distance import DamerauLevenshtein

        def same(other: str) -> bool:
            if min(len(word), len(other)) < _SPELLED:
                return once(word) == once(other)
            return DamerauLevenshtein.distance(word, other, score_cutoff=1) == 1

        return [
            self._runs[i][1]
            for other, indices in self._by_word.items()
            if other != word and same(other)
            for i in indices
            if len(self._runs[i][1]) > 1
        ]

    def knows(self, name: str) -> bool:
        """Whether a name met elsewhere (in a headline) is surely somebody's here, whole or as a
        part of a longer one; an abbreviation may always be."""
        words = {w for w in map(normal, name.split()) if w}
        return name.isupper() or any(
            words <= set(key) and (len(key) > len(words) or self._real(span, key))
            for span, key in self._runs
        )

    def full_name(self, name: str) -> str | None:
        """The fullest form here of a name met elsewhere (in a headline); None if it is not
        here or no fuller."""
        key = tuple(word for word in map(normal, name.split()) if word)
        if not key:
            return None
        whole = self._longest(self._other_name(key, name.isupper()), len(self._codes))
        runs = [span for span, other in self._runs if other == whole]
        return name_text(self._tokens, runs[0], apart=True) if runs and whole != key else None

    def _fullest(self, key: Key, longer: dict[Key, int], before: int) -> Key | None:
        """The fullest of several longer forms of a name, if they are forms of one; else the one
        who speaks or is named most often, or that begins so where the others begin with no name:
        of Sinden Rudi and Rudi Hartono the second is Rudi."""
        keys = sorted(longer, key=lambda k: (-len(k), -longer[k]))
        best = keys[0]
        if all(set(k) <= set(best) for k in keys):
            return best
        spoken = [k for k in keys if k in self.people]
        if len(spoken) == 1:
            return spoken[0]
        counts = sorted((n, k) for k, n in longer.items())
        if len(counts) > 1 and counts[-1][0] > counts[-2][0]:
            return counts[-1][1]
        begun = [k for k in keys if k[: len(key)] == key]
        others = [k[0] for k in keys if k not in begun]
        if len(begun) == 1 and not any(map(self._vocabulary.names_somebody, others)):
            return begun[0]
        recent = [(r[0][0], r[1]) for r in self._runs if r[1] in longer and r[0][0] < before]
        return max(recent)[1] if recent else None

    def _small_name(self, span: Range) -> bool:
        """Whether a word that no list but of names holds is a name here without its capital:
        lanjut rahmat."""
        form = self._tokens.forms[span[0]]
        one = span[1] - span[0] == 1 and not self._vocabulary.verbal(normal(form))
        return one and any(len(self._runs[i][1]) > 1 for i in self._by_word.get(normal(form), ()))

    def offices(self, person: Person) -> None:
        """Give the person the role and affiliation of where the article introduces them."""
        if person.settled:
            return
        person.settled = True
        found: list[Mention] = []
        for mention in self._introductions(person):
            found.append(mention)
            if mention.role and person.role is None:
                person.role = mention.role
                person.affiliation = mention.affiliation
            if person.role and person.affiliation:
                break  # what is said of them later adds nothing
        else:
            for mention in found:
                if mention.affiliation and (person.role is None or mention.role is None):
                    person.affiliation = person.affiliation or mention.affiliation
                elif (
                    mention.affiliation
                    and mention.role
                    and person.affiliation is None
                    and (self.key(mention.role)[:2] == self.key(person.role or mention.role)[:2])
                ):
                    person.affiliation = mention.affiliation
        if person.role is None:
            person.role = self._profession(person)

    def _introductions(self, person: Person) -> Iterator[Mention]:
        """What the article says of a person's role or affiliation, in its order."""
        told = sorted(
            (m for m in person.mentions if m.role or m.affiliation), key=lambda m: m.span[0]
        )
        taken = {m.name for m in told if m.role}
        at = 0
        for place in sorted(person.places[:_PLACES]):
            while at < len(told) and told[at].span[0] <= place[0]:
                yield told[at]
                at += 1
            s = bisect_right(self._starts, place[0]) - 1
            if place in taken or s < 0 or self._apart(place[0]):
                continue
            low, high = self._sentences.spans[s]
            # menurut Budi, warga desa harus bersabar: no office of Budi's
            end = min(high, self._said_at.get(place[1], high))
            mention = self._reader.introduction(self._codes, place, low, end)
            if mention:
                yield mention
        yield from told[at:]

    def _apart(self, at: int) -> bool:
        """Whether it is another who is told of behind a name: Selain Rini, seorang pedagang …"""
        return at > 0 and self._codes[unit_start(self._codes, at - 1)] in self._reader.apart

    def _profession(self, person: Person) -> Range | None:
        """The title before a name where it says what somebody is and nothing else does: dokter
        Rini, Pendeta Budi; None: there is none."""
        for start, _ in person.places:
            at = unit_start(self._codes, start - 1) if start else 0
            if start and self._codes[at] in self._reader.professions:
                return at, start
        return None

    def _real(self, span: Range, key: Key) -> bool:
        """Whether a run of capitals is surely a person's name: the article uses one of its words
        alone as a name, or a title, an office or an age stands beside it."""
        codes, reader = self._codes, self._reader
        if len(key) == 1:
            longer = any(len(self._runs[i][1]) > 1 for i in self._by_word.get(key[0], ()))
            return longer or codes[span[0]] in reader.known
        if any(c in reader.known for c in codes[span[0] : span[1]]):
            return True
        before = unit_start(codes, span[0] - 1) if span[0] else 0
        if before and codes[before] in reader.stop:
            before = unit_start(codes, before - 1)  # Dr. Budi
        if codes[before] in reader.personal:
            return True
        return bool(reader.aged.match(codes, span[1])) or any(
            m.name == span and (m.role or m.affiliation)
            for p in self.people.values()
            for m in p.mentions
        )

    def _introduced(self, span: Range, key: Key) -> bool:
        """Whether a run of capitals is surely a person's name, or stands behind an office."""
        return self._likely(span, key) or self._reader.office_before(self._codes, span) is not None

    def _in_charge(self, span: Range) -> bool:
        """Whether the article gives an office where it has a name: Nuryanti, ketua panitia."""
        low, high = self._sentences.spans[bisect_right(self._starts, span[0]) - 1]
        found = self._reader.introduction(self._codes, span, low, high)
        return found is not None and found.role is not None

    def _likely(self, span: Range, key: Key) -> bool:
        """Whether a run of capitals is surely a person's name or begins with a given name."""
        return self._codes[span[0]] in self._reader.given or self._real(span, key)

    def _nearest(self, before: int) -> Person | None:
        """The person most often named before a token, of equals one that a sentence begins with,
        then the last; full names only."""
        counts: dict[Key, tuple[bool, int, bool, int, Range]] = {}
        alone: Range | None = None
        for span, key in self._runs:
            if span[0] >= before:
                break
            if self._place(span):
                continue
            if len(key) == 1 and alone is None and self._acts(span):
                alone = span
            if len(key) > 1 and not self._another_is_kin(span):
                words = [self._by_word.get(w, ()) for w in key]
                leads = self._first(span[0]) or (key in counts and counts[key][2])
                counts[key] = (self._real(span, key), max(map(len, words)), leads, span[0], span)
        found = max(counts.values())[4] if counts else alone
        return self.person(found, before) if found else None

    def _another_is_kin(self, name: Range) -> bool:
        """Whether a name tells whose kin somebody else is: Rini, cucu Pangeran Arif, …"""
        codes, reader, at = self._codes, self._reader, name[0]
        while at and codes[at := unit_start(codes, at - 1)] in reader.addresses:
            pass
        return codes[at] in reader.kin

    def _named_in(self, sentence: int, before: int) -> list[Person]:
        """The people that a sentence names before a token, each once."""
        low, high = self._sentences.spans[sentence]
        people: list[Person] = []
        for span, key in self._runs_between(low, min(high, before)):
            office = self._reader.office_before(self._codes, span)
            person = self.person(span, before) if office or self._real(span, key) else None
            if person is not None and person not in people:
                people.append(person)
        return people

    def _only_person(self, before: int) -> Person | None:
        """The one person named in full before a token; None if there are several or none."""
        people = {
            person.key: person
            for span, key in self._runs
            if span[1] <= before and len(key) > 1 and self._likely(span, key)
            if (person := self.person(span, before)) is not None
        }
        return next(iter(people.values())) if len(people) == 1 else None

    def _acts(self, span: Range) -> bool:
        """Whether a name of one word stands where a subject does, before what it does: Nurlela
        berhenti menganyam."""
        codes, reader = self._codes, self._reader
        low = self._starts[bisect_right(self._starts, span[0]) - 1]
        leads = span[0] == low or codes[unit_start(codes, span[0] - 1)] in reader.openings
        leads = leads and codes[span[0]] in reader.given_names
        return leads and codes[span[1] : span[1] + 1] in reader.small
