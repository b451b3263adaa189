"""Rules as data: loading a folder of patterns and word lists, and finding what is wrong in it.

A folder holds ``*.toml`` (tables ``[macros]``, ``[[rule]]``, ``[[cut]]``, ``[[mention]]``,
``[[circumstance]]``) and ``lexicons/*.txt``. ``docs/rules.md`` explains each key.
"""

import re
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

import msgspec

from attrib.lexicon import Lexicon, Vocabulary, read_lexicon
from attrib.matching import matcher
from attrib.pattern import (
    Atom,
    Element,
    Group,
    Macros,
    Needs,
    PatternError,
    charset,
    class_names,
    compile_elements,
    first_characters,
    needed,
    openings,
    parse,
    walk,
)
from attrib.quotations import MARKS
from attrib.text import split_tokens

Table = Literal["rule", "cut", "mention", "circumstance"]
TABLES: tuple[Table, ...] = ("rule", "cut", "mention", "circumstance")
STATUSES = ("draft", "test", "stable", "off")
ROLES = {
    "rule": {"quote", "content", "cue", "speaker"},
    "cut": set[str](),
    "mention": {"name", "role", "affiliation", "point", "alias"},
    "circumstance": {"value"},
}
MENTION_KINDS = (
    "person",
    "conjoined",
    "pronoun",
    "office",
    "organization",
    "group",
    "anonymous",
    "document",
    "description",
)
_KEYS: dict[str, dict[str, type]] = {
    "rule": {
        "priority": int,
        "subject": str,
        "clitic": bool,
        "aside": bool,
        "field": str,
        "links": bool,
    },
    "cut": {},
    "mention": {"kind": str, "place": str},
    "circumstance": {"kind": str, "place": str},
}
_COMMON: dict[str, type] = {
    "id": str, "status": str, "gloss": str, "pattern": str, "match": list, "no_match": list,
}  # fmt: skip
# Signs that the engine itself asks the vocabulary about.
_ENGINE_SIGNS = (*MARKS, ".", ",", "!", "?", "…", "(", ")", "/", "-", "–", "—", ":", ";")


class RuleError(Exception):
    """The rule folder has faults; ``faults`` lists all of them as ``file:line: id: message``."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """One pattern and what it is for.

    ``macros`` are those its pattern may use. ``priority``: of two overlapping statements the
    higher wins. ``subject``: ``speaker`` asks that the speaker be one that can speak. ``clitic``:
    the cue's -nya is the speaker. ``aside``: who speaks is not whom the sentence is about.
    ``field``: only in this field. ``links``: also in a sentence that opens like a link, into
    which lost paragraphs have run. ``kind`` and ``place`` serve mentions and circumstances.
    """

    table: Table
    id: str
    status: str
    gloss: str
    pattern: str
    match: tuple[str, ...]
    no_match: tuple[str, ...]
    priority: int
    subject: str
    clitic: bool
    aside: bool
    field: str
    links: bool
    kind: str
    place: str
    path: Path
    line: int
    macros: dict[str, str]

    @property
    def elements(self) -> tuple[Element, ...] | Group:
        """The parsed pattern."""
        return parse(self.pattern, self.macros)


class Compiled(msgspec.Struct, frozen=True):
    """A rule's regular expression, and the role of each of its groups."""

    rule: Rule
    regex: re.Pattern[str]
    roles: tuple[str, ...]


