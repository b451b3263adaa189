"""docs/rules.md, followed to the letter by somebody with a fresh copy of the rules."""

import re
import shutil
from pathlib import Path

import pytest

from attrib.checking import check
from attrib.loading import load_rules
from attrib.model import Document
from attrib.pattern import ANCHORS, QUOTATIONS, SHAPES
from attrib.pipeline import extract_document
from attrib.rules import MENTION_KINDS, TABLES, RuleSet, rules_directory

PAGE = (Path(__file__).parent.parent / "docs" / "rules.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## (.+)\n([\s\S]*?)(?=^## |\Z)", PAGE, re.MULTILINE))
ARTICLE = (
    '"Jangan parkir di sini," tertera pada surat edaran Dinas Perhubungan Kota Bogor.\n\n'
    "Rudi Hartono menggerutu, harga pupuk tidak masuk akal.\n\n"
    '"Saya hanya lewat," kata perempuan beridentitas Rini Astuti itu.\n'
)


def toml(section: str) -> str:
    (block,) = re.findall(r"```toml\n([\s\S]*?)```", SECTIONS[section])
    return str(block)


def quotes(rules: RuleSet) -> list[tuple[str, str]]:
    """Who said it, and the rule that says so."""
    found = extract_document(Document(id="contoh", text=ARTICLE), rules)
    return [(q.speaker.name if q.speaker else "", q.rule) for q in found]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(rules_directory(), tmp_path / "aturan"))


def test_what_the_page_adds_was_not_there_before() -> None:
    assert quotes(load_rules()) == [("perempuan", "quote.cue-speaker")]


def test_a_verb_a_construction_and_a_speaker_pattern_are_added_as_the_page_says(
    folder: Path,
) -> None:
    (verb,) = re.findall(r"```\n(\w+ = \w+)\n```", SECTIONS["Add a verb"])
    with (folder / "lexicons" / "cue-verb.txt").open("a", encoding="utf-8") as file:
        file.write(f"{verb}\n")
    with (folder / "quotations.toml").open("a", encoding="utf-8") as file:
        file.write("\n" + toml("Add a construction"))
    mentions = folder / "mentions.toml"
    text = mentions.read_text(encoding="utf-8")
    at = text.index('[[mention]]\nid = "mention.anonymous-office"')
    mentions.write_text(
        text[:at] + toml("Add a speaker pattern") + "\n" + text[at:], encoding="utf-8"
    )
    assert [str(f) for f in check(folder) if not f.warning] == []
    assert quotes(load_rules(folder)) == [
        ("surat edaran Dinas Perhubungan Kota Bogor", "quote.posted-on"),
        ("Rudi Hartono", "clause.subject-verb"),
        ("Rini Astuti", "quote.cue-speaker"),
    ]


def test_the_first_rule_of_the_page_holds_its_examples(folder: Path) -> None:
    for others in ("clauses", "headlines", "quotations"):  # alone it is compiled soon
        (folder / f"{others}.toml").unlink()
    (folder / "first.toml").write_text(toml("A first rule"), encoding="utf-8")
    assert [str(f) for f in check(folder) if f.id == "quote.cue-speaker"] == []


def test_the_page_names_every_list_of_cues_class_table_and_kind() -> None:
    named = set(re.findall(r"`([^`\n]+)`", re.sub(r"```[\s\S]*?```", "", PAGE)))
    cues = {path.stem for path in (rules_directory() / "lexicons").glob("cue-*.txt")}
    parts = {"cue-nya-noun"}  # a list that only narrows another
    assert cues - parts <= named
    assert {*SHAPES, *ANCHORS, *QUOTATIONS, "ANY"} <= named
    assert set(MENTION_KINDS) <= named
    assert all(f"### {table}\n" in PAGE for table in TABLES)


def test_links_inside_the_page_lead_somewhere() -> None:
    headings = {
        h.lower().replace(" ", "-") for h in re.findall(r"^#{2,3} (.+)$", PAGE, re.MULTILINE)
    }
    assert set(re.findall(r"\]\(#([\w-]+)\)", PAGE)) <= headings
