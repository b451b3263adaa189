"""The commands index, search, experts, expert and conflicts, as typed."""

import csv
import io
import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from shutil import copytree

import pytest
from quotes_made import lines, quote
from typer.testing import CliRunner, Result

QUOTES = (
    quote(
        "a1",
        "Harga beras premium naik sepuluh persen.",
        "Sri Wahyuni",
        role="Kepala Bulog",
        affiliation="Bulog",
    ),
    quote("a2", "Stok cukup sampai Lebaran.", "Sri Wahyuni", role="Kepala Bulog", day="2024-05-01"),
    quote("a3", "=BAHAYA, kata orang, jangan dibuka.", "Hartadi Wiguna", role="Gubernur"),
    quote("a4", "Saya kira pertandingan tadi berat.", "Hartadi Sukmono", role="pelatih"),
)


def run(command: str, *args: str) -> Result:
    return CliRunner().invoke(import_module(f"attrib.commands.{command}").app, list(args))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    (tmp_path / "q.jsonl").write_bytes(lines(*QUOTES))
    assert run("index", "q.jsonl").exit_code == 0
    return tmp_path


def test_index_says_what_it_did_and_checks(folder: Path) -> None:
    again = run("index", "q.jsonl")
    assert again.exit_code == 0
    assert "0 added, 0 changed, 0 removed" in again.stderr
    assert "4 quotes of 3 people" in again.stderr
    assert run("index", "q.jsonl", "-q").stderr == ""
    checked = run("index", "--check")
    assert checked.exit_code == 0
    assert "whole" in checked.stderr


def test_index_faults_are_named_and_good_lines_kept(folder: Path) -> None:
    (folder / "bad.jsonl").write_bytes(b"{}\n" + lines(quote("b1", "Baru.")))
    outcome = run("index", "bad.jsonl", "missing.jsonl")
    assert outcome.exit_code == 1
    assert "bad.jsonl:1:" in outcome.stderr
    assert "missing.jsonl: no such file" in outcome.stderr
    assert "1 added" in outcome.stderr
    assert "Traceback" not in outcome.stderr


def test_nothing_is_made_of_files_that_are_not_there(folder: Path) -> None:
    outcome = run("index", "missing.jsonl", "-o", "new.db")
    assert outcome.exit_code == 2
    assert outcome.stderr == "attrib: missing.jsonl: no such file; check the name\n"
    assert not (folder / "new.db").exists()
    for command in (("index", "q.jsonl", "-o", "."), ("search", "beras", "--db", ".")):
        assert "a folder" in run(*command).stderr


def test_an_authoritys_aliases_find_the_expert(folder: Path) -> None:
    entry = "id,name,aliases,role,affiliation\nQ1,Sri Wahyuni,{},Kepala Bulog,Bulog\n"
    for alias in ("Bu Yuyun", "Mbak Yun"):
        (folder / "known.csv").write_text(entry.format(alias))
        assert run("index", "--authority", "known.csv").exit_code == 0
        found = run("expert", alias)
        assert found.exit_code == 0
        assert "authority: Q1" in found.stdout
    assert run("expert", "Bu Yuyun").exit_code == 1


def test_options_that_contradict_are_refused(folder: Path) -> None:
    outcome = run("search", "beras", "--json", "--csv")
    assert (outcome.exit_code, outcome.stdout) == (2, "")
    assert "choose one" in outcome.stderr
    assert "two names" in run("experts", "--why", "Budi", "--json").stderr


def test_a_record_of_a_newer_attrib_is_said_to_be_one(folder: Path) -> None:
    (folder / "newer.jsonl").write_bytes(
        lines(quote("n1", "Baru.")).replace(b'"schema":1', b'"schema":2')
    )
    outcome = run("index", "newer.jsonl", "-o", "newer.db")
    assert outcome.exit_code == 1
    assert "newer.jsonl:1: a record of a newer attrib; upgrade attrib" in outcome.stderr


@pytest.mark.parametrize(
    ("option", "content", "said"),
    [
        ("--overrides", "same: A", "f:1"),
        ("--authority", '{"id": 1}', "f:1"),
        ("--corrections", "{}", "f:1"),
    ],
)
def test_faulty_side_files_stop_before_anything_is_written(
    folder: Path, option: str, content: str, said: str
) -> None:
    (folder / "f").write_text(content)
    before = (folder / "quotes.db").read_bytes()
    outcome = run("index", "q.jsonl", option, "f")
    assert outcome.exit_code == 2
    assert said in outcome.stderr
    assert (folder / "quotes.db").read_bytes() == before
    assert run("index", "q.jsonl", option, "nowhere").exit_code == 2


def test_an_override_file_beside_the_index_is_used(folder: Path) -> None:
    (folder / "quotes.overrides.txt").write_text("same: Hartadi Wiguna = Hartadi Sukmono\n")
    run("index", "q.jsonl")
    why = run("experts", "--why", "Hartadi Wiguna", "Hartadi Sukmono")
    assert "one" in why.stdout


