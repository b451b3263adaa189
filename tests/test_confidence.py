"""Confidence: Wilson's bound, and that no article vouches for itself."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attrib.confidence import (
    FILE,
    PARTS,
    Confidence,
    ConfidenceError,
    encode_confidence,
    load_confidence,
    stated,
    tallied,
    wilson,
)

HITS = [(f"artikel {n}", "a.rule", n % 4 != 0) for n in range(40)]


@pytest.mark.parametrize(
    ("right", "judged", "bound"),
    # from the closed form with z = 1.959964, worked out by hand for 8 of 10 and 10 of 10
    [(8, 10, 0.4901625), (10, 10, 0.7224672), (0, 5, 0.0), (95, 100, 0.8882499)],
)
def test_the_bound_is_wilsons(right: int, judged: int, bound: float) -> None:
    assert wilson(right, judged) == pytest.approx(bound, abs=1e-6)


def test_nothing_judged_has_no_bound() -> None:
    assert wilson(0, 0) is None
    assert Confidence().of("a.rule") is None


@given(st.integers(0, 50), st.integers(1, 50))
def test_the_bound_lies_below_the_share(right: int, more: int) -> None:
    judged = right + more
    bound = wilson(right, judged)
    assert bound is not None
    assert -1e-12 <= bound <= right / judged + 1e-12
    assert (wilson(right + 1, judged + 1) or 0) >= bound


def test_an_article_does_not_vouch_for_itself() -> None:
    made = tallied("x", HITS)
    for text, _, _ in HITS:
        part = made.part(text)
        assert part is not None
        others = [right for other, _, right in HITS if made.part(other) != part]
        bound = wilson(sum(others), len(others))
        assert bound is not None
        assert made.of("a.rule", part) == round(bound, 3)
    assert len({made.part(text) for text, _, _ in HITS}) == PARTS
    assert made.part("ein anderer") is None
    everything = wilson(sum(right for *_, right in HITS), len(HITS))
    assert everything is not None
    assert made.of("a.rule") == round(everything, 3)


def test_the_file_comes_back_and_tells_the_rules(tmp_path: Path) -> None:
    made = tallied("dev.gold.jsonl", HITS)
    (tmp_path / FILE).write_bytes(encode_confidence(made))
    assert load_confidence(tmp_path) == made
    assert stated(tmp_path, "unseen") == {"a.rule": made.of("a.rule")}
    text = HITS[0][0]
    assert stated(tmp_path, text) == {"a.rule": made.of("a.rule", made.part(text))}


def test_the_order_of_the_hits_changes_nothing() -> None:
    assert encode_confidence(tallied("x", HITS)) == encode_confidence(tallied("x", HITS[::-1]))


def test_without_a_file_nothing_is_stated_and_a_broken_one_is_named(tmp_path: Path) -> None:
    assert stated(tmp_path / "none", "x") == {}
    (tmp_path / FILE).write_text('{"rules": 3}')
    with pytest.raises(ConfidenceError, match=r"confidence.json: .*--update-confidence"):
        load_confidence(tmp_path)
