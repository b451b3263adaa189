"""The rule language: patterns over classes of tokens, compiled to regular expressions.

A token's set of classes is one character (see :mod:`attrib.lexicon`), so a
sentence is a short string and a pattern an ordinary ``re`` over it. A unit of
several tokens (a phrase of a lexicon, a whole quotation) is its head's character
and one ``CONTINUES`` for each further token. This module knows no Indonesian.

    pattern  = branch ("|" branch)*
    branch   = element+
    element  = [role "="] atom [quantifier]
    atom     = word | 'quoted' | <list> | SHAPE | [set] | @macro | "(" pattern ")"
             | "!" atom | "&" atom          what must not, or must, follow here
    set      = item+ ("-" item)*          each item may be narrowed: <list>&Cap
    quantifier = ? * + {m} {m,n}, each with a further "?" (as few as possible)
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Protocol

import msgspec

CONTINUES = "\x01"
START = "\x02"
END = "\x03"
PARAGRAPH = "\x08"
SHAPES = ("Low", "Cap", "CAPS", "Sign", "Known", "Num")
ANCHORS = {"START": START, "END": END}
QUOTATIONS = {
    "QUOTE": "\x04\x05\x06\x0e",
    "QUOTE.": "\x04",  # ends in a full stop, a question or exclamation mark
    "QUOTE,": "\x05",  # ends in a comma
    "FRAGMENT": "\x0e",  # begins in lower case and ends in no sign
    "TERM": "\x07",  # a word or three
}
RARE = 900  # characters: a class of more has a token in nearly every sentence
UNBOUNDED = 200  # tokens: what * and + and {m,} stand for, so that no pattern runs away


class PatternError(ValueError):
    """A pattern that cannot be read; the message says what and where in it."""


class Classes(Protocol):
    """What a pattern needs of a vocabulary: the characters of each class."""

    def characters(self, name: str) -> frozenset[str]:
        """Characters of tokens in the class (``<list>``, a shape, or a literal ``'word'``)."""
        ...

    def everything(self) -> frozenset[str]:
        """Characters of all tokens."""
        ...


class Atom(msgspec.Struct, frozen=True):
    """A set of classes; ``include`` empty means any token. An item is a conjunction of classes
    or another set."""

    include: tuple["tuple[str, ...] | Atom", ...]
    exclude: tuple["tuple[str, ...] | Atom", ...] = ()


class Group(msgspec.Struct, frozen=True):
    """Alternatives of sequences."""

    branches: tuple[tuple["Element", ...], ...]


class Look(msgspec.Struct, frozen=True):
    """What must (or must not) follow here; takes up no token."""

    body: "Atom | Group"
    negative: bool


class Element(msgspec.Struct, frozen=True):
    """One step of a pattern: what, how often, under which role, and as it was written."""

    body: Atom | Group | Look
    role: str | None
    low: int
    high: int
    lazy: bool
    source: str


class Macros(dict[str, str]):
    """Named parts of patterns, and what has been read with them so far."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        super().__init__(texts)
        self.made: dict[str, Atom | Group] = {}
        self.read: dict[str, tuple[Element, ...] | Group] = {}

    def __reduce__(self) -> tuple[object, ...]:
        return Macros, (dict(self),)


_LEXEME = (
    r"\s*(?:(?P<role>[a-z][a-z_]*)=(?=\S)|(?P<macro>@[\w-]+)|(?P<list><[\w-]+>)|(?P<quoted>'[^']+')"
    r"|(?P<quant>(?:[?*+]|\{\d+(?:,\d*)?\})\??)|(?P<mark>[()\[\]|!&-])|(?P<shape>[A-Z][A-Za-z]*[.,]?)"
    r"|(?P<word>[^\W\d_A-Z](?:[\w-]*\w)?)|(?P<sign>[.,:;?…]))"
)


def _lexemes(text: str) -> list[tuple[str, str, int]]:
    out, at = [], 0
    lexeme = re.compile(_LEXEME)
    while text[at:].strip():
        m = lexeme.match(text, at)
        if not m or m.lastgroup is None:
            raise PatternError(f"cannot read {text[at:].strip()[:20]!r}")
        out.append((m.lastgroup, m[m.lastgroup], m.start(m.lastgroup)))
        at = m.end()
    return out