class RuleSet(msgspec.Struct):
    """Rules and word lists, ready to use; safe to share between threads.

    ``hash`` names the rule set: eight hex digits over all its files.
    """

    directory: Path
    rules: tuple[Rule, ...]
    macros: dict[str, str]
    vocabulary: Vocabulary
    hash: str
    engine: Any = None  # what the pipeline builds from the rules, once
    _compiled: dict[str, Compiled] = msgspec.field(default_factory=dict)

    @property
    def lexicons(self) -> dict[str, Lexicon]:
        """The word lists by name, read from the folder."""
        return {p.stem: read_lexicon(p)[0] for p in lexicon_files(self.directory)}

    def of(self, table: Table) -> tuple[Rule, ...]:
        """The rules of a table that are not off, in the order of their files."""
        return tuple(r for r in self.rules if r.table == table and r.status != "off")

    def compiled(self, rule: Rule) -> Compiled:
        """The rule's regular expression, made when first asked for."""
        found = self._compiled.get(rule.id)
        if found is None:
            found = self._compiled[rule.id] = Compiled(rule, *self._regex(rule.elements))
        return found

    def regex(self, pattern: str) -> re.Pattern[str]:
        """A pattern of the rule language, with these macros, as a regular expression."""
        return self._regex(parse(pattern, self.macros))[0]

    def _regex(
        self, elements: tuple[Element, ...] | Group
    ) -> tuple[re.Pattern[str], tuple[str, ...]]:
        text, roles = compile_elements(elements, self.vocabulary)
        first = openings(elements, self.vocabulary)
        return matcher(text, first=charset(first) if first else ""), roles

    def needed(self, rule: Rule, known: Needs | None = None) -> list[frozenset[str]]:
        """Sets of characters of each of which the rule's matches hold one; ``known`` keeps what
        macros need from one rule to the next."""
        return needed(rule.elements, self.vocabulary, known=known)

    def characters(self, rule: Rule, role: str) -> frozenset[str]:
        """The characters that the elements of a role may begin with: what triggers a rule; none
        where one may begin with anything."""
        out: set[str] = set()
        for element in walk(rule.elements):
            if element.role != role:
                continue
            if isinstance(element.body, Atom):
                out |= first_characters(element.body, self.vocabulary)
            elif isinstance(element.body, Group):
                found = openings(element.body, self.vocabulary)
                if found is None:
                    return frozenset()
                out |= found
        return frozenset(out)


def lexicon_files(directory: Path) -> list[Path]:
    """The files of a folder's word lists, in order."""
    return sorted((directory / "lexicons").glob("*.txt"))


def rules_directory() -> Path:
    """The folder of rules that comes with attrib."""
    installed = Path(__file__).with_name("_rules")
    return installed if installed.is_dir() else Path(__file__).parent.parent / "rules"


def read_rules(directory: Path) -> tuple[RuleSet | None, list[str]]:
    """Read a folder of rules: the set (None where it cannot be used) and every fault found."""
    import tomllib  # not needed where a snapshot is

    faults: list[str] = []
    files = sorted(directory.glob("*.toml")) if directory.is_dir() else []
    if not files:
        return None, [f"{directory}: holds no rules; give a folder with *.toml and lexicons/*.txt"]
    digest = sha256()
    lexicons: dict[str, Lexicon] = {}
    for path in lexicon_files(directory):
        digest.update(path.name.encode() + path.read_bytes())
        lexicons[path.stem], bad = read_lexicon(path)
        faults += bad
    macros = Macros({})
    tables: list[tuple[Table, dict[str, Any], Path, int]] = []
    for path in files:
        digest.update(path.name.encode() + path.read_bytes())
        try:
            text = path.read_text(encoding="utf-8")
            data = tomllib.loads(text)
        except (UnicodeDecodeError, tomllib.TOMLDecodeError) as e:
            at = re.search(r"line (\d+)", str(e))
            faults.append(f"{path}:{at[1] if at else 1}: not TOML ({e})")
            continue
        lines = text.splitlines()
        for name, value in data.get("macros", {}).items():
            if name in macros:
                faults.append(f"{path}:{_line(lines, name)}: macro {name} is defined twice")
            elif not isinstance(value, str):
                faults.append(f"{path}:{_line(lines, name)}: macro {name} is no text")
            else:
                macros[name] = value
        for key in data.keys() - {"macros", *TABLES}:
            faults.append(f"{path}:{_line(lines, key)}: unknown table {key!r}")
        for table in TABLES:
            for i, entry in enumerate(data.get(table, ())):
                tables.append((table, entry, path, _header_line(lines, table, i)))
    rules: list[Rule] = []
    seen: dict[str, str] = {}
    for table, entry, path, line in tables:
        rule, bad = _rule(table, entry, path, line, macros)
        faults += bad
        if rule:
            if rule.id in seen:
                faults.append(f"{path}:{line}: {rule.id}: the id stands at {seen[rule.id]} already")
            seen[rule.id] = f"{path}:{line}"
            rules.append(rule)
    literals = {f"'{sign}'".lower() for sign in _ENGINE_SIGNS}
    for rule in rules:
        for name in class_names(rule.elements):
            if name.startswith("'"):
                literals.add(name)
            elif name.startswith("<") and name[1:-1] not in lexicons:
                faults.append(f"{rule.path}:{rule.line}: {rule.id}: there is no list {name}")
    if faults:
        return None, sorted(set(faults))
    vocabulary = Vocabulary(lexicons, sorted(literals), split_tokens)
    digits = digest.hexdigest()[:8]
    return RuleSet(directory, tuple(rules), macros, vocabulary, digits), []


