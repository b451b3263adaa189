"""Every example of ``docs/spacy.md`` gives what it says."""

import doctest
from pathlib import Path

PAGE = Path(__file__).parent.parent / "docs" / "spacy.md"


def test_examples() -> None:
    result = doctest.testfile(str(PAGE), module_relative=False, optionflags=doctest.ELLIPSIS)
    assert result.attempted > 20
    assert result.failed == 0