class _Parser:
    def __init__(
        self,
        text: str,
        macros: Mapping[str, str],
        made: dict[str, Atom | Group],
        seen: tuple[str, ...] = (),
    ) -> None:
        # ``made``: the macros read so far; ``seen``: those this text stands in
        self.text, self.macros, self.made, self.seen = text, macros, made, seen
        self.items = _lexemes(text)
        self.at = 0

    def peek(self) -> tuple[str, str, int]:
        return self.items[self.at] if self.at < len(self.items) else ("end", "", len(self.text))

    def take(self) -> tuple[str, str, int]:
        item = self.peek()
        self.at += 1
        return item

    def pattern(self, closer: str = "") -> Group:
        branches: list[tuple[Element, ...]] = []
        branch: list[Element] = []
        while True:
            kind, value, _ = self.peek()
            if kind == "end" or (kind == "mark" and value in (closer or ")")):
                if kind == "end" and closer:
                    raise PatternError(f"{closer!r} is missing")
                if kind != "end" and not closer:
                    raise PatternError(f"{value!r} closes nothing")
                self.at += kind != "end"
                break
            if kind == "mark" and value == "|":
                self.at += 1
                branches.append(tuple(branch))
                branch = []
                continue
            branch.append(self.element())
        branches.append(tuple(branch))
        if not all(branches):
            raise PatternError("an alternative is empty")
        return Group(tuple(branches))

    def element(self) -> Element:
        start = self.peek()[2]
        role = self.take()[1] if self.peek()[0] == "role" else None
        body = self.atom()
        low, high, lazy = 1, 1, False
        if self.peek()[0] == "quant" and self.text[self.peek()[2] - 1] != " ":
            quant = self.take()[1]
            if len(quant) > 1 and quant.endswith("?"):
                lazy, quant = True, quant[:-1]
            if quant in "?*+":
                low, high = {"?": (0, 1), "*": (0, UNBOUNDED), "+": (1, UNBOUNDED)}[quant]
            else:
                bounds = quant[1:-1].split(",")
                low = int(bounds[0])
                high = int(bounds[-1] or UNBOUNDED)
        end = self.peek()[2]
        return Element(body, role, low, high, lazy, self.text[start:end].strip())

    def atom(self) -> Atom | Group | Look:
        kind, value, at = self.take()
        if kind == "mark" and value == "(":
            return self.pattern(")")
        if kind == "mark" and value == "[":
            return self.bracket()
        if kind == "mark" and value in "!&":
            if self.text[:at][-1:].strip() not in ("", *"(|=!&"):  # <list>&Cap: not what follows
                raise PatternError(f"{value!r} has no space before it: a set is [<list>&Cap]")
            body = self.atom()
            if isinstance(body, Look):
                raise PatternError(f"{value!r} twice")
            return Look(body, value == "!")
        if kind == "macro":
            return self.macro(value)
        if kind in ("list", "quoted", "word", "sign", "shape"):
            name = _class_name(kind, value)
            return Atom(()) if name == "ANY" else Atom(((name,),))
        raise PatternError(f"{value or 'the end'!r} stands where a class or word should")

    def macro(self, value: str) -> Atom | Group:
        name = value[1:]
        if name in self.seen:
            raise PatternError(f"macro {value} uses itself")
        if name not in self.macros:
            raise PatternError(f"there is no macro {value}")
        if name not in self.made:
            self.made[name] = self.expansion(name)
        return self.made[name]

    def expansion(self, name: str) -> Atom | Group:
        text, seen = self.macros[name], (*self.seen, name)
        group = _Parser(text, self.macros, self.made, seen).pattern()
        if len(group.branches) == 1 and len(group.branches[0]) == 1:
            only = group.branches[0][0]
            if isinstance(only.body, Atom) and (only.low, only.high, only.role) == (1, 1, None):
                return only.body
        return group

    def bracket(self) -> Atom:
        include: list[tuple[str, ...] | Atom] = []
        exclude: list[tuple[str, ...] | Atom] = []
        negative = False
        while True:
            kind, value, _ = self.take()
            if kind == "mark" and value == "]":
                break
            if kind == "mark" and value == "-":
                negative = True
                continue
            if kind == "macro":
                body = self.macro(value)
                if not isinstance(body, Atom):
                    raise PatternError(f"{value} is no set and cannot stand in [ ]")
                (exclude if negative else include).append(body)
            elif kind in ("list", "quoted", "word", "sign", "shape"):
                item = [_class_name(kind, value)]
                while self.peek()[:2] == ("mark", "&"):
                    self.at += 1
                    k, v, _ = self.take()
                    item.append(_class_name(k, v))
                if item != ["ANY"]:
                    (exclude if negative else include).append(tuple(item))
            else:
                raise PatternError(f"{value or 'the end'!r} stands in [ ] where a class should")
            negative = False
        return Atom(tuple(include), tuple(exclude))


