"""The groups and institutions that the sentences of one document name: whom *mereka* may mean."""

from attrib.mentions import Mention, MentionReader, Range
from attrib.text import Sentences

SEVERAL = frozenset({"group", "organization"})  # the kinds of mention that mereka may mean


class Groups:
    """The groups of one document, asked for by sentence number and up to a token."""

    def __init__(self, reader: MentionReader, codes: str, sentences: Sentences) -> None:
        self._reader, self._codes, self._sentences = reader, codes, sentences

    def leading(self, sentence: int, before: int) -> Mention | None:
        """The group or institution that a sentence begins with."""
        low, high = self._until(sentence, before)
        found = self._reader.read(self._codes, low, high)
        return found if found is not None and found.kind in SEVERAL and found.name else None

    def pair(self, sentence: int, before: int) -> Mention | None:
        """The people joined by dan that a sentence begins with."""
        low, high = self._until(sentence, before)
        found = self._reader.read(self._codes, low, high)
        return found if found is not None and found.members else None

    def last(self, sentence: int, before: int) -> Mention | None:
        """The last group that a sentence names."""
        low, high = self._until(sentence, before)
        for m in reversed([*self._reader.many.finditer(self._codes, low, high)]):
            if m.start() > low and self._codes[m.start() - 1] in self._reader.goals:
                continue  # melapor ke polisi
            if m.start() > low and self._codes[m.start() - 1] in self._reader.heads:
                continue  # Front Rakyat Garut
            found = self._reader.read(self._codes, m.start(), high)
            if found is not None and found.kind == "group" and found.name:
                return found
        return None

    def counted(self, sentence: int, before: int) -> Range | None:
        """The last people that a sentence counts: dua pengacara yang hadir."""
        low, high = self._until(sentence, before)
        for m in reversed([*self._reader.numbered.finditer(self._codes, low, high)]):
            found = self._reader.read(self._codes, m.end(), high)
            if found is not None and found.kind in ("group", "anonymous", "office"):
                return m.start(), found.span[1]
        return None

    def farther(self, sentence: int, before: int) -> Range | None:
        """The counted people that the last of the sentences up to one begins with: Sebanyak 11
        warga …; None if none does."""
        for i in range(sentence, -1, -1):
            low, high = self._until(i, before)
            found = self._reader.numbered.match(self._codes, low, high) and self.leading(i, before)
            if found:
                return found.name
        return None

    def _until(self, sentence: int, before: int) -> Range:
        low, high = self._sentences.spans[sentence]
        return low, min(high, before)
