"""Accept, reject, add: what is still to be judged, and judgements of it."""

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from attrib.gold import GoldDocument, GoldQuote
from attrib.gold.judged import Judged, Verdict, append_judged, read_judged, standing
from attrib.gold.passage import gold_of
from attrib.gold.stored import checksum
from attrib.model import Field, Quote
from attrib.review.baseline import Change
from attrib.review.run import Run


class JudgingError(ValueError):
    """A judgement that cannot be made; says why and what to do."""


class Pending(msgspec.Struct, frozen=True, kw_only=True):
    """A hit that waits for this reviewer's judgement. ``new``: the baseline has it not."""

    gold: GoldDocument
    quote: Quote
    new: bool


class Judge:
    """One reviewer at work on a judgements file. Every judgement is written at once, so that work
    can stop at any moment and go on later."""

    def __init__(self, path: Path, who: str) -> None:
        """Raises GoldError for a broken file; to judge raises JudgingError where nobody is named,
        and in continuous integration."""
        self._path, self._who = path, who
        self._judgements = list(read_judged(path))

    @property
    def disputed(self) -> tuple[tuple[Judged, ...], ...]:
        """Hits that reviewers judge differently, each with the last judgement of every one."""
        return standing(self._judgements).disputed

    def pending(self, run: Run, changes: Sequence[Change], rule: str | None) -> tuple[Pending, ...]:
        """The hits in incomplete documents that this reviewer has not judged, those that are new
        since the baseline first, else in the order of the documents."""
        last = {j.key: j.verdict for j in self._judgements if j.who == self._who}
        done = {key for key, verdict in last.items() if verdict != "withdrawn"}
        done |= {j.key for j in self._judgements if j.decides}
        new = {c.hit_id for c in changes if c.now is not None and c.before is None}
        found = [
            Pending(gold=reviewed.gold, quote=quote, new=quote.quote_id in new)
            for reviewed, judged, quote in run.hits()
            if not reviewed.gold.complete
            and quote.quote_id not in done
            and rule in (None, quote.rule)
            and (judged.verdict == "unjudged" or self._by_others(quote.quote_id))
        ]
        return tuple(sorted(found, key=lambda p: not p.new))

    def _by_others(self, hit: str) -> bool:
        return any(j.key == hit for j in self._judgements)

    def accept(self, gold: GoldDocument, quote: Quote, edited: GoldQuote | None = None) -> Judged:
        """A hit is right, as it is or as edited."""
        return self._add(
            gold, "right", hit=quote.quote_id, rule=quote.rule, field=quote.field,
            quote=edited or gold_of(quote),
        )  # fmt: skip

    def reject(self, gold: GoldDocument, quote: Quote, note: str | None = None) -> Judged:
        """A hit is no statement."""
        return self._add(
            gold, "wrong", hit=quote.quote_id, rule=quote.rule, field=quote.field,
            parts=quote.content.spans, note=note,
        )  # fmt: skip

    def add(self, gold: GoldDocument, quote: GoldQuote) -> Judged:
        """A statement that was missed."""
        return self._add(gold, "missed", field=quote.field, quote=quote)

    def decide(self, chosen: Judged) -> Judged:
        """A dispute ends with this judgement."""
        return self._write(
            msgspec.structs.replace(chosen, who=self._who, when=_now(), decides=True)
        )

    def _add(
        self,
        gold: GoldDocument,
        verdict: Verdict,
        *,
        hit: str | None = None,
        quote: GoldQuote | None = None,
        parts: tuple[tuple[int, int], ...] = (),
        field: Field = "text",
        rule: str | None = None,
        note: str | None = None,
    ) -> Judged:
        when = _now()
        if quote is not None:
            quote = msgspec.structs.replace(quote, who=self._who, when=when)
        return self._write(
            Judged(
                doc_id=gold.document.id,
                sha256=checksum(gold.document.text),
                hit=hit,
                verdict=verdict,
                who=self._who,
                when=when,
                quote=quote,
                parts=parts,
                field=field,
                rule=rule,
                note=note,
            )
        )

    def _write(self, judged: Judged) -> Judged:
        refuse_in_ci(str(self._path))
        if not self._who.strip():
            raise JudgingError("nobody is judging; give --who NAME")
        append_judged(self._path, [judged])
        self._judgements.append(judged)
        return judged


def refuse_in_ci(target: str) -> None:
    """Continuous integration looks and never writes. Raises JudgingError there."""
    if os.environ.get("CI", "").lower() not in ("", "0", "false"):
        raise JudgingError(f"{target} is not written in continuous integration (CI is set)")


def find(run: Run, hits: Sequence[str]) -> tuple[tuple[GoldDocument, Quote], ...]:
    """The quotes of these ids. Raises JudgingError naming every id that no quote has."""
    by_id = {
        quote.quote_id: (reviewed.gold, quote)
        for reviewed in run.documents
        for quote in reviewed.quotes
    }
    missing = [hit for hit in hits if hit not in by_id]
    if missing:
        raise JudgingError("\n".join(f"{hit}: no quote of this run has this id" for hit in missing))
    return tuple(by_id[hit] for hit in hits)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