def _class_name(kind: str, value: str) -> str:
    if kind == "quoted":
        if " " in value:
            raise PatternError(f"{value} is more than a word: put it into a list")
        return value.lower()
    if kind in ("word", "sign"):
        return f"'{value}'"
    if kind == "shape" and value not in (*SHAPES, *ANCHORS, *QUOTATIONS, "ANY"):
        raise PatternError(f"unknown class {value}")
    return value


def parse(text: str, macros: Mapping[str, str]) -> tuple[Element, ...] | Group:
    """Read a pattern. One branch gives its elements, several give a Group. Raises PatternError."""
    known = macros if isinstance(macros, Macros) else Macros(macros)
    if text not in known.read:
        group = _Parser(text, known, known.made).pattern()
        known.read[text] = group.branches[0] if len(group.branches) == 1 else group
    return known.read[text]


def walk(node: tuple[Element, ...] | Group) -> Iterator[Element]:
    """Every element of a pattern, outermost first."""
    for branch in node.branches if isinstance(node, Group) else (node,):
        for element in branch:
            yield element
            body = element.body.body if isinstance(element.body, Look) else element.body
            if isinstance(body, Group):
                yield from walk(body)


def class_names(node: tuple[Element, ...] | Group) -> Iterator[str]:
    """The name of every class a pattern asks for: lists, shapes, anchors and literals."""

    def names(atom: Atom) -> Iterator[str]:
        for item in (*atom.include, *atom.exclude):
            if isinstance(item, Atom):
                yield from names(item)
            else:
                yield from item

    for element in walk(node):
        body = element.body.body if isinstance(element.body, Look) else element.body
        if isinstance(body, Atom):
            yield from names(body)


def first_characters(atom: Atom, classes: Classes) -> frozenset[str]:
    """The characters of the tokens in a set of classes."""
    return _characters(atom, classes)


def openings(node: tuple[Element, ...] | Group, classes: Classes) -> frozenset[str] | None:
    """The characters that a match may begin with; None if it may begin with anything, or be
    empty."""
    found = _openings(node, classes)
    return None if found is None or found[1] else frozenset(found[0])


def _openings(node: tuple[Element, ...] | Group, classes: Classes) -> tuple[set[str], bool] | None:
    out: set[str] = set()
    empty = False
    for branch in node.branches if isinstance(node, Group) else (node,):
        for element in branch:
            body = element.body
            if isinstance(body, Look):
                continue
            if isinstance(body, Group):
                found = _openings(body, classes)
            elif body.include:
                found = set(_characters(body, classes) | _anchors(body)), False
            else:
                found = None
            if found is None:
                return None
            out |= found[0]
            if element.low and not found[1]:
                break
        else:
            empty = True
    return out, empty


Needs = dict[int, tuple[Group, list[frozenset[str]]]]  # id of a group → it, what it needs


def needed(
    node: tuple[Element, ...] | Group,
    classes: Classes,
    common: frozenset[str] = frozenset(),
    known: Needs | None = None,
) -> list[frozenset[str]]:
    """Sets of characters of each of which every match holds one; those that hold one of ``common``
    are left out. Of alternatives, what all of them need, and one of the rarest of each. ``known``:
    what groups asked for before need, macros for the most part, with the same ``common``."""
    known = {} if known is None else known
    if isinstance(node, Group):
        if id(node) in known:
            return known[id(node)][1]
        signs = classes.characters("Sign")

        def rarity(chars: frozenset[str]) -> tuple[bool, bool, int]:
            return len(chars) >= RARE, not chars.isdisjoint(signs), len(chars)

        each = [needed(branch, classes, common, known) for branch in node.branches]
        out: list[frozenset[str]] = []
        if all(each):
            out = [chars for chars in each[0] if all(chars in sets for sets in each)]
            either = frozenset[str]().union(*(min(sets, key=rarity) for sets in each))
            if either not in out:
                out.append(either)
        known[id(node)] = node, out
        return out
    found: list[frozenset[str]] = []
    for element in node:
        body = element.body
        if element.low == 0 or isinstance(body, Look):
            continue
        if isinstance(body, Group):
            found += needed(body, classes, common, known)
        elif body.include and ANCHORS.keys().isdisjoint(class_names((element,))):
            found.append(_characters(body, classes))
    return [chars for chars in found if chars.isdisjoint(common)]


