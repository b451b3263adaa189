"""The engine, watched: what each rule tried, found and lost, and how long it took."""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from copy import copy
from time import perf_counter
from typing import Any

import msgspec

from attrib.attribute import Attributor, Cuts, Statement
from attrib.circumstances import Circumstances
from attrib.engine import Engine, engine
from attrib.mentions import MentionReader, Range
from attrib.model import Document, Field, Quote, Span
from attrib.pattern import END
from attrib.pipeline import extract_document
from attrib.rules import Compiled, Rule, RuleSet
from attrib.text import Tokens

# a reader's patterns, by place
_READ = ("_phrase", "_bodies", "_after", "_alias", "_evidence", "_companies")


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """A statement that a rule made of a document. ``lost_to``: the rule that had taken its words;
    None if it was kept. ``parts`` are empty where it only brings a speaker on. ``others``: the
    mention rules that read its speaker, the cuts that ended it, the circumstances found for it."""

    rule: str
    field: Field
    parts: tuple[Span, ...]
    cue: Span | None
    lost_to: str | None
    others: tuple[str, ...]


class Effort(msgspec.Struct):
    """What a rule cost: how often it was tried (a statement rule: in how many sentences), how
    often its pattern matched, seconds."""

    tried: int = 0
    matched: int = 0
    seconds: float = 0.0


class Seen(msgspec.Struct, frozen=True):
    """What was found in a document: its quotes, every statement a rule made of it, and the rules
    whose patterns matched anywhere: all others can be left out without a change."""

    quotes: tuple[Quote, ...]
    candidates: tuple[Candidate, ...]
    matched: frozenset[str]


class Watch:
    """Extracts documents with a rule set and notes what its rules do."""

    def __init__(self, rules: RuleSet) -> None:
        self.efforts = {rule.id: Effort() for rule in rules.rules if rule.status != "off"}
        self._matched: Counter[str] = Counter()
        self._noted: list[tuple[Statement, Field, Tokens, str | None]] = []
        self._shares: dict[int, list[str]] = {}
        self._tokens: Tokens | None = None
        made = engine(rules)
        reader = _reader(made.reader, self)
        attributor = copy(made.attributor)
        attributor.__class__ = _Watched
        assert isinstance(attributor, _Watched)
        attributor.begin(self, reader, rules)
        circumstances = copy(made.circumstances)
        circumstances.__class__ = _WatchedCircumstances
        assert isinstance(circumstances, _WatchedCircumstances)
        circumstances.begin(self)
        self._rules = _with(
            rules,
            made,
            attributor=attributor,
            reader=reader,
            circumstances=circumstances,
            tokenizer=_Tokenizer(self, made.tokenizer),
        )

    def extract(self, document: Document) -> Seen:
        """What is found in a document, and what its rules did for it."""
        self._noted, self._shares, self._matched = [], {}, Counter()
        quotes = extract_document(document, self._rules)
        for rule, number in self._matched.items():
            self.efforts[rule].matched += number
        return Seen(quotes, tuple(map(self._candidate, self._noted)), frozenset(self._matched))

    def read(self, tokens: Tokens) -> None:
        """These are the tokens of the field that is read next."""
        self._tokens = tokens

    def note(self, statement: Statement, field: Field, lost_to: str | None) -> None:
        """A rule made a statement of the field read now."""
        assert self._tokens is not None
        self._noted.append((statement, field, self._tokens, lost_to))

    def match(self, rule: str, number: int = 1) -> None:
        """A rule's pattern matched."""
        self._matched[rule] += number

    @property
    def matches(self) -> Counter[str]:
        """How often the patterns have matched in this document so far."""
        return self._matched

    def share(self, statement: Statement, rules: Collection[str]) -> None:
        """Rules of other tables had part in a statement."""
        self._shares.setdefault(id(statement), []).extend(rules)

    def _candidate(self, noted: tuple[Statement, Field, Tokens, str | None]) -> Candidate:
        statement, field, tokens, lost_to = noted
        mention = statement.mention

        def span(r: Range) -> Span:
            return tokens.start(r[0]), tokens.end(r[1])

        return Candidate(
            rule=statement.rule.id,
            field=field,
            parts=tuple(map(span, statement.contents)),
            cue=span(statement.cue) if statement.cue else None,
            lost_to=lost_to,
            others=(
                *((mention.rule,) if mention else ()),
                *((mention.behind,) if mention and mention.behind else ()),
                *self._shares.get(id(statement), ()),
            ),
        )


def without(rules: RuleSet, rule: Rule) -> RuleSet:
    """The rule set in which a rule is never tried. Made at once: of the engine only what knows the
    rule is copied, and at most the cuts are compiled."""
    made = engine(rules)
    attributor = copy(made.attributor)
    if rule.table == "circumstance":
        circumstances = copy(made.circumstances)
        circumstances._kinds = {
            kind: [(bit, compiled) for bit, compiled in known if compiled.rule.id != rule.id]
            for kind, known in circumstances._kinds.items()
        }
        return _with(rules, made, circumstances=circumstances)
    if rule.table == "mention":
        attributor._reader = reader = copy(made.reader)
        reader._by_first, reader._after_first = {}, {}  # what they remember holds the rule still
        for part in _READ:
            kept = [compiled for compiled in getattr(reader, part) if compiled.rule.id != rule.id]
            setattr(reader, part, kept)
        return _with(rules, made, attributor=attributor, reader=reader)
    if rule.table == "cut":
        attributor._cuts = Cuts(rules, [cut for cut in rules.of("cut") if cut is not rule])
    else:
        ids = [compiled.rule.id for compiled in attributor._rules]
        others = ~(1 << ids.index(rule.id))
        attributor._fields = {f: bits & others for f, bits in attributor._fields.items()}
    return _with(rules, made, attributor=attributor)


