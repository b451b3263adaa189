"""``attrib review``, ``judge`` and ``gold`` as commands."""

import json
import shutil
from pathlib import Path

import pytest
from typer import Typer
from typer.testing import CliRunner, Result

from attrib.commands import gold as gold_command
from attrib.commands import judge as judge_command
from attrib.commands import review as review_command
from attrib.commands.editor import EditorError, edit
from attrib.gold.judged import read_judged
from attrib.rules import rules_directory

CASES = """\
=== right

"<q>Panen mundur dua pekan,</q>" <c>kata</c> <s>Dewi Sariwangi</s>.

=== open
complete: no

"<q1>Stok cukup,</q1>" <c1>ujar</c1> <s1>Rudi Hartono</s1>. Ia mengatakan harga beras turun.
"""
QUIET = '=== scare\n\nKebijakan "satu pintu" mulai berlaku.\n'


@pytest.fixture(autouse=True)
def _no_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)


@pytest.fixture
def fixtures(tmp_path: Path) -> Path:
    root = tmp_path / "fixtures"
    for name, text in (("written", CASES), ("quiet", QUIET)):
        (root / name).mkdir(parents=True)
        (root / name / "a.cases").write_text(text, encoding="utf-8")
    return root


def call(app: Typer, *args: object, given: str | None = None) -> Result:
    return CliRunner().invoke(app, [str(arg) for arg in args], input=given)


def review(*args: object) -> Result:
    return call(review_command.app, *args)


def test_a_review_of_good_fixtures(fixtures: Path) -> None:
    done = review(fixtures)
    assert done.exit_code == 0, done.output
    assert "written           2 of 2 pass" in done.stdout
    assert "quiet             1 of 1 pass" in done.stdout


def test_a_regression_is_told_first_and_ends_in_one(fixtures: Path) -> None:
    assert review(fixtures, "--save-baseline", "--update").exit_code == 0
    assert {p.name for p in fixtures.glob("*.json*")} == {"baseline.jsonl", "floors.json"}
    assert review(fixtures).exit_code == 0
    path = fixtures / "written" / "a.cases"
    path.write_text(CASES.replace("<s>Dewi Sariwangi</s>", "<s>Dewi</s> Sariwangi"))
    done = review(fixtures)
    assert done.exit_code == 1
    first = done.stdout.splitlines()
    assert first[0].startswith("BELOW ITS FLOOR  written: the gold has changed")
    assert any(line.startswith("REGRESSION  written/a/right:") for line in first[:6])
    before = (fixtures / "floors.json").read_bytes()
    refused = review(fixtures, "--update")
    assert refused.exit_code == 2
    assert "--allow-regression" in refused.stderr
    assert (fixtures / "floors.json").read_bytes() == before
    assert review(fixtures, "--save-baseline", "--update", "--allow-regression").exit_code == 0
    assert review(fixtures).exit_code == 0


def test_a_review_for_machines(fixtures: Path) -> None:
    found = json.loads(review(fixtures, "--json").stdout)
    assert found["totals"]["who_said_what"]["f"] == 1
    assert found["groups"]["written"]["passing"] == 2
    statements = [row for row in found["by_rule"] if row["table"] == "rule"]
    assert sum(row["unjudged"] for row in statements) == 1


def test_a_rule_and_its_sentences(fixtures: Path) -> None:
    rows = json.loads(review(fixtures, "--json").stdout)["by_rule"]
    rule = next(row["rule"] for row in rows if row["right"])
    assert "status stable" in review(fixtures, "--rule", rule).stdout
    shown = review(fixtures, "--rule", rule, "--show", "tp").stdout
    assert "[Panen mundur dua pekan,]" in shown
    assert review(fixtures, "--rule", "no.rule").exit_code == 2
    assert review(fixtures, "--show", "all").exit_code == 2


