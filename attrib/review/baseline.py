"""The baseline: what the last accepted run gave, and what has changed since."""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from attrib.model import Field, Quote
from attrib.review.run import Reviewed, Run
from attrib.score.compare import Judgement, Verdict


class Hit(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A quote as it was: ``hit`` is the end of its ``quote_id``; ``at`` the first offset of the
    gold statement it was judged by, None for none."""

    hit: str
    rule: str
    verdict: Verdict
    at: int | None = None
    field: Field = "text"
    name: str | None = None
    said: str = ""


class _Line(msgspec.Struct, frozen=True):
    id: str
    hits: tuple[Hit, ...]


class BaselineError(ValueError):
    """A baseline that cannot be read; the message names file, line and cure."""


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A quote that is not as it was. ``before`` None: it was not there; ``now`` None: it is gone.
    ``worse``: a right one that is no more, or a wrong one that was not."""

    document: str
    before: Hit | None
    now: Hit | None
    worse: bool

    @property
    def hit_id(self) -> str:
        """The id of the quote that is there now, else of the one that was."""
        hit = self.now or self.before
        assert hit is not None
        return f"{self.document}:{hit.hit}"


_SHOWN = 60  # characters of what was said that a baseline keeps, to show what is gone


def hits(reviewed: Reviewed) -> tuple[Hit, ...]:
    """The quotes of a document as a baseline keeps them."""
    return tuple(
        _hit(reviewed, judged, reviewed.quotes[judged.quote])
        for judged in reviewed.judgements
        if judged.quote is not None
    )


def _hit(reviewed: Reviewed, judged: Judgement, quote: Quote) -> Hit:
    gold = reviewed.gold.quotes[judged.gold] if judged.gold is not None else None
    return Hit(
        hit=quote.quote_id.rpartition(":")[2],
        rule=quote.rule,
        verdict=judged.verdict,
        at=gold.parts[0][0] if gold else None,
        field=quote.field,
        name=quote.speaker.name if quote.speaker else None,
        said=quote.content.text[:_SHOWN],
    )


def encode_baseline(run: Run) -> bytes:
    """A run as the lines of a baseline file, one a document that counts and gave anything."""
    lines = (_Line(r.gold.document.id, hits(r)) for r in run.documents if r.counted)
    return b"".join(msgspec.json.encode(line) + b"\n" for line in lines if line.hits)


def read_baseline(path: Path) -> dict[str, tuple[Hit, ...]]:
    """Document id → its hits. Raises BaselineError."""
    out: dict[str, tuple[Hit, ...]] = {}
    for number, raw in enumerate(path.read_bytes().splitlines(), 1):
        try:
            line = msgspec.json.decode(raw, type=_Line)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise BaselineError(
                f"{path}:{number}: {error}; write it anew with --save-baseline"
            ) from None
        out[line.id] = line.hits
    return out


def changes(run: Run, baseline: Mapping[str, tuple[Hit, ...]]) -> tuple[Change, ...]:
    """What is not as in the baseline, the worse first. A document that it has not is all new."""
    found = [c for r in run.documents if r.counted for c in _changes(r, baseline)]
    found.sort(key=lambda change: not change.worse)
    return tuple(found)


def _changes(reviewed: Reviewed, baseline: Mapping[str, tuple[Hit, ...]]) -> Iterator[Change]:
    document = reviewed.gold.document.id
    before = {hit.hit: hit for hit in baseline.get(document, ())}
    now = {hit.hit: hit for hit in hits(reviewed)}
    right_before = {(h.field, h.at) for h in before.values() if h.verdict == "right"}
    right_now = {(h.field, h.at) for h in now.values() if h.verdict == "right"}
    wanted = {(q.field, q.parts[0][0]) for q in reviewed.gold.quotes if not q.optional}
    for key in dict.fromkeys((*now, *before)):
        old, new = before.get(key), now.get(key)
        if old and new and (old.verdict, old.name) == (new.verdict, new.name):
            continue
        lost = (
            old is not None and old.verdict == "right" and (old.field, old.at) in wanted - right_now
        )
        invented = (
            new is not None
            and new.verdict in ("extra", "who")
            and (old is None or old.verdict not in ("extra", "who"))
            # one that was right is told once, where it is gone
            and ((new.field, new.at) not in right_before or old is not None)
        )
        yield Change(document=document, before=old, now=new, worse=bool(lost or invented))


def by_rule(found: tuple[Change, ...]) -> tuple[Counter[str], Counter[str]]:
    """Rule → quotes it has gained, and rule → quotes of it that are gone."""
    gained: Counter[str] = Counter()
    gone: Counter[str] = Counter()
    for change in found:
        if change.now and (change.before is None or change.before.rule != change.now.rule):
            gained[change.now.rule] += 1
        if change.before and (change.now is None or change.before.rule != change.now.rule):
            gone[change.before.rule] += 1
    return gained, gone
