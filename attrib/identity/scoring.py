"""How well mentions were put together: B³ (Bagga and Baldwin 1998) against a gold clustering."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence

import msgspec


class BCubed(msgspec.Struct, frozen=True):
    """Precision and recall averaged over mentions, 1.0 for none; and how many mentions."""

    precision: float
    recall: float
    mentions: int

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def b_cubed(gold: Mapping[Hashable, Hashable], found: Mapping[Hashable, Hashable]) -> BCubed:
    """Score ``found`` (mention → cluster) against ``gold`` over the mentions of ``gold``.

    Raises ``KeyError`` for a gold mention that was not clustered.
    """
    if not gold:
        return BCubed(1.0, 1.0, 0)
    together = Counter((gold[m], found[m]) for m in gold)
    as_gold = Counter(gold.values())
    as_found = Counter(found[m] for m in gold)
    precision = recall = 0.0
    for (g, f), n in together.items():
        precision += n * n / as_found[f]
        recall += n * n / as_gold[g]
    return BCubed(precision / len(gold), recall / len(gold), len(gold))


def joined_pairs(
    pairs: Sequence[tuple[Hashable, Hashable]],
    gold: Mapping[Hashable, Hashable],
    found: Mapping[Hashable, Hashable],
) -> tuple[tuple[Hashable, Hashable], ...]:
    """Those pairs of different gold clusters of which any two mentions were put together."""
    where: dict[Hashable, set[Hashable]] = {}
    for mention, cluster in gold.items():
        where.setdefault(cluster, set()).add(found[mention])
    return tuple((a, b) for a, b in pairs if where.get(a, set()) & where.get(b, set()))
