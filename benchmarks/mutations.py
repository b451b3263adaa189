"""Measures how many small damages to the rules an example or a fixture catches.

usage: python benchmarks/mutations.py [--sample N] [--only ID] [--kind elements|entries]
       [--missed]

Two kinds of damage, one at a time: a rule (stable or in test) loses one element of its pattern; a
list of cues loses one entry. It is caught if an example of any rule fails, or if a fixture that
passed does not pass any more. ``--sample`` takes so many of each kind, always the same ones;
``--missed`` names what nothing catches, which is where an example is wanting. Exit code 1 below
95 %.
"""

import argparse
import random
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import msgspec

from attrib.checking import lacking_roles
from attrib.examples import examples, fault, parse_example
from attrib.gold import GoldDocument, read_fixtures
from attrib.lexicon import Entry, normal
from attrib.loading import load_rules
from attrib.pattern import Element, Group, Look, PatternError, parse, walk
from attrib.pipeline import extract_document
from attrib.rules import Rule, RuleSet, read_rules, rules_directory
from attrib.score import shortcomings

WANTED = 0.95
SEED = 20240205


class Mutation(msgspec.Struct, frozen=True):
    """A damage: what it is called, the rule it is done to (None for a list), how to do it, and the
    words without which it can show nowhere (empty: it may show anywhere)."""

    name: str
    rule: str | None
    make: Callable[[], RuleSet | None]
    words: str = ""


def elements(rules: RuleSet) -> Iterator[Mutation]:
    """Each rule without one of its elements."""
    for rule in rules.rules:
        if rule.status not in ("stable", "test"):
            continue
        parsed = rule.elements
        branches = parsed.branches if isinstance(parsed, Group) else (parsed,)
        for b, branch in enumerate(branches):
            for i, element in enumerate(branch):
                if len(branch) == 1 or _idle(rule, branch, i):
                    continue
                parts = [
                    " ".join(e.source for j, e in enumerate(other) if (a, j) != (b, i))
                    for a, other in enumerate(branches)
                ]
                yield Mutation(
                    f"{rule.id} without {' '.join(element.source.split())}",
                    rule.id,
                    partial(_changed, rules, rule, " | ".join(parts)),
                )


def _idle(rule: Rule, branch: tuple[Element, ...], i: int) -> bool:
    """Whether losing an element can change nothing in a sentence of usual length: the END behind a
    clause, which takes up whatever is left; the START before one, since the first match is taken;
    the comma before a cut, since signs at a clause's edges are no part of it."""
    source = branch[i].source
    if source == "END":
        return i > 0 and _says(branch[i - 1])
    if source == "START":
        return _says(next((e for e in branch[1:] if _takes_up(e)), branch[0]))
    return rule.table == "cut" and i == 0 and source == ",?"


def _takes_up(element: Element) -> bool:
    """Whether an element always takes up a token."""
    if element.low == 0 or isinstance(element.body, Look):
        return False
    if isinstance(element.body, Group):
        return all(any(map(_takes_up, branch)) for branch in element.body.branches)
    return True


def _says(element: Element) -> bool:
    """Whether an element takes up a clause that was said."""
    return any(e.role == "content" for e in walk((element,)))


def _changed(rules: RuleSet, rule: Rule, pattern: str) -> RuleSet | None:
    """The rules with one pattern changed; None if it says nothing any more."""
    try:
        parse(pattern, rules.macros)
    except PatternError:
        return None
    changed = msgspec.structs.replace(rule, pattern=pattern)
    if lacking_roles(changed):
        return None
    for other in rules.rules:
        rules.compiled(other)
    compiled = {name: c for name, c in rules._compiled.items() if name != rule.id}
    return msgspec.structs.replace(
        rules,
        rules=tuple(changed if r is rule else r for r in rules.rules),
        engine=None,
        _compiled=compiled,
    )


