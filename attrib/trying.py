"""The hits of a pattern that is in no rule file yet."""

import re
import shutil
import tempfile
from difflib import get_close_matches
from pathlib import Path

import msgspec
import orjson

from attrib.attribute import Statement
from attrib.engine import Engine, engine
from attrib.mentions import Range
from attrib.model import Document, Phrase
from attrib.passages import passage
from attrib.pattern import END, START, class_names, compile_elements, parse
from attrib.reading import Reading, read
from attrib.rules import RuleError, RuleSet, read_rules

ID = "try.pattern"
_FILE = "~try.toml"  # sorts behind every rule file


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """Where a pattern matches. ``parts``: its roles and what stands in them, in order. ``rules``:
    the rules whose statements share words with it, as things are; none: empty."""

    document: str
    sentence: Phrase
    match: Phrase
    parts: tuple[tuple[str, Phrase], ...]
    rules: tuple[str, ...]


class Trial:
    """A pattern made ready to be tried on documents."""

    def __init__(self, pattern: str, rules: RuleSet) -> None:
        """Raises PatternError or RuleError for a pattern that cannot be read."""
        elements = parse(pattern, rules.macros)
        names = list(class_names(elements))
        unknown = sorted(
            n for n in names if n.startswith("<") and n[1:-1] not in rules.vocabulary.lemmas
        )
        if unknown:
            near = get_close_matches(unknown[0][1:-1], rules.vocabulary.lemmas, 3, 0.3)
            lists = ", ".join(f"<{name}>" for name in near) or "see the folder lexicons"
            raise RuleError([f"there is no list {', '.join(unknown)}; near it: {lists}"])
        if not all(rules.vocabulary.characters(n) for n in names if n.startswith("'")):
            rules = _with_words(pattern, rules)
        self._made: Engine = engine(rules)
        text, roles = compile_elements(parse(pattern, rules.macros), rules.vocabulary)
        self._regex, self._roles = re.compile(text), roles

    def __call__(self, document: Document) -> list[Hit]:
        """The hits in a document's text, in order; in each sentence from left to right."""
        reading = read(self._made, document.text, "text")
        out: list[Hit] = []
        for number, (a, b) in enumerate(reading.sentences.spans):
            line = START + reading.codes[a:b] + END
            out += (
                self._hit(document, reading, number, m)
                for m in self._regex.finditer(line)
                if m.end() > m.start()
            )
        return out

    def _hit(self, document: Document, reading: Reading, number: int, m: re.Match[str]) -> Hit:
        a, b = reading.sentences.spans[number]
        # the line has one character before the sentence's first token and one behind its last
        start, end = max(m.start() - 1 + a, a), min(m.end() - 1 + a, b)
        parts = tuple(
            (role, passage(reading, (m.start(i) - 1 + a, m.end(i) - 1 + a)))
            for i, role in enumerate(self._roles, 1)
            if m.end(i) > m.start(i) >= 0
        )
        near = [s for s in reading.statements if s.sentence == number]
        return Hit(
            document=document.id,
            sentence=passage(reading, (a, b)),
            match=passage(reading, (start, end)),
            parts=parts,
            rules=tuple(s.rule.id for s in near if _shares(s, (start, end))),
        )


def _with_words(pattern: str, rules: RuleSet) -> RuleSet:
    """The same rules read again with words that only the new pattern asks for."""
    with tempfile.TemporaryDirectory(prefix="attrib-") as folder:
        copy = Path(folder) / "rules"
        shutil.copytree(rules.directory, copy)
        # a JSON string is a TOML string; a cut brings no statements of its own
        table = f'[[cut]]\nid = "{ID}"\nstatus = "draft"\npattern = '
        text = table + orjson.dumps(re.sub(r"[a-z_]+=(?=\S)", "", pattern)).decode() + "\n"
        (copy / _FILE).write_text(text, encoding="utf-8")
        read_again, faults = read_rules(copy)
        if read_again is None:
            raise RuleError(faults)
        kept = tuple(r for r in read_again.rules if r.id != ID)
        return msgspec.structs.replace(read_again, rules=kept, directory=rules.directory)


def _shares(s: Statement, r: Range) -> bool:
    taken = [*s.contents, *([s.cue] if s.cue else [])]
    return any(a < r[1] and r[0] < b for a, b in taken)
