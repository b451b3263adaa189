"""A noun phrase as a mention: name, role and affiliation, read by the mention rules."""

import re
from collections.abc import Iterable
from functools import reduce
from itertools import repeat
from operator import or_

import msgspec

from attrib.matching import matcher
from attrib.pattern import CONTINUES, END, PARAGRAPH, RARE, Needs, charset, openings
from attrib.rules import Compiled, RuleSet

Range = tuple[int, int]
_LONG_NAME = 3  # tokens: a name as long as this may have swallowed the end of a house
_BEFORE, _BEHIND = 16, 12  # tokens: how far a match reaches from its sign (alias, a verb)


class Mention(msgspec.Struct, frozen=True):
    """A noun phrase that may name a source. All ranges are tokens, half-open.

    ``name`` is None for an office without its holder's name. ``point`` tells whether it points
    back (``itu``, ``tersebut``). ``kind`` is the rule's: person, pronoun, office, organization,
    group, anonymous, document or description. ``members``: the single names of a conjoined one.
    ``behind``: the rule that read what stands behind the name; None if nothing was read there.
    """

    rule: str
    kind: str
    span: Range
    name: Range | None
    role: Range | None = None
    affiliation: Range | None = None
    point: bool = False
    members: tuple[Range, ...] = ()
    behind: str | None = None


