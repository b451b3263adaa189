"""What is to be reviewed: fixtures, or articles with gold of their own."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from attrib.gold import GoldDocument, GoldError, read_gold
from attrib.gold.reading import fixtures_directory, gold_files
from attrib.model import Document
from attrib.sources import Corpus, Fault

BASELINE = "baseline.jsonl"
FLOORS = "floors.json"


class RequestError(ValueError):
    """Nothing to review, or input that cannot be read; says what and how to mend it."""


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """The documents of a review in order, and the files it is held against; None for none.

    ``name`` is what the gold is called where figures made from it are kept.
    """

    documents: tuple[GoldDocument, ...]
    name: str
    baseline: Path | None
    floors: Path | None

    @classmethod
    def of(
        cls,
        paths: Sequence[str],
        gold: Sequence[str],
        baseline: str | None = None,
        floors: str | None = None,
    ) -> "Request":
        """From the command line. Without ``gold`` the paths are fixtures, those of the checkout
        if there are none; a whole fixtures folder has its baseline and floors beside it.

        Raises:
            RequestError: an article cannot be read, or there is nothing.
            GoldError: with every fault of the gold.
        """
        if gold:
            documents, folder = _with_articles(paths, gold), None
            name = ", ".join(Path(g).name for g in gold)
        else:
            roots = [Path(p) for p in paths] or [_fixtures()]
            documents = read_gold([f for root in roots for f in gold_files(root)])
            whole = len(roots) == 1 and roots[0].is_dir()
            folder = roots[0] if whole and _holds_groups(roots[0]) else None
            name = ", ".join(root.name for root in roots)
        if not documents:
            raise RequestError("there is nothing to review; give fixtures, or articles with --gold")
        return cls(
            documents=documents,
            name=name,
            baseline=Path(baseline) if baseline else folder and folder / BASELINE,
            floors=Path(floors) if floors else folder and folder / FLOORS,
        )

    @classmethod
    def articles(cls, paths: Sequence[str], gold: Sequence[str]) -> "Request":
        """Articles, with gold if there is some. Raises as :meth:`of`."""
        documents = _with_articles(paths, gold)
        if not documents:
            raise RequestError("there is no article to judge")
        return cls(documents=documents, name="", baseline=None, floors=None)


def _fixtures() -> Path:
    here = Path("fixtures")
    found = here if here.is_dir() else fixtures_directory()
    if not found.is_dir():
        raise RequestError("there is no folder fixtures/ here; name the fixtures to review")
    return found


def _holds_groups(root: Path) -> bool:
    return any((root / name).is_dir() for name in ("written", "seeds", "quiet"))


def _with_articles(paths: Sequence[str], gold: Sequence[str]) -> tuple[GoldDocument, ...]:
    """The gold of the articles, in their order; an article that has none is all unjudged."""
    articles: dict[str, Document] = {}
    faults: list[str] = []
    for read in Corpus(paths) if paths else ():
        if isinstance(read, Fault):
            faults.append(str(read))
        else:
            articles[read.id] = read
    if faults:
        raise RequestError("\n".join(faults))
    missing = [name for name in gold if not Path(name).is_file()]
    if missing:
        raise GoldError([f"{name}:1: there is no such file" for name in missing])
    judged = read_gold([Path(name) for name in gold], articles)
    known = {g.document.id for g in judged}
    rest = [
        GoldDocument(document=article, complete=False, group="not judged")
        for article in articles.values()
        if article.id not in known
    ]
    return (*judged, *rest)