def _line(lines: list[str], name: str) -> int:
    for number, line in enumerate(lines, 1):
        if line.strip().startswith((f"{name} ", f"{name}=", f"[{name}", f"[[{name}")):
            return number
    return 1


def _header_line(lines: list[str], table: str, index: int) -> int:
    headers = [n for n, line in enumerate(lines, 1) if line.strip().startswith(f"[[{table}]]")]
    return headers[index] if index < len(headers) else 1


def _rule(
    table: Table, entry: dict[str, Any], path: Path, line: int, macros: dict[str, str]
) -> tuple[Rule | None, list[str]]:
    name = entry.get("id")
    where = f"{path}:{line}: {name or table}"
    faults: list[str] = []
    allowed = {**_COMMON, **_KEYS[table]}
    for key, value in entry.items():
        if key not in allowed:
            faults.append(f"{where}: unknown key {key!r}; keys are {', '.join(sorted(allowed))}")
        elif not isinstance(value, allowed[key]) or (
            isinstance(value, bool) is not (allowed[key] is bool)
        ):
            faults.append(f"{where}: {key} must be {allowed[key].__name__}")
    if not isinstance(name, str) or not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", name):
        faults.append(f"{where}: id must look like family.name")
    if not isinstance(entry.get("pattern"), str):
        faults.append(f"{where}: pattern is missing")
    status = entry.get("status", "stable")
    if status not in STATUSES:
        faults.append(f"{where}: status must be one of {', '.join(STATUSES)}")
    if table == "mention" and entry.get("kind") not in MENTION_KINDS:
        faults.append(f"{where}: kind must be one of {', '.join(MENTION_KINDS)}")
    faults.extend(
        f"{where}: an example must be text, not {example!r}"
        for key in ("match", "no_match")
        if isinstance(examples := entry.get(key), list)
        for example in examples
        if not isinstance(example, str)
    )
    if faults:
        return None, faults
    try:
        elements = parse(entry["pattern"], macros)
    except PatternError as e:
        return None, [f"{where}: {e}"]
    roles = ", ".join(sorted(ROLES[table])) or "none"
    faults.extend(
        f"{where}: role {element.role!r}; a {table} has {roles}"
        for element in walk(elements)
        if element.role and element.role not in ROLES[table]
    )
    return Rule(
        table=table,
        id=entry["id"],
        status=status,
        gloss=entry.get("gloss", ""),
        pattern=entry["pattern"],
        match=tuple(entry.get("match", ())),
        no_match=tuple(entry.get("no_match", ())),
        priority=entry.get("priority", 50),
        subject=entry.get("subject", "any"),
        clitic=entry.get("clitic", False),
        aside=entry.get("aside", False),
        field=entry.get("field", "any"),
        links=entry.get("links", False),
        kind=entry.get("kind", ""),
        place=entry.get("place", ""),
        path=path,
        line=line,
        macros=macros,
    ), faults
