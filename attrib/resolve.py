"""Who a mention is: resolution inside the document, from short form to fullest name.

The chain, in order: a name (or part of one) → the fullest form the article gives; an office →
the person who holds it here; a description that points back, a pronoun, a clitic → the speaker
before, or the person the text is about; nothing → the quotation goes on with its speaker.
Two that fit equally well: nobody, with the reason.
"""

import re

import msgspec

from attrib.attribute import Statement, goes_on
from attrib.groups import SEVERAL
from attrib.houses import called
from attrib.lexicon import Key, Vocabulary, normal
from attrib.mentions import Mention, MentionReader, Range, unit_start
from attrib.model import Resolution
from attrib.names import Written
from attrib.people import Person
from attrib.several import NOBODY, Resolved, Several
from attrib.talked import said_behind

_ROW = 3  # sentences: a link's may stand between
_NEAR = 8  # sentences over which a pronoun means a named person rather than somebody unnamed
_REACH = 3  # paragraphs over which a quotation without a cue goes on with its speaker


class Resolver(Several):
    """Resolves the mentions of one document to the people it names."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        reader: MentionReader,
        name: re.Pattern[str],
        text: Written,
    ) -> None:
        super().__init__(vocabulary, reader, name, text)
        self._bodies: list[tuple[Key, Resolved]] = []  # with the words of their names
        self._last_person: Resolved | None = None
        self._last_person_sentence = 0
        self._voices: list[Resolved] = []  # the persons who spoke, in order
        self._said: Statement | None = None  # the last that has a speaker
        self._row = 0  # how many statements the last speaker has made in a row
        self._quoted = False  # whether the last statement is in the speaker's own words

    def __call__(self, statements: list[Statement]) -> list[Resolved]:
        """Who said each statement, in the order of the text."""
        self._deputies(statements)
        self._trim_runs(statements)
        self._learn_aliases()
        self._said_at = said_behind(statements)
        named = (s.mention.name for s in statements if s.mention)
        self._speaking = {self.key(name) for name in named if name}
        self._houses = {self.key(house) for house in self._employers(statements)}
        for s in statements:
            if s.mention and s.mention.kind == "person" and s.mention.name:
                person = self.person(s.mention.name, s.mention.name[0])
                if person:
                    person.mentions.append(s.mention)
        out: list[Resolved] = []
        last: Resolved | None = None
        last_sentence = -1
        office: Statement | None = None  # that was brought on without its holder's name
        for s in statements:
            who = self._who(s, last, last_sentence)
            if office is not None and s.sentence - office.sentence == 1:
                self._hold(who, office)
            unheld = s.mention and s.mention.kind == "office" and who.person is None
            office = s if unheld and not s.contents else None
            out.append(who)
            if who.name is not None and not (s.rule.aside and self._beside(s)):
                self._row = self._row + 1 if last and last.name == who.name else 1
                last, last_sentence = who, s.sentence
                self._quoted, self._said = bool(s.quotations), s
                if who.kind == "organization" and self._proper(who.name):
                    self._last_house = who.name
                if who.kind == "person":
                    self._voices.append(who)
                    self._last_person, self._last_person_sentence = who, s.sentence
        for i in range(len(out) - 2, -1, -1):
            # a quotation over several paragraphs is often attributed at its end
            here, behind = statements[i], statements[i + 1]
            if here.cue is None and (
                goes_on(here, behind, self._codes) or self._leads_up(statements, out, i)
            ):
                out[i] = out[i + 1].again("continuation")
        return [self._finish(w) for w in out]

    def _beside(self, s: Statement) -> bool:
        """Whether a sentence that somebody speaks in by the way begins with somebody else: Rini
        meragukan ucapan Budi yang menyebut …; it is with Rini that the text goes on."""
        low = self._sentences.spans[s.sentence][0]
        before = s.mention.span[0] if s.mention else s.start
        return any(self._leads(span[0], low) for span, _ in self._runs_between(low, before))

    def _leads_up(self, statements: list[Statement], out: list[Resolved], i: int) -> bool:
        """Whether a quotation with no cue, first in its paragraph, belongs to who is named behind
        the one of the next paragraph: nobody spoke in the paragraph before."""
        here, behind = statements[i], statements[i + 1]
        paragraphs = self._sentences.paragraphs
        at = paragraphs[here.sentence]
        if not (here.quotations and behind.quotations and behind.cue and behind.mention):
            return False
        if paragraphs[behind.sentence] != at + 1 or out[i + 1].kind != "person":
            return False
        if here.quotations[0].start != self._sentences.spans[here.sentence][0]:
            return False
        if i == 0 or out[i].name is None:
            return True
        before = statements[i - 1]
        far = at - paragraphs[before.sentence] > 1
        medium = out[i].kind == "organization" and not before.contents
        return out[i].name == out[i - 1].name and (far or medium)

    def _hold(self, who: Resolved, office: Statement) -> None:
        """Give somebody first named here, with no office, the one that the sentence before brings
        on: Kritik itu ditanggapi Dirjen Bea Cukai. "…," kata Kun."""
        person, mention = who.person, office.mention
        if person is None or mention is None or person.places[0] < mention.span:
            return
        if self._capital(mention.span):
            self._learn(person, mention)

    def _finish(self, who: Resolved) -> Resolved:
        if who.person is None:
            return who
        person = who.person
        self.offices(person)
        if person.key in self._houses and not person.role:
            return msgspec.structs.replace(who, kind="organization")
        whole = self._in_no_house(person)
        if whole is not None:
            return msgspec.structs.replace(who, role=whole, affiliation=None)
        role, affiliation = self._institutions.full(person.role, person.affiliation)
        return msgspec.structs.replace(who, role=role, affiliation=affiliation)

    def _as(self, person: Person, how: Resolution, mention: Range | None) -> Resolved:
        antecedent = None if how == "named" else self._antecedent(person, mention)
        return Resolved("person", person.name, None, None, how, antecedent, None, person)

    def _antecedent(self, person: Person, mention: Range | None) -> Range:
        if mention is None:
            return person.name
        earlier = [p for p in person.places if p[1] <= mention[0]]
        return earlier[-1] if earlier else person.name

    def _who(self, s: Statement, last: Resolved | None, last_sentence: int) -> Resolved:
        mention = s.mention
        if mention is None:
            if s.clitic and s.cue:
                return self._back(s, s.cue, "pronoun", last, last_sentence)
            return self._continuation(s, last, last_sentence)
        if mention.kind == "organization" and mention.name and self._surname(mention.name):
            mention = msgspec.structs.replace(mention, kind="person")
        if mention.kind == "description" and (
            self._small_name(mention.span)
            or (self._capital(mention.span) and self._surname(mention.span))
        ):
            mention = msgspec.structs.replace(mention, kind="person", name=mention.span)
        if mention.kind == "person" and self._abbreviates_office(mention):
            mention = msgspec.structs.replace(mention, kind="office", role=mention.span, name=None)
        if mention.kind == "person" and mention.name and self._house_by_name(mention):
            mention = msgspec.structs.replace(mention, kind="organization")
        if mention.kind == "person" and mention.name:
            whole = self._spelled_out(mention)
            if whole is not None:
                return Resolved("organization", whole, None, None, "short-name", whole)
            person = self.person(mention.name, mention.name[0])
            if person is None:
                return Resolved("person", None, None, None, "short-name", None, "ambiguous")
            if self._for_another(mention, person):
                return self._body("anonymous", msgspec.structs.replace(mention, name=mention.span))
            how: Resolution = "named" if self.key(mention.name) == person.key else "short-name"
            return self._as(person, how, mention.name)
        if mention.kind == "conjoined":
            people = [self.person(n, n[0]) for n in mention.members]
            names = tuple(p.name if p else n for p, n in zip(people, mention.members, strict=True))
            return Resolved("group", mention.name, None, None, "named", None, members=names)
        if mention.kind == "pronoun":
            return self._back(s, mention.span, "pronoun", last, last_sentence)
        if mention.kind == "anonymous" and mention.point and self._by_looks(mention):
            person = self._only_person(mention.span[0])
            if last is not None and person is not None and last.person is person:
                return self._as(person, "description", mention.span)
        party = self._only_party(mention)
        if party is not None:
            return self._as(party, "role", mention.span)
        if mention.kind == "office":
            return self._office(s, mention, last, last_sentence)
        if mention.kind == "group" and self._some(mention.span):
            several = self._many(mention.span[0], "description", last, last_sentence)
            if several.name is not None:
                return several
        if mention.kind == "description":
            if mention.point:
                known = self._by_alias(mention)
                if known is not None:
                    return self._as(known, "description", mention.span)
                found = self._back(s, mention.span, "description", last, last_sentence)
                if found.abstained is None:
                    self._learn(found.person, mention)
                    return found
                known = self._called_there(mention)
                if known is not None:
                    return self._as(known, "named", None)
                return self._body("anonymous", msgspec.structs.replace(mention, name=None))
            kind = "organization" if self._capital(mention.span) else "group"
            return self._body(kind, mention)
        return self._body(mention.kind, mention)

    def _by_alias(self, mention: Mention) -> Person | None:
        """Whose other name stands in a description: pria yang akrab disapa Ucok itu."""
        aliases = (span for span, key in self._runs_between(*mention.span) if key in self._aliases)
        return next((self.person(span, span[1]) for span in aliases), None)

    def _called_there(self, mention: Mention) -> Person | None:
        """Somebody whose only name is the one in a description: pria yang akrab disapa Ucok ini."""
        runs = self._runs_between(*mention.span)
        if not runs:
            return None
        name = runs[-1][0]
        introduced = self._codes[unit_start(self._codes, name[0] - 1)] in self._reader.by_name
        return self.person(name, mention.span[1]) if introduced else None

    def _by_looks(self, mention: Mention) -> bool:
        """Whether somebody is pointed at by age or sex alone, of whom the article has not spoken as
        somebody unnamed: gadis itu."""
        low, high = mention.span
        if high - low > 2 or self._codes[low] not in self._reader.looks:
            return False
        word = self.key((low, low + 1))
        return not any(
            self.key((i, i + 1)) == word
            and self._codes[unit_start(self._codes, i - 1)] in self._reader.one
            for i in range(1, low)
        )

    def _body(self, kind: str, mention: Mention) -> Resolved:
        """A group, an institution, a document, somebody unnamed: its fullest form here."""
        name = mention.name or mention.span
        back = mention.point
        if kind == "document" and self._codes[name[1] - 1] in self._reader.determiner:
            name, back = (name[0], name[1] - 1), True
        key = self.key(name)
        if kind == "organization":
            # perusahaan without a name is one that was named, but no place and no medium
            bare = len(key) == 1 and self._codes[name[0]] in self._reader.firms
            house = self._house(mention.span, self._spoke()) if back or bare else None
            if bare and not back and house and self._codes[house[0]] in self._reader.no_firms:
                house = None
            if house is not None:
                return Resolved(kind, house, None, None, "description", house)
            whole = self._institutions.fullest(name)
            if whole is not None:
                return Resolved(kind, whole, None, None, "short-name", whole)
        country = len(key) == 1 and self._codes[name[0]] in self._reader.area
        headed = self._codes[name[0]] in self._reader.heads  # a ministry is none of its parts
        for other, body in self._bodies:
            if country or (headed and other[0] != key[0]):
                continue
            if body.kind == kind and set(key) < set(other):
                return body.again("short-name")
        if back and kind in ("document", "anonymous"):
            first = self._first_called(name, kind)
            if first is not None:
                fuller = called(first)
                return Resolved(kind, fuller, first.role, first.affiliation, "description", fuller)
            person = self._so_called(name)
            if person is not None:
                return self._as(person, "role", mention.span)
            name = mention.span  # pria itu: nobody was so called before
        found = Resolved(kind, name, mention.role, mention.affiliation, "named", None)
        if not any(other == key for other, _ in self._bodies):
            self._bodies.append((key, found))
        return found

    def _back(
        self,
        s: Statement,
        at: Range,
        how: Resolution,
        last: Resolved | None,
        last_sentence: int,
    ) -> Resolved:
        """Whom a pronoun, a clitic or a description points back to."""
        if s.mention is not None and self._codes[at[0]] in self._reader.plural:
            return self._many(at[0], how, last, last_sentence, s.cue)
        if s.mention is not None and self._codes[at[0]] in self._reader.concerned:
            concerned = self._concerned(how, at)
            if concerned is not None:
                return concerned
        if last is not None and last.kind in SEVERAL and self._says_again(s):
            return last.again(how)
        subject = self._about(s, at[0], last_sentence)
        if self._spoken_of(subject, s) or (subject is not None and self._says_more(subject, s)):
            subject = None
        if s.quotations and self._talked_of(subject, s):
            subject = None
        if subject is not None and last is not None and last.kind == "person":
            old = subject.places[0][0] < self._sentences.spans[last_sentence][1]
            silent = not subject.mentions and not self._brought_on(subject, s)
            if old and s.clitic and s.quotations and silent:
                subject = None  # named before and never speaking: what the quotation is about
        if subject is not None and (last is None or last.person is not subject):
            return self._as(subject, how, at)
        unnamed = self._unnamed(s, last_sentence) if how == "pronoun" else None
        if unnamed is not None:
            return self._body("anonymous", unnamed)
        talked = how == "pronoun" and s.quotations and last and self._talked_of(last.person, s)
        if talked:
            others = (v for v in reversed(self._voices) if not self._talked_of(v.person, s))
            last = self._last_person = next(others, last)
        named = self._last_person is not None and s.sentence - self._last_person_sentence <= _NEAR
        if last is not None and (
            last.kind == "person"
            or (last.kind == "anonymous" and (self._one_quoted(last) or not named))
        ):
            return last.again(how)
        house = last is not None and self._house_says(s, last, named, last_sentence)
        if self._last_person is not None and not self._own(s) and not house:
            return self._last_person.again(how)
        if last is not None and (self._own(s) or house):
            return last.again(how)
        person = self._one_of(last, at[0]) or self._nearest(at[0])
        if person is not None:
            return self._as(person, how, at)
        if last is not None and s.clitic:
            return last.again(how)  # bunyi surat itu … sambungnya
        return Resolved("person", None, None, None, how, None, "no-antecedent")

    def _unnamed(self, s: Statement, last_sentence: int) -> Mention | None:
        """Somebody unnamed with whom the sentence before begins, or the one before that if it names
        nobody, and whom nothing is done to: Salah seorang pedagang di sana juga kesulitan. "…,"
        ujarnya. None if it begins otherwise."""
        reader = self._reader
        if s.cue is not None and self._codes[s.cue[0]] in reader.more:
            return None
        for number in (s.sentence - 1, s.sentence - 2):
            if number <= last_sentence or number < 0:
                return None
            low, high = self._sentences.spans[number]
            beside = reader.beside.match(self._codes, low, high)
            start = beside.end() if beside else low
            if reader.one_unnamed.match(self._codes, start, high):
                found = reader.read(self._codes, start, high)
                if found is None or found.kind != "anonymous":
                    return None
                behind = self._codes[found.span[1] : high]
                return found if reader.done_to.isdisjoint(behind) else None
            if self._runs_between(low, high):
                return None
        return None

    def _one_of(self, last: Resolved | None, before: int) -> Person | None:
        """Of several who spoke together the one named most often, of equals last before a token."""
        members = [self.person(name, before) for name in last.members] if last else []

        def often(person: Person) -> tuple[int, int]:
            near = max((p[0] for p in person.places if p[0] < before), default=0)
            return len(person.places), near

        return max(filter(None, members), key=often, default=None)

    def _says_again(self, s: Statement) -> bool:
        """Whether -nya is on the verb of the sentence before: Keluarga berharap … harapnya."""
        said = self._said
        if not s.clitic or s.cue is None or said is None or said.cue is None:
            return False
        verbs = (normal(self._tokens.forms[cue[0]]) for cue in (s.cue, said.cue))
        one, other = (self._vocabulary.cues.get(verb, verb) for verb in verbs)
        return one == other and s.sentence - said.sentence == 1

    def _says_more(self, subject: Person, s: Statement) -> bool:
        """Whether a verb says that its subject goes on, and another person has spoken, but this
        one has not: … diluncurkan Presiden Budi. Ia menambahkan, …"""
        if s.cue is None or self._codes[s.cue[0]] not in self._reader.more or not self._voices:
            return False
        return all(voice.person is not subject for voice in self._voices)

    def _concerned(self, how: Resolution, at: Range) -> Resolved | None:
        """Whom yang bersangkutan means: the one who is accused, and nobody in office who speaks of
        the case; None where it may be who spoke last."""
        accused = self._introduced_as(self._reader.accused)
        if len(accused) == 1:
            return self._as(accused[0], how, at)
        spoke = self._spoke()
        if spoke is not None:
            self.offices(spoke)
        if spoke is None or spoke.role is None:
            return None
        return Resolved("person", None, None, None, how, None, "no-antecedent")

    def _spoke(self) -> Person | None:
        """The last person who spoke."""
        return self._last_person.person if self._last_person else None

    def _about(self, s: Statement, before: int, last_sentence: int) -> Person | None:
        return self._subject(s, before, last_sentence, spoken=self._last_person is not None)

    def _house_says(self, s: Statement, last: Resolved, named: bool, last_sentence: int) -> bool:
        """Whether -nya means the house that spoke last, where nobody named spoke shortly before or
        it speaks for the second time; or whatever was quoted last, where a verb goes on with it:
        … bunyi surat itu. "…," sambungnya."""
        if not s.clitic or s.cue is None or last.kind not in ("organization", "document"):
            return False
        if last.kind == "organization" and (not named or self._row > 1):
            return True
        more = self._codes[s.cue[0]] in self._reader.more
        return self._quoted and more and s.sentence - last_sentence <= _ROW

    def _one_quoted(self, last: Resolved) -> bool:
        """Whether the last statement is in the words of somebody unnamed: kata seorang warga."""
        return (
            self._quoted and last.name is not None and self._codes[last.name[0]] in self._reader.one
        )

    def _own(self, s: Statement) -> bool:
        return s.mention is not None and s.mention.rule == "mention.own-side"

    def _office(
        self, s: Statement, mention: Mention, last: Resolved | None, last_sentence: int
    ) -> Resolved:
        """The person who holds an office in this article; unnamed if nobody does."""
        assert mention.role
        if mention.role == mention.span and self._capital(mention.span):
            word = self.key(mention.role)  # Imam, of whom the article gives the full name
            if len(word) == 1 and word[0] in self._by_word:
                person = self.person(mention.role, mention.role[0])
                if person is not None and len(person.key) > 1:
                    return self._as(person, "short-name", mention.role)
        wanted = self._office_words(mention.role, mention.affiliation)
        head = self._spelled(self.key(mention.role))[0]
        holder = self._holder(mention, head, wanted)
        if holder is None:  # Mendikdasmen | yang juga Ketua Umum …: who is the first
            one = self._first_of_two(mention.role)
            words = self._office_words(one, None)
            holder = self._holder(mention, head, words) if one else None
        if holder is not None:
            at = mention.span[0]
            if mention.point and s.sentence and holder.places[0][0] > at:
                # … adalah Rudi (18). Siswa kelas XII itu: and no other pupil named behind
                named = self._named_in(s.sentence - 1, at)
                holder = named[0] if len(named) == 1 else holder
            return self._as(holder, "role", mention.span)
        if mention.point:
            subject = self._about(s, mention.span[0], last_sentence)
            if subject is not None:
                self.offices(subject)
            if subject is not None and subject.role and not self._spoken_of(subject, s):
                return self._as(subject, "description", mention.span)
        spoken = last is not None and self._spoken_of(last.person, s)
        pointed = self._codes[mention.span[1] - 1] in self._reader.determiner
        seat = self._codes[mention.role[0]] in self._reader.seats
        if mention.rule == "mention.the-one" and seat and not pointed:
            spoken = True  # sang rektor: whoever holds that office, named or not
        unnamed = None if mention.affiliation else self._unnamed_in(head)
        if mention.point and unnamed is not None:
            return msgspec.structs.replace(unnamed.again("role"), role=mention.role)
        if mention.point and last is not None and last.kind == "person" and not spoken:
            self._learn(last.person, mention)
            return last.again("description")
        if mention.point and not spoken:
            nearest = self._nearest(mention.span[0])
            if nearest is not None:
                self._learn(nearest, mention)
                return self._as(nearest, "description", mention.span)
        name = called(mention)
        if unnamed is not None:
            return msgspec.structs.replace(unnamed.again("role"), role=mention.role)
        first = self._first_called(name, "office") if mention.point else None
        if first is not None:
            name = called(first)
        found = Resolved("anonymous", name, mention.role, mention.affiliation, "named", None)
        self._bodies.append((self.key(name), found))
        return found

    def _unnamed_in(self, head: str) -> Resolved | None:
        """The last who spoke unnamed, by an office with this head: seorang pengacara."""
        anonymous = ((k, body) for k, body in reversed(self._bodies) if body.kind == "anonymous")
        return next((body for key, body in anonymous if head in self._spelled(key)), None)

    def _continuation(self, s: Statement, last: Resolved | None, last_sentence: int) -> Resolved:
        """A quotation with no cue: the speaker before goes on, unless somebody new stands by."""
        subject = self._about(s, s.start, last_sentence)
        if subject is not None:
            return self._as(subject, "continuation", None)
        paragraphs = self._sentences.paragraphs
        if last is not None and paragraphs[s.sentence] - paragraphs[last_sentence] <= _REACH:
            near = s.sentence - self._last_person_sentence <= _NEAR
            if last.kind == "document" and not self._quoted and self._last_person and near:
                last = self._last_person  # what a law says was reported in between
            return last.again("continuation")
        return NOBODY
