"""Whom the sentences of one document are about: the persons that stand as their subjects."""

from attrib.attribute import Statement
from attrib.holders import Holders
from attrib.lexicon import Key
from attrib.mentions import Mention, Range, unit_start
from attrib.pattern import PARAGRAPH
from attrib.people import Person

_BACK = 3  # sentences in which somebody new may be the subject, those with a pronoun not counted


class Subjects(Holders):
    """The people of one document by the sentences they are the subjects of."""

    def _subject(
        self, s: Statement, before: int, last_sentence: int, spoken: bool
    ) -> Person | None:
        """The person that a sentence since the last statement is about, the nearest first;
        ``spoken``: whether a person has spoken before."""
        # a pronoun that is a subject may mean the only person of the sentence before
        alone = last_sentence < 0 or (s.mention is not None and s.mention.kind == "pronoun")
        # Marni menata cabai. Ia mengaku …: what is told of somebody begins with them
        told = s.mention is not None and (s.mention.kind == "description" or not s.quotations)
        left = _BACK
        for number in range(s.sentence, last_sentence, -1):
            low, high = self._sentences.spans[number]
            limit = min(high, before) if number == s.sentence else high
            if not left:
                break
            # a pronoun goes on with whom it is about
            left -= s.cue is None or not self._told_of(low, limit)
            runs = self._runs_between(low, limit)
            if number == s.sentence:  # Budi, kata dia, belum tahu: he is not Budi
                said = s.contents
                runs = [r for r in runs if not any(a <= r[0][0] < b for a, b in said)]
            for span, key in runs:
                mention = self._reader.office_before(self._codes, span)
                office = mention is not None and mention.span[0] >= low
                sure = len(key) > 1 or self._between_commas(span)
                office = office and (sure or self._opens(mention, low) or self._held_by(mention))
                presented = self._presented(span, low, high)
                office = office or presented or self._described(span, low)
                office = office or self._serving(span, low)
                kin = self._related(span, low)
                office = office or kin is not None
                start = self._with_titles(span[0], low) if len(key) == 1 else span[0]
                titled = start < span[0] or self._viewed(span[0], low)
                does = self._does(span, key, low, told)
                if not (office or titled or does or self._real(span, key)):
                    continue
                if spoken and self._told_of(low, span[0]):
                    continue  # Itu ia ulangi usai Presiden Budi berpidato: still of him it tells
                leads = presented or self._leads(start if kin is None else kin, low, agent=True)
                if mention and office and mention.span[0] < span[0]:
                    leads = self._leads(mention.span[0], low, agent=True)
                if spoken and not self._reader.undergone.isdisjoint(self._codes[span[1] : limit]):
                    continue  # the one who was hurt is not the one who tells of it
                if leads or (alone and len(runs) == 1 and not self._told_of(low, limit)):
                    return self.person(span, before)
            alone = last_sentence < 0
        return None

    def _presented(self, span: Range, low: int, high: int) -> bool:
        """Whether a name at a sentence's beginning or behind its copula has an office behind its
        comma: Sri, salah satu pedagang di sana, ..."""
        aged = self._reader.aged.match(self._codes, span[1])
        end = aged.end() if aged else span[1]
        first = span[0] == low or self._codes[span[0] - 1] in self._reader.copula
        if not first or self._codes[end : end + 1] not in self._reader.comma:
            return False
        if self._codes[end + 1 : end + 2] in self._reader.to_somebody:
            return True
        found = self._reader.introduction(self._codes, span, low, high)
        return found is not None and found.role is not None

    def _does(self, span: Range, key: Key, low: int, told: bool) -> bool:
        """Whether somebody stands where a subject does, before what it does (Di lapak sebelah,
        Marni menata cabai): with a given name, where something is ``told`` of them, or with one
        word, if it had an office before, or is new and opens the paragraph, and is named again."""
        codes, reader = self._codes, self._reader
        if codes[span[1] : span[1] + 1] not in reader.small or not self._leads(span[0], low):
            return False
        if told and codes[span[0]] in reader.given:
            return True
        if len(key) > 1 or self._in_capitals(span):
            return False
        before = [other for other, k in self._runs if k == key and other[1] <= low]
        if before:
            return any(reader.office_before(codes, other) for other in before)
        opens = span[0] == low and codes[low - 1 : low] in ("", PARAGRAPH)
        return opens and self._times(key) > 1 and not self._vocabulary.verbal(key[0])

    def _related(self, span: Range, low: int) -> int | None:
        """Where a name begins with what its bearer is to somebody before its comma: Istrinya,
        Marlina, masih menunggu; None if it does not."""
        codes, at = self._codes, span[0] - 1
        if at <= low or codes[at] not in self._reader.comma:
            return None
        at = unit_start(codes, at - 1)
        return at if at >= low and codes[at] in self._reader.to_somebody else None

    def _described(self, span: Range, low: int) -> bool:
        """Whether a clause describes somebody named in full where a sentence's subject stands:
        Sementara itu, Rudi Hartono, yang datang paling awal, bersyukur."""
        behind = self._codes[span[1] : span[1] + 2]
        comma, describing = behind[:1], behind[1:]
        named = span[1] - span[0] > 1 and self._leads(span[0], low)
        return named and comma in self._reader.comma and describing in self._reader.describing

    def _serving(self, span: Range, low: int) -> bool:
        """Whether somebody named in full where a sentence's subject stands is told to serve as
        something right behind: Sementara itu Rudi Hartono selaku penasihat hukum menolak."""
        serving = self._codes[span[1] : span[1] + 1] in self._reader.serving
        return serving and span[1] - span[0] > 1 and self._leads(span[0], low)

    def _opens(self, mention: Mention | None, low: int) -> bool:
        """Whether an office that holds its institution, so that a name follows, or one with its
        institution and a name that does something, begins a sentence or stands behind its
        connectives alone."""
        if mention is None or mention.role is None or mention.name is None:
            return False
        at, codes = mention.span[0], self._codes
        behind = codes[mention.name[1] : mention.name[1] + 1]
        if codes[mention.role[0]] not in self._reader.fused:
            acts = behind in self._reader.small and not self._in_capitals(mention.name)
            if mention.affiliation is None or not acts:
                return False
        if behind in self._reader.comma:
            return False
        while at > low and codes[before := unit_start(codes, at - 1)] in self._reader.openings:
            at = before
        return at == low

    def _held_by(self, mention: Mention | None) -> bool:
        """Whether an office with its institution, or one that holds it, stands behind a comma and
        its holder before a verb: Saat ditanya, Kepala Dinas Sosial Rini menolak."""
        if mention is None or mention.role is None or mention.name is None:
            return False
        codes, at = self._codes, mention.span[0]
        if mention.affiliation is None and codes[mention.role[0]] not in self._reader.fused:
            return False
        if codes[mention.role[0]] in self._reader.local and not self._likely(
            mention.name, self.key(mention.name)
        ):
            return False  # Kepala Desa Kemiri: where it is, and nobody
        behind = codes[mention.name[1] : mention.name[1] + 1]
        return behind in self._reader.small and at > 0 and codes[at - 1] in self._reader.comma

    def _brought_on(self, person: Person, s: Statement) -> bool:
        """Whether the sentence before a statement, or its own, begins with a person's office and
        name: Bupati Garut Budi Santoso hadir di sana. "…," katanya."""
        low = self._sentences.spans[max(0, s.sentence - 1)][0]
        near = (place for place in person.places if low <= place[0] < s.start)
        return any(self._opens(self._reader.office_before(self._codes, p), low) for p in near)

    def _told_of(self, low: int, high: int) -> bool:
        """Whether a pronoun here says that it is still about whoever it was about."""
        return not self._reader.singular.isdisjoint(self._codes[low:high])

    def _between_commas(self, span: Range) -> bool:
        (a, b), comma = span, self._reader.comma
        return a > 0 and self._codes[a - 1] in comma and self._codes[b : b + 1] in comma

    def _with_titles(self, at: int, low: int) -> int:
        """Where a name of one word begins with the titles before it: Paus Benediktus."""
        codes = self._codes
        while at > low and codes[before := unit_start(codes, at - 1)] in self._reader.addresses:
            at = before
        return at

    def _viewed(self, at: int, low: int) -> bool:
        """Whether what follows is the view of somebody named here: Bagi Rudi, …"""
        if (
            at == low
            or self._codes[before := unit_start(self._codes, at - 1)] not in self._reader.views
        ):
            return False
        return before == low or self._leads(before, low)

    def _leads(self, at: int, low: int, agent: bool = False) -> bool:
        """Whether a noun phrase stands where a sentence's subject does: first, or behind a
        connective, a comma or a circumstance's noun, but under no preposition; ``agent``: or, with
        seorang or the like before it or not, behind the oleh of a passive."""
        codes, reader = self._codes, self._reader
        if agent and at > low and codes[before := unit_start(codes, at - 1)] in reader.one:
            at = before
        if at == low:
            return True
        before = unit_start(codes, at - 1)
        if codes[before] in reader.apart:
            return False
        if codes[before] in reader.being:  # Selanjutnya ada penyanyi Rudi Hartono
            return self._leads(before, low)
        if self._viewed(at, low):
            return True
        if codes[before] in reader.openings:
            joined = codes[before] in reader.joining and before > low
            return not joined or codes[before - 1] in reader.comma
        if not agent or codes[before] not in reader.agents:
            return False
        return codes[before] not in reader.passives or codes[before - 1] not in reader.relative
