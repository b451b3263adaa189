"""Why an article's sentence gave the quotes it gave, and no others.

The engine itself is watched while it reads: nothing here decides anything a second time.
"""

import re
from bisect import bisect_right
from typing import Any, Literal

import msgspec

from attrib.attribute import Attributor, Statement
from attrib.engine import engine
from attrib.mentions import MentionReader, Range
from attrib.model import Document, Field, Phrase, Quote
from attrib.names import Written
from attrib.passages import passage, span
from attrib.pattern import END, START
from attrib.prefixes import Prefixes, branches
from attrib.quoting import Quoter
from attrib.reading import Reading, read
from attrib.rules import Compiled, Rule, RuleSet
from attrib.tracing import Step, TracedResolver

Outcome = Literal["won", "lost", "refused", "stopped", "untried"]


class Attempt(msgspec.Struct, frozen=True, kw_only=True):
    """How a rule fared in one sentence.

    ``matched``: the words its pattern (or the longest prefix of its elements that matches) took
    up, None if there are none. ``elements`` of its ``total`` match. ``wanted``: the first element
    that does not, as written; ``stopped``: the token it would have had to match, None at the
    sentence's end. ``lost_to``: the rule that took the words before. ``reason``: in words.
    """

    rule: str
    priority: int
    outcome: Outcome
    matched: Phrase | None = None
    elements: int = 0
    total: int = 0
    wanted: str | None = None
    stopped: Phrase | None = None
    lost_to: str | None = None
    reason: str = ""


class Resolution(msgspec.Struct, frozen=True, kw_only=True):
    """How a statement's speaker was found. ``quote`` None for what only brings a speaker on."""

    rule: str
    quote: Quote | None
    steps: tuple[Step, ...]


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """One sentence: what was tried in it, in the order of trying, and who spoke."""

    document: str
    field: Field
    sentence: Phrase
    attempts: tuple[Attempt, ...]
    resolutions: tuple[Resolution, ...]


class NoSentenceError(LookupError):
    """No sentence stands at an offset; the message says where the nearest one is."""


class _Try(msgspec.Struct, frozen=True):
    """A match of a rule in a sentence, in tokens, and the statement it gave, if any."""

    compiled: Compiled
    span: Range
    sentence: int
    end: int
    roles: tuple[tuple[str, Range], ...]
    made: Statement | None


class _Watched(Attributor):
    """The attributor, with every match it looks at written down."""

    _all_tried = True

    def __init__(self, rules: RuleSet, reader: MentionReader) -> None:
        super().__init__(rules, reader)
        self.tries: list[_Try] = []

    def _statement(
        self,
        compiled: Compiled,
        m: re.Match[str],
        codes: str,
        sentence: Any,
        *rest: Any,
    ) -> Statement | None:
        made = super()._statement(compiled, m, codes, sentence, *rest)
        offset, end = sentence.offset, sentence.end
        roles = tuple(
            (role, (m.start(i) + offset, m.end(i) + offset))
            for i, role in enumerate(compiled.roles, 1)
            if m.end(i) > m.start(i) >= 0
        )
        span = (max(m.start() + offset, offset + 1), min(m.end() + offset, end))
        self.tries.append(_Try(compiled, span, sentence.number, end, roles, made))
        return made


def explain(
    document: Document, rules: RuleSet, at: int | None = None, field: Field = "text"
) -> tuple[Explanation, ...]:
    """Explain the sentence at an offset (code points into the field), or all sentences.

    Raises NoSentenceError where no sentence stands at the offset.
    """
    made = engine(rules)
    watched = _Watched(rules, made.reader)
    text = (document.title or "") if field == "title" else document.text
    reading = read(msgspec.structs.replace(made, attributor=watched), text, field)
    written = Written(reading.tokens, reading.codes, reading.sentences, reading.links)
    tracing = TracedResolver(made.vocabulary, made.reader, made.names, written)
    traced = msgspec.structs.replace(reading, resolver=tracing)
    quotes = Quoter(made, document)(traced, field) if reading.statements else []
    given = {quote.content.spans: quote for quote in quotes}  # what nobody said is not given
    resolutions = [
        (
            s.sentence,
            Resolution(
                rule=s.rule.id,
                quote=given.get(tuple(span(reading, part) for part in s.contents)),
                steps=tuple(steps),
            ),
        )
        for s, steps in zip(reading.statements, tracing.told(), strict=True)
    ]
    spans = reading.sentences.spans
    numbers = range(len(spans)) if at is None else [_sentence_at(reading, at)]
    inquiry = _Inquiry(rules, reading, watched, field)
    return tuple(
        Explanation(
            document=document.id,
            field=field,
            sentence=passage(reading, spans[n]),
            attempts=tuple(inquiry(n, at)),
            resolutions=tuple(r for sentence, r in resolutions if sentence == n),
        )
        for n in numbers
    )


