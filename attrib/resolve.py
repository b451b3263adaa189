"""Who a mention is: resolution inside the document, from short form to fullest name.

The chain, in order: a name (or part of one) → the fullest form the article gives; an office →
the person who holds it here; a description that points back, a pronoun, a clitic → the speaker
before, or the person the text is about; nothing → the quotation goes on with its speaker.
Two that fit equally well: nobody, with the reason.
"""

import re
from bisect import bisect_right

import msgspec

from attrib.attribute import Statement, goes_on
from attrib.institutions import Institutions
from attrib.lexicon import BLANK, Vocabulary, normal
from attrib.mentions import Mention, MentionReader, Range, unit_start
from attrib.model import Abstention, Resolution
from attrib.text import Sentences, Tokens

Key = tuple[str, ...]
_NEAR = 8  # sentences over which a pronoun means a named person rather than somebody unnamed
_REACH = 3  # paragraphs over which a quotation without a cue goes on with its speaker


class Person(msgspec.Struct):
    """Somebody the article names, with every place where it does."""

    key: Key
    name: Range
    places: list[Range]
    mentions: list[Mention] = msgspec.field(default_factory=list)
    role: Range | None = None
    affiliation: Range | None = None
    settled: bool = False


class Resolved(msgspec.Struct, frozen=True):
    """Who said a statement. ``name`` None: the article leaves it open, see ``abstained``."""

    kind: str
    name: Range | None
    role: Range | None
    affiliation: Range | None
    resolution: Resolution
    antecedent: Range | None
    abstained: Abstention | None = None
    person: Person | None = None
    members: tuple[Range, ...] = ()


NOBODY = Resolved("person", None, None, None, "continuation", None, "no-speaker")


