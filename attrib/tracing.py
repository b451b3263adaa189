"""How a speaker was resolved, step by step: the resolver, watched while it works."""

from typing import Any

import msgspec

from attrib.attribute import Statement
from attrib.names import name_text
from attrib.people import Person
from attrib.resolve import Resolver
from attrib.several import Resolved

# The questions worth telling. Each is explained by the first sentence of its own docstring.
STEPS = (
    "person",
    "_back",
    "_subject",
    "_nearest",
    "_office",
    "_body",
    "_continuation",
    "_fullest",
)


class Step(msgspec.Struct, frozen=True):
    """One question the resolver asked, and its answer. ``depth``: 0 for the first."""

    depth: int
    name: str
    about: str
    answer: str


class TracedResolver(Resolver):
    """The resolver, with its questions about each statement written down."""

    _steps: list[list[Step]]
    _finished: int
    _depth: int

    def told(self) -> list[list[Step]]:
        """The steps of each statement, in the order of the statements; not asked yet: empty."""
        return getattr(self, "_steps", [])

    def _who(self, s: Statement, *rest: Any) -> Resolved:
        if not self.told():
            self._steps, self._finished, self._depth = [], 0, 0
        self._steps.append([])
        self._depth = 0
        mention = s.mention
        if mention is None:
            about, answer = "the mention", "the clitic -nya" if s.clitic else "none stands here"
        else:
            words = name_text(self._tokens, mention.name or mention.span)
            about, answer = f"read by {mention.rule}", f"{mention.kind} “{words}”"
        self._steps[-1].append(Step(0, "mention", about, answer))
        who = super()._who(s, *rest)
        self._steps[-1].append(Step(0, "resolution", "the speaker", self._answer(who)))
        self._depth = -1
        return who

    def _finish(self, who: Resolved) -> Resolved:
        found = super()._finish(who)
        if self._finished < len(self._steps):
            words = [
                f"{part} “{name_text(self._tokens, span)}”"
                for part, span in (("role", found.role), ("affiliation", found.affiliation))
                if span
            ]
            step = Step(0, "office", "role and affiliation", ", ".join(words) or "none given")
            self._steps[self._finished].append(step)
            self._finished += 1
        return found

    def _answer(self, found: object) -> str:
        if found is None:
            return "nobody"
        if isinstance(found, Person):
            return f"“{name_text(self._tokens, found.name)}”"
        if isinstance(found, Resolved):
            if found.name is None:
                return f"left open: {found.abstained}"
            where = ""
            if found.antecedent:
                start = self._tokens.start(found.antecedent[0])
                where = f", by “{name_text(self._tokens, found.antecedent)}” at {start}"
            return f"“{name_text(self._tokens, found.name)}” ({found.resolution}{where})"
        return " ".join(found) if isinstance(found, tuple) else str(found)


def _watch(name: str) -> None:
    """Let a method of the resolver tell what it was asked for and what it found."""
    asked = getattr(Resolver, name)
    about = " ".join((asked.__doc__ or name).split()).split(". ")[0].split("; ")[0].rstrip(".")

    def telling(self: TracedResolver, *args: Any, **kwargs: Any) -> Any:
        depth = getattr(self, "_depth", -1)
        if depth < 0:
            return asked(self, *args, **kwargs)
        steps, place = self._steps[-1], len(self._steps[-1])
        # what an office asks about everybody in the article is too much to tell
        self._depth = -1 if name == "_office" else depth + 1
        found = asked(self, *args, **kwargs)
        self._depth = depth
        steps.insert(place, Step(depth, name.lstrip("_"), about, self._answer(found)))
        return found

    setattr(TracedResolver, name, telling)


for _name in STEPS:
    _watch(_name)