def _sentence_at(reading: Reading, at: int) -> int:
    length = len(reading.tokens.text)
    if not 0 <= at < length:
        raise NoSentenceError(f"offset {at} is outside the text (0 to {length - 1})")
    token = bisect_right(reading.tokens.starts, at) - 1
    spans = reading.sentences.spans
    for number, (a, b) in enumerate(spans):
        if a <= token < b:
            return number
    near = min(spans, key=lambda s: min(abs(s[0] - token), abs(s[1] - token)), default=None)
    if near is None:
        raise NoSentenceError("the text has no sentence")
    start, end = passage(reading, near).span
    raise NoSentenceError(
        f"offset {at} stands between sentences; the nearest one is {start} to {end}"
    )


class _Inquiry:
    """Asks of every rule how it fared in a sentence."""

    def __init__(self, rules: RuleSet, reading: Reading, watched: _Watched, field: Field) -> None:
        self._rules, self._reading, self._field = rules, reading, field
        self._tries, self._reader = watched.tries, engine(rules).reader
        self._prefixes = Prefixes(rules.vocabulary)

    def __call__(self, number: int, at: int | None) -> list[Attempt]:
        token = None if at is None else bisect_right(self._reading.tokens.starts, at) - 1
        order = sorted(self._rules.of("rule"), key=lambda r: -r.priority)
        out: list[Attempt] = []
        for rule in order:
            tries = [t for t in self._tries if t.sentence == number and t.compiled.rule is rule]
            out += [self._judged(t) for t in tries]
            if not tries:
                out.append(self._unmatched(rule, number, token))
        return out

    def _judged(self, t: _Try) -> Attempt:
        rule = t.compiled.rule
        outcome: Outcome = "refused"
        lost_to, reason = None, ""
        if t.made is None:
            reason = self._refusal(t)
        elif any(t.made is s for s in self._reading.statements):
            outcome = "won"
        else:
            outcome = "lost"
            winner = next(s for s in self._reading.statements if _overlap(s, t.made))
            lost_to = winner.rule.id
            reason = (
                "the same rule, further left"
                if winner.rule is rule
                else f"priority {winner.rule.priority} against {rule.priority}"
                if winner.rule.priority != rule.priority
                else "the same priority, but it stands first"
            )
        total = max(len(b) for b in branches(rule))
        return Attempt(
            rule=rule.id, priority=rule.priority, outcome=outcome,
            matched=passage(self._reading, t.span), elements=total, total=total,
            lost_to=lost_to, reason=reason,
        )  # fmt: skip

    def _refusal(self, t: _Try) -> str:
        """What there is to say of a match that gave no statement: how its speaker reads."""
        roles = dict(t.roles)
        speaker = roles.get("speaker")
        if speaker is None:
            return "too little is said"
        cue = roles.get("cue", (0, 0))[0]
        limit = cue if cue > speaker[0] else t.end
        mention = self._reader.read(self._reading.codes, speaker[0], limit)
        words = passage(self._reading, speaker).text
        if mention is None:
            return f"no mention rule reads the speaker “{words}”"
        read_as = f"the speaker “{words}” reads as {mention.kind} ({mention.rule})"
        if t.compiled.rule.subject == "speaker" and mention.kind == "description":
            return f"{read_as}, and this rule wants one that can speak"
        rest = (mention.span[1], limit)
        if cue and rest[1] > rest[0]:
            return f"{read_as}, which leaves “{passage(self._reading, rest).text}” before the cue"
        return f"{read_as}; too little is said or the subject stands elsewhere"

    def _unmatched(self, rule: Rule, number: int, token: int | None) -> Attempt:
        a, b = self._reading.sentences.spans[number]
        total = max(len(branch) for branch in branches(rule))
        bare = Attempt(rule=rule.id, priority=rule.priority, outcome="untried", total=total)
        if rule.field not in ("any", self._field):
            return msgspec.structs.replace(bare, reason=f"only in the {rule.field}")
        cues = self._rules.characters(rule, "cue")
        if cues and cues.isdisjoint(self._reading.codes[a:b]):
            return msgspec.structs.replace(bare, reason="no word that could be its cue")
        line = START + self._reading.codes[a:b] + END
        here = None if token is None else token - a + 1
        reached, span, branch = max(
            (self._prefixes.reach(rule, i, line, here) for i in range(len(branches(rule)))),
            key=lambda r: (r[0], r[1][1]),
        )
        elements = branches(rule)[branch]
        if reached == len(elements):
            # a link or by-line, where this rule is not asked
            return msgspec.structs.replace(bare, reason="not asked in a link or by-line")
        stop = span[1] - 1 + a
        return msgspec.structs.replace(
            bare,
            outcome="stopped",
            elements=reached,
            total=len(elements),
            wanted=elements[reached].source,
            matched=self._words(max(span[0] - 1 + a, a), stop),
            stopped=self._words(stop, stop + 1) if stop < b else None,
        )

    def _words(self, start: int, stop: int) -> Phrase | None:
        return passage(self._reading, (start, stop)) if stop > start else None


def _overlap(one: Statement, other: Statement) -> bool:
    return one.sentence == other.sentence and any(
        a < y and x < b for a, b in one.taken for x, y in other.taken
    )
