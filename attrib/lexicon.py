"""Word lists, and the vocabulary that gives each token its character of classes.

A list is a plain text file, an entry a line: ``entry``, ``entry = lemma``, ``# comment``.
An entry of several words is a phrase; one with ``*`` (and a ``?`` for each letter that must stand
there besides) is for any word that begins or ends so, or both, and stands in none of the lists
named by ``-<list>`` entries; one of ``?`` and full stops alone is for any word so spelled
(``?.?``: B.J; ``??``: DW). The file's name is the class's name.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from itertools import combinations
from pathlib import Path
from sys import intern
from typing import Any

import msgspec

from attrib.pattern import CONTINUES, PARAGRAPH, QUOTATIONS, SHAPES

_BASE = 0x100
_BLOCK = 0x100  # characters: what re tests at once in a set
_CACHE = 200_000  # distinct forms kept before the cache starts afresh
_LETTER = r"[^\W\d_]"
_DOUBLED = rf"{_LETTER}{{0,4}}({_LETTER}{{3,}})-\1(?:nya|an|kan)?"
_NAME_SIGNS = frozenset(".&'’/-")  # what words in capitals may have between their letters
# What surrounds a token and is no part of it: spaces, and the invisible (zero-width marks,
# byte-order marks, soft hyphens), which may stand inside a word too.
INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"
BLANK = (
    " \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u2028\u2029\u202f\u205f\u3000"
    + "".join(map(chr, range(0x2000, 0x200B)))
    + INVISIBLE
)
_FOLDED = str.maketrans("’‘`ʼ‑", "''''-", INVISIBLE)
# asked for word by word
_LISTED = (
    "cue-",
    "relativiser",
    "preposition",
    "modal",
    "clause-link",
    "honorific",
    "glued-end",
    "outlet",
    "provenance",
    "contact",
)
_PLAIN = frozenset(("common-word",))
_NAMES = frozenset(("given-name", "family-name", "also-name", "name-particle", "name-with-article"))
_NO_LISTS: frozenset[str] = frozenset()
_ANY = re.compile(r"[?*]+")  # in an entry: any letters, for each ? one at least
_EDGE = 2  # letters: no affix of a list is shorter
LOW, CAP, CAPS, SIGN, KNOWN, NUM = range(6)

Key = tuple[str, ...]  # words, folded


class Entry(msgspec.Struct, frozen=True):
    """A line of a list: the words, the lemma (the words themselves if none is given), the line."""

    words: str
    lemma: str
    line: int


class Lexicon(msgspec.Struct, frozen=True):
    """A class of words. ``entries`` in the order of the file."""

    name: str
    path: Path
    entries: tuple[Entry, ...]
    about: str


@cache  # emptied with the memory of tokens; one that knew what it used last is slower
def normal(token: str) -> str:
    """The form under which lists hold a token: trimmed, lower case, plain apostrophes."""
    return token.strip(BLANK).lower().translate(_FOLDED)


def read_lexicon(path: Path) -> tuple[Lexicon, list[str]]:
    """Read a list; the second value holds its faults as ``file:line: message``."""
    entries: list[Entry] = []
    faults: list[str] = []
    about: list[str] = []
    seen: dict[str, int] = {}
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as e:
        return Lexicon(path.stem, path, (), ""), [f"{path}:1: not UTF-8 ({e.reason}); save it so"]
    for number, line in enumerate(lines, 1):
        if not entries and line.startswith("#"):
            about.append(line.lstrip("# "))
        body = line.split("#", 1)[0].strip()
        if not body:
            continue
        words, _, lemma = (part.strip() for part in body.partition("="))
        words = " ".join(normal(words).split())
        if not words or ("=" in body and not lemma):
            faults.append(f"{path}:{number}: an entry is written `words` or `words = lemma`")
        elif "*" in words and len(_ANY.findall(words)) > 1:
            faults.append(f"{path}:{number}: {words!r}: write one `*`, as in mem*, *nya, per*an")
        elif words in seen:
            faults.append(f"{path}:{number}: {words!r} stands at line {seen[words]} already")
        else:
            seen[words] = number
            entries.append(Entry(words, lemma or words, number))
    return Lexicon(path.stem, path, tuple(entries), " ".join(about)), faults


class _Row:
    """The sets of lists that have a character in a shape, in order, and the place of each."""

    def __init__(self, sets: list[int]) -> None:
        self.sets = sets
        self.places = {index: place for place, index in enumerate(sets)}


class Vocabulary(dict[str, str]):
    """Token as it stands (spaces after it included) → its character of classes.

    Looking a new token up works its classes out once and keeps them.
    """

    def __init__(
        self,
        lexicons: Mapping[str, Lexicon],
        literals: Iterable[str],
        split: Callable[[str], Sequence[str]],
    ) -> None:
        super().__init__()
        self._classes: dict[str, frozenset[str]] = {}  # those asked for; a snapshot needs none
        self.lemmas: dict[str, dict[str, str]] = {}
        self._short: dict[str, dict[str, list[str]]] = {}  # list → lemma → what it is written for
        self._single: dict[str, list[str]] = {}
        self.cues: dict[str, str] = {}  # of all lists of cues, the first list first
        words: dict[str, set[str]] = {}
        # first, or else last, letters of an affix → what a word begins and ends with, letters of
        # the shortest such word, the list
        self._prefixes: dict[str, list[tuple[str, str, int, str]]] = {}
        self._suffixes: dict[str, list[tuple[str, str, int, str]]] = {}
        shaped: set[str] = set()
        self._spelled: dict[str, str] = {}  # ?.? → the list
        self._unshaped: dict[str, set[str]] = {}
        phrases: dict[str, dict[Key, set[str]]] = {}
        for name, lexicon in lexicons.items():
            lemmas = {e.words: e.lemma for e in lexicon.entries if e.lemma != e.words}
            self.lemmas[name] = lemmas
            if name.startswith("cue-"):
                self.cues = {**lemmas, **self.cues}
            for entry in lexicon.entries:
                text = entry.words
                if text.startswith("-<"):
                    self._unshaped.setdefault(name, set()).add(text[2:-1])
                    continue
                if not text.strip("?."):
                    self._spelled[text] = name
                    continue
                if "*" in text:
                    front, back = _ANY.split(text)
                    least = len(text) - 1
                    edges = self._suffixes if back else self._prefixes
                    edge = back[-_EDGE:] or front[:_EDGE]
                    edges.setdefault(edge, []).append((front, back, least, name))
                    shaped.add(name)
                    continue
                parts = tuple(normal(t) for t in split(text))
                if "." in text and " " not in text:
                    words.setdefault(text, set()).add(name)  # S.H, one token with its capitals
                if len(parts) == 1:
                    if name.startswith(_LISTED):
                        self._single.setdefault(name, []).append(parts[0])
                    words.setdefault(parts[0], set()).add(name)
                else:
                    phrases.setdefault(parts[0], {}).setdefault(parts, set()).add(name)
        for literal in literals:
            # tokens are folded before they are looked up: `` and '' are one mark
            words.setdefault(normal(literal[1:-1]), set()).add(literal)
        given = {word for word, classes in words.items() if classes <= _NAMES}
        listed = words.keys() | phrases.keys()
        for first, table in phrases.items():
            words.setdefault(first, set()).add("phrase-start")
            for parts in table:
                words.setdefault(parts[1], set()).add("phrase-next")
        self._within = frozenset(words.keys() - listed)  # those that only phrases hold
        for word, classes in words.items():
            classes |= {
                name
                for name in self._by_spelling(word) or self._by_affix(word)
                if not classes & self._unshaped.get(name, set())
            }
        sets: dict[frozenset[str], int] = {frozenset(): 0}
        self._sets = sets
        self._words = {w: sets.setdefault(frozenset(c), len(sets)) for w, c in words.items()}
        # first word → second word → what is behind them in each phrase, the longest first
        self._phrases: dict[str, dict[str, list[tuple[Key, int]]]] = {}
        # two tokens as they stand → the phrases that may begin there
        self._pairs: dict[tuple[str, str], Sequence[tuple[Key, str]]] = {}
        for first, table in phrases.items():
            seconds = self._phrases.setdefault(first, {})
            for parts, c in sorted(table.items(), key=lambda kv: -len(kv[0])):
                index = sets.setdefault(frozenset(c), len(sets))
                seconds.setdefault(parts[1], []).append((parts[2:], index))
        # the classes that a word in no list may have: plain, or of a spelling, or from its affixes
        unlisted = [_NO_LISTS, _PLAIN, *(frozenset((name,)) for name in self._spelled.values())]
        for n in range(1, len(shaped) + 1):
            unlisted += map(frozenset, combinations(sorted(shaped), n))
        for members in unlisted:
            sets.setdefault(members, len(sets))
        self._neighbours()
        self._verbal = frozenset(self._words[word] for word in words.keys() & (listed - given))
        self._names: dict[str, list[int]] = {}
        for members, index in sets.items():
            for name in members:
                self._names.setdefault(name, []).append(index)
        self._number()
        # of a capitalised word that no list holds, and of one of plain language
        self.unlisted = self._character(sets[_NO_LISTS], CAP)
        self.plain = self._character(sets[_PLAIN], CAP)
        self._sets = {members: sets[members] for members in unlisted}

    def _number(self) -> None:
        """Give each set of lists a character in each shape that one of its words can have."""
        words = [
            *self._words.items(),
            *(
                (first, index)
                for first, seconds in self._phrases.items()
                for found in seconds.values()
                for _, index in found
            ),
        ]
        signs = {index for word, index in words if not re.search(_LETTER, word)}
        lettered = {index for word, index in words if re.search(_LETTER, word)}
        letters = [i for i in range(len(self._sets)) if i in lettered or i not in signs]
        signs.add(self._sets[_NO_LISTS])
        # a shape's characters begin where a block of re's sets does: a list has the same blocks in
        # all shapes, and each is kept once
        room = -(-len(letters) // _BLOCK) * _BLOCK
        words_row, signs_row = _Row(letters), _Row(sorted(signs))
        self._room = room
        self._rows = [signs_row if n in (SIGN, NUM) else words_row for n in range(len(SHAPES))]

    def _neighbours(self) -> None:
        """Number the sets anew, those with the same lists side by side, so that classes are few
        ranges of characters: the patterns shrink to a third."""
        common = Counter(name for members in self._sets for name in members)
        lists = [name for name, _ in common.most_common()]
        ordered = sorted(self._sets, key=lambda members: [name in members for name in lists])
        new = {self._sets[members]: number for number, members in enumerate(ordered)}
        self._sets.update({members: new[old] for members, old in self._sets.items()})
        self._words = {word: new[index] for word, index in self._words.items()}
        for seconds in self._phrases.values():
            for second, found in seconds.items():
                seconds[second] = [(rest, new[index]) for rest, index in found]

    def _character(self, index: int, shape: int) -> str:
        """The character of a set in a shape, or in one that its words have: ʼ is a letter, and
        folded a sign."""
        if index not in self._rows[shape].places:
            shape = SIGN if index in self._rows[SIGN].places else LOW
        return self._char(shape, self._rows[shape].places[index])

    def _char(self, shape: int, place: int) -> str:
        # each is one object in all sets and dicts, which a snapshot then holds once
        return intern(chr(_BASE + shape * self._room + place))

    def _pair(self, character: str) -> tuple[int, int]:
        """The set and the shape that a character stands for."""
        shape, place = divmod(ord(character) - _BASE, self._room)
        return self._rows[shape].sets[place], shape

    def characters(self, name: str) -> frozenset[str]:
        """Characters of the tokens of a class: a list, a shape, or a literal ``'word'``."""
        found = self._classes.get(name)
        if found is None:
            found = self._classes[name] = self._gathered(name)
        return found

    def _gathered(self, name: str) -> frozenset[str]:
        if name in SHAPES:
            return self._of_shape(SHAPES.index(name))
        sets = self._names.get(name.strip("<>"), ())
        return frozenset(
            self._character(index, shape)
            for shape, row in enumerate(self._rows)
            for index in sets
            if index in row.places
        )

    def _of_shape(self, shape: int) -> frozenset[str]:
        return frozenset(self._char(shape, place) for place in range(len(self._rows[shape].sets)))

    def everything(self) -> frozenset[str]:
        """Characters of all tokens, whole quotations included."""
        shapes = map(self._of_shape, range(len(SHAPES)))
        return frozenset("".join(QUOTATIONS.values())).union(*shapes)

    def entries(self, name: str) -> list[str]:
        """The single words of a list of cues, small words or media, folded; else none."""
        return self._single.get(name, [])

    def holds(self, token: str) -> bool:
        """Whether any list or pattern holds the token as a word of its own."""
        word = normal(token)
        return word in self._words and word not in self._within

    def names_somebody(self, word: str) -> bool:
        """Whether a folded word is a given name, a family's or may be either, in a list."""
        index = self._words.get(word)
        lists = (self._names.get(name, ()) for name in ("given-name", "family-name", "also-name"))
        return any(index in sets for sets in lists)

    def verbal(self, word: str) -> bool:
        """Whether a folded word stands in a list, of given names apart, or has the shape of a word
        that does."""
        return self._words.get(word) in self._verbal or not self._by_affix(word) <= _NAMES

    def phrase(self, first: str, second: str) -> bool:
        """Whether two words, one after the other, begin a phrase of any list."""
        return normal(second) in self._phrases.get(normal(first), ())

    @property
    def excluded(self) -> set[str]:
        """The lists whose words no affix of another list stands for."""
        return set().union(*self._unshaped.values())

    def lemma(self, name: str, words: str) -> str | None:
        """The lemma a list gives for words, if it is another than the words themselves."""
        return self.lemmas.get(name, {}).get(words)

    def short_forms(self, name: str, lemma: str) -> list[str]:
        """The words of a list whose lemma this is: pemkab, of pemerintah kabupaten."""
        if name not in self._short:
            short = self._short[name] = {}
            for words, full in self.lemmas.get(name, {}).items():
                short.setdefault(full, []).append(words)
        return self._short[name].get(lemma, [])

    def known(self, character: str) -> str:
        """The same classes, but with the shape of a name the article uses."""
        return self._character(self._pair(character)[0], KNOWN)

    def mark_phrases(self, tokens: Sequence[str], codes: str, starts: Iterable[int]) -> str:
        """``codes`` with each phrase, longest first, made one unit."""
        out: list[str] = []
        free = 0
        last = len(tokens) - 1
        pairs = self._pairs
        for i in starts:
            if i < free or i == last:
                continue
            pair = tokens[i], tokens[i + 1]
            candidates = pairs.get(pair)
            if candidates is None:
                candidates = self._candidates(pair, codes[i])
            for rest, unit in candidates:
                n = len(unit)
                if not rest or tuple(map(normal, tokens[i + 2 : i + n])) == rest:
                    out += codes[free:i], unit
                    free = i + n
                    break
        out.append(codes[free:])
        return "".join(out)

    def _candidates(self, pair: tuple[str, str], code: str) -> Sequence[tuple[Key, str]]:
        """The phrases, longest first, that may begin with two tokens, of which ``code`` is the
        first one's character: their words behind these two, and the unit they become."""
        if len(self._pairs) >= _CACHE:
            self._pairs.clear()
        _, shape = self._pair(code)
        found = self._pairs[pair] = [
            (rest, self._character(index, shape) + CONTINUES * (len(rest) + 1))
            for rest, index in self._phrases[normal(pair[0])].get(normal(pair[1]), ())
        ]
        return found

    def __reduce__(self) -> tuple[object, ...]:
        # without the tokens met so far, which come from texts, and what patterns were made of; the
        # words of a set are one text, which is read faster than word by word
        words: dict[int, list[str]] = {}
        for word, index in self._words.items():
            words.setdefault(index, []).append(word)
        state = {**self.__dict__, "_pairs": {}, "_classes": {}, "_words": {}}
        texts = {index: "\n".join(each) for index, each in words.items()}
        return Vocabulary._restore, (state, texts)

    @classmethod
    def _restore(cls, state: dict[str, Any], texts: dict[int, str]) -> "Vocabulary":
        made = cls.__new__(cls)
        made.__dict__.update(state)
        for index, words in texts.items():
            made._words.update(dict.fromkeys(words.split("\n"), index))
        return made

    def _by_affix(self, word: str) -> frozenset[str]:
        """The lists whose prefixes or suffixes a word has."""
        edges = (self._prefixes.get(word[:_EDGE]), self._suffixes.get(word[-_EDGE:]))
        if edges == (None, None):
            return _NO_LISTS
        return frozenset(
            name
            for affixes in edges
            for front, back, least, name in affixes or ()
            if len(word) >= least and word.startswith(front) and word.endswith(back)
        )

    def _by_spelling(self, word: str) -> frozenset[str]:
        """The list of words spelled so: one of two letters, or letters with full stops between."""
        if len(word) != 2 and word[1:2] != ".":
            return _NO_LISTS
        name = self._spelled.get(re.sub(_LETTER, "?", word))
        return frozenset((name,)) if name else _NO_LISTS

    def __missing__(self, token: str) -> str:
        if len(self) >= _CACHE:
            self.clear()
        word = normal(token)
        if not word:
            self[token] = PARAGRAPH
            return PARAGRAPH
        text = token.strip(BLANK)
        index = self._words.get(word, 0)
        if not index and word[0].isalpha():
            found = self._by_spelling(word) or self._by_affix(word)
            if found:
                index = self._sets[found]
            elif "-" in word and re.fullmatch(_DOUBLED, word):
                # program-program, berhari-hari: nobody's name
                index = self._sets[_PLAIN]
        character = self._character(index, _shape(text))
        self[token] = character
        return character


def _shape(text: str) -> int:
    if not any(map(str.isalpha, text)):
        return NUM if any(map(str.isnumeric, text)) else SIGN
    if not text[0].isupper():
        return LOW
    if len(text) == 1 or not all(map(str.isupper, filter(str.isalpha, text))):
        return CAP
    if _NAME_SIGNS.issuperset(c for c in text if not c.isalnum()):
        return CAPS
    from attrib import shapes  # what few articles need

    return CAPS if shapes.capitals(text) else CAP
