"""``attrib why`` and ``attrib rules try``: what they tell is what the engine does."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from attrib.cli import app
from attrib.explain import Attempt, Explanation, NoSentenceError, explain
from attrib.loading import load_rules
from attrib.model import Document
from attrib.pattern import PatternError
from attrib.pipeline import extract_document
from attrib.resolve import Resolver
from attrib.rules import RuleError
from attrib.tracing import STEPS
from attrib.trying import Trial

RULES = load_rules()
ARTICLE = (
    '"Kami siap membantu," kata Kepala Dinas Sosial Kota Bogor, Sri Lestari, Senin. '
    "Ia menambahkan bahwa bantuan akan tiba besok pagi.\n\n"
    "Hujan turun sejak malam di seluruh kota."
)
DOCUMENT = Document(id="berita", text=ARTICLE, title="Polisi Sebut Pelaku Dua Orang")


def explained(text: str) -> Explanation:
    (found,) = explain(Document(id="x", text=text), RULES)
    return found


def attempt(found: Explanation, rule: str, outcome: str) -> Attempt:
    return next(a for a in found.attempts if (a.rule, a.outcome) == (rule, outcome))


def test_what_won_is_what_extraction_gives() -> None:
    quotes = extract_document(DOCUMENT, RULES)
    told = [*explain(DOCUMENT, RULES, field="title"), *explain(DOCUMENT, RULES)]
    in_text = [q for q in quotes if q.field == "text"]
    assert [r.quote for e in told[1:] for r in e.resolutions if r.quote] == in_text
    for e in told:
        won = {a.rule for a in e.attempts if a.outcome == "won"}
        assert won == {r.rule for r in e.resolutions}
        assert {a.rule for a in e.attempts} == {r.id for r in RULES.of("rule")}


def test_every_passage_is_the_documents_own() -> None:
    for e in explain(DOCUMENT, RULES):
        for p in (e.sentence, *(x for a in e.attempts for x in (a.matched, a.stopped) if x)):
            assert ARTICLE[slice(*p.span)] == p.text


@pytest.mark.parametrize("word", ["Kami", "Sri Lestari", "Senin"])
def test_the_sentence_at_an_offset(word: str) -> None:
    (found,) = explain(DOCUMENT, RULES, at=ARTICLE.index(word))
    assert found.sentence.text.startswith('"Kami siap')
    assert found.sentence.text.endswith("Senin.")


@pytest.mark.parametrize(
    ("at", "message"),
    [(-1, "outside the text"), (10_000, "outside the text"), (ARTICLE.index("\n\n"), "between")],
)
def test_an_offset_without_a_sentence(at: int, message: str) -> None:
    with pytest.raises(NoSentenceError, match=message):
        explain(DOCUMENT, RULES, at=at)


def test_where_a_rule_stopped_and_what_it_wanted() -> None:
    found = explained('"Kami siap membantu," kata Sri Lestari, Senin.')
    split = attempt(found, "quote.split", "stopped")
    assert split.stopped is not None
    assert (split.stopped.text, split.wanted) == ("Senin", "quote=@speech")
    assert split.elements == split.total - 1
    assert split.matched is not None
    assert split.matched.text == '"Kami siap membantu," kata Sri Lestari,'


def test_a_rule_stops_at_the_token_that_breaks_it() -> None:
    whole = "Budi Santoso mengatakan bahwa harga beras naik."
    assert attempt(explained(whole), "clause.subject-verb", "won")
    broken = explained("Budi Santoso membaca bahwa harga beras naik.")
    assert attempt(broken, "clause.subject-verb", "untried").reason.startswith("no word")
    colon = attempt(explained("Budi Santoso mengatakan:"), "speaker-verb.quote", "stopped")
    assert colon.stopped is None or colon.stopped.text == ":"


def test_what_lost_names_its_winner() -> None:
    found = explained("Ia menyatakan bahwa bantuan akan tiba besok pagi.")
    lost = attempt(found, "clause.any-subject-verb", "lost")
    assert lost.lost_to == "clause.subject-verb"
    rank = {r.id: r.priority for r in RULES.of("rule")}
    assert rank[lost.lost_to] >= lost.priority


def test_what_was_refused_says_how_its_speaker_reads() -> None:
    found = explained("Batu besar menilai aturan itu merugikan petani kecil.")
    refused = attempt(found, "clause.subject-weak-verb", "refused")
    assert "“Batu besar” reads as description" in refused.reason
    assert "can speak" in refused.reason


def test_rules_of_headlines_are_not_tried_on_text() -> None:
    (title,) = explain(DOCUMENT, RULES, field="title")
    assert attempt(title, "headline.verb", "won")
    text = explain(DOCUMENT, RULES)[0]
    assert attempt(text, "headline.verb", "untried").reason == "only in the title"


def test_the_speaker_step_by_step() -> None:
    second = explain(DOCUMENT, RULES)[1]
    (resolution,) = second.resolutions
    assert resolution.quote is not None
    assert resolution.quote.speaker is not None
    steps = {s.name: s for s in resolution.steps}
    assert steps["mention"].answer == "pronoun “Ia”"
    assert "“Sri Lestari” (pronoun" in steps["back"].answer
    assert steps["subject"].depth == 1
    assert "role “Kepala”" in steps["office"].answer
    assert resolution.steps[-2].answer.startswith(f"“{resolution.quote.speaker.name}”")


def test_what_is_left_open_says_so() -> None:
    (resolution,) = explained("Ia mengatakan bahwa harga beras naik.").resolutions
    assert resolution.quote is not None
    assert resolution.quote.abstained == "no-antecedent"
    assert "left open: no-antecedent" in resolution.steps[-2].answer


@pytest.mark.parametrize("name", STEPS)
def test_every_step_told_is_the_resolvers_own_and_explained(name: str) -> None:
    assert (getattr(Resolver, name).__doc__ or "").strip()


def why(*args: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["why", *args])
    return result.exit_code, result.stdout, result.stderr


def test_why_in_words(tmp_path: Path) -> None:
    path = tmp_path / "berita.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    code, out, err = why(str(path), "--at", str(ARTICLE.index("Sri")))
    assert (code, err) == (0, "")
    assert out.startswith("berita text 0–78\n")
    for part in ("\nWon\n  quote.cue-speaker (90)", "stopped at “Senin” (72)", "person “Sri Les"):
        assert part in out
    assert "Not tried: " in out


def test_why_as_json_and_of_one_rule() -> None:
    code, out, _ = why("--text", ARTICLE, "--json", "--rule", "quote.split")
    assert code == 0
    lines = [json.loads(line) for line in out.splitlines()]
    assert len(lines) == 3
    assert {a["rule"] for line in lines for a in line["attempts"]} == {"quote.split"}


def test_why_of_an_article_among_many(tmp_path: Path) -> None:
    path = tmp_path / "berita.jsonl"
    path.write_text(
        "".join(json.dumps({"id": n, "text": ARTICLE}) + "\n" for n in "ab"), encoding="utf-8"
    )
    assert why(str(path), "--at", "3", "--doc", "b")[1].startswith("b text")
    assert "has 2 articles; say which with --doc" in why(str(path), "--at", "3")[2]
    assert "has no article c" in why(str(path), "--at", "3", "--doc", "c")[2]


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ((), "give either a PATH or --text"),
        (("--text", "Warga pulang.", "--at", "99"), "offset 99 is outside the text (0 to 12)"),
        (("--text", "Warga pulang.", "--rule", "no.such"), "there is no rule no.such"),
        (("tidak-ada.txt",), "tidak-ada.txt: "),
    ],
)
def test_why_wrongly_asked(args: tuple[str, ...], message: str) -> None:
    code, out, err = why(*args)
    assert (code, out) == (2, "")
    assert message in err


# --- rules try -------------------------------------------------------------------------


def test_a_pattern_is_tried() -> None:
    hits = Trial("cue=<cue-say> [Low Cap]{0,6}? , speaker=( Cap{2} )", RULES)(DOCUMENT)
    (hit,) = hits
    parts = [(role, p.text) for role, p in hit.parts]
    assert parts == [("cue", "kata"), ("speaker", "Sri Lestari")]
    assert hit.match.text == "kata Kepala Dinas Sosial Kota Bogor, Sri Lestari"
    assert hit.rules == ("quote.cue-speaker",)
    for p in (hit.sentence, hit.match, *(p for _, p in hit.parts)):
        assert ARTICLE[slice(*p.span)] == p.text


def test_a_pattern_may_ask_for_words_that_no_rule_has_asked_for() -> None:
    assert not RULES.vocabulary.characters("'hujan'")
    (hit,) = Trial("START 'hujan' turun", RULES)(DOCUMENT)
    assert hit.match.text == "Hujan turun"
    assert hit.rules == ()


@pytest.mark.parametrize(
    ("pattern", "error", "message"),
    [
        ("<cue-sya>", RuleError, "there is no list <cue-sya>; near it: <cue-say>"),
        ("@nothing", PatternError, "there is no macro @nothing"),
        ("( Cap", PatternError, "is missing"),
        ("Capital", PatternError, "unknown class Capital"),
    ],
)
def test_a_pattern_that_cannot_be_read(pattern: str, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        Trial(pattern, RULES)


def test_try_counts_hits_and_what_stands_beside_them(tmp_path: Path) -> None:
    (tmp_path / "berita.txt").write_text(ARTICLE, encoding="utf-8")
    args = ["rules", "try", "speaker=( Cap{2} )", str(tmp_path)]
    result = CliRunner().invoke(app, [*args, "-n", "1"])
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 3
    assert "hits in 1 of 1 article (1 shown); beside them: " in result.stderr
    as_json = CliRunner().invoke(app, [*args, "--json"])
    hits = [json.loads(line) for line in as_json.stdout.splitlines()]
    assert result.stderr.startswith(f"{len(hits)} hits")
    assert hits[0]["document"] == "berita"


def test_list_and_show() -> None:
    listed = CliRunner().invoke(app, ["rules", "list", "--table", "rule"]).stdout.splitlines()
    rules = RULES.of("rule")
    assert [line.split()[1] for line in listed] == [
        r.id for r in sorted(rules, key=lambda r: -r.priority)
    ]
    as_json = CliRunner().invoke(app, ["rules", "list", "--json"]).stdout.splitlines()
    assert {json.loads(line)["id"] for line in as_json} == {r.id for r in RULES.rules}
    shown = CliRunner().invoke(app, ["rules", "show", "quote.cue-clitic"]).stdout
    for part in ("quotations.toml:", "  quote=@speech\n", "<cue-say-nya> ", "clitic yes"):
        assert part in shown
    assert CliRunner().invoke(app, ["rules", "show", "@stop"]).stdout.startswith("@stop = [")
    wrong = CliRunner().invoke(app, ["rules", "show", "quote.cue-clitics"])
    assert wrong.exit_code == 2
    assert "near it: quote.cue-clitic" in wrong.stderr
