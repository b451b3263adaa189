"""Gold of any format, by the file's ending."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from attrib.gold import judged
from attrib.gold.cases import ENDING, read_cases
from attrib.gold.model import GoldDocument, GoldError
from attrib.gold.stored import read_stored
from attrib.model import Document

STORED = (".jsonl", ".ndjson")
CASE_FOLDERS = ("written", "bugs", "quiet", "known-misses", "seeds")


def fixtures_directory() -> Path:
    """The fixtures of the checkout that attrib runs from."""
    return Path(__file__).parents[2] / "fixtures"


def read_gold(
    paths: Sequence[Path], articles: Mapping[str, Document] | None = None
) -> tuple[GoldDocument, ...]:
    """The documents of gold files: cases (``.cases``), JSON lines, and judgements
    (``.judged.jsonl``), which are added to the documents that the others give.

    Raises:
        GoldError: with every fault of every file.
    """
    out: list[GoldDocument] = []
    judgements: list[GoldDocument] = []
    faults: list[str] = []
    for path in sorted(paths, key=lambda p: p.name.endswith(judged.ENDING)):
        try:
            if path.name.endswith(judged.ENDING):
                judgements += judged.judged_gold(path, {**_by_id(out), **(articles or {})})
            elif path.suffix == ENDING:
                out += read_cases(path, path.resolve().parent.name)
            elif path.suffix in STORED:
                out += read_stored(path, articles)
            else:
                faults.append(f"{path}:1: no gold; give {ENDING} or {' '.join(STORED)}")
        except GoldError as error:
            faults += error.faults
        except OSError as error:
            faults.append(f"{path}:1: cannot be read ({error.strerror})")
    places: dict[str, str] = {}
    for gold in out:
        name = gold.document.id
        if name in places:
            faults.append(f"{gold.place}: {name}: the id stands at {places[name]} already")
        places[name] = gold.place
    if faults:
        raise GoldError(faults)
    return judged.merged([*out, *judgements])


def _by_id(gold: Sequence[GoldDocument]) -> dict[str, Document]:
    return {g.document.id: g.document for g in gold}


def gold_files(path: Path) -> tuple[Path, ...]:
    """The gold files of a folder, sorted; the path itself if it is none.

    Of a fixtures folder only the folders of cases count: others hold fixtures of other kinds.
    """
    if not path.is_dir():
        return (path,)
    known = [path / name for name in CASE_FOLDERS if (path / name).is_dir()]
    found = [f for folder in known or [path] for f in folder.rglob("*")]
    return tuple(sorted(f for f in found if f.suffix in (ENDING, *STORED)))


def read_fixtures(directory: Path | None = None) -> tuple[GoldDocument, ...]:
    """Every fixture of a folder; None reads the checkout's. Raises GoldError."""
    return read_gold(gold_files(directory or fixtures_directory()))
