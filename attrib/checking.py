"""What is wrong with a folder of rules: everything at once, each where it stands."""

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from attrib.engine import engine
from attrib.examples import examples, fault
from attrib.lexicon import Vocabulary
from attrib.model import Document
from attrib.pattern import (
    ANCHORS,
    Atom,
    Element,
    Group,
    Look,
    Macros,
    PatternError,
    class_names,
    first_characters,
    parse,
    walk,
)
from attrib.pipeline import extract_document
from attrib.rules import Rule, RuleError, RuleSet, lexicon_files, read_rules

_VALUES = {
    "subject": ("any", "speaker", "document"),
    "field": ("any", "text", "title"),
    "place": ("", "phrase", "after", "alias", "evidence", "hint", "within"),
}
# Of each table (or place of a mention), the roles of which a pattern must give one whole set.
_GIVES: dict[str, tuple[frozenset[str], ...]] = {
    "rule": (frozenset({"quote"}), frozenset({"content"}), frozenset({"cue", "speaker"})),
    "cut": (frozenset(),),
    "mention": (frozenset({"name"}), frozenset({"role"}), frozenset({"affiliation"})),
    "alias": (frozenset({"alias"}),),  # without a name: of whoever was named last
    "evidence": (frozenset({"name"}),),
    "hint": (frozenset({"name"}),),
    "within": (frozenset({"name"}),),
    "circumstance": (frozenset({"value"}),),
}
_QUOTED = re.compile(r"'[^']+'")
_TAGS = re.compile(r"</?\w+>")
_UNBOUNDED = re.compile(r"[*+]|\{\d+,\}")


class Finding(msgspec.Struct, frozen=True, order=True):
    """One fault, or one warning: something that harms nothing but is surely not meant.

    ``line`` counts from 1; ``id`` is the rule's, the macro's or the list's.
    """

    path: str
    line: int
    id: str
    message: str
    warning: bool = False

    def __str__(self) -> str:
        about = f"{self.id}: " if self.id else ""
        return f"{self.path}:{self.line}: {'warning: ' * self.warning}{about}{self.message}"


_FAULT = re.compile(r"(?s)(?P<path>.+?):(?P<line>\d+): (?:(?P<id>[\w.-]+): )?(?P<message>.+)")


def check(directory: Path) -> list[Finding]:
    """Every finding of a folder of rules, by file and line; none: empty.

    The examples are run only where the folder can be loaded.
    """
    rules, faults = read_rules(directory)
    found = [_finding(text, directory) for text in faults]
    if rules is not None:
        for rule in rules.rules:
            found += _of_rule(rules, rule)
        found += _unbounded_macros(rules)
        found += _run(rules)
    return sorted(set(found))


def _run(rules: RuleSet) -> list[Finding]:
    """What shows only when the rules are used: examples, and lists and macros nobody asks for."""
    macros = _Asked(rules.macros)
    for rule in rules.rules:
        parse(rule.pattern, macros)
    words = _AskedVocabulary(rules.vocabulary)
    # Names that others recognised are looked up in every list there is, which tells nothing: this
    # folder has none.
    watched = msgspec.structs.replace(
        rules,
        macros=macros,
        vocabulary=words,
        directory=rules.directory / "lexicons",
        engine=None,
        _compiled={},
    )
    try:
        engine(watched)
    except RuleError as error:
        return [_finding(text, rules.directory) for text in error.faults]
    except PatternError as error:
        return [Finding(str(rules.directory), 1, "", f"the engine needs it: {error}")]
    found: list[Finding] = []
    for rule in rules.rules:
        if rule.status != "off":
            found += _of_examples(watched, rule)
    # the whole way, so that every list is asked for that resolving speakers needs
    for rule in rules.rules:
        text = "\n\n".join(e for e, _ in examples(rule))
        extract_document(Document(id=rule.id, text=_TAGS.sub("", text)), watched)
    found += [
        Finding(*_macro_place(rules, name), name, f"macro @{name} is used nowhere", warning=True)
        for name in rules.macros
        if name not in macros.asked
    ]
    names = words.asked | {
        n.strip("<>") for rule in rules.rules for n in class_names(rule.elements)
    }
    for path in lexicon_files(rules.directory):
        if path.stem not in names:
            found.append(
                Finding(str(path), 1, path.stem, f"list <{path.stem}> is used nowhere", True)
            )
        elif not rules.vocabulary.characters(path.stem):
            found.append(Finding(str(path), 1, path.stem, f"list <{path.stem}> is empty", True))
    return found


