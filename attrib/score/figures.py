"""Precision, recall and the rest from counts, with bootstrap bounds over articles."""

import random
from collections.abc import Iterable, Mapping, Sequence

import msgspec

Counts = Mapping[str, int]
_RESAMPLES = 200
_SEED = 1


class Rate(msgspec.Struct, frozen=True):
    """Precision, recall and F1 (0 where nothing is there to measure, rounded to four digits)."""

    p: float
    r: float
    f: float
    tp: int
    fp: int
    fn: int


class Found(msgspec.Struct, frozen=True):
    """Statements found, and found with the right speaker."""

    quote: Rate
    who_said_what: Rate


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """The scores of a run. Shares are of the statements found; ``abstained`` is a number of them,
    of those whose speaker gold names. ``who_said_what_95``: bounds of its F1; None if not asked."""

    documents: int
    gold: int
    quote: Rate
    who_said_what: Rate
    by_kind: dict[str, Found]
    exact_boundaries: float
    kind_accuracy: float
    cue_accuracy: float
    speaker_accuracy: float
    abstained: int
    full_name_accuracy: float
    source_kind_accuracy: float
    role: Rate
    affiliation: Rate
    via: Rate
    who_said_what_95: tuple[float, float] | None


def rate(tp: int, fp: int, fn: int) -> Rate:
    """Precision, recall and F1 of three counts."""
    p = tp / (tp + fp) if tp + fp else 0.0
    r = tp / (tp + fn) if tp + fn else 0.0
    f = 2 * p * r / (p + r) if p + r else 0.0
    return Rate(round(p, 4), round(r, 4), round(f, 4), tp, fp, fn)


def figures(articles: Sequence[Counts], gold: int, bounds: bool = True) -> Figures:
    """The scores of all articles; ``gold`` is the number of required statements."""
    total = _sum(articles)

    def get(key: str) -> int:
        return total.get(key, 0)

    def share(key: str, of: int) -> float:
        return round(get(key) / max(of, 1), 4)

    def found(prefix: str = "") -> Found:
        return Found(
            rate(get(f"{prefix}tp"), get(f"{prefix}fp"), get(f"{prefix}fn")),
            rate(get(f"{prefix}e2e_tp"), get(f"{prefix}e2e_fp"), get(f"{prefix}e2e_fn")),
        )

    def field(name: str) -> Rate:
        return rate(get(f"{name}.tp"), get(f"{name}.fp"), get(f"{name}.fn"))

    n = get("tp")
    both = found()
    return Figures(
        documents=len(articles),
        gold=gold,
        quote=both.quote,
        who_said_what=both.who_said_what,
        by_kind={kind: found(f"{kind}.") for kind in ("direct", "indirect")},
        exact_boundaries=share("exact", n),
        kind_accuracy=share("kind_ok", n),
        cue_accuracy=share("cue_ok", get("cues")),
        speaker_accuracy=round(1 - get("wrong") / max(n, 1), 4),
        abstained=get("abstained"),
        full_name_accuracy=share("full_ok", get("named")),
        source_kind_accuracy=share("source_kind_ok", n),
        role=field("role"),
        affiliation=field("affiliation"),
        via=field("via"),
        who_said_what_95=_bootstrap(articles) if bounds else None,
    )


def _sum(articles: Iterable[Counts]) -> dict[str, int]:
    total: dict[str, int] = {}
    for counts in articles:
        for key, number in counts.items():
            total[key] = total.get(key, 0) + number
    return total


def _bootstrap(articles: Sequence[Counts]) -> tuple[float, float]:
    """The 2.5 % and 97.5 % quantiles of who-said-what F1 over resampled articles."""
    if not articles:
        return 0.0, 0.0
    rows = [tuple(c.get(f"e2e_{k}", 0) for k in ("tp", "fp", "fn")) for c in articles]
    # the reference scorer's rng.choice, written out: a review draws hundreds of thousands
    draw, n = random.Random(_SEED).getrandbits, len(rows)
    bits = n.bit_length()
    scores: list[float] = []
    for _ in range(_RESAMPLES):
        tp = fp = fn = 0
        for _ in rows:
            while (i := draw(bits)) >= n:
                pass
            a, b, c = rows[i]
            tp += a
            fp += b
            fn += c
        scores.append(rate(tp, fp, fn).f)
    scores.sort()
    return scores[int(0.025 * _RESAMPLES)], scores[int(0.975 * _RESAMPLES)]