def test_rules_called_stable_without_grounds_end_in_one_if_asked(fixtures: Path) -> None:
    found = review(fixtures, "--no-only", "--stable")
    assert found.exit_code == 1
    first = found.stdout.splitlines()[0]
    assert first.startswith("NOT STABLE  ")
    assert first.endswith(': give it, or status = "test"')
    told = review(fixtures, "--rule", "quote.split")
    assert "status stable, priority" in told.stdout or "status test, priority" in told.stdout
    assert "hits right, here and in the articles" in told.stdout
    for more in ((), ("--show", "tp")):
        unknown = review(fixtures, "--rule", "quote.none", *more)
        assert unknown.exit_code == 2
        assert "there is no rule quote.none" in unknown.stderr


def test_every_table_has_its_rules_and_opens_them(fixtures: Path) -> None:
    shown = review(fixtures).stdout
    assert [line.split()[0] for line in shown.splitlines() if " tried " in line] == [
        "rule",
        "mention",
    ]
    found = review(fixtures, "--rule", "mention.name", "--show", "tp")
    assert found.stdout.count("→") == 2


def test_articles_with_stored_gold(fixtures: Path, tmp_path: Path) -> None:
    gold, articles = tmp_path / "gold.jsonl", tmp_path / "articles.jsonl"
    done = call(
        gold_command.app, "convert", fixtures / "written", "-o", gold, "--articles", articles
    )
    assert done.exit_code == 0, done.output
    assert "text" not in json.loads(gold.read_text().splitlines()[0])
    done = review(articles, "--gold", gold)
    assert "2 documents, 2 statements" in done.stdout
    alone = review(articles, "--gold", tmp_path / "none.jsonl")
    assert alone.exit_code == 2
    assert "no such file" in alone.stderr
    assert "give its file beside --gold" in review("--gold", gold).stderr


