"""Who said a statement, and whom a word for several people means: mereka, keduanya, beberapa."""

from bisect import bisect_right
from functools import cached_property

import msgspec

from attrib.groups import SEVERAL, Groups
from attrib.houses import CLOSE, Houses
from attrib.lexicon import normal
from attrib.mentions import Range
from attrib.model import Abstention, Resolution
from attrib.people import Person


class Resolved(msgspec.Struct, frozen=True):
    """Who said a statement. ``name`` None: the article leaves it open, see ``abstained``."""

    kind: str
    name: Range | None
    role: Range | None
    affiliation: Range | None
    resolution: Resolution
    antecedent: Range | None
    abstained: Abstention | None = None
    person: Person | None = None
    members: tuple[Range, ...] = ()

    def again(self, how: Resolution) -> "Resolved":
        """The same speaker, found once more in another way."""
        return msgspec.structs.replace(
            self, resolution=how, antecedent=self.antecedent or self.name
        )


NOBODY = Resolved("person", None, None, None, "continuation", None, "no-speaker")


class Several(Houses):
    """The people of one document, and the groups that it speaks of."""

    @cached_property
    def _groups(self) -> Groups:
        """The groups that each sentence names."""
        return Groups(self._reader, self._codes, self._sentences)

    def _some(self, span: Range) -> bool:
        """Whether a group is called by its number alone: beberapa juga mengaku …"""
        return span[1] - span[0] == 1 and self._codes[span[0]] in self._reader.quantity

    def _many(
        self,
        at: int,
        how: Resolution,
        last: Resolved | None,
        last_sentence: int,
        cue: Range | None = None,
    ) -> Resolved:
        """Whom mereka points back to: those a sentence since the last statement begins with, those
        who spoke last, or a group named shortly before; keduanya never means a group that is not
        counted, and who admits something (mengaku) is not who has caught them."""
        admits = cue is not None and self._codes[cue[0]] in self._reader.admitting
        counted = self._codes[at] in self._reader.counted
        number = bisect_right(self._starts, at) - 1
        near = range(number, max(-1, number - CLOSE), -1)
        if not counted:
            for sentence in near:
                if sentence <= last_sentence:
                    break
                caught = self._groups.counted(sentence, at) if admits else None
                if caught is not None:
                    return Resolved("group", caught, None, None, how, caught)
                if self._groups.last(sentence, at):
                    break  # of two groups in a sentence either may be meant
                found = self._groups.leading(sentence, at)
                if found is not None:
                    return Resolved(found.kind, found.name, None, None, how, found.name)
        if last is not None and (last.members or (last.kind in SEVERAL and not counted)):
            return last.again(how)
        for sentence in near:
            several = None if counted else self._groups.last(sentence, at)
            span = several.name if several else self._groups.counted(sentence, at)
            if span is not None:
                return Resolved("group", span, None, None, how, span)
            names = self._together(sentence, at)
            if names:
                return Resolved("group", names[0], None, None, how, names[0], members=names)
        far = self._groups.farther(number - CLOSE, at) if not counted else None
        if far is not None:
            return Resolved("group", far, None, None, how, far)
        return Resolved("person", None, None, None, how, None, "no-antecedent")

    def _together(self, sentence: int, at: int) -> tuple[Range, ...]:
        """The people whom mereka may mean in a sentence: all it names, if a pronoun counts as many,
        or those joined by dan that it begins with."""
        count = self._count(at)
        people = self._named_in(sentence, at) if count else []
        if people and len(people) == count:
            return tuple(person.name for person in people)
        pair = self._groups.pair(sentence, at)
        names = [self.person(name, at) for name in pair.members] if pair else []
        fit = len(names) == (count or len(names))
        return tuple(person.name for person in names if person) if fit else ()

    def _count(self, at: int) -> int | None:
        """How many a pronoun says there are: keduanya, two; None if it says nothing."""
        said = self._vocabulary.lemma("pronoun-counted", normal(self._tokens.forms[at]))
        return int(said) if said else None