def entries(rules: RuleSet) -> Iterator[Mutation]:
    """Each list of cues without one of its entries."""
    for name, lexicon in rules.lexicons.items():
        if name.startswith("cue-"):
            for entry in lexicon.entries:
                yield Mutation(
                    f"<{name}> without {entry.words}",
                    None,
                    partial(_without, rules, name, entry),
                    entry.words.strip("*?"),
                )


def _without(rules: RuleSet, name: str, entry: Entry) -> RuleSet | None:
    with tempfile.TemporaryDirectory(prefix="attrib-") as folder:
        copy = Path(folder) / "rules"
        shutil.copytree(rules.directory, copy)
        path = copy / "lexicons" / f"{name}.txt"
        lines = path.read_text(encoding="utf-8").splitlines()
        del lines[entry.line - 1]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return read_rules(copy)[0]


class Witnesses:
    """The examples and fixtures that hold as things are."""

    def __init__(self, rules: RuleSet) -> None:
        self._examples = [(r.id, e, w) for r in rules.rules for e, w in examples(r)]
        self._examples = [x for x in self._examples if self._holds(rules, *x)]
        self._cases = [
            case
            for case in read_fixtures()
            if case.group in ("written", "bugs", "quiet") and not _wrong(case, rules)
        ]

    def __str__(self) -> str:
        return f"{len(self._examples):,} examples, {len(self._cases):,} fixtures"

    @staticmethod
    def _holds(rules: RuleSet, rule_id: str, example: str, wanted: bool) -> bool:
        rule = next(r for r in rules.rules if r.id == rule_id)
        return fault(rules, rule, example, wanted) is None

    def catch(self, mutation: Mutation) -> str | None:
        """What catches a mutation, the nearest witness first; None if nothing does."""
        words = mutation.words
        near = [x for x in self._examples if words in normal(parse_example(x[1]).text)]
        near.sort(key=lambda x: x[0] != mutation.rule)
        cases = [c for c in self._cases if words in normal(_text(c))]
        if not near and not cases:
            return None
        rules = mutation.make()
        if rules is None:
            return "the check"
        for rule_id, example, wanted in near:
            if not self._holds(rules, rule_id, example, wanted):
                return f"example of {rule_id}"
        for case in cases:
            if _wrong(case, rules):
                return f"fixture {case.document.id}"
        return None


def _text(case: GoldDocument) -> str:
    return f"{case.document.title or ''} {case.document.text}"


def _wrong(case: GoldDocument, rules: RuleSet) -> bool:
    return bool(list(shortcomings(case, extract_document(case.document, rules))))


def main() -> None:
    """Run, print the shares, and fail below the mark."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--sample", type=int, metavar="N", help="so many of each kind")
    parser.add_argument("--only", metavar="ID", help="only of rules and lists so called")
    parser.add_argument("--kind", choices=("elements", "entries"), help="only this kind")
    parser.add_argument("--missed", action="store_true", help="name what nothing catches")
    wish = parser.parse_args()
    rules = load_rules(rules_directory())
    witnesses = Witnesses(rules)
    print(f"{witnesses}; rules {rules.hash}", flush=True)
    caught = tried = 0
    for kind, made in (("elements", elements(rules)), ("entries", entries(rules))):
        if wish.kind not in (None, kind):
            continue
        mutations = [m for m in made if wish.only is None or wish.only in m.name.split()[0]]
        if wish.sample is not None and wish.sample < len(mutations):
            mutations = random.Random(SEED).sample(mutations, wish.sample)
        found = 0
        for mutation in mutations:
            by = witnesses.catch(mutation)
            found += by is not None
            if by is None and wish.missed:
                print(f"  missed: {mutation.name}", flush=True)
        if mutations:
            print(f"{kind}: {found} of {len(mutations)} caught, {found / len(mutations):.1%}")
        caught, tried = caught + found, tried + len(mutations)
    if tried:
        print(f"together: {caught / tried:.1%}")
    sys.exit(tried > 0 and caught / tried < WANTED)


if __name__ == "__main__":
    main()
