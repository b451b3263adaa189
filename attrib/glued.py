"""Words glued together where a link was cut out of a page, or a space was lost."""

import re
from collections.abc import Iterator
from itertools import pairwise

from attrib.lexicon import BLANK, Vocabulary, normal
from attrib.matching import matcher

_SHORTEST = 2  # letters: a name to which a verb may be glued has more
_INITIALS = 2  # letters: two with a full stop between may be initials
_PART = 4  # letters: a shorter piece may be the same as another word by chance
_WORD = 6  # letters: a shorter common word may be the end of a name
_LONG = 7  # letters: no name ends with a longer small word
_VERB = 6  # letters: a longer ending in me- is a verb
_SURE_VERB = 10  # letters: no name ends with a longer verb
_SPOKEN = 8  # letters: a shorter verb of speech may begin another word (mengaku, mengakumulasi)
_COINED, _COINED_KNOWN = 2, 4  # times that a text writes a name made of two words
_KEPT = 50_000  # words remembered before the memory starts afresh


class _Verbs(dict[str, int]):
    """Word → how many letters at its end are a verb glued to a name; 0 for none."""

    def __init__(self, verbs: set[str]) -> None:
        super().__init__()
        self._verbs = tuple(sorted(verbs, key=len, reverse=True))

    def __reduce__(self) -> tuple[object, ...]:
        return _Verbs, (set(self._verbs),)

    def __missing__(self, word: str) -> int:
        if len(self) > _KEPT:
            self.clear()
        found = 0
        if word.endswith(self._verbs):
            verb = next(v for v in self._verbs if word.endswith(v))
            found = len(verb) if len(word) - len(verb) > _SHORTEST else 0
        self[word] = found
        return found


