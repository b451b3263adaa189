"""Quotation marks in pairs: every style of Indonesian newsrooms, damaged ones too.

Marks are read a paragraph at a time, so that one bad mark spoils one paragraph. What a
mark may be (opener, closer) is told by its glyph and by the spaces beside it; which it
is, by whether a quotation is open. Nested marks belong to the quotation around them.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

import msgspec

from attrib.lexicon import BLANK, Vocabulary
from attrib.matching import matcher
from attrib.pattern import CONTINUES, PARAGRAPH, charset
from attrib.text import Tokens

OPENERS = frozenset({"“", "«", "„", "``", ",,", "&ldquo;", "&laquo;", "â€œ", "â€“", "‟"})
CLOSERS = frozenset({"”", "»", "&rdquo;", "&raquo;", "â€\x9d", "â€", "â€”"})
NEUTRAL = frozenset(
    {'"', "''", "‘‘", "‘’", "’‘", "’’", "″", "＂", "&quot;", "&#34;", "&#8220;", "&#8221;"}
)
SINGLE = frozenset({"‘", "’", "'", "‚", "‛", "`", "&lsquo;", "&rsquo;", "â€˜", "â€™", "&#39;"})
MARKS = tuple(sorted(OPENERS | CLOSERS | NEUTRAL | SINGLE))
_FINAL = ".!?…"
_TERM_WORDS = 3  # fewer words than this plus one, with no stop or comma inside: a term
_PARAGRAPHS = 6  # that a quotation may take up, its marks in the first and the last
_NAMED = 4  # tokens behind a cue: the name of its speaker stands there


class Quotation(msgspec.Struct, frozen=True):
    """A pair of marks. ``start`` and ``end`` are tokens, marks included; ``inner`` leaves them
    out. ``opened``/``closed`` tell whether its own mark stands there, a closer perhaps set twice;
    ``head`` is its character in the sentence: ``QUOTE.`` ``QUOTE,`` or plain by its last sign,
    ``FRAGMENT`` or ``TERM``."""

    start: int
    end: int
    inner: tuple[int, int]
    opened: bool
    closed: bool
    head: str


class Pairing:
    """Finds quotations in tokens."""

    def __init__(self, vocabulary: Vocabulary, leads: re.Pattern[str]) -> None:
        """``leads`` matches a subject and its verb up to where what it reports begins."""
        chars = vocabulary.characters
        self._leads = leads
        marks: set[str] = set()
        for mark in MARKS:
            marks |= chars(f"'{mark.lower()}'")
        self._marks = matcher(charset(marks))
        self._break = matcher(PARAGRAPH)
        # a comma and a cue outside any mark end a quotation whose closer is missing
        says = chars("cue-say") | chars("cue-say-nya")
        comma = chars("','")
        stops = chars("'.'") | chars("'!'") | chars("'?'") | chars("'…'")
        asked = chars("'!'") | chars("'?'")
        small = charset(says & chars("Low"))
        self._said = matcher(f"(?:{charset(comma)}{charset(says)}|{charset(asked)}{small})")
        # a mark that leans as an opener and stands between a sign and a cue: siap, "kata Budi
        self._answered = matcher(
            f"{charset(comma | stops)}{charset(marks)}{charset(says & chars('Low'))}"
        )
        # what ends a lead behind which somebody's words are reported, not quoted
        self._reporting = chars("complementiser") | chars("cue-verb") | chars("cue-verb-weak")
        self._capital = chars("Cap") | chars("CAPS")
        self._stop = matcher(f"{charset(stops)}+")
        # behind a closer: its cue with the speaker as -nya, or with somebody
        low = charset(chars("adverb") | chars("connective"))
        self._nya = matcher(f"{charset(comma)}?{low}?{charset(chars('cue-say-nya'))}")
        self._cue = matcher(f"{charset(comma)}?{low}?{charset(chars('cue-say'))}")

    def __call__(self, tokens: Tokens) -> tuple[Quotation, ...]:
        """Quotations in order, none inside another. No marks: empty."""
        codes = tokens.codes
        at = [m.start() for m in self._marks.finditer(codes)]
        if not at:
            return ()
        breaks = [m.start() for m in self._break.finditer(codes)]
        out: list[Quotation] = []
        found: list[int] = []
        b = 0
        limit = breaks[0] if breaks else len(codes)
        low = 0
        for i in at:
            while i > limit:
                if found:
                    self._paragraph(tokens, found, low, limit, out)
                    found = []
                low, b = limit + 1, b + 1
                limit = breaks[b] if b < len(breaks) else len(codes)
            found.append(i)
        if found:
            self._paragraph(tokens, found, low, limit, out)
        return tuple(_carried_on(tokens, out, breaks))

    def _paragraph(
        self, tokens: Tokens, marks: list[int], low: int, high: int, out: list[Quotation]
    ) -> None:
        forms = tokens.forms
        opened = -1
        opener = ""
        closer = _last_closer(tokens, marks)
        seen = 0  # up to here no cue ends the open quotation
        nested = False
        for at, i in enumerate(marks):
            mark = forms[i].strip(BLANK)
            lean = _lean(tokens, i, mark)
            if mark == ",," and lean < 2:
                continue  # two commas by mistake
            last = at + 1 == len(marks)
            answered = (opened >= 0 or last) and self._answered.match(tokens.codes, max(i - 1, low))
            if answered:
                lean = -2
            if opened >= 0:
                if i == opened + 1 and at + 1 < len(marks):
                    opened, opener = i, mark  # an opener set twice
                    continue
                if mark in SINGLE and opener not in SINGLE and not (answered and last):
                    continue  # inside double marks
                if opener in SINGLE and mark not in SINGLE:
                    if closer > i + 1:
                        opened, opener = (i, mark) if lean > -2 else (-1, "")
                    continue
                if lean >= 2 and i > opened + 1:
                    # a new opener: the one before was never closed, or this one is nested
                    if not self._unclosed(tokens, opened, max(opened + 1, seen - 1), i, out):
                        seen = i
                        nested = True
                        continue
                    opened, opener = i, mark
                    nested = False
                    continue
                if nested and self._closes(tokens, marks[at + 1 :]):
                    nested = False
                    continue
                nested = False
                out.append(_make(tokens, opened, i + 1, True, True))
                opened = -1
            elif mark in SINGLE:
                if lean >= 1 and closer > i + 1:
                    opened, opener = i, mark
            elif lean > -2 or (not last and i > low and self._turned(tokens, i, marks[at + 1])):
                opened, opener = i, mark
            elif out and out[-1].closed and self._only_comma(tokens, out[-1].end, i):
                out[-1] = msgspec.structs.replace(out[-1], end=i + 1)  # a closer set twice
            else:
                self._unopened(tokens, low, i, out)
        if opened >= 0 and opener not in SINGLE and high - opened > _TERM_WORDS:
            said = self._said.search(tokens.codes, opened + 1, high)
            end = said.start() + 1 if said else high
            out.append(_make(tokens, opened, end, True, False))

    def _turned(self, tokens: Tokens, closer: int, opener: int) -> bool:
        """Whether two marks are turned round: … rumahnya.” Kami siap, “kata Budi."""
        codes = tokens.codes
        stopped = self._stop.match(codes, closer - 1) and codes[closer + 1] in self._capital
        leans = _lean(tokens, opener, tokens.forms[opener].strip(BLANK))
        return bool(stopped and leans > 0 and self._answered.match(codes, opener - 1))

    def _unopened(self, tokens: Tokens, low: int, closer: int, out: list[Quotation]) -> None:
        """The quotation of a closer without its opener, in a paragraph that begins at ``low``."""
        before = out[-1] if out and out[-1].end > low else None
        start = before.end if before else low
        begin = self._led(tokens, start, closer)
        if begin is None and before is None:
            begin = low
        elif begin is None and before and self._answers(tokens, closer):
            begins = self._sentences(tokens, start, closer)
            if begins:
                begin = begins[-1]
            elif before.closed and not self._answers(tokens, start - 1):
                # the closer before stood inside: "Kabar" itu bohong,” kata Budi
                out[-1] = _make(tokens, before.start, closer + 1, before.opened, True)
        if begin is not None and closer - begin >= _TERM_WORDS:
            out.append(_make(tokens, begin, closer + 1, False, True))

    def _sentences(self, tokens: Tokens, low: int, high: int) -> list[int]:
        """Where sentences begin behind a full stop."""
        ends = (m.end() for m in self._stop.finditer(tokens.codes, low, high - 1))
        return [end for end in ends if tokens.codes[end] in self._capital]

    def _answers(self, tokens: Tokens, closer: int) -> bool:
        """Whether a cue stands behind a closer."""
        codes = tokens.codes
        return bool(self._nya.match(codes, closer + 1) or self._cue.match(codes, closer + 1))

    def _led(self, tokens: Tokens, low: int, closer: int) -> int | None:
        """Where a quotation without its opener begins behind a subject and its verb that the cue
        behind its closer repeats: Budi menambahkan, pasar harus bersih,” ujarnya."""
        codes = tokens.codes
        begins = [low, *self._sentences(tokens, low, closer)]
        for at in range(len(begins) - 1, -1, -1):
            lead = self._leads.match(codes, begins[at], closer)
            if lead is None or not self._repeats(tokens, *lead.span(), closer):
                continue
            # the speaker's own words begin behind what is reported, where its sentence ends
            reported = codes[lead.end() - 1] in self._reporting and at + 1 < len(begins)
            return begins[at + 1] if reported else lead.end()
        return None

    def _repeats(self, tokens: Tokens, a: int, b: int, closer: int) -> bool:
        """Whether the cue behind a closer names nobody but the one of whom tokens a to b speak."""
        if self._nya.match(tokens.codes, closer + 1):
            return True
        cue = self._cue.match(tokens.codes, closer + 1)
        if cue is None:
            return False
        who = {form.strip(BLANK) for form in tokens.forms[a:b] if form[0].isupper()}
        behind = tokens.forms[cue.end() : cue.end() + _NAMED]
        return not who.isdisjoint(form.strip(BLANK) for form in behind)

    @staticmethod
    def _only_comma(tokens: Tokens, a: int, b: int) -> bool:
        """Whether nothing, or a comma, stands between a closer and another."""
        return a == b or (a + 1 == b and tokens.forms[a].strip(BLANK) == ",")

    @staticmethod
    def _closes(tokens: Tokens, rest: list[int]) -> bool:
        """Whether one of the marks left closes a quotation that none of them opens: then what
        closes here is nested."""
        depth = 0
        for i in rest:
            lean = _lean(tokens, i, tokens.forms[i].strip(BLANK))
            depth += (lean > 0) - (lean < 0)
            if depth < 0:
                return True
        return False

    def _unclosed(
        self, tokens: Tokens, opened: int, since: int, here: int, out: list[Quotation]
    ) -> bool:
        """Close the quotation left open where a comma and a cue follow, ``since`` to ``here``."""
        said = self._said.search(tokens.codes, since, here)
        if said is None:
            return False
        out.append(_make(tokens, opened, said.start() + 1, True, False))
        return True


def _lean(tokens: Tokens, i: int, mark: str) -> int:
    """How a mark leans: 2 surely an opener, 1 likely, 0 open, -1 likely a closer, -2 surely."""
    text = tokens.text
    at = tokens.starts[i]
    before = text[at - 1] if at else " "
    after = text[at + len(mark)] if at + len(mark) < len(text) else " "
    space_before = before in BLANK or before in "([-–—/:"
    space_after = after in BLANK or after in ",.;:!?)]"
    glyph = 1 if mark in OPENERS or mark in "‘‚" else -1 if mark in CLOSERS or mark == "’" else 0
    if space_before and not space_after:
        return 2 if glyph >= 0 else 1
    if space_after and not space_before:
        return -2 if glyph <= 0 else -1
    if not space_before and not space_after:
        # glued on both sides: `menjelaskan,"Kami` opens, `siap,"kata` closes
        if before in ".!?…":
            return -1 if after.islower() or glyph < 0 else glyph
        return glyph if glyph else (1 if before in ",:" and after.isupper() else -1)
    return glyph


def _last_closer(tokens: Tokens, marks: list[int]) -> int:
    """The last mark of a paragraph that can close a single mark; -1 if none can."""
    for j in reversed(marks):
        mark = tokens.forms[j].strip(BLANK)
        if mark in SINGLE and _lean(tokens, j, mark) < 0:
            return j
    return -1


def _carried_on(
    tokens: Tokens, quotations: list[Quotation], breaks: list[int]
) -> Iterator[Quotation]:
    """The quotations with the paragraphs without a mark between one that opens and one that
    closes: what somebody says in several paragraphs. A list in them (• 20 ekor) is no speech."""
    before: Quotation | None = None
    for q in quotations:
        if before and before.opened and not before.closed and q.closed and not q.opened:
            ends = [i for i in breaks if before.end <= i < q.start]
            whole = [before.end, q.start - 1] == [*ends[:1], *ends[-1:]]
            between = [_make(tokens, a + 1, b, False, False) for a, b in pairwise(ends)]
            if whole and len(ends) <= _PARAGRAPHS and all(p.head == "\x04" for p in between):
                yield from between
        yield q
        before = q


def _make(tokens: Tokens, start: int, end: int, opened: bool, closed: bool) -> Quotation:
    a, b = start + opened, end - closed
    last = tokens.forms[b - 1].strip(BLANK) if b > a else ""
    words = b - a
    if words <= 0:
        head = "\x07"
    elif last[-1:] and last[-1] in _FINAL:
        head = "\x04"
    elif last == ",":
        head = "\x05"
    elif words <= _TERM_WORDS:
        head = "\x07"
    elif opened and tokens.forms[a][:1].islower():
        head = "\x0e"
    else:
        head = "\x06"
    return Quotation(start, end, (a, b), opened, closed, head)


def mask(codes: str, quotations: tuple[Quotation, ...]) -> str:
    """``codes`` with each quotation made one unit."""
    if not quotations:
        return codes
    parts: list[str] = []
    at = 0
    for q in quotations:
        parts += codes[at : q.start], q.head, CONTINUES * (q.end - q.start - 1)
        at = q.end
    parts.append(codes[at:])
    return "".join(parts)
