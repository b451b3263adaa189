"""``attrib rules check``: each kind of fault is found, named and placed."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

import attrib
from attrib.checking import Finding, check
from attrib.cli import app
from attrib.rules import rules_directory

GOOD = """[[rule]]
id = "quote.said"
gloss = "Quotation, cue, speaker"
pattern = "quote=[QUOTE TERM] ,? cue=<cue-say> speaker=@np-head"
match = ['''<q>"Kami mau pulang,"</q> <c>kata</c> <s>Budi Santoso</s>.''']
"""


ENGINE = "".join(p.read_text(encoding="utf-8") for p in Path(attrib.__file__).parent.glob("*.py"))
MACROS = """[macros]
name = "[Cap CAPS Known]{1,3}"
headline = "Cap{20}"
age = "'(' Num ')'"
degree = "<degree>"
np-head = "[Cap Known]"
"""
MENTIONS = """[[mention]]
id = "mention.name"
kind = "person"
place = "phrase"
pattern = "<honorific>? name=@name"
match = ["Pak <n>Budi Santoso</n>"]
"""
# What else the engine asks a folder for; any pattern will do here.
OTHERS = sorted(set(re.findall(r'regex\("@([\w-]+)"', ENGINE)) - {"name", "headline"})
LISTS = {"cue-say": "kata\nujar\n", "degree": "SH\n", "honorific": "pak\n"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one rule, and the little that the engine asks of any folder."""
    made = tmp_path / "rules"
    (made / "lexicons").mkdir(parents=True)
    for name, text in LISTS.items():
        (made / "lexicons" / f"{name}.txt").write_text(text, encoding="utf-8")
    macros = MACROS + "".join(f"{name} = \"'{name}'\"\n" for name in OTHERS)
    for name, text in (("macros", macros), ("mentions", MENTIONS), ("own", GOOD)):
        (made / f"{name}.toml").write_text(text, encoding="utf-8")
    return made


def findings(folder: Path, text: str) -> list[Finding]:
    (folder / "own.toml").write_text(text, encoding="utf-8")
    return [f for f in check(folder) if Path(f.path).name == "own.toml"]


def messages(folder: Path, text: str) -> list[str]:
    return [str(f).removeprefix(f"{folder}/") for f in findings(folder, text)]


def test_attribs_own_rules_have_no_fault() -> None:
    assert [str(f) for f in check(rules_directory()) if not f.warning] == []


def test_a_good_rule_has_no_finding(folder: Path) -> None:
    assert check(folder) == []


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        (("gloss", "glos"), "own.toml:1: quote.said: unknown key 'glos'; keys are"),
        (("<cue-say>", "<cue-sya>"), "own.toml:1: quote.said: there is no list <cue-sya>"),
        (("@np-head", "@np-haed"), "own.toml:1: quote.said: there is no macro @np-haed"),
        (("TERM]", "Term]"), "own.toml:1: quote.said: unknown class Term"),
        (("quote=", "quot="), "own.toml:1: quote.said: role 'quot'; a rule has"),
        (("quote.said", "Said"), "own.toml:1: Said: id must look like family.name"),
        (("[[rule]]", "[[rul]]"), "own.toml:1: unknown table 'rul'"),
        ((",? cue", ",* cue"), "own.toml:1: quote.said: unbounded gap '*': write {m,n}"),
        ((",? cue", ",{2,} cue"), "own.toml:1: quote.said: unbounded gap '{2,}': write {m,n}"),
        ((",? cue", "[Low -Low]? cue"), "own.toml:1: quote.said: no token can be [Low -Low]?"),
        (("cue=<cue-say> speaker=@np-head", "<cue-say>"), "own.toml:5: quote.said: matches else"),
        (("quote=[QUOTE TERM] ,? cue=", "cue="), "own.toml:5: quote.said: matches elsewhere"),
        (("quote=[QUOTE TERM] ,? cue=", ""), "own.toml:1: quote.said: the pattern marks no"),
        (("gloss", 'status = "done"\ngloss'), "own.toml:1: quote.said: status must be one of"),
        (("gloss", 'priority = "9"\ngloss'), "own.toml:1: quote.said: priority must be int"),
        (("gloss", 'subject = "man"\ngloss'), "own.toml:1: quote.said: subject must be one of"),
        (("gloss", 'field = "body"\ngloss'), "own.toml:1: quote.said: field must be one of"),
        (("match = ['''", "match = [7, '''"), "own.toml:1: quote.said: an example must be text"),
        (("</s>", ""), "own.toml:5: quote.said: <s> is not closed"),
        (("Budi Santoso</s>", "Budi</s> Santoso"), "own.toml:5: quote.said: matches elsewhere"),
        (("Kami mau pulang", 'Kami" mau "pulang'), "own.toml:5: quote.said: matches elsewhere"),
        (("match = ", "no_match = "), "own.toml:5: quote.said: must not match but does"),
        (('pattern = "quote', 'pattern = "( quote'), "own.toml:1: quote.said: ')' is missing"),
        (('"Quotation', '"Quot"ation'), "own.toml:3: not TOML"),
    ],
)
def test_each_fault_is_found_where_it_stands(
    folder: Path, change: tuple[str, str], finding: str
) -> None:
    assert change[0] in GOOD
    found = messages(folder, GOOD.replace(*change))
    assert any(message.startswith(finding) for message in found), found


