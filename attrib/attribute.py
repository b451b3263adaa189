"""Statements: rules tried on each sentence, and the one policy by which they exclude each other.

Policy. Rules are tried from the highest priority to the lowest, rules of one priority in the
order of their files, matches of a rule from left to right. A match becomes a statement if its
words are free: no word of its content or its cue is content or cue of a statement taken before
it. Two statements may share a speaker. What is said inside a quotation belongs to the quotation.
"""

import re
from collections.abc import Sequence
from functools import reduce
from itertools import repeat
from operator import attrgetter, or_

import msgspec

from attrib.matching import matcher
from attrib.mentions import Mention, MentionReader, Range
from attrib.pattern import (
    END,
    PARAGRAPH,
    QUOTATIONS,
    RARE,
    START,
    Needs,
    charset,
    fewest,
    openings,
    ranges,
)
from attrib.quotations import Quotation
from attrib.rules import Compiled, Rule, RuleSet

_SPEAKING = frozenset(
    {"person", "conjoined", "pronoun", "office", "organization", "group", "anonymous", "document"}
)
_TELLING = 6  # tokens: who says it, adverbs, the verb and the comma before what is said
_LONG_NAME = 3  # tokens: a name as long as this may have swallowed the end of an office
_HEADINGS = frozenset({"description", "document"})  # of kinds that a heading run in may look like
_PLACE = "mention.place"  # whose reading of a place in an apposition is no source
_MANY = frozenset({"group", "organization", "document", "office"})
_QUOTES = frozenset("".join(QUOTATIONS.values()))


class Statement(msgspec.Struct, frozen=True):
    """An attributed statement, in tokens.

    ``contents``: what was said, in parts where the attribution splits it. ``quotations``: those
    that are its content. ``clitic``: the cue's -nya is the mention. ``mention`` None without
    ``clitic``: nothing names a speaker here. No ``contents``: it only brings a speaker on.
    """

    rule: Rule
    sentence: int
    contents: tuple[Range, ...]
    quotations: tuple[Quotation, ...]
    cue: Range | None
    mention: Mention | None
    clitic: bool

    @property
    def start(self) -> int:
        """The first token of its content, or of its cue if it only brings a speaker on."""
        return self.contents[0][0] if self.contents else self.cue[0] if self.cue else 0

    @property
    def taken(self) -> list[Range]:
        """The words no other statement may take: content with its marks, and cue."""
        spans = [*self.contents, *((q.start, q.end) for q in self.quotations)]
        return [*spans, self.cue] if self.cue else spans


def goes_on(before: Statement, statement: Statement, codes: str) -> bool:
    """Whether a quotation that its paragraph left open goes on in this statement: the next
    paragraph opens with a mark again."""
    if not before.quotations or not statement.quotations or before.quotations[-1].closed:
        return False
    gap = codes[before.quotations[-1].end : statement.quotations[0].start]
    return bool(gap) and not gap.strip(PARAGRAPH)


class _Sentence:
    """A sentence while rules are tried on it: its tokens, its line (between START and END, so
    that a place in it and ``offset`` are a token), what has been found. ``free``: the bits of its
    tokens, none of those that are taken; ``spent``: the rules that have no free cue or no free
    quotation left."""

    def __init__(self, number: int, start: int, end: int, line: str, free: list[int]) -> None:
        self.number, self.end, self.line = number, end, line
        self.offset = start - 1
        self.free, self.spent = free, 0
        self.taken: list[Statement] = []
        self.busy: list[Range] = []  # the words of those
        self.read: dict[tuple[int, int, bool], Mention | None] = {}  # see Attributor._source

    def take(self, statement: Statement, spans: list[Range]) -> None:
        """Keep a statement, whose words no other may take."""
        self.taken.append(statement)
        self.busy += spans
        start = self.offset + 1
        for a, b in spans:
            low, high = max(a, start), min(b, self.end)
            self.free[low - start : high - start] = [0] * (high - low)