class Glued:
    """Finds where a token comes apart."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        # a capital where two words may be glued, behind a small letter or last of several; or the
        # first of a word so long that a verb may be glued to it
        self._seam = matcher(
            r"[A-Z](?:(?<=[a-z].)(?=[A-Za-z]{2}|[A-Z](?!\w)|l(?!\w))|(?<=[A-Z]{2}.)(?=[a-z]{3})"
            r"|(?<!\w.)(?=([a-z]{7,}|[a-z]{3,}pun)(?![^\WA-Z])))"
        )
        # a verb of speech glued to the name before it: Marsudimengatakan
        lists = ("cue-verb", "cue-verb-weak", "cue-ask", "cue-passive", "relativiser")
        words = {word for name in lists for word in vocabulary.entries(name)}
        self._verbs = _Verbs(words)
        links = ("preposition", "modal", "clause-link", "relativiser")
        small = (word for name in links for word in vocabulary.entries(name))
        # no `antara`: names of Bali end so (Yudiantara)
        self._small = frozenset(w for w in small if (len(w) > 2 or w == "di") and w != "antara")
        self._small_ends = tuple(self._small)
        self._joined = matcher(r"[A-Z][a-z']{2,}-[A-Z][a-z']{2,}")
        self._titles = frozenset(vocabulary.entries("honorific"))
        self._never = frozenset(vocabulary.entries("glued-end"))
        # a small word glued to the medium it leads to: daridetikNews, kepadadetikcom
        lead, medium = (
            "|".join(re.escape(w) for name in lists for w in vocabulary.entries(name))
            for lists in (("preposition", "provenance", "contact"), ("outlet",))
        )
        self._medium = matcher(f"(?:{lead})(?=(?:{medium})$)")
        # a word glued to the verb of speech before it: memperkirakaninflasi
        verbs = "|".join(re.escape(w) for w in sorted(words, reverse=True) if len(w) >= _SPOKEN)
        self._spoken = matcher(rf"(?:{verbs or '(?!)'})(?=[a-z]{{5,}}(?!\w))")
        # … and to the one behind it: dia punmengatakan
        self._leading = matcher(rf"(?:pun|juga|yang|kemudian|lalu)(?=(?:{verbs or '(?!)'})(?!\w))")
        self._common = frozenset(vocabulary.entries("common-word"))
        # those so long that no name ends so: Sugiantoromembuat
        self._sure = frozenset(
            w for w in self._never if len(w) > (_VERB if w.startswith("me") else _LONG)
        )
        self._media = tuple(vocabulary.entries("outlet"))
        self._ends: dict[str, tuple[int, ...]] = {}

    def may_be(self, form: str) -> bool:
        """Whether some text may have several words in this token."""
        form = form.rstrip(BLANK)
        if self._vocabulary.holds(form):
            return False
        return (
            self._places(form, "", set()) is not None
            or bool(self._lead(form))
            or bool(self._titled(form))
            or bool(self._joined.fullmatch(form))
        )

    def cuts(self, form: str, before: str, behind: str, forms: set[str]) -> list[int]:
        """Letters at which a token comes apart, ``before`` and ``behind`` its neighbours and
        ``forms`` the tokens of the text; empty: nowhere. A list holds one of the parts, `Dalam
        NegeriBima`, `SiberPolda`, or the text has both elsewhere, `RealmeSky Li`, `Ali
        Khameneipada`."""
        form, holds = form.rstrip(BLANK), self._vocabulary.holds
        if self._joined.fullmatch(form):
            return self._pair(form, before.rstrip(BLANK), behind, forms)
        lead = self._lead(form)
        if lead:
            return [lead.end()]
        titled = self._titled(form)
        if titled:
            return titled
        places = self._places(form, behind, forms) or set()
        # WNI|membuat or WN|Imembuat, KAPTEN|Timnas or KAPTENT|imnas: what a list holds
        found = sorted(
            at
            for at in places
            if not (at + 1 in places and self._vocabulary.verbal(form[at + 1 :]))
            and not (at - 1 in places and not holds(form[at:]))
        )
        out: list[int] = []
        for a, at, b in zip([0, *found], found, [*found[1:], len(form)], strict=False):
            one, other = form[a:at], form[at:b]
            if at > 1 and (
                holds(one)
                or holds(other)
                or (_has(forms, one) and _has(forms, other))
                or (len(one) >= _PART and one.islower() and not one.endswith(self._media))
                or (len(other) > _SURE_VERB and other.islower() and self._vocabulary.verbal(other))
            ):
                out.append(at)
        return out

    def _pair(self, form: str, before: str, behind: str, forms: set[str]) -> list[int]:
        """Letters at which two people come apart whom a hyphen joins: by their full names, Budi
        Santoso-Rini Astuti, or by names that the text has alone, Santoso-Astuti. A name of one
        person may have a hyphen too: Jean-Noel."""
        one, other = form.split("-")
        if one == other or any(self._no_person(each) for each in (one, other)):
            return []  # Pulau-Pulau, Jakarta-Bandung
        neighbours = before[:1].isupper() and behind[:1].isupper() and not self._no_person(before)
        full = neighbours and self._vocabulary.names_somebody(normal(other))
        both = _has(forms, one) and _has(forms, other)
        return [len(one), len(one) + 1] if full or both else []

    def _no_person(self, word: str) -> bool:
        """Whether a list holds a word, but none of names and nicknames."""
        folded, names = normal(word), self._vocabulary
        named = names.names_somebody(folded) or folded in names.lemmas.get("nickname", {})
        return names.holds(word) and not named

    def _lead(self, form: str) -> re.Match[str] | None:
        """The small word that a token begins with, where a medium or a verb is glued to it, or the
        verb to which another is."""
        leading = None
        if not form[:1].isupper():
            leading = self._spoken.match(form) or self._leading.match(form)
        return leading or self._medium.match(form.lower())

    def _titled(self, form: str) -> list[int]:
        """Letters at which titles and their full stops come apart from the name or title glued to
        them: Dr.Siti, Dr.Ir.Siti; but H.S. Siti, whose initials these may be."""
        out: list[int] = []
        at = 0
        for part, behind in pairwise(form.split(".")):
            at += len(part)
            if normal(part) not in self._titles or len(part) + len(behind) <= _INITIALS:
                break
            out += (at, at + 1)
            at += 1
        return out

    def coined(self, word: str, cuts: list[int]) -> int:
        """How often a text must write a word that comes apart so for it to be a name made of two
        words, `RumTani`: more often where a list holds the first, `MrTani`; 0: it is none."""
        first = word[: cuts[0]]
        if len(cuts) > 1 or not (first[0].isupper() and word[cuts[0]].isupper()):
            return 0
        return _COINED_KNOWN if self._vocabulary.holds(first) else _COINED

    def _places(self, form: str, behind: str, forms: set[str]) -> set[int] | None:
        """Letters of a token at which one word may end and another begin, ``behind`` the token
        behind it and ``forms`` those of the text; None if no text could have one there."""
        places: set[int] = set()
        whole = True
        for m in self._seam.finditer(form):
            at, rest = m.start(), m[1]
            if rest is None:
                whole = False
                places.add(at)
                if form[at - 1].isupper() and form[at + 4 : at + 5].islower():
                    places.add(at + 1)  # PSSIErick, but WNImembuat
                places.update(at - n for n in self._small_words(form[:at], forms))
                rest = form[at + 1 :]
                if len(rest) < _LONG or not rest.islower():
                    continue
            word = form[at] + rest
            glued = self._verbs[word]
            if not glued:
                ends = self._ends_of(word)
                whole = whole and not ends
                glued = next((n for n in ends if self._apart(word, n, behind, forms)), 0)
            if glued:
                whole = False
                places.add(at + len(word) - glued)
        return None if whole else places

    def _small_words(self, before: str, forms: set[str]) -> Iterator[int]:
        """How many letters before a capital are a small word behind a name that the text has alone:
        MuanidiJuventus."""
        if not before.endswith(self._small_ends):
            return  # as most do
        for small in self._small_ends:
            name = before.removesuffix(small)
            if name != before and len(name) > _SHORTEST and _has(forms, name):
                yield len(small)

    def _apart(self, word: str, n: int, behind: str, forms: set[str]) -> bool:
        """Whether the last n letters of a word are another: the text has what is before them alone
        (``forms``), they begin a phrase with the word behind (buka suara), or no name ends so."""
        name, end = word[:-n], word[-n:]
        if _has(forms, name) or (n >= _PART and self._vocabulary.phrase(end, behind)):
            return True
        verb = end.startswith("me") and n > _VERB
        if verb and n > _SURE_VERB:
            return True
        if (verb or end in self._never) and self._vocabulary.names_somebody(normal(name)):
            return True
        if end in self._never and self._vocabulary.holds(name):
            return True  # Komdigipun
        if end in self._sure:
            return True
        return verb and end.endswith("kan") and not self._vocabulary.verbal(word.lower())

    def _ends_of(self, word: str) -> tuple[int, ...]:
        """How many letters at a word's end may be another word, glued to a name, the most first;
        none for a word that a list holds."""
        known = self._ends.get(word)
        if known is not None:
            return known
        if len(self._ends) > _KEPT:
            self._ends.clear()
        found: tuple[int, ...] = ()
        if not self._vocabulary.holds(word):
            found = tuple(
                len(end)
                for end in (word[at:] for at in range(_PART, len(word) - 1))
                if end in self._small
                or end in self._never
                or (len(end) >= _PART and self._vocabulary.verbal(end))
                or (len(end) >= _WORD and end in self._common)
            )
        self._ends[word] = found
        return found


def _has(forms: set[str], word: str) -> bool:
    """Whether a word is among forms, the last of its line or with a space behind it."""
    return word in forms or word + " " in forms