class _Asked(Macros):
    """Macros that remember which of them were asked for."""

    def __init__(self, macros: dict[str, str]) -> None:
        super().__init__(macros)
        self.asked: set[str] = set()

    def __getitem__(self, name: str) -> str:
        self.asked.add(name)
        return super().__getitem__(name)


class _AskedVocabulary(Vocabulary):
    """A vocabulary that remembers which lists were asked for."""

    def __init__(self, of: Vocabulary) -> None:
        dict.__init__(self)
        self.__dict__.update(of.__dict__)
        self.asked = of.excluded  # a list may serve others only, as what they leave out

    def characters(self, name: str) -> frozenset[str]:
        self.asked.add(name.strip("<>"))
        return super().characters(name)

    def lemma(self, name: str, words: str) -> str | None:
        self.asked.add(name)
        return super().lemma(name, words)

    def entries(self, name: str) -> list[str]:
        self.asked.add(name)
        return super().entries(name)


def _of_rule(rules: RuleSet, rule: Rule) -> Iterator[Finding]:
    def finding(message: str, warning: bool = False) -> Finding:
        return Finding(str(rule.path), rule.line, rule.id, message, warning)

    for key, values in _VALUES.items():
        if getattr(rule, key) not in values and rule.table != "circumstance":
            yield finding(f"{key} must be one of {', '.join(filter(None, values))}")
    elements = rule.elements
    if lacking := lacking_roles(rule):
        yield finding(f"the pattern marks no {lacking}")
    if gap := _UNBOUNDED.search(_QUOTED.sub("", rule.pattern)):
        yield finding(f"unbounded gap {gap[0]!r}: write {{m,n}}")
    for other in rules.rules:
        if other is rule:
            break
        if (other.table, other.pattern, other.field, other.kind, other.place) == (
            rule.table, rule.pattern, rule.field, rule.kind, rule.place,
        ):  # fmt: skip
            yield finding(f"the same pattern as {other.id}")
    for element in _impossible(elements, rules.vocabulary):
        yield finding(f"no token can be {element.source}")
    if not rule.match and rule.status != "off":
        yield finding("no example (add match = ['''…'''])", warning=True)


def lacking_roles(rule: Rule) -> str | None:
    """The roles without which a rule of its table says nothing; None if its pattern marks them."""
    roles = {e.role for e in walk(rule.elements) if e.role}
    sets = _GIVES.get(rule.place) or _GIVES[rule.table]
    if any(wanted <= roles for wanted in sets):
        return None
    return " or ".join(" and ".join(sorted(wanted)) for wanted in sets)


def _impossible(node: tuple[Element, ...] | Group, vocabulary: Vocabulary) -> Iterator[Element]:
    known: dict[Atom, bool] = {}
    for element in walk(node):
        body = element.body.body if isinstance(element.body, Look) else element.body
        if isinstance(body, Atom) and body.include:
            if body not in known:
                known[body] = _anchored(body) or bool(first_characters(body, vocabulary))
            if not known[body]:
                yield element


def _anchored(atom: Atom) -> bool:
    return any(
        _anchored(item) if isinstance(item, Atom) else item[0] in ANCHORS for item in atom.include
    )


def _of_examples(rules: RuleSet, rule: Rule) -> Iterator[Finding]:
    for example, wanted in examples(rule):
        if wrong := fault(rules, rule, example, wanted):
            line = _line(rule.path, example, rule.line)
            yield Finding(str(rule.path), line, rule.id, wrong)


def _unbounded_macros(rules: RuleSet) -> Iterator[Finding]:
    for name, pattern in rules.macros.items():
        if gap := _UNBOUNDED.search(_QUOTED.sub("", pattern)):
            message = f"unbounded gap {gap[0]!r} in macro @{name}: write {{m,n}}"
            yield Finding(*_macro_place(rules, name), name, message)


def _macro_place(rules: RuleSet, name: str) -> tuple[str, int]:
    for path in sorted(rules.directory.glob("*.toml")):
        line = _line(path, name + " =", 0)
        if line:
            return str(path), line
    return str(rules.directory), 1


def _line(path: Path, words: str, otherwise: int) -> int:
    """The number of the first line that holds words (for a macro: that begins with them)."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith(words) if words.endswith(" =") else words in line:
            return number
    return otherwise


def _finding(text: str, directory: Path) -> Finding:
    m = _FAULT.fullmatch(text)
    if m is None:
        return Finding(str(directory), 1, "", text.removeprefix(f"{directory}: "))
    return Finding(m["path"], int(m["line"]), m["id"] or "", m["message"])