def _with(rules: RuleSet, made: Engine, **parts: Any) -> RuleSet:
    return msgspec.structs.replace(rules, engine=msgspec.structs.replace(made, **parts))


class _Tokenizer:
    def __init__(self, watch: Watch, tokenizer: Any) -> None:
        self._watch, self._tokenizer = watch, tokenizer

    def __call__(self, text: str) -> Tokens:
        tokens: Tokens = self._tokenizer(text)
        self._watch.read(tokens)
        return tokens


class _Pattern:
    """A rule's regular expression that times its searches. A statement rule counts one try a
    sentence, and its matches where statements are made of them; the others count each here."""

    def __init__(self, compiled: Compiled, watch: Watch) -> None:
        self._regex, self._watch, self._rule = compiled.regex, watch, compiled.rule.id
        self._effort = watch.efforts[self._rule]
        self._counting = compiled.rule.table != "rule"
        self.pattern = compiled.regex.pattern

    def search(self, line: str, at: int = 0) -> re.Match[str] | None:
        began = perf_counter()
        found = self._regex.search(line, at)
        return self._note(began, at == 0, found)

    def match(self, text: str) -> re.Match[str] | None:
        began = perf_counter()
        return self._note(began, True, self._regex.match(text))

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        began = perf_counter()
        found = list(self._regex.finditer(text))
        self._effort.seconds += perf_counter() - began
        self._effort.tried += 1
        if found:
            self._watch.match(self._rule, len(found))
        return iter(found)

    def _note(self, began: float, first: bool, found: re.Match[str] | None) -> re.Match[str] | None:
        self._effort.seconds += perf_counter() - began
        self._effort.tried += first
        if found and self._counting:
            self._watch.match(self._rule)
        return found


def _watched(compiled: Compiled, watch: Watch) -> Compiled:
    return msgspec.structs.replace(compiled, regex=_Pattern(compiled, watch))


def _reader(reader: MentionReader, watch: Watch) -> MentionReader:
    """A reader of mentions whose patterns are watched, each once wherever it stands."""
    out = copy(reader)
    # every rule is asked, so that what it is asked counts
    out._opens, out._needs, out._signs, out._by_first, out._after_first = {}, {}, {}, {}, {}
    known: dict[str, Compiled] = {}
    for part in _READ:
        for compiled in getattr(reader, part):
            if compiled.rule.id not in known:
                known[compiled.rule.id] = _watched(compiled, watch)
        setattr(out, part, [known[compiled.rule.id] for compiled in getattr(reader, part)])
    return out


class _WatchedCircumstances(Circumstances):
    """The circumstances, with the rules that found them written down for each statement."""

    _watch: Watch

    def begin(self, watch: Watch) -> None:
        self._watch = watch
        self._kinds = {
            kind: [(bit, _watched(compiled, watch)) for bit, compiled in rules]
            for kind, rules in self._kinds.items()
        }

    def __call__(self, tokens: Tokens, codes: str, statement: Statement, *rest: Any) -> Any:
        before = self._watch.matches.copy()
        found = super().__call__(tokens, codes, statement, *rest)
        self._watch.share(statement, list(self._watch.matches - before))
        return found


class _Watched(Attributor):
    """The attributor, with every statement it makes written down."""

    _all_tried = True
    _watch: Watch
    _made: list[Statement]
    _ended_by: list[str]

    def begin(self, watch: Watch, reader: MentionReader, rules: RuleSet) -> None:
        self._watch, self._made, self._ended_by = watch, [], []
        self._reader = reader
        self._rules = [_watched(compiled, watch) for compiled in self._rules]
        self._each_cut = [rules.compiled(cut) for cut in rules.of("cut")]

    def __call__(self, codes: str, sentences: Any, quotations: Any, field: str, *rest: Any) -> Any:
        self._made = []
        kept = super().__call__(codes, sentences, quotations, field, *rest)
        identities = {id(s) for s in kept}
        by_sentence: dict[int, list[Statement]] = {}
        for s in kept:
            by_sentence.setdefault(s.sentence, []).append(s)
        for s in self._made:
            lost_to = None
            if id(s) not in identities:
                lost_to = _winner(s, by_sentence.get(s.sentence, ()))
            self._watch.note(s, "title" if field == "title" else "text", lost_to)
        return kept

    def _statement(self, compiled: Any, *rest: Any) -> Statement | None:
        began = perf_counter()
        self._ended_by = []
        made = super()._statement(compiled, *rest)
        self._watch.efforts[compiled.rule.id].seconds += perf_counter() - began
        if made is not None:
            self._made.append(made)
            self._watch.match(compiled.rule.id)
            self._watch.share(made, self._ended_by)
        return made

    def _cut_in(self, codes: str, a: int, b: int) -> re.Match[str] | None:
        for compiled in self._each_cut:
            self._watch.efforts[compiled.rule.id].tried += 1
        cut = super()._cut_in(codes, a, b)
        if cut:
            rest = codes[a + cut.start() : b] + END
            # all cuts are one pattern; the first that fits here is the one that did
            rule = next(c.rule.id for c in self._each_cut if c.regex.match(rest))
            self._watch.match(rule)
            self._ended_by.append(rule)
        return cut


def _winner(lost: Statement, kept: Collection[Statement]) -> str:
    """The rule whose statement holds the words of one that was not kept."""
    words = lost.taken
    for s in kept:
        if any(a < y and x < b for a, b in words for x, y in s.taken):
            return s.rule.id
    return lost.rule.id