class Resolver:
    """Resolves the mentions of one document."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        reader: MentionReader,
        name: re.Pattern[str],
        tokens: Tokens,
        codes: str,
        sentences: Sentences,
        links: frozenset[int] = frozenset(),
    ) -> None:
        self._reader, self._vocabulary = reader, vocabulary
        self._tokens, self._codes, self._sentences = tokens, codes, sentences
        self._starts = [a for a, _ in sentences.spans]
        self._runs: list[tuple[Range, Key]] = []
        self._by_word: dict[str, list[int]] = {}
        institution = reader.institution
        for m in name.finditer(codes):
            a, b = m.span()
            # in a headline every word has a capital: no place to learn names from
            if links and bisect_right(self._starts, a) - 1 in links:
                continue
            if (a and codes[unit_start(codes, a - 1)] in institution) or (
                b < len(codes) and codes[b] in institution
            ):
                # part of an institution's or a place's name, unless an office before it says not
                found = reader.office_before(codes, (a, b))
                if found is None or found.name is None:
                    continue
                a, b = found.name
            self._add_run((a, b))
        self.people: dict[Key, Person] = {}
        self._aliases = {self.key(b): self.key(a) for a, b in reader.aliases(codes)}
        self._bodies: list[tuple[Key, Range, str]] = []
        self._holders: list[Person] | None = None
        self._last_person: Resolved | None = None
        self._last_person_sentence = 0
        self._institutions = Institutions(vocabulary, reader, tokens, codes)

    def _add_run(self, span: Range) -> None:
        key = self.key(span)
        for word in set(key):
            self._by_word.setdefault(word, []).append(len(self._runs))
        if key:
            self._runs.append((span, key))

    def key(self, span: Range) -> Key:
        """The words of a name, folded."""
        forms = self._tokens.forms
        return tuple(w for w in (normal(f) for f in forms[span[0] : span[1]]) if w[:1].isalnum())

    # --- people ----------------------------------------------------------------------

    def person(self, name: Range, before: int) -> Person | None:
        """The person that a name, full or short, stands for; None where two fit equally well."""
        key = self.key(name)
        if key in self._aliases and not any(key[0] in k for k in self._aliases.values()):
            key = self._aliases[key]
        wanted = set(key)
        longer: dict[Key, int] = {}
        if key and len(key) < 4:
            runs = self._runs
            for i in self._by_word.get(key[0], ()):
                other = runs[i][1]
                if len(other) > len(key) and wanted < set(other):
                    longer[other] = longer.get(other, 0) + 1
        if not longer and len(key) == 1 and len(key[0]) > 2:
            for word, indices in self._by_word.items():
                rest = word[len(key[0]) :]
                # Nur → Nurharsono, but no word glued to a name (Syahrinimenyampaikan)
                if rest and word.startswith(key[0]) and not self._vocabulary.verbal(rest):
                    for i in indices:
                        longer[self._runs[i][1]] = longer.get(self._runs[i][1], 0) + 1
        if longer:
            full = self._fullest(longer, before)
            if full is None:
                return None
            key = full
        found = self.people.get(key)
        if found is None:
            words = set(key)
            places = [
                self._runs[i][0]
                for i in sorted({i for w in words for i in self._by_word.get(w, ())})
                if set(self._runs[i][1]) <= words
            ]
            first = next((p for p in places if self.key(p) == key), name)
            found = self.people[key] = Person(key, first, places or [name])
        return found

    def full_name(self, name: str) -> str | None:
        """The fullest form here of a name met elsewhere (in a headline); None if it is not
        here or no fuller."""
        words = {w for w in map(normal, name.split()) if w}
        longer = {
            key: i
            for i, (_, key) in enumerate(self._runs)
            if len(key) > len(words) and words and words < set(key)
        }
        if len(longer) != 1:
            return None
        return name_text(self._tokens, self._runs[next(iter(longer.values()))][0])

    def _fullest(self, longer: dict[Key, int], before: int) -> Key | None:
        """The fullest of several longer forms, if they are forms of one name."""
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
        recent = [(r[0][0], r[1]) for r in self._runs if r[1] in longer and r[0][0] < before]
        return max(recent)[1] if recent else None

    def offices(self, person: Person) -> None:
        """Give the person the role and affiliation of where the article introduces them."""
        if person.settled:
            return
        person.settled = True
        found = [(m.span[0], m) for m in person.mentions if m.role or m.affiliation]
        taken = {m.name for m in person.mentions if m.role}
        for place in person.places[:12]:
            if place in taken:
                continue
            s = bisect_right(self._starts, place[0]) - 1
            if s < 0:
                continue
            low, high = self._sentences.spans[s]
            mention = self._reader.introduction(self._codes, place, low, high)
            if mention:
                found.append((place[0], mention))
        found.sort(key=lambda pair: pair[0])
        for _, mention in found:
            if mention.role and person.role is None:
                person.role = mention.role
                person.affiliation = mention.affiliation
        if person.role is None or person.affiliation is None:
            for _, mention in found:
                if mention.affiliation and (person.role is None or mention.role is None):
                    person.affiliation = person.affiliation or mention.affiliation
                elif (
                    mention.affiliation
                    and mention.role
                    and person.affiliation is None
                    and (self.key(mention.role)[:2] == self.key(person.role or mention.role)[:2])
                ):
                    person.affiliation = mention.affiliation

    # --- statements ------------------------------------------------------------------

    def __call__(self, statements: list[Statement]) -> list[Resolved]:
        """Who said each statement, in the order of the text."""
        self._trim_runs(statements)
        for s in statements:
            if s.mention and s.mention.kind == "person" and s.mention.name:
                person = self.person(s.mention.name, s.mention.name[0])
                if person:
                    person.mentions.append(s.mention)
        out: list[Resolved] = []
        last: Resolved | None = None
        last_sentence = -1
        for s in statements:
            who = self._who(s, last, last_sentence)
            out.append(who)
            if who.name is not None:
                last, last_sentence = who, s.sentence
                if who.kind == "person":
                    self._last_person, self._last_person_sentence = who, s.sentence
        for i in range(len(out) - 2, -1, -1):
            # a quotation over several paragraphs is often attributed at its end
            if statements[i].cue is None and goes_on(statements[i], statements[i + 1], self._codes):
                who = out[i + 1]
                out[i] = msgspec.structs.replace(
                    who, resolution="continuation", antecedent=who.antecedent or who.name
                )
        return [self._finish(w) for w in out]

    def _trim_runs(self, statements: list[Statement]) -> None:
        """Where an office before a name was read, the run of capitals is cut to the name."""
        cut = {
            s.mention.name[1]: s.mention.name
            for s in statements
            if s.mention and s.mention.kind == "person" and s.mention.name
        }
        known = {span[1] for span, _ in self._runs}
        for end, name in cut.items():
            if end not in known:
                self._add_run(name)
        self._runs.sort(key=lambda run: run[0])
        self._by_word.clear()
        for i, (_, key) in enumerate(self._runs):
            for word in set(key):
                self._by_word.setdefault(word, []).append(i)
        for i, (span, key) in enumerate(self._runs):
            shorter = cut.get(span[1])
            if shorter is None and len(key) > 2:
                mention = self._reader.before(self._codes, span)
                shorter = mention.name if mention else None
            if shorter and span[0] < shorter[0] < span[1]:
                for word in set(key):
                    self._by_word[word].remove(i)
                key = self.key((shorter[0], span[1]))
                self._runs[i] = ((shorter[0], span[1]), key)
                for word in set(key):
                    self._by_word[word].append(i)

    def _finish(self, who: Resolved) -> Resolved:
        if who.person is None:
            return who
        person = who.person
        self.offices(person)
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
        if mention.kind == "person" and mention.name:
            person = self.person(mention.name, mention.name[0])
            if person is None:
                return Resolved("person", None, None, None, "short-name", None, "ambiguous")
            how: Resolution = "named" if self.key(mention.name) == person.key else "short-name"
            return self._as(person, how, mention.name)
        if mention.kind == "conjoined":
            people = [self.person(n, n[0]) for n in mention.members]
            names = tuple(p.name if p else n for p, n in zip(people, mention.members, strict=True))
            return Resolved("group", mention.name, None, None, "named", None, members=names)
        if mention.kind == "pronoun":
            return self._back(s, mention.span, "pronoun", last, last_sentence)
        if mention.kind == "office":
            return self._office(s, mention, last, last_sentence)
        if mention.kind == "description":
            if mention.point:
                return self._back(s, mention.span, "description", last, last_sentence)
            kind = "organization" if self._capital(mention.span) else "group"
            return self._body(kind, mention)
        return self._body(mention.kind, mention)

    def _capital(self, span: Range) -> bool:
        return self._tokens.forms[span[0]][:1].isupper()

    def _body(self, kind: str, mention: Mention) -> Resolved:
        """A group, an institution, a document, somebody unnamed: its fullest form here."""
        name = mention.name or mention.span
        key = self.key(name)
        if kind == "organization" and mention.point:
            for _, span, other_kind in reversed(self._bodies):
                if other_kind == kind:
                    return Resolved(kind, span, None, None, "description", span)
        if kind == "organization":
            whole = self._institutions.fullest(name)
            if whole is not None:
                return Resolved(kind, whole, None, None, "short-name", whole)
        for other, span, other_kind in self._bodies:
            if other_kind == kind and set(key) < set(other):
                return Resolved(kind, span, None, None, "short-name", span)
        if not any(other == key for other, _, _ in self._bodies):
            self._bodies.append((key, name, kind))
        return Resolved(kind, name, mention.role, mention.affiliation, "named", None)

    def _back(
        self,
        s: Statement,
        at: Range,
        how: Resolution,
        last: Resolved | None,
        last_sentence: int,
    ) -> Resolved:
        """Whom a pronoun, a clitic or a description points back to."""
        plural = s.mention is not None and self._codes[at[0]] in self._reader.plural
        subject = None if plural else self._subject(s, at[0], last_sentence)
        if subject is not None and (last is None or last.person is not subject):
            return self._as(subject, how, at)
        named = self._last_person is not None and s.sentence - self._last_person_sentence <= _NEAR
        if last is not None and (
            plural or last.kind == "person" or (last.kind == "anonymous" and not named)
        ):
            return msgspec.structs.replace(
                last, resolution=how, antecedent=last.antecedent or last.name
            )
        if self._last_person is not None and not plural and not self._own(s):
            return msgspec.structs.replace(
                self._last_person,
                resolution=how,
                antecedent=self._last_person.antecedent or self._last_person.name,
            )
        if last is not None and (plural or self._own(s)):
            return msgspec.structs.replace(
                last, resolution=how, antecedent=last.antecedent or last.name
            )
        person = None if plural else self._nearest(at[0])
        if person is not None:
            return self._as(person, how, at)
        return Resolved("person", None, None, None, how, None, "no-antecedent")

    def _own(self, s: Statement) -> bool:
        return s.mention is not None and s.mention.rule == "mention.own-side"

    def _subject(self, s: Statement, before: int, last_sentence: int) -> Person | None:
        """The person that a sentence since the last statement is about, the nearest first."""
        # a pronoun that is a subject may mean the only person of the sentence before
        alone = last_sentence < 0 or (s.mention is not None and s.mention.kind == "pronoun")
        for number in range(s.sentence, max(last_sentence, s.sentence - 3), -1):
            low, high = self._sentences.spans[number]
            limit = min(high, before) if number == s.sentence else high
            runs = self._runs_between(low, limit)
            for span, key in runs:
                mention = self._reader.office_before(self._codes, span)
                office = mention is not None and mention.span[0] >= low and len(key) > 1
                if not office and not self._real(span, key):
                    continue
                leads = self._leads(span[0], low)
                if mention and office:
                    leads = leads or self._leads(mention.span[0], low)
                if leads or (alone and len(runs) == 1):
                    return self.person(span, before)
            alone = last_sentence < 0
        return None

    def _leads(self, at: int, low: int) -> bool:
        """Whether a noun phrase stands where a sentence's subject does: first, or behind a
        connective, a comma or a circumstance's noun, but under no preposition."""
        return at == low or self._codes[unit_start(self._codes, at - 1)] in self._reader.openings

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

    def _runs_between(self, low: int, high: int) -> list[tuple[Range, Key]]:
        starts = [r[0][0] for r in self._runs]
        return self._runs[bisect_right(starts, low - 1) : bisect_right(starts, high - 1)]

    def _nearest(self, before: int) -> Person | None:
        """The person most often named before a token, of equals the last; full names only."""
        counts: dict[Key, tuple[bool, int, int, Range]] = {}
        for span, key in self._runs:
            if span[0] >= before:
                break
            if len(key) > 1:
                words = [self._by_word.get(w, ()) for w in key]
                counts[key] = (self._real(span, key), max(map(len, words)), span[0], span)
        if not counts:
            return None
        return self.person(max(counts.values())[3], before)

    def _office(
        self, s: Statement, mention: Mention, last: Resolved | None, last_sentence: int
    ) -> Resolved:
        """The person who holds an office in this article; unnamed if nobody does."""
        assert mention.role
        wanted = self._office_words(mention.role, mention.affiliation)
        best: list[tuple[int, int, Person]] = []
        head = self.key(mention.role)[0]
        head = (self._vocabulary.lemma("role-fused", head) or head).split()[0]
        for person in self._office_holders():
            held = self._office_words(person.role, person.affiliation)
            if head in held and len(wanted & held) * 2 >= len(wanted):
                near = max((p[0] for p in person.places if p[0] < mention.span[0]), default=-1)
                best.append((len(wanted & held), near, person))
        if best:
            best.sort(key=lambda t: (t[0], t[1]))
            return self._as(best[-1][2], "role", mention.span)
        if mention.point and last is not None and last.kind == "person":
            return msgspec.structs.replace(
                last, resolution="description", antecedent=last.antecedent or last.name
            )
        if mention.point:
            nearest = self._nearest(mention.span[0])
            if nearest is not None:
                return self._as(nearest, "description", mention.span)
        name = (mention.span[0], mention.span[1] - mention.point)
        for other, span, kind in reversed(self._bodies):
            if kind == "anonymous" and head in other and mention.affiliation is None:
                return Resolved(kind, span, mention.role, mention.affiliation, "role", span)
        self._bodies.append((self.key(name), name, "anonymous"))
        return Resolved("anonymous", name, mention.role, mention.affiliation, "named", None)

    def _office_words(self, role: Range | None, affiliation: Range | None) -> set[str]:
        """The words of an office and its institution; an abbreviation's are those it stands for."""
        out: set[str] = set()
        for span in (role, affiliation):
            for word in self.key(span) if span else ():
                full = self._vocabulary.lemma("role-fused", word) or self._vocabulary.lemma(
                    "role-head", word
                )
                out.update((full or word).split())
        return out

    def _office_holders(self) -> list[Person]:
        """Everybody the article gives an office, speakers or not."""
        if self._holders is None:
            for span, key in self._runs:
                if len(key) > 1:
                    self.person(span, span[0])
            self._holders = []
            for person in list(self.people.values()):
                self.offices(person)
                if person.role:
                    self._holders.append(person)
        return self._holders

    def _continuation(self, s: Statement, last: Resolved | None, last_sentence: int) -> Resolved:
        """A quotation with no cue: the speaker before goes on, unless somebody new stands by."""
        subject = self._subject(s, s.start, last_sentence)
        if subject is not None:
            return self._as(subject, "continuation", None)
        paragraphs = self._sentences.paragraphs
        if last is not None and paragraphs[s.sentence] - paragraphs[last_sentence] <= _REACH:
            return msgspec.structs.replace(
                last, resolution="continuation", antecedent=last.antecedent or last.name
            )
        return NOBODY


def name_text(tokens: Tokens, span: Range) -> str:
    """A name as it stands, on one line."""
    return " ".join(tokens.words(*span).replace("\n", " ").strip(BLANK).split())
