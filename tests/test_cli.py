"""The commands in this process: options, outputs, faults, exit codes."""

import gzip
import json
from pathlib import Path

import pytest
import quoting
from typer.testing import CliRunner, Result

import attrib
from attrib.cli import COMMANDS, app
from attrib.records import schema

SARI = '"Panen mundur," kata Bupati Sariwangi. "Stok cukup," ujar Dewi.'


@pytest.fixture(autouse=True)
def _small_extractor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("attrib.extraction.extract_document", quoting.extract_document)
    monkeypatch.setattr("attrib.pipeline.extract_document", quoting.extract_document)


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a.txt").write_text(SARI)
    lines = [json.dumps({"id": f"j{n}", "text": f'"Hal {n}," kata Rudi.'}) for n in range(40)]
    (folder / "b.jsonl").write_text("\n".join(lines))
    return folder


def attrib_cli(*args: Path | str) -> Result:
    return CliRunner().invoke(app, [str(arg) for arg in args])


def lines(result: Result) -> list[dict[str, object]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_extract_to_standard_output_in_reading_order(news: Path) -> None:
    result = attrib_cli("extract", news)
    assert result.exit_code == 0, result.output
    assert [r["doc_id"] for r in lines(result)] == ["a", "a"] + [f"j{n}" for n in range(40)]
    assert result.stderr.startswith("41 articles, 42 quotes in ")


def test_quiet_says_nothing(news: Path) -> None:
    assert attrib_cli("extract", news, "-q").stderr == ""


def test_kinds_can_be_chosen(news: Path) -> None:
    result = attrib_cli("extract", news / "a.txt", "--kind", "mixed, indirect")
    assert [r["kind"] for r in lines(result)] == ["mixed"]


def test_the_number_of_workers_changes_no_byte(news: Path, tmp_path: Path) -> None:
    for workers in "12":
        out, kept = tmp_path / f"q{workers}.csv.gz", tmp_path / f"a{workers}.jsonl"
        files = ("-o", out, "--articles", kept)
        done = attrib_cli("extract", news, "-f", "csv", *files, "--workers", workers)
        assert done.exit_code == 0
    assert (tmp_path / "q1.csv.gz").read_bytes() == (tmp_path / "q2.csv.gz").read_bytes()
    assert (tmp_path / "a1.jsonl").read_bytes() == (tmp_path / "a2.jsonl").read_bytes()
    table = gzip.decompress((tmp_path / "q1.csv.gz").read_bytes()).decode("utf-8-sig")
    assert len(table.split("\r\n")) == 1 + 42 + 1
    assert len((tmp_path / "a1.jsonl").read_bytes().splitlines()) == 41


def test_articles_are_the_same_input_again(news: Path, tmp_path: Path) -> None:
    first = attrib_cli("extract", news, "--articles", tmp_path / "kept.jsonl")
    assert attrib_cli("extract", tmp_path / "kept.jsonl").stdout == first.stdout


def test_bad_input_is_named_the_rest_goes_on(news: Path) -> None:
    (news / "kosong.txt").write_text("")
    result = attrib_cli("extract", news, news / "tidak-ada.txt")
    assert result.exit_code == 1
    assert len(lines(result)) == 42
    assert f"attrib: {news / 'kosong.txt'}: the file is empty; " in result.stderr
    assert f"attrib: {news / 'tidak-ada.txt'}: no such file or folder; " in result.stderr
    assert result.stderr.splitlines()[-1].endswith("; 2 skipped")


def test_a_failure_on_one_article_costs_that_one(news: Path) -> None:
    (news / "c.txt").write_text("KEGAGALAN")
    for workers in "12":
        result = attrib_cli("extract", news, "--workers", workers)
        assert result.exit_code == 1
        assert len(lines(result)) == 42
        assert "article c: attrib failed on it (ArithmeticError: as asked)" in result.stderr


def test_many_faults_of_a_file_are_summed_up(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": "a", "text": "Ada."}\n' + "rusak\n" * 50)
    result = attrib_cli("extract", tmp_path)
    assert result.stderr.count("broken JSON") == 20
    assert "30 more of the same file not shown" in result.stderr
    assert "1 article, 0 quotes" in result.stderr
    assert "; 50 skipped" in result.stderr


def test_a_mistyped_path_empties_no_dataset(news: Path, tmp_path: Path) -> None:
    out = tmp_path / "q.jsonl"
    out.write_text("yesterday's")
    result = attrib_cli("extract", news / "salah.txt", "-o", out)
    assert result.exit_code == 1
    assert out.read_text() == "yesterday's"
    assert "q.jsonl is left as it was" in result.stderr


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--kind", "free"], "'free' is none of direct, indirect, mixed"),
        (["-f", "xml"], "'xml' is none of jsonl, csv"),
        (["--workers", "0"], "greater than or equal to 1"),
        (["--rules", "no-such-folder"], "no-such-folder is no folder"),
        (["-o", "no-such-folder/q.jsonl"], "the folder does not exist; make it first"),
        (["-o", "{news}/b.jsonl"], "is also an input"),
        (["--articles", "{news}/a.txt"], "is also an input"),
        (["-o", "{news}/../q", "--articles", "{news}/../q"], "is given twice as output"),
        (["--no-such-option"], "No such option"),
    ],
)
def test_wrong_usage_does_nothing(news: Path, options: list[str], message: str) -> None:
    before = {path: path.read_bytes() for path in news.parent.rglob("*.*")}
    result = attrib_cli("extract", news, *(option.format(news=news) for option in options))
    assert result.exit_code == 2
    assert message in result.stderr.replace("\n", " ")
    assert result.stdout == ""
    assert {path: path.read_bytes() for path in news.parent.rglob("*.*")} == before