def test_confidence_is_written_beside_the_rules(fixtures: Path, tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    shutil.copytree(rules_directory(), rules)
    (rules / "confidence.json").unlink(missing_ok=True)
    assert review(fixtures, "--rules", rules, "--update-confidence").exit_code == 0
    made = json.loads((rules / "confidence.json").read_text())
    assert made["gold"] == "fixtures"
    assert len(made["articles"]) == 2
    tallies = {rule: sum(right for right, _ in parts) for rule, parts in made["rules"].items()}
    assert tallies == {"quote.cue-speaker": 2, "mention.name": 2}


def test_headlines_count_for_confidence_only_where_gold_knows_of_any(
    fixtures: Path, tmp_path: Path
) -> None:
    rules = tmp_path / "rules"
    shutil.copytree(rules_directory(), rules)
    body = '"<q2>Stok cukup,</q2>" <c2>kata</c2> <s2>Sri Lestari</s2>.'
    headline = "<s1>Sri Lestari</s1> <c1>Sebut</c1> <q1>Stok Beras Cukup</q1>"
    for title, known in ((headline, True), ("Sri Lestari Sebut Stok Beras Cukup", False)):
        (fixtures / "written" / "a.cases").write_text(f"=== a\ntitle: {title}\n\n{body}\n")
        review(fixtures, "--rules", rules, "--update-confidence")
        made = json.loads((rules / "confidence.json").read_text())
        assert "quote.cue-speaker" in made["rules"]
        assert ("headline.verb" in made["rules"]) is known


def test_continuous_integration_never_writes(
    fixtures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    for option in ("--save-baseline", "--update"):
        done = review(fixtures, option)
        assert done.exit_code == 2
        assert "continuous integration" in done.stderr
    assert not list(fixtures.glob("*.json*"))


def test_faulty_fixtures_are_named(fixtures: Path) -> None:
    (fixtures / "written" / "b.cases").write_text("=== x\n\n<q>a\n")
    done = review(fixtures)
    assert done.exit_code == 2
    assert "b.cases:3: x: <q> is not closed" in done.stderr
    checked = call(gold_command.app, "check", fixtures)
    assert checked.exit_code == 2
    assert "b.cases:3: x: <q> is not closed" in checked.stderr


def test_gold_to_brat_and_back(fixtures: Path, tmp_path: Path) -> None:
    folder, one, two = tmp_path / "brat", tmp_path / "one.jsonl", tmp_path / "two.jsonl"
    convert = (gold_command.app, "convert")
    source = fixtures / "written"
    assert call(*convert, source, "--to", "brat", "-o", folder).exit_code == 0
    assert call(*convert, source, "--to", "brat", "-o", folder).exit_code == 2
    assert call(*convert, source, "-o", one).exit_code == 0
    assert call(*convert, folder, "--from", "brat", "-o", two).exit_code == 0
    quotes = [
        {d["id"]: d["quotes"] for d in map(json.loads, path.read_text().splitlines())}
        for path in (one, two)
    ]
    assert quotes[0] == quotes[1]
    assert len(quotes[0]) == 2


# --- judge -----------------------------------------------------------------------------------


@pytest.fixture
def article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "a.txt"
    path.write_text('"Panen mundur," kata Dewi Sariwangi. "Stok cukup," ujar Rudi Hartono.')
    return path


def judge(article: Path, *args: object, given: str | None = None) -> Result:
    return call(judge_command.app, article, "--who", "ani", *args, given=given)


def ids(article: Path) -> list[str]:
    return [line.split()[0] for line in judge(article, "--list").stdout.splitlines()]


def test_judging_by_id(article: Path) -> None:
    first, second = ids(article)
    done = judge(article, "--accept", first, "--reject", second, "--note", "bukan")
    assert done.exit_code == 0, done.output
    views = read_judged(article.parent / "gold.judged.jsonl")
    assert [(v.hit, v.verdict, v.note) for v in views] == [
        (first, "right", None),
        (second, "wrong", "bukan"),
    ]
    assert ids(article) == []
    reviewed = review(article, "--gold", "gold.judged.jsonl")
    assert "1 documents, 1 statements" in reviewed.stdout
    assert "(1 +1 −0)" in reviewed.stdout


def test_nothing_is_written_if_one_id_is_wrong(article: Path) -> None:
    first, _ = ids(article)
    done = judge(article, "--accept", first, "--reject", "a:none")
    assert done.exit_code == 2
    assert "a:none: no quote" in done.stderr
    assert not (article.parent / "gold.judged.jsonl").exists()


def test_in_bulk_only_with_a_rule(article: Path) -> None:
    assert judge(article, "--accept-all").exit_code == 2
    rule = judge(article, "--list").stdout.splitlines()[0].rpartition("· ")[2]
    assert judge(article, "--accept-all", "--rule", rule).exit_code == 0
    assert ids(article) == []


def test_a_missed_statement_is_added_from_standard_input(article: Path) -> None:
    markup = '"<q>Panen mundur</q>," <c>kata</c> <s>Dewi Sariwangi</s>'
    assert judge(article, "--add", "a", given=markup).exit_code == 0
    (view,) = read_judged(article.parent / "gold.judged.jsonl")
    assert view.verdict == "missed"
    assert view.quote
    assert view.quote.parts == ((1, 13),)
    assert judge(article, "--add", "b", given=markup).exit_code == 2


def test_a_dispute_is_decided_by_name(article: Path) -> None:
    first, _ = ids(article)
    judge(article, "--accept", first)
    call(judge_command.app, article, "--who", "budi", "--reject", first)
    done = judge(article, "--decide", f"{first}=budi")
    assert done.exit_code == 0, done.output
    assert "0 disputed" in done.stderr
    assert judge(article, "--decide", f"{first}=budi").exit_code == 2


def test_without_a_terminal_there_is_no_dialogue(article: Path) -> None:
    done = judge(article)
    assert done.exit_code == 2
    assert "judge by id" in done.stderr


def test_a_judgements_file_says_so_by_its_name(article: Path) -> None:
    assert judge(article, "--into", "gold.jsonl").exit_code == 2


def test_the_editor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", "sed -i s/satu/dua/")
    assert edit("satu pintu") == "dua pintu\n"
    assert edit("tiga pintu") is None
    monkeypatch.setenv("EDITOR", "no-such-editor-here")
    with pytest.raises(EditorError, match="set EDITOR"):
        edit("satu")
