"""Every fixture under its own id; see ``fixtures/README.md``."""

import pytest

from attrib.gold import GoldDocument, read_fixtures
from attrib.loading import load_rules
from attrib.pipeline import extract_document
from attrib.score import shortcomings

CASES = [case for case in read_fixtures() if case.group != "seeds"]


def _shown(case: GoldDocument) -> str:
    found = shortcomings(case, extract_document(case.document, load_rules()))
    return "\n".join(f"{case.place}: {line}" for line in found)


def _of(*groups: str) -> list[GoldDocument]:
    return [case for case in CASES if case.group in groups]


def _id(case: GoldDocument) -> str:
    return case.document.id


@pytest.mark.parametrize("case", _of("written", "bugs", "quiet"), ids=_id)
def test_passes(case: GoldDocument) -> None:
    """What must be found is found just so, and nothing else is."""
    faults = _shown(case)
    assert not faults, f"\n{case.document.text}\n\n{faults}"


@pytest.mark.parametrize("case", _of("known-misses"), ids=_id)
def test_is_still_missed(case: GoldDocument) -> None:
    """One that passes is no miss any more: move it to ``written`` or ``bugs``."""
    assert _shown(case), f"{case.place}: {case.document.id} passes now; move it"


@pytest.mark.parametrize("case", _of("quiet"), ids=_id)
def test_is_quiet(case: GoldDocument) -> None:
    """A case in ``quiet`` has no marks, so that nothing can fire there by right."""
    assert case.quotes == ()
    assert case.complete