def test_search_prints_hits_json_and_csv(folder: Path) -> None:
    shown = run("search", "beras")
    assert shown.exit_code == 0
    assert "Sri Wahyuni, Kepala Bulog" in shown.stdout
    assert "[beras]" in shown.stdout
    line = json.loads(run("search", "beras", "--json").stdout)
    assert line["quote"]["quote_id"] == QUOTES[0].quote_id
    table = run("search", "dibuka", "--csv").stdout
    rows = list(csv.DictReader(io.StringIO(table.removeprefix("\ufeff"))))
    assert rows[0]["content"].startswith("'=BAHAYA")
    assert "no context" in run("search", "beras", "--context").stdout
    assert json.loads(run("search", "--facets", "--json").stdout)["total"] == {"statements": 4}


def test_search_by_a_misspelt_expert_and_by_several(folder: Path) -> None:
    one = run("search", "--expert", "Sri Wahjuni", "--sort", "date")
    assert one.stdout.index("Stok cukup") < one.stdout.index("Harga")
    several = run("search", "--expert", "Hartadi")
    assert "fits several" in several.stderr
    assert "Wiguna" in several.stdout
    assert "Sukmono" in several.stdout


@pytest.mark.parametrize(
    "args",
    [
        ("search", "(beras"),
        ("search", "x", "--since", "kemarin"),
        ("search", "x", "--kind", "loud"),
        ("experts", "--source-kind", "orang"),
        ("search", "x", "--sort", "size"),
        ("search", "x", "--db", "none.db"),
        ("expert", "Hartadi"),
        ("conflicts", "--db", "none.db"),
    ],
)
def test_what_cannot_be_done_ends_with_a_clear_line(folder: Path, args: tuple[str, ...]) -> None:
    outcome = run(*args)
    assert outcome.exit_code == 2
    assert outcome.stderr.startswith("attrib: ")
    assert "Traceback" not in outcome.stderr


@pytest.mark.parametrize(
    "args",
    [
        ("search", "x", "--expert", "Tiada Siapapun"),
        ("expert", "Tiada Siapapun"),
        ("experts", "Tiada Siapapun"),
        ("experts", "--why", "Tiada", "Siapapun"),
        ("expert", "!!!"),
        ("experts", "..."),
        ("search", "--expert", "%"),
    ],
)
def test_nobody_of_a_name_is_nothing_found(folder: Path, args: tuple[str, ...]) -> None:
    outcome = run(*args)
    assert outcome.exit_code == 1
    assert "nobody" in outcome.stderr


def test_an_export_that_ends_early_says_so(folder: Path) -> None:
    for export in ("--csv", "--json"):
        assert "more with --page 2, or a larger -n" in run("search", export, "-n", "1").stderr
        assert run("search", export).stderr == ""


def test_names_need_no_quotation_marks(folder: Path) -> None:
    assert run("expert", "sri", "wahyuni").exit_code == 0
    assert "Sri Wahyuni" in run("experts", "sri", "wahyuni").stdout
    assert "--affiliation" in run("search", "--expert", "Bulog").stderr


def test_nothing_found_is_said_and_told_to_the_shell(folder: Path) -> None:
    outcome = run("search", "unicornus")
    assert outcome.exit_code == 1
    assert "nothing found" in outcome.stderr


def test_experts_pages_and_lists(folder: Path) -> None:
    listed = run("experts").stdout.splitlines()
    assert "Sri Wahyuni" in listed[0]
    shown = run("expert", "wahyuni").stdout
    assert "2 quotes in 2 articles, 2024-03-09 – 2024-05-01" in shown
    assert "Kepala Bulog, Bulog" in shown
    data = json.loads(run("expert", "wahyuni", "--json").stdout)
    assert data["expert"]["quotes"] == 2
    assert "no words" in run("conflicts").stderr


def test_a_piped_search_ends_quietly(folder: Path) -> None:
    code = "import attrib.commands.search as s; s.app()"
    command = f'"{sys.executable}" -c "{code}" beras | true'
    ended = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert ended.stderr == ""


def test_nothing_to_index_makes_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = run("index")
    assert outcome.exit_code == 2
    assert "nothing to index; give" in outcome.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("broken", ["jokowi = joko = widodo\n= x\n", None])
def test_broken_word_lists_are_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch, broken: str | None
) -> None:
    from attrib.identity import names, wordlists
    from attrib.rules import rules_directory

    copytree(rules_directory(), folder / "rules")
    aliases = folder / "rules" / "lexicons" / "nickname.txt"
    aliases.unlink() if broken is None else aliases.write_text(broken)
    monkeypatch.setattr("attrib.rules.rules_directory", lambda: folder / "rules")
    wordlists.word_list.cache_clear()
    names.name_key.cache_clear()
    for command in (("expert", "Wahyuni Sri Hartini"), ("index", "q.jsonl", "-o", "new.db")):
        outcome = run(*command)
        wordlists.word_list.cache_clear()
        names.name_key.cache_clear()
        assert outcome.exit_code == 2
        assert "nickname.txt" in outcome.stderr
        assert "the rules are broken; mend the lines named above" in outcome.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_results_that_cannot_be_written_end_with_a_message(folder: Path) -> None:
    command = [sys.executable, "-m", "attrib", "search", "beras"]
    with open("/dev/full", "wb") as full:
        outcome = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert outcome.returncode == 3
    assert outcome.stderr.decode().startswith("attrib: standard output cannot be written")
    assert b"Traceback" not in outcome.stderr