class Cuts:
    """Where reported content ends before its clause does, by the rules of the table ``cut``."""

    def __init__(self, rules: RuleSet, cuts: Sequence[Rule]) -> None:
        either = [rules.compiled(cut).regex.pattern for cut in cuts]
        opens = [openings(cut.elements, rules.vocabulary) for cut in cuts]
        first = [chars for chars in opens if chars]
        # none begins in a relative clause: produk yang dilansir tahun lalu
        behind = f"(?<!{charset(rules.vocabulary.characters('relativiser'))})"
        self._cut = matcher(
            behind + "(?:" + ("|".join(f"(?:{pattern})" for pattern in either) or "(?!)") + ")",
            first=charset(frozenset().union(*first)) if len(first) == len(opens) else "",
        )

    def search(self, line: str) -> re.Match[str] | None:
        """The first match of any of them; None if there is none."""
        return self._cut.search(line)


class Attributor:
    """Finds the statements of a text."""

    _all_tried = False  # also rules that can take nothing: for those who watch what they match

    def __init__(self, rules: RuleSet, reader: MentionReader) -> None:
        self._reader = reader
        order = sorted(rules.of("rule"), key=lambda r: -r.priority)
        self._rules: list[Compiled] = [rules.compiled(r) for r in order]
        # character → the rules it triggers and, above their bits, the sets that rules need it of
        self._bits: dict[str, int] = {}
        self._needs: list[int] = []  # by rule: the sets of characters of each of which it needs one
        self._always = 0  # the rules that nothing triggers
        self._quoted = 1 << len(order)  # the set of quotations
        sets: dict[frozenset[str], int] = {_QUOTES: self._quoted}
        self._cued = 0  # the rules that take nothing without a cue
        self._quoting = 0  # the rules that take nothing without a quotation
        self._splitting = 0  # those that take nothing without two of them
        self._two = matcher(f"{charset(_QUOTES)}[^{ranges(_QUOTES)}]*{charset(_QUOTES)}")
        known: Needs = {}
        for i, rule in enumerate(order):
            bit = 1 << i
            roles = self._rules[i].roles
            chars = rules.characters(rule, "cue")
            if "cue" not in roles:
                chars = _QUOTES
            quotes = fewest(rule.elements, "quote")
            self._quoting |= bit if quotes else 0
            self._splitting |= bit if quotes > 1 else 0
            if not chars:
                self._always |= bit
            elif fewest(rule.elements, "cue"):
                self._cued |= bit
            for c in chars:
                self._bits[c] = self._bits.get(c, 0) | bit
            needs = 0
            for needed in (*rules.needed(rule, known), *((_QUOTES,) if "quote" in roles else ())):
                if 0 < len(needed) < RARE and not needed >= chars:
                    needs |= sets.setdefault(needed, 1 << (len(order) + len(sets)))
            self._needs.append(needs)
        for chars, need in sets.items():
            for c in chars:
                self._bits[c] = self._bits.get(c, 0) | need
        self._links = sum(1 << i for i, rule in enumerate(order) if rule.links)
        self._cuts = Cuts(rules, rules.of("cut"))
        chars_of = rules.vocabulary.characters
        signs: frozenset[str] = frozenset()
        for sign in ",.;:!-–—":
            signs |= chars_of(f"'{sign}'")
        self._signs = signs
        title = chars_of("honorific") | chars_of("rank")
        self._last_name = matcher(
            f"{charset(title)}*{charset(chars_of('Known'))}+{charset(chars_of('adverb'))}*$"
        )
        self._comma = matcher(charset(chars_of("','")))
        self._heads = rules.regex("@description-head")
        self._tells = rules.regex("@tells")
        self._to_cue = rules.regex("@adverbs")
        self._runs_on = rules.regex("@role-word")
        self._purpose, self._negation = rules.regex("@purpose"), rules.regex("@negation")
        self._aside = rules.regex("@between-commas")
        self._fields: dict[str, int] = {}  # the rules that serve a field
        for i, rule in enumerate(order):
            for name in ("text", "title"):
                if rule.field in ("any", name):
                    self._fields[name] = self._fields.get(name, 0) | 1 << i

    def __call__(
        self,
        codes: str,
        sentences: tuple[Range, ...],
        quotations: tuple[Quotation, ...],
        field: str,
        skip: frozenset[int] = frozenset(),
    ) -> list[Statement]:
        """The statements of a text whose quotations are one unit each, in order."""
        by_start = {q.start: q for q in quotations}
        begun: list[_Sentence] = []
        waiting: dict[int, list[_Sentence]] = {}  # rule → the sentences to try it on
        field_rules = self._fields.get(field, 0)
        bits = list(map(self._bits.get, codes, repeat(0)))
        for number, (a, b) in enumerate(sentences):
            some = field_rules & self._links if number in skip else field_rules
            free = bits[a:b]
            here = reduce(or_, free, self._always)
            if here & self._quoted and not self._all_tried and not self._two.search(codes, a, b):
                some &= ~self._splitting
            indices = self._candidates(here, some)
            if indices:
                sentence = _Sentence(number, a, b, START + codes[a:b] + END, free)
                begun.append(sentence)
                for index in indices:
                    waiting.setdefault(index, []).append(sentence)
        # a rule on all its sentences, then the next: its compiled pattern, which is large, stays
        # at hand
        for index in sorted(waiting):
            for sentence in waiting[index]:
                if not sentence.spent >> index & 1:
                    self._try(index, sentence, codes, by_start)
        out: list[Statement] = []
        for sentence in begun:
            if sentence.taken:
                out += sorted(sentence.taken, key=attrgetter("start"))
        return out

    def _candidates(self, bits: int, rules: int) -> list[int]:
        """Which of ``rules`` may match a sentence whose characters have these bits, the highest
        priority first."""
        left = bits & rules
        if not bits & self._quoted:
            left &= ~self._quoting
        found: list[int] = []
        needs = self._needs
        while left:
            index = (left & -left).bit_length() - 1
            left &= left - 1
            if needs[index] & bits == needs[index]:
                found.append(index)
        return found

    def _try(
        self,
        index: int,
        sentence: "_Sentence",
        codes: str,
        quotations: dict[int, Quotation],
    ) -> None:
        """Take what a rule finds in a sentence, of words that no other statement has."""
        compiled = self._rules[index]
        search, line = compiled.regex.search, sentence.line
        m = search(line)
        while m:
            match, m = m, None
            statement = self._statement(compiled, match, codes, sentence, quotations)
            if statement is None:
                m = search(line, match.start() + 1)
                continue
            spans = statement.taken
            if not any(s < y and x < e for s, e in spans for x, y in sentence.busy):
                sentence.take(statement, spans)
                if not self._all_tried:
                    left = reduce(or_, sentence.free)
                    sentence.spent = self._cued & ~left
                    if not left & self._quoted:
                        sentence.spent |= self._quoting
                    if sentence.spent >> index & 1:
                        return
            # another statement may begin where this one's content was cut off, or with its cue
            cue = (statement.cue or (0, 0))[0] - sentence.offset
            m = search(line, max(match.start() + 1, cue))

    def _statement(
        self,
        compiled: Compiled,
        m: re.Match[str],
        codes: str,
        sentence: "_Sentence",
        quotations: dict[int, Quotation],
    ) -> Statement | None:
        offset = sentence.offset
        contents: list[Range] = []
        quotes: list[Quotation] = []
        cue: Range | None = None
        speaker: Range | None = None
        for i, role in enumerate(compiled.roles, 1):
            x, y = m.span(i)
            if x < 0 or x == y:
                continue
            span = (x + offset, y + offset)
            if role == "quote":
                quotation = quotations.get(span[0])
                if quotation is None:
                    return None
                quotes.append(quotation)
                contents.append(quotation.inner)
            elif role == "content":
                span = self._trim(codes, *span)
                if span[1] > span[0]:
                    contents.append(span)
            elif role == "cue":
                cue = span
            else:
                speaker = span
        if cue and contents and cue[0] < contents[0][0] and not quotes:
            if self._purpose.match(codes, cue[0] - 1):
                return None
            if self._negation.match(codes, cue[0] - 1):
                cue = (cue[0] - 1, cue[1])
        said = sum(y - x for x, y in contents)
        if said < (1 if quotes else 2) and not self._introduces(compiled):
            return None
        mention = None
        if speaker:
            # what is said, or the cue, ends the noun phrase before it
            behind = [x for x, _ in (*contents, *((cue,) if cue else ())) if x > speaker[0]]
            limit = min(behind, default=sentence.end)
            place = speaker[0], limit, cue is not None and limit == cue[0]
            if place in sentence.read:  # by another rule
                mention = sentence.read[place]
            else:
                mention = sentence.read[place] = self._source(codes, *place)
            if mention is None:
                return None
            subject = compiled.rule.subject
            if subject == "speaker" and not _speaks(mention):
                return None
            if subject == "document" and mention.kind != "document":
                return None
        return Statement(
            compiled.rule,
            sentence.number,
            tuple(contents),
            tuple(quotes),
            cue,
            mention,
            compiled.rule.clitic,
        )

    def _source(self, codes: str, start: int, limit: int, subject: bool) -> Mention | None:
        """Whom a noun phrase from ``start`` up to a token names, where that is its verb as the
        ``subject``; None where it names nobody."""
        mention = self._reader.read(codes, start, limit)
        return self._subject(codes, mention, start, limit) if mention and subject else mention

    @staticmethod
    def _introduces(compiled: Compiled) -> bool:
        """Whether a rule only brings a speaker on."""
        return "content" not in compiled.roles and "quote" not in compiled.roles

    def _subject(self, codes: str, mention: Mention, start: int, limit: int) -> Mention | None:
        """Whom a noun phrase from ``start`` up to its verb names; None where it is no subject: a
        part of what somebody else says, or a phrase before a comma, behind which the subject is."""
        if self._told(codes, start):
            return None
        apposed = self._apposed(codes, mention, limit)
        if apposed is not None:
            return apposed
        if (
            mention.kind in ("description", "group", "organization")
            and mention.span[1] < (limit if mention.kind == "description" else limit - 1)
            and self._comma.match(codes, mention.span[1])
            and not self._aside.fullmatch(codes, mention.span[1], limit)
        ):
            return None
        if (mention.name or mention.point or mention.kind == "office") and self._another(
            codes, mention, limit
        ):
            return None
        mention = self._pointing_behind(codes, mention, limit) or mention
        if mention.name is not None and not mention.role:
            held = self._held_before(codes, mention)
            if held is not mention:
                return held
        one_word = mention.kind == "person" and mention.span[1] == mention.span[0] + 1
        runs_on = one_word and self._runs_on.match(codes, mention.span[1])
        if mention.name is None or mention.kind in _HEADINGS or runs_on:
            return self._named_last(codes, mention, limit)
        return mention

    def _apposed(self, codes: str, mention: Mention, limit: int) -> Mention | None:
        """Whom a description names behind its comma, right before the verb: Penyelenggara aksi,
        Budi Santoso, menyebut …; None where it names nobody so."""
        at = mention.span[1]
        kinds = ("group", "description", "office")
        if mention.kind not in kinds or not self._comma.match(codes, at):
            return None
        if not self._reader.determiner.isdisjoint(codes[at:limit]):
            return None  # Pengasuh Pesantren Kemiri, Garut tersebut
        found = self._reader.read(codes, at + 1, limit)
        if found is None or found.name is None or found.kind not in ("person", "organization"):
            return None
        if found.rule == _PLACE and codes[found.span[0]] in self._reader.area:
            return None  # Warga Desa Kemiri, Jawa Timur, menyebut …
        end = found.span[1]
        end += 1 if self._comma.match(codes, end) else 0
        return found if self._to_cue.fullmatch(codes, end, limit) else None

    def _named_last(self, codes: str, mention: Mention, limit: int) -> Mention:
        """Where a headline or a caption has run into the sentence (a noun behind what would be a
        name: Jaga lumbung Kabid Budi), the subject is not what stands first but the office and
        name, or the known name, right before the verb."""
        start = mention.span[0] + 1
        paper = mention.kind == "document"  # one of somebody's has no name behind it
        for office in self._reader.offices(codes, start, mention.span[1] if paper else limit):
            found = self._reader.read(codes, office, limit)
            if found and found.kind == "person":
                return found
        last = None if paper else self._last_name.search(codes, start, limit)
        if last and last.start() >= mention.span[1]:
            return self._reader.read(codes, last.start(), limit) or mention
        return mention

    def _told(self, codes: str, at: int) -> bool:
        """Whether a clause that begins at a token is what somebody says: Ia menambahkan, Budi …"""
        low = max(0, at - _TELLING)
        return any(m.end() == at for m in self._tells.finditer(codes, low, at))

    def _pointing_behind(self, codes: str, mention: Mention, limit: int) -> Mention | None:
        """The description right behind a name in a caption run into the sentence, before the verb:
        (c) Dok. Persela Pelatih asal Serbia itu menilai …; None: there is none."""
        start, end = mention.name or mention.span
        for at in (end - 1, end):
            if start < at < limit and self._heads.match(codes, at):
                found = self._reader.read(codes, at, limit)
                if found and found.point and self._to_cue.fullmatch(codes, found.span[1], limit):
                    return found
        return None

    def _held_before(self, codes: str, mention: Mention) -> Mention:
        """The office that a name of many words is the end of, with its holder's name: … dan
        Kebudayaan Kota Bekasi Budi Santoso; the mention itself where none stands before it."""
        name = mention.name
        if name is None or mention.kind not in ("person", "description"):
            return mention
        if name[1] - name[0] < _LONG_NAME:
            return mention
        found = self._reader.office_before(codes, name)
        return found if found and found.name and found.name[0] > name[0] else mention

    def _another(self, codes: str, mention: Mention, limit: int) -> bool:
        """Whether behind the comma after somebody named another stands, and no comma more:
        Mewakili Menteri Budi, Kepala Badan Ani mengatakan; Dari pihak terkait, Mendag menilai."""
        at = mention.span[1]
        if not self._comma.match(codes, at):
            return False
        found = self._reader.read(codes, at + 1, limit)
        if found is None or self._comma.search(codes, found.span[1], limit):
            return False
        bare = mention.kind == "person" and mention.role is None
        return (
            found.kind == "person"
            or (found.kind == "office" and mention.kind in _MANY)
            or (found.kind == "organization" and bare)
        )

    def _trim(self, codes: str, a: int, b: int) -> Range:
        """A clause without the signs at its edges, up to where reported content ends."""
        cut = self._cut_in(codes, a, b)
        if cut:
            b = a + cut.start()
        while a < b and codes[a] in self._signs:
            a += 1
        while b > a and codes[b - 1] in self._signs:
            b -= 1
        return a, b

    def _cut_in(self, codes: str, a: int, b: int) -> re.Match[str] | None:
        """Where what is reported ends before its clause does, counted from a; None: it does not."""
        cut = self._cuts.search(codes[a:b] + END)
        return cut if cut and cut.start() > 1 else None


def _speaks(mention: Mention) -> bool:
    return mention.kind in _SPEAKING or mention.point
