"""The examples that rules carry: sentences with marked parts, run at exact spans.

    <q>content</q> <c>cue</c> <s>speaker's mention</s>          a rule
    <m><r>role</r> <a>affiliation</a> <n>name</n></m>            a mention (``<m>`` may be left out
                                                                 where it is the whole example)
    <n>name</n> <p>word that points back</p>                     the same, of a mention that does
    <alias>other name</alias>  <v>value</v>                      an alias, a circumstance
    <q>content</q> what is cut off                               a cut

In a ``match`` example exactly these parts are found by this rule; in a ``no_match`` example this
rule finds nothing.
"""

import re
from collections.abc import Iterator

import msgspec

from attrib.attribute import Statement
from attrib.circumstances import Circumstances
from attrib.engine import Engine, engine
from attrib.mentions import Mention, Range
from attrib.model import Field, Phrase, Said, Span
from attrib.passages import span
from attrib.pattern import END
from attrib.reading import Reading, read
from attrib.rules import Rule, RuleSet

_TAG = re.compile(r"<(/?)(q|c|s|m|n|r|a|p|v|alias)>")
_PARTS = {"n": "name", "r": "role", "a": "affiliation"}


class ExampleError(ValueError):
    """Markup that does not nest or close; the message says which tag."""


class Example(msgspec.Struct, frozen=True):
    """A sentence and its marked parts: tag → spans in code points, in order."""

    text: str
    marks: dict[str, tuple[Span, ...]]

    def one(self, tag: str) -> Span | None:
        """The only span of a tag; None if there is none."""
        spans = self.marks.get(tag, ())
        return spans[0] if spans else None


def parse_example(markup: str) -> Example:
    """Read an example. Raises ExampleError."""
    text, at = "", 0
    opened: list[tuple[str, int]] = []
    marks: dict[str, tuple[Span, ...]] = {}
    for m in _TAG.finditer(markup):
        text += markup[at : m.start()]
        at = m.end()
        closing, tag = m[1], m[2]
        if not closing:
            opened.append((tag, len(text)))
            continue
        if not opened or opened[-1][0] != tag:
            raise ExampleError(f"</{tag}> closes nothing")
        start = opened.pop()[1]
        marks[tag] = (*marks.get(tag, ()), (start, len(text)))
    if opened:
        raise ExampleError(f"<{opened[-1][0]}> is not closed")
    return Example(text + markup[at:], marks)


def examples(rule: Rule) -> Iterator[tuple[str, bool]]:
    """The examples of a rule as written, and whether each is to match."""
    yield from ((e, True) for e in rule.match)
    yield from ((e, False) for e in rule.no_match)


def fault(rules: RuleSet, rule: Rule, markup: str, wanted: bool) -> str | None:
    """What is wrong with an example of a rule: one line, or None if it holds."""
    try:
        example = parse_example(markup)
    except ExampleError as error:
        return f"{error}: {markup}"
    if not example.text.strip():
        return "an example is empty"
    made = engine(rules)
    field: Field = "title" if rule.field == "title" else "text"
    reading = read(made, example.text, field)
    judge = {"rule": _statement, "cut": _cut, "mention": _mention, "circumstance": _circumstance}
    found = judge[rule.table](made, rules, rule, example, reading, wanted)
    return f"{found}: {markup}" if found else None


def _statement(
    made: Engine, rules: RuleSet, rule: Rule, example: Example, reading: Reading, wanted: bool
) -> str | None:
    own = [s for s in reading.statements if s.rule.id == rule.id]
    if not wanted:
        return "must not match but does" if own else None
    seen = [_seen(s, reading) for s in own]
    if any(s.matches(example) for s in seen):
        return None
    for s in reading.statements:
        if _seen(s, reading).matches(example):
            return f"only {s.rule.id} matches"
    if seen:
        return f"matches elsewhere ({seen[0].described(example.text)})"
    others = sorted({s.rule.id for s in reading.statements})
    return f"does not match ({', '.join(others) or 'no rule'} does)"


class _Seen(msgspec.Struct, frozen=True):
    """A statement's parts in code points. ``contents`` with and without their marks."""

    contents: tuple[Span, ...]
    marked: tuple[Span, ...]
    cue: Span | None
    mention: Span | None
    offices: dict[str, Span | None]

    def matches(self, example: Example) -> bool:
        return (
            example.marks.get("q", ()) in (self.contents, self.marked)
            and example.one("c") == self.cue
            and example.one("s") == self.mention
            and all(self.offices[tag] == example.one(tag) for tag in "ra" if tag in example.marks)
        )

    def described(self, text: str) -> str:
        parts = [("q", s) for s in self.contents]
        parts += [(tag, s) for tag, s in (("c", self.cue), ("s", self.mention)) if s]
        return " ".join(f"<{tag}>{text[a:b]}</{tag}>" for tag, (a, b) in parts)