def fewest(node: tuple[Element, ...] | Group, role: str) -> int:
    """How many elements of a role every match has at least."""
    return min(
        sum(
            1 if e.role == role else fewest(e.body, role) if isinstance(e.body, Group) else 0
            for e in branch
            if e.low
        )
        for branch in (node.branches if isinstance(node, Group) else (node,))
    )


def compile_elements(
    node: tuple[Element, ...] | Group, classes: Classes
) -> tuple[str, tuple[str, ...]]:
    """Regular expression over class characters, and the role of each of its groups in order.

    A role that is named several times has several groups; group ``i + 1`` is ``roles[i]``.
    """
    roles: list[str] = []
    cache: dict[Atom, str] = {}

    def atom(a: Atom) -> str:
        if a not in cache:
            cache[a] = _atom(a, classes)
        return cache[a]

    def body(b: Atom | Group | Look) -> str:
        if isinstance(b, Atom):
            return atom(b)
        if isinstance(b, Look):
            return f"(?{'!' if b.negative else '='}{body(b.body)})"
        return "(?:" + "|".join("".join(map(element, branch)) for branch in b.branches) + ")"

    def element(e: Element) -> str:
        if e.role:
            roles.append(e.role)
        text = body(e.body)
        if (e.low, e.high) != (1, 1):
            # nothing at all is an alternative of its own: an absent part fails faster so
            low = e.low or int(not e.lazy)
            if (low, e.high) != (1, 1):
                text = f"(?:{text}){{{low},{e.high}}}" + ("?" if e.lazy else "")
            if low > e.low:
                text = f"(?:{text}|)"
        return f"({text})" if e.role else text

    if isinstance(node, Group):
        return body(node), tuple(roles)
    return "".join(map(element, node)), tuple(roles)


def _characters(a: Atom, classes: Classes) -> frozenset[str]:
    """All characters of a set of classes, anchors left out."""

    def union(items: tuple[tuple[str, ...] | Atom, ...]) -> set[str]:
        out: set[str] = set()
        for item in items:
            if isinstance(item, Atom):
                out |= _characters(item, classes)
            elif item[0] not in ANCHORS:
                out |= frozenset.intersection(
                    *(
                        frozenset(QUOTATIONS[n]) if n in QUOTATIONS else classes.characters(n)
                        for n in item
                    )
                )
        return out

    taken = union(a.exclude)
    return frozenset((union(a.include) if a.include else set(classes.everything())) - taken)


def _anchors(a: Atom) -> set[str]:
    """The characters of the anchors in a set of classes."""
    return {ANCHORS[i[0]] for i in a.include if not isinstance(i, Atom) and i[0] in ANCHORS}


def _atom(a: Atom, classes: Classes) -> str:
    if not a.include:
        stop = _characters(Atom(a.exclude), classes) if a.exclude else frozenset()
        return f"[^{ranges(stop | {CONTINUES, START, END, PARAGRAPH})}]{CONTINUES}*+"
    anchors, chars = _anchors(a), _characters(a, classes)
    if not chars:
        return charset(anchors)  # an empty class matches nothing
    return f"{charset(chars | anchors)}{CONTINUES}*+"


def charset(chars: set[str] | frozenset[str]) -> str:
    """A character class of just these characters; of none, what never matches."""
    return f"[{ranges(chars)}]" if chars else "(?!)"


def ranges(chars: set[str] | frozenset[str]) -> str:
    """The inside of a character class that holds just these characters."""
    return _ranges(frozenset(chars))


@lru_cache(maxsize=1 << 12)  # of 12,000 sets of characters that patterns ask for 1,000 differ
def _ranges(chars: frozenset[str]) -> str:
    out: list[str] = []
    points = sorted(map(ord, chars))
    i = 0
    while i < len(points):
        j = i
        while j + 1 < len(points) and points[j + 1] == points[j] + 1:
            j += 1
        out.append(re.escape(chr(points[i])) + (f"-{re.escape(chr(points[j]))}" if j > i else ""))
        i = j + 1
    return "".join(out)