class MentionReader:
    """Reads mentions in the characters of a text, by the rules of the tables ``mention``."""

    def __init__(self, rules: RuleSet) -> None:
        compiled = [rules.compiled(r) for r in rules.of("mention")]
        self._phrase = [c for c in compiled if c.rule.place == "phrase"]
        self._by_first: dict[str, list[tuple[Compiled, int]]] = {}
        self._after_first: dict[str, list[Compiled]] = {}
        self._bodies = [c for c in self._phrase if c.rule.kind == "organization"]
        self._after = [c for c in compiled if c.rule.place == "after"]
        self._alias = [c for c in compiled if c.rule.place == "alias"]
        self._opens = {
            c.rule.id: openings(c.rule.elements, rules.vocabulary)
            for c in (*self._phrase, *self._after)
        }
        # of the sets of characters that phrases need, as bits: those of each rule, and those that
        # each character is in
        self._needs: dict[str, int] = {}
        self._bits: dict[str, int] = {}
        sets: dict[frozenset[str], int] = {}
        known: Needs = {}
        for c in self._phrase:
            each = (sets.setdefault(s, 1 << len(sets)) for s in rules.needed(c.rule, known) if s)
            self._needs[c.rule.id] = reduce(or_, each, 0)
        for needed, bit in sets.items():
            for char in needed:
                self._bits[char] = self._bits.get(char, 0) | bit
        evidence = [c for c in compiled if c.rule.place == "evidence"]
        self._evidence = [c for c in evidence if c.rule.kind == "person"]
        self._companies = [c for c in evidence if c.rule.kind == "organization"]
        self._hints = [c for c in compiled if c.rule.place == "hint"]
        self._within = [c for c in compiled if c.rule.place == "within"]
        # the sign that a rule tried anywhere is looked for at: the rarest it cannot be without
        self._signs: dict[str, re.Pattern[str]] = {}
        for c in (*self._alias, *evidence, *self._hints):
            rare = [chars for chars in rules.needed(c.rule, known) if 0 < len(chars) < RARE]
            if rare:
                self._signs[c.rule.id] = matcher(charset(min(rare, key=len)))
        chars = rules.vocabulary.characters
        self.capital = chars("Cap") | chars("CAPS")
        offices = chars("role-fused") | chars("role-head") | chars("role-prefix")
        english = (chars("english-field") | chars("english-head")) & self.capital
        self._offices = matcher(charset(offices | english))
        # capitalised words of institutions and places, beside which a capital is no person
        words = chars("org-head") | chars("org-word") | chars("org") | chars("place-head")
        words |= chars("party")
        self.institution = frozenset(words & (chars("Cap") | chars("CAPS")))
        self.known = chars("Known")
        self.given_names = chars("given-name")
        self.forenames = chars("forename")
        self.first_names = self.given_names | chars("initial")  # … | A. Halim, | I Made Sudarta
        self.given = (self.given_names & (chars("Cap") | chars("CAPS"))) | self.known
        self.determiner = chars("determiner")
        self.small = chars("Low") - chars("name-particle")
        self.places = chars("place-head") & (chars("Cap") | chars("CAPS"))
        self.personal = offices | chars("honorific") | chars("rank") | chars("rank-branch")
        self.aged = rules.regex("( @age | @degree )")
        self.seat = rules.regex("@seat")
        self.one_unnamed = rules.regex("@one-unnamed")
        self.beside = rules.regex("@beside")
        self.house_behind = rules.regex("@house-behind")
        self.abbreviated = rules.regex("'(' ANY ')'")
        self.legal_forms = chars("company")
        self.company_end = rules.regex("@company-end")
        self.state_owned = rules.regex("'(' <state-owned> ')'")
        self.outlets = chars("outlet")
        self.fused = chars("role-fused")
        self.own = self.capital - self.given - self.personal
        listed = chars("org-head") | chars("org-word") | chars("org") | chars("place")
        listed |= chars("place-head") | chars("company")
        self.own_known = self.known - listed
        self.own_words = (chars("Cap") | self.known) - listed  # of a house that no list holds
        self.outposts = chars("outpost")
        self.area = chars("place")
        self.saying = chars("cue-say") | chars("cue-according")
        self.shouted = chars("CAPS") - chars("given-name") - chars("Known")
        self.heads = (chars("org-head") | chars("company")) & (chars("Cap") | chars("CAPS"))
        self.local = chars("place-office")
        self.serving = chars("'selaku'")
        self.kinds = self.places | self.heads  # of places and houses
        self.firms = chars("company-noun")
        self.described_only = chars("house-noun")
        self.described = self.firms | self.described_only
        self.firm_names = (chars("org") | chars("company")) - chars("place") - chars("outlet")
        self.house_ends = chars("house-end") & (chars("Cap") | chars("CAPS"))
        self.no_firms = chars("place") | chars("area") | chars("outlet") | chars("place-head")
        self.kin = chars("kin") | chars("relation")
        self.screen = chars("screen-work")
        self.accused = chars("accused")
        self.hurt = chars("'korban'")
        self.undergone = chars("undergone")
        self.plural = chars("pronoun-plural")
        self.admitting = chars("'mengaku'")
        self.honorifics = chars("honorific")
        self.professions = chars("title-role")
        self.addresses = self.honorifics | chars("rank") | chars("rank-branch")
        self.titles = chars("honorific") & chars("initial") & self.capital
        self.seats = chars("institution-of")
        self.looks = chars("looks")
        self.concerned = chars("concerned")
        self.by_name = chars("alias-word")
        self.goals = chars("'ke'") | chars("'kepada'")
        self.whereabouts = chars("'di'") | chars("'ke'")
        self.residents = chars("'warga'") | chars("'penduduk'")
        self.counted = chars("pronoun-counted")
        self.many, self.numbered = rules.regex("@many"), rules.regex("@numbered")
        self.singular = chars("pronoun") - self.plural
        self.papers = chars("document-noun")
        self.prefixes = chars("role-prefix")
        self.former = chars("'mantan'") | chars("'eks'") | chars("'bekas'")
        self.relations = chars("relation")
        self.private = chars("private-role")
        self.homes = (chars("area") & (chars("Cap") | chars("CAPS"))) | chars("'kawasan'")
        self.stop = chars("'.'")
        self.stops = self.stop.union(*(chars(f"'{sign}'") for sign in "!?…:"))
        self.comma = chars("','")
        self.copula = chars("'adalah'") | chars("'ialah'")
        self.being = chars("'ada'")
        self.apart = chars("'selain'")
        self.through = chars("'melalui'") | chars("'lewat'")
        self.openings = chars("connective") | chars("time-word") | self.comma
        self.joining = chars("'dan'") | chars("'serta'") | chars("'atau'")
        self.aims = chars("aim")
        self.one = chars("one")
        self.passives = (chars("passive-form") & chars("verb-form")) - chars("preposition")
        self.passives -= chars("'terlihat'")  # juga terlihat kesal
        self.done_to = self.undergone | self.accused | self.passives
        self.agents = chars("'oleh'") | self.passives
        self.to_somebody = chars("role-nya")
        self.more = chars("says-more")
        self.quantity = chars("quantity")
        self.counting = self.one | self.quantity | chars("'para'")
        self._governing = rules.regex("@governing")
        self._acting = rules.regex("@acts")
        self.relative = chars("relativiser")
        self.describing = self.relative | chars("'selaku'")
        self.besides = self.relative | chars("'sekaligus'") | chars("'merangkap'")
        self.held_on = self.comma | self.relative
        self.views = chars("'bagi'")
        self.titled = chars("'bertajuk'") | chars("'berjudul'")
        self.no_holder = self.determiner | chars("'/'")
        self.dashes = chars("'-'") | chars("'–'") | chars("'—'")

    def read(self, codes: str, start: int, limit: int, after: int | None = None) -> Mention | None:
        """The mention that begins at token ``start`` and ends by ``limit``; None if none does.

        ``after``: how far what stands behind a name may run; ``limit`` if not given.
        """
        text = codes[start:limit] + END
        missing = ~reduce(or_, map(self._bits.get, text, repeat(0)))
        for compiled, needs in self._by_first.get(text[0]) or self._beginning(text[0]):
            if needs & missing:
                continue
            m = compiled.regex.match(text)
            if m:
                found = _mention(compiled, m, start)
                if found.kind == "person" and found.name:
                    found = self._placed(codes, found)
                    return self._behind(codes, found, limit if after is None else after)
                return found
        return None

    def _placed(self, codes: str, mention: Mention) -> Mention:
        """The mention with its house's end put right: behind a kind of place stands that place's
        name (Distrik Rudrapura | Nandan Singh Rajwar), and a word that the article uses alone as
        somebody's is the first of two of the name (Dinas Kesehatan DIY | Pembayan Astuti)."""
        house, name = mention.affiliation, mention.name
        if house is not None and self._whereabouts(codes, house):
            return msgspec.structs.replace(mention, affiliation=None)
        if house is None or name is None or house[1] != name[0]:
            return mention
        at, long = name[0], name[1] - name[0]
        if long >= _LONG_NAME and codes[at - 1] in self.places:
            at += codes[at] not in self.first_names
        elif long == 1 and codes[at] not in self.known and codes[at - 1] in self.own_known:
            at -= 1
        if at == name[0]:
            return mention
        return msgspec.structs.replace(mention, affiliation=(house[0], at), name=(at, name[1]))

    def _whereabouts(self, codes: str, house: Range) -> bool:
        """Whether what stands for a house only says where: juru gosip di Spanyol."""
        start, end = house
        alone = codes[start] in self.area and not codes[start + 1 : end].strip(CONTINUES)
        return alone and codes[start - 1] in self.whereabouts

    def _beginning(self, first: str) -> list[tuple[Compiled, int]]:
        """The rules, in order, that may read a phrase with this first character, each with the
        sets that it needs."""
        found: list[tuple[Compiled, int]] = []
        for compiled in self._phrase:
            opens = self._opens.get(compiled.rule.id)
            if opens is None or first in opens:
                found.append((compiled, self._needs.get(compiled.rule.id, 0)))
        self._by_first[first] = found
        return found

    def _going_on(self, first: str) -> list[Compiled]:
        """The rules, in order, that may read what stands behind a name from this character on."""
        opens = ((compiled, self._opens.get(compiled.rule.id)) for compiled in self._after)
        found = [compiled for compiled, chars in opens if chars is None or first in chars]
        self._after_first[first] = found
        return found

    def offices(self, codes: str, start: int, limit: int) -> list[int]:
        """Tokens from start to limit at which a capitalised office may begin."""
        return [
            m.start() for m in self._offices.finditer(codes, start, limit) if m[0] in self.capital
        ]

    def before(self, codes: str, name: Range) -> Mention | None:
        """The mention whose office stands right before a run of capitals, or None."""
        at = unit_start(codes, name[0] - 1)
        if name[0] > 0 and self._offices.match(codes, at):
            return self.read(codes, at, name[1])
        return None

    def office_before(self, codes: str, name: Range) -> Mention | None:
        """The mention whose office stands within a few words before a run of capitals and whose
        name ends with it; None if there is none."""
        if codes[name[1] : name[1] + 1] in self.determiner:
            return None
        placed = codes[unit_start(codes, name[0] - 1)] in self.places
        # no mention goes on in the next paragraph
        low = max(name[0] - 24, codes.rfind(PARAGRAPH, 0, name[0]), 0)
        for m in self._offices.finditer(codes, low, name[0]):
            found = self.read(codes, m.start(), name[1])
            if found and found.kind == "person" and found.name and found.name[1] == name[1]:
                # warga Desa Kemiri Budi: the place has a name of its own before it
                return found if not placed or found.name[0] > name[0] else None
        return None

    def institution_at(self, codes: str, start: int, limit: int) -> Range | None:
        """The institution that begins at a token, or None."""
        for compiled in self._bodies:
            m = compiled.regex.match(codes[start:limit] + END)
            found = _mention(compiled, m, start) if m else None
            if found and found.name:
                return found.name
        return None

    def introduction(self, codes: str, name: Range, low: int, high: int) -> Mention | None:
        """What the sentence ``low``–``high`` says of the person named at ``name``: the mention
        with the role before the name or behind it; None if it gives neither."""
        if codes[name[1] : name[1] + 1] in self.no_holder:
            return None  # Bintang film Langit Jingga itu: whoever plays in it; Tim Budi-Rini
        for m in self._offices.finditer(codes, max(low, name[0] - 24), name[0]):
            if m.start() > low and codes[unit_start(codes, m.start() - 1)] in self.institution:
                continue  # Tim Komunikasi Presiden: no president
            found = self.read(codes, m.start(), name[1], high)
            if found is None or found.kind != "person" or found.name is None:
                continue
            if found.name[0] <= name[0] < found.name[1] and not self._aimed_at(codes, low, found):
                return found
        bare = Mention("mention.name", "person", name, name)
        found = self._behind(codes, bare, high)
        return found if found.role or found.affiliation else None

    def _aimed_at(self, codes: str, low: int, office: Mention) -> bool:
        """Whether those of an office are only spoken of before a comma, behind which somebody
        else acts: Untuk pegawai lain, Budi meminta waktu; Usai bertemu bupati, Budi mengatakan."""
        at, name = office.span[0], office.name
        if name is None or at <= low or codes[name[0] - 1] not in self.comma:
            return False
        before = unit_start(codes, at - 1)
        if codes[before] in self.counting and before > low:
            before = unit_start(codes, before - 1)
        aimed, acting = codes[before] in self.aims, self._acting.match(codes, name[1])
        if not (aimed or (acting and self._governing.match(codes, before))):
            return False
        return codes[name[1] : name[1] + 1] not in self.held_on

    def short_names(self, codes: str) -> list[int]:
        """Tokens that the text uses alone as somebody's name."""
        return self._alone(self._evidence, codes)

    def half_names(self, codes: str) -> tuple[list[int], list[int]]:
        """Tokens that may be somebody's name used alone, as what opens a sentence may, and those
        within a run of capitals: a word that is both is a name."""
        alone = self._alone(self._hints, codes)
        if not alone:
            return [], []
        spans = (m.span(m.lastindex or 0) for c in self._within for m in self._found(c, codes))
        return alone, [i for span in spans for i in range(*span)]

    def _alone(self, rules: list[Compiled], codes: str) -> list[int]:
        """The tokens of what rules mark that no run of capitals holds: a rule that tells what
        stands before its name, as a title, has seen to it."""
        spans = (
            (m.start(), m.span(m.lastindex or 0)) for c in rules for m in self._found(c, codes)
        )
        return [
            i
            for start, (a, b) in spans
            if start < a or not a or codes[a - 1] not in self.capital
            for i in range(a, b)
        ]

    def companies(self, codes: str) -> list[Range]:
        """The names of companies that the text gives with their legal form, without it."""
        return [m.span(1) for c in self._companies for m in self._found(c, codes)]

    def aliases(self, codes: str) -> list[tuple[Range | None, Range]]:
        """Names with the other name that the text gives for their bearer; None for whoever was
        named last before it."""
        out: list[tuple[Range | None, Range]] = []
        for compiled in self._alias:
            for m in self._found(compiled, codes):
                spans = {r: m.span(i) for i, r in enumerate(compiled.roles, 1) if m.start(i) >= 0}
                out.append((spans.get("name"), spans["alias"]))
        return out

    def _found(self, compiled: Compiled, codes: str) -> Iterable[re.Match[str]]:
        """Where a text matches a rule, looked for around its sign."""
        sign = self._signs.get(compiled.rule.id)
        if sign is None:
            return compiled.regex.finditer(codes)
        around: list[Range] = []
        for m in sign.finditer(codes):
            low, high = max(0, m.start() - _BEFORE), m.start() + _BEHIND
            if around and low <= around[-1][1]:
                low, _ = around.pop()
            around.append((low, high))
        return [m for span in around for m in compiled.regex.finditer(codes, *span)]

    def _behind(self, codes: str, mention: Mention, limit: int) -> Mention:
        """The mention with the role and affiliation that stand behind its name."""
        assert mention.name
        at = mention.name[1]
        if (mention.role and mention.affiliation) or at >= limit:
            return mention
        text = codes[at:limit] + END
        after = self._after_first.get(text[0])
        for compiled in self._going_on(text[0]) if after is None else after:
            m = compiled.regex.match(text)
            if m:
                found = _mention(compiled, m, at)
                # "selaku", "yang menjabat" say whose office it is
                listed = mention.role is not None
                held = found.rule != "mention.relative" and self._held(codes, found, limit, listed)
                # Wali Kota Garut Rudi Hartono, yang juga Ketua Gugus Tugas: another office's house
                besides = found.rule == "mention.relative" and mention.role and found.role
                if held and found.role and codes[found.role[0]] not in self.relations:
                    return mention
                return Mention(
                    mention.rule,
                    mention.kind,
                    (mention.span[0], found.span[1]),
                    mention.name,
                    mention.role or found.role,
                    mention.affiliation or (None if held or besides else found.affiliation),
                    mention.point,
                    behind=found.rule,
                )
        return mention

    def _held(self, codes: str, office: Mention, limit: int, listed: bool) -> bool:
        """Whether an office behind a name has a name behind it: it is the next of a list (Sri
        Lestari, Kepala Dinas Kesehatan Rudi Hartono, …) or held for somebody (pengacara Rudi).
        ``listed``: whether the first has an office too, so that a comma may stand between."""
        house = office.affiliation
        if house is None or office.role is None:
            return False
        if not listed and self.given.isdisjoint(codes[house[0] : house[1]]):
            return False
        found = self.read(codes, office.role[0], limit, 0)
        name = found.name if found and found.kind == "person" else None
        return name is not None and name[1] - name[0] > 1 and codes[name[0]] in self.given


def _mention(compiled: Compiled, m: re.Match[str], offset: int) -> Mention:
    parts: dict[str, list[Range]] = {}
    for i, role in enumerate(compiled.roles, 1):
        a, b = m.span(i)
        if a >= 0 and b > a:
            parts.setdefault(role, []).append((a + offset, b + offset))
    first = {role: spans[0] for role, spans in parts.items()}
    names = tuple(parts.get("name", ()))
    name = first.get("name")
    a, b = m.span()
    if compiled.rule.kind == "conjoined":
        name = (names[0][0], names[-1][1])
    return Mention(
        compiled.rule.id,
        compiled.rule.kind,
        (a + offset, b + offset),
        name,
        first.get("role"),
        first.get("affiliation"),
        "point" in first,
        names if compiled.rule.kind == "conjoined" else (),
    )


def unit_start(codes: str, i: int) -> int:
    """The first token of the unit that token i belongs to."""
    while i > 0 and codes[i] == CONTINUES:
        i -= 1
    return i