def _seen(s: Statement, reading: Reading) -> _Seen:
    marks = {q.inner: (q.start, q.end) for q in s.quotations}
    m = s.mention
    return _Seen(
        tuple(span(reading, r) for r in s.contents),
        tuple(span(reading, marks.get(r, r)) for r in s.contents),
        span(reading, s.cue) if s.cue else None,
        span(reading, m.name or m.span) if m else None,
        {
            "r": span(reading, m.role) if m and m.role else None,
            "a": span(reading, m.affiliation) if m and m.affiliation else None,
        },
    )


def _cut(
    made: Engine, rules: RuleSet, rule: Rule, example: Example, reading: Reading, wanted: bool
) -> str | None:
    regex = rules.compiled(rule).regex
    own: list[Span] = []
    for s in reading.statements:
        for a, b in s.contents:
            m = regex.search(reading.codes[a : reading.sentences.spans[s.sentence][1]] + END)
            # between content and cut stand but signs
            if m and m.start() >= b - a and not _words(reading, (b, a + m.start())):
                own.append(span(reading, (a, b)))
    if not wanted:
        return "must not cut but does" if own else None
    if example.one("q") in own:
        return None
    ends = [example.text[slice(*span(reading, c))] for s in reading.statements for c in s.contents]
    return f"does not cut there (content is {' | '.join(ends) or 'nothing'})"


def _words(reading: Reading, r: Range) -> bool:
    return any(c.isalnum() for c in reading.tokens.words(*r))


def _mention(
    made: Engine, rules: RuleSet, rule: Rule, example: Example, reading: Reading, wanted: bool
) -> str | None:
    codes = reading.codes
    if rule.place in ("alias", "evidence", "hint", "within"):
        parts = [
            {r: m.span(i) for i, r in enumerate(rules.compiled(rule).roles, 1) if m.start(i) >= 0}
            for m in rules.compiled(rule).regex.finditer(codes)
        ]
        if not wanted:
            return "must not match but does" if parts else None
        tags = {"n": "name", "alias": "alias"}
        expected = {tags[t]: spans[0] for t, spans in example.marks.items() if t in tags}
        found = [{r: span(reading, s) for r, s in p.items()} for p in parts]
        return None if expected in found else f"does not match ({found or 'nothing'})"
    start, limit = _phrase_range(example, reading)
    mention = made.reader.read(codes, start, limit)
    own = mention is not None and rule.id in (mention.rule, mention.behind)
    if not wanted:
        return "must not match but does" if own else None
    if mention is None:
        return "no mention rule matches"
    if "p" in example.marks and not mention.point:
        return f"{mention.rule} does not see that it points back"
    names = tuple(span(reading, m) for m in mention.members)
    if names and names == example.marks.get("n"):
        return None if own else f"only {mention.rule} matches"
    wrong = [
        f"{part} is {_text(example, given)}"
        for tag, part in _PARTS.items()
        if (given := _part(reading, mention, part)) != example.one(tag)
    ]
    if wrong:
        return f"{mention.rule} reads it otherwise ({', '.join(wrong)})"
    return None if own else f"only {mention.rule} matches"


def _text(example: Example, where: Span | None) -> str:
    return repr(example.text[slice(*where)]) if where else "nothing"


def _phrase_range(example: Example, reading: Reading) -> Range:
    """The tokens of the marked phrase, or of the whole example."""
    marked = example.one("m") or (0, len(example.text))
    starts = reading.tokens.starts
    inside = [i for i in range(len(reading.codes)) if marked[0] <= starts[i] < marked[1]]
    return inside[0], inside[-1] + 1


def _part(reading: Reading, mention: Mention, part: str) -> Span | None:
    found = getattr(mention, part)
    return span(reading, found) if found else None


def _circumstance(
    made: Engine, rules: RuleSet, rule: Rule, example: Example, reading: Reading, wanted: bool
) -> str | None:
    alone = Circumstances(msgspec.structs.replace(rules, rules=(rule,), engine=None))
    values = []
    for find in (made.circumstances, alone):
        found: list[Span] = []
        for s in reading.statements:
            others = tuple(
                c for o in reading.statements if o.sentence == s.sentence for c in o.contents
            )
            said, via = find(
                reading.tokens, reading.codes, s, reading.sentences.spans[s.sentence], None, others
            )
            value = via if rule.kind == "via" else _value(said, rule.kind)
            if value:
                found.append(value.span)
        values.append(found)
    by_all, by_this = values
    if not wanted:
        return "must not match but does" if by_this else None
    value_span = example.one("v")
    if value_span not in by_this:
        return "only another rule matches" if value_span in by_all else "does not match"
    return (
        None
        if value_span in by_all
        else f"another rule gives {_text(example, by_all[0] if by_all else None)}"
    )


def _value(said: Said, kind: str) -> Phrase | None:
    found: Phrase | None = getattr(said, kind)
    return found
