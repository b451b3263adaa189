"""The engine, watched: what each rule tried, found and lost, and how long it took."""

from collections.abc import Collection
from copy import copy
from time import perf_counter
from typing import Any

import msgspec

from attrib.attribute import Attributor, Statement
from attrib.engine import Engine, engine
from attrib.mentions import Range
from attrib.model import Document, Field, Quote, Span
from attrib.pipeline import extract_document
from attrib.rules import RuleSet
from attrib.text import Tokens


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """A statement that a rule made of a document. ``lost_to``: the rule that had taken its words;
    None if it was kept. ``parts`` are empty where it only brings a speaker on."""

    rule: str
    field: Field
    parts: tuple[Span, ...]
    cue: Span | None
    lost_to: str | None


class Effort(msgspec.Struct):
    """What a rule cost: sentences it was tried in, seconds."""

    tried: int = 0
    seconds: float = 0.0


class Watch:
    """Extracts documents with a rule set and notes what its rules do."""

    def __init__(self, rules: RuleSet) -> None:
        self.efforts = {rule.id: Effort() for rule in rules.of("rule")}
        self._candidates: list[Candidate] = []
        made = engine(rules)
        self._tokens: Tokens | None = None
        watched = copy(made.attributor)
        watched.__class__ = _Watched
        assert isinstance(watched, _Watched)
        watched.begin(self)
        self._rules = _with(rules, made, watched, _Tokenizer(self, made.tokenizer))

    def extract(self, document: Document) -> tuple[tuple[Quote, ...], tuple[Candidate, ...]]:
        """The quotes of a document, and every statement that a rule made of it."""
        self._candidates = []
        quotes = extract_document(document, self._rules)
        return quotes, tuple(self._candidates)

    def read(self, tokens: Tokens) -> None:
        """These are the tokens of the field that is read next."""
        self._tokens = tokens

    def note(self, statement: Statement, field: Field, lost_to: str | None) -> None:
        """A rule made a statement of the field read now."""
        tokens = self._tokens
        assert tokens is not None

        def span(r: Range) -> Span:
            return tokens.start(r[0]), tokens.end(r[1])

        self._candidates.append(
            Candidate(
                rule=statement.rule.id,
                field=field,
                parts=tuple(map(span, statement.contents)),
                cue=span(statement.cue) if statement.cue else None,
                lost_to=lost_to,
            )
        )


def without(rules: RuleSet, rule: str) -> RuleSet:
    """The rule set in which a statement rule is never tried. Made at once: nothing is compiled."""
    made = engine(rules)
    order = [compiled.rule.id for compiled in made.attributor._rules]
    less = copy(made.attributor)
    less._fields = [
        "nowhere" if name == rule else field
        for name, field in zip(order, made.attributor._fields, strict=True)
    ]
    return _with(rules, made, less, made.tokenizer)


def _with(rules: RuleSet, made: Engine, attributor: Attributor, tokenizer: Any) -> RuleSet:
    changed = msgspec.structs.replace(made, attributor=attributor, tokenizer=tokenizer)
    return msgspec.structs.replace(rules, engine=changed)


class _Tokenizer:
    def __init__(self, watch: Watch, tokenizer: Any) -> None:
        self._watch, self._tokenizer = watch, tokenizer

    def __call__(self, text: str) -> Tokens:
        tokens: Tokens = self._tokenizer(text)
        self._watch.read(tokens)
        return tokens


class _Pattern:
    """A rule's regular expression that counts and times its searches."""

    def __init__(self, regex: Any, effort: Effort) -> None:
        self._search, self._effort = regex.search, effort
        self.pattern = regex.pattern

    def search(self, line: str, at: int = 0) -> Any:
        began = perf_counter()
        found = self._search(line, at)
        self._effort.seconds += perf_counter() - began
        self._effort.tried += at == 0
        return found


class _Watched(Attributor):
    """The attributor, with every statement it makes written down."""

    _watch: Watch
    _made: list[Statement]

    def begin(self, watch: Watch) -> None:
        self._watch, self._made = watch, []
        self._rules = [
            msgspec.structs.replace(c, regex=_Pattern(c.regex, watch.efforts[c.rule.id]))
            for c in self._rules
        ]

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
        made = super()._statement(compiled, *rest)
        self._watch.efforts[compiled.rule.id].seconds += perf_counter() - began
        if made is not None:
            self._made.append(made)
        return made


def _winner(lost: Statement, kept: Collection[Statement]) -> str:
    """The rule whose statement holds the words of one that was not kept."""
    words = lost.taken
    for s in kept:
        if any(a < y and x < b for a, b in words for x, y in s.taken):
            return s.rule.id
    return lost.rule.id