def test_broken_rules_are_told_and_stop(news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from attrib.rules import RuleError

    def broken(folder: Path | None = None) -> None:
        raise RuleError(["rules/a.toml:3: r.one: no role", "rules/b.toml:9: r.two: no pattern"])

    monkeypatch.setattr("attrib.extraction._loaded", {})
    monkeypatch.setattr("attrib.extraction.load_rules", broken)
    result = attrib_cli("extract", news)
    assert result.exit_code == 2
    assert result.stderr.splitlines()[:2] == [
        "rules/a.toml:3: r.one: no role",
        "rules/b.toml:9: r.two: no pattern",
    ]


def test_show(news: Path) -> None:
    result = attrib_cli("show", news / "a.txt")
    assert result.exit_code == 0
    assert '"[1 Panen mundur, 1]" <kata> (Bupati) {Sariwangi}.' in result.stdout
    assert "\x1b" not in result.stdout
    assert "\x1b[32mPanen mundur,\x1b[0m" in attrib_cli("show", news / "a.txt", "--color").stdout


def test_show_one_of_many(news: Path) -> None:
    result = attrib_cli("show", news, "--doc", "j7")
    assert (result.exit_code, result.stdout.count("==\n")) == (0, 1)
    missing = attrib_cli("show", news, "--doc", "j99")
    assert missing.exit_code == 1
    assert "j99: no article with this id" in missing.stderr


def test_schema_and_version() -> None:
    assert json.loads(attrib_cli("schema").stdout) == json.loads(json.dumps(schema()))
    assert attrib_cli("--version").stdout == f"attrib {attrib.__version__}\n"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str) -> None:
    result = attrib_cli(command, "--help")
    assert result.exit_code == 0
    assert "Example" in result.stdout
    assert f"attrib {command}" in result.stdout


def test_the_manual_names_every_command_and_option() -> None:
    manual = (Path(__file__).parent.parent / "docs" / "cli.md").read_text()
    for command in ("extract", "show", "schema"):
        assert f"## `attrib {command}" in manual
        for word in attrib_cli(command, "--help").stdout.split():
            if word.startswith("--") and word.strip(",.").isascii():
                assert word.strip(",.") in manual, word


def test_a_misspelt_command_is_suggested() -> None:
    result = attrib_cli("extrat")
    assert result.exit_code == 2
    assert "extract" in result.stderr