def test_a_rule_without_example_is_a_warning(folder: Path) -> None:
    (finding,) = findings(folder, GOOD.split("match", maxsplit=1)[0])
    assert finding.warning
    assert "warning: quote.said: no example" in str(finding)


def test_an_id_and_a_pattern_that_stand_twice(folder: Path) -> None:
    found = messages(folder, GOOD + "\n" + GOOD)
    assert any("own.toml:7: quote.said: the id stands at" in m for m in found)
    found = messages(folder, GOOD + "\n" + GOOD.replace("quote.said", "quote.twice"))
    assert any("own.toml:7: quote.twice: the same pattern as quote.said" in m for m in found)


def test_an_example_that_only_another_rule_matches(folder: Path) -> None:
    rival = GOOD.replace("quote.said", "quote.rival").replace(",? cue", ",{0,2} cue")
    rival = rival.replace("gloss", "priority = 60\ngloss")
    found = messages(folder, GOOD + "\n" + rival)
    assert [m for m in found if "only quote.rival matches" in m and ":5: quote.said" in m]


def test_every_fault_at_once(folder: Path) -> None:
    text = GOOD.replace("gloss", "glos").replace("@np-head", "@np-haed")
    other = GOOD.replace("quote.said", "quote.other").replace("<cue-say>", "<cue-sya>")
    (folder / "lexicons" / "cue-say.txt").write_text("kata\nujar\nkata\n= x\n", encoding="utf-8")
    (folder / "own.toml").write_text(text + "\n" + other, encoding="utf-8")
    found = "\n".join(str(f) for f in check(folder))
    for part in (
        "own.toml:1: quote.said: unknown key",
        "own.toml:7: quote.other: there is no list <cue-sya>",
        "cue-say.txt:3: 'kata' stands at line 1 already",
        "cue-say.txt:4: an entry is written",
    ):
        assert part in found


def test_lists_and_macros_that_nobody_uses(folder: Path) -> None:
    (folder / "lexicons" / "tak-terpakai.txt").write_text("satu\n", encoding="utf-8")
    macros = folder / "macros.toml"
    macros.write_text(
        macros.read_text(encoding="utf-8") + '\nidle = "Low"\nendless = "( Low )+"\n',
        encoding="utf-8",
    )
    found = {(Path(f.path).name, f.id, f.warning): f.message for f in check(folder)}
    assert found["tak-terpakai.txt", "tak-terpakai", True] == "list <tak-terpakai> is used nowhere"
    assert found["macros.toml", "idle", True] == "macro @idle is used nowhere"
    assert "unbounded gap '+'" in found["macros.toml", "endless", False]
    line = next(f.line for f in check(folder) if f.id == "idle")
    assert macros.read_text(encoding="utf-8").splitlines()[line - 1] == 'idle = "Low"'
    assert not any(f.id == "honorific" for f in check(folder)), "the engine uses this list"


def test_a_folder_without_rules(tmp_path: Path) -> None:
    (finding,) = check(tmp_path)
    assert "holds no rules; give a folder with *.toml" in str(finding)


def test_the_command_lists_everything_and_fails(folder: Path) -> None:
    (folder / "own.toml").write_text(GOOD.replace("gloss", "glos"), encoding="utf-8")
    result = CliRunner().invoke(app, ["rules", "check", "--rules", str(folder)])
    assert result.exit_code == 2
    assert result.stdout.startswith(f"{folder}/own.toml:1: quote.said: unknown key 'glos'")
    assert result.stderr.endswith("1 error, 0 warnings\n")


def test_the_command_lets_warnings_pass_unless_strict(folder: Path) -> None:
    (folder / "own.toml").write_text(GOOD.split("match", maxsplit=1)[0], encoding="utf-8")
    assert CliRunner().invoke(app, ["rules", "check", "--rules", str(folder)]).exit_code == 0
    strict = CliRunner().invoke(app, ["rules", "check", "--strict", "--rules", str(folder)])
    assert strict.exit_code == 2


def test_a_macro_that_the_engine_needs(folder: Path) -> None:
    macros = folder / "macros.toml"
    macros.write_text(MACROS.replace("headline", "headlines"), encoding="utf-8")
    assert any("the engine needs it: there is no macro @" in str(f) for f in check(folder))
