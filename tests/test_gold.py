"""Gold: the authoring format, stored gold, judgements, passages, BRAT."""

import json
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from attrib.gold import GoldDocument, GoldError, GoldQuote, read_fixtures, read_gold
from attrib.gold.brat import brat_files, read_brat
from attrib.gold.cases import read_cases
from attrib.gold.judged import Judged, append_judged, judged_gold, merged, read_judged, standing
from attrib.gold.markup import read_marks
from attrib.gold.passage import mark_up, read_passage
from attrib.gold.stored import checksum, encode_gold, read_stored
from attrib.model import Document

FIXTURES = Path(__file__).parent.parent / "fixtures"
CASE = '"<q>Panen mundur,</q>" <c>kata</c> <r>Bupati</r> <a>Garut</a> <s>Dewi Sariwangi</s>.'


def case(source: str, tmp_path: Path, header: str = "") -> GoldDocument:
    path = tmp_path / "written" / "x.cases"
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"A remark.\n\n=== one\n{header}\n{source}\n", encoding="utf-8")
    (only,) = read_gold([path])
    return only


def faults(source: str, tmp_path: Path, header: str = "") -> tuple[str, ...]:
    with pytest.raises(GoldError) as caught:
        case(source, tmp_path, header)
    return caught.value.faults


def words(gold: GoldDocument, quote: GoldQuote) -> list[str]:
    text = gold.field_text(quote.field)
    return [text[a:b] for a, b in quote.parts]


def test_a_case_is_its_text_and_its_statement(tmp_path: Path) -> None:
    gold = case(CASE, tmp_path, "note: why\n")
    assert gold.document.id == "written/x/one"
    assert gold.document.text == '"Panen mundur," kata Bupati Garut Dewi Sariwangi.'
    assert (gold.group, gold.note, gold.complete) == ("written", "why", True)
    (quote,) = gold.quotes
    assert words(gold, quote) == ["Panen mundur,"]
    assert (quote.kind, quote.name, quote.source_kind) == ("direct", "Dewi Sariwangi", "person")
    assert (quote.role, quote.affiliation, quote.via) == ("Bupati", "Garut", None)
    assert quote.cue
    assert gold.document.text[slice(*quote.cue)] == "kata"
    assert quote.speaker
    assert gold.document.text[slice(*quote.speaker)] == "Dewi Sariwangi"
    assert gold.place.endswith("x.cases:3")


@pytest.mark.parametrize(
    ("source", "kind", "parts"),
    [
        ('<q>"Siap,"</q> <c>kata</c> <s>Rudi</s>.', "direct", ["Siap,"]),
        ("“<q>Siap,</q>” <c>kata</c> <s>Rudi</s>.", "direct", ["Siap,"]),
        ("''<q>Siap,</q>'' <c>kata</c> <s>Rudi</s>.", "direct", ["Siap,"]),
        ('"<q>Siap, <c>kata</c> <s>Rudi</s>.</q>', "direct", ["Siap, kata Rudi."]),
        ("<s>Rudi</s> <c>bilang</c> <q>ia siap</q>.", "indirect", ["ia siap"]),
        ('<s>Rudi</s> <c>bilang</c> <q>ia "siap tempur" besok</q>.', "mixed", None),
        ('"<q>Kalau</q>," <c>kata</c> <s>Rudi</s>, "<q>ya</q>."', "direct", ["Kalau", "ya"]),
        ('<q kind=mixed>"Siap,"</q> <c>kata</c> <s>Rudi</s>.', "mixed", ['"Siap,"']),
    ],
)
def test_the_kind_follows_from_the_marks(
    tmp_path: Path, source: str, kind: str, parts: list[str] | None
) -> None:
    gold = case(source, tmp_path)
    assert gold.quotes[0].kind == kind
    if parts:
        assert words(gold, gold.quotes[0]) == parts


def test_a_speaker_is_described_once(tmp_path: Path) -> None:
    source = (
        '"<q1>Satu,</q1>" <c1>kata</c1> <r1>Ketua</r1> <s1>Budi Santoso</s1>. '
        '"<q2 name="Budi Santoso">Dua,</q2>" <c2>ujar<s2>nya</s2></c2>. '
        '"<q3 name="Budi Santoso" role="">Tiga.</q3>"'
    )
    gold = case(source, tmp_path)
    assert [(q.name, q.role) for q in gold.quotes] == [
        ("Budi Santoso", "Ketua"),
        ("Budi Santoso", "Ketua"),
        ("Budi Santoso", None),
    ]
    second = gold.quotes[1]
    assert second.cue
    assert gold.document.text[slice(*second.cue)] == "ujarnya"


def test_one_mark_can_serve_two_statements_and_marks_may_cross(tmp_path: Path) -> None:
    source = "<s1,2>Rina</s1,2> <c1>bilang</c1> <q1>a b <q2>c</q1> d</q2> <c2>e</c2>"
    gold = case(source, tmp_path)
    assert [words(gold, q) for q in gold.quotes] == [["a b c"], ["c d"]]
    assert gold.quotes[0].speaker == gold.quotes[1].speaker == (0, 4)


def test_titles_abstentions_options_circumstances_and_escapes(tmp_path: Path) -> None:
    header = "title: <s2>Rina</s2><c2>:</c2> <q2>Kami siap</q2>\ncomplete: no\noutlet: Warta\n"
    source = (
        '"<q1 abstained=ambiguous optional>A\\u00a0b,</q1>" <c1>kata</c1> <s1>dia</s1> '
        "<date1 iso=2024-03-09>9 Maret</date1> \\<q> \\\\ <q3 name='Adi \"Gus\" Rama'>x y</q3>"
    )
    gold = case(source, tmp_path, header)
    assert gold.document.outlet == "Warta"
    assert not gold.complete
    assert gold.document.title == "Rina: Kami siap"
    assert gold.document.text == '"A\u00a0b," kata dia 9 Maret <q> \\ x y'
    title, first, third = gold.quotes
    assert (title.field, title.name) == ("title", "Rina")
    assert (first.abstained, first.name, first.optional) == ("ambiguous", None, True)
    assert first.said
    assert first.said.date
    assert first.said.date.iso == "2024-03-09"
    assert first.said.place is None
    assert third.said is None
    assert third.name == 'Adi "Gus" Rama'


@pytest.mark.parametrize(
    ("source", "header", "message"),
    [
        ("<q>a b", "", "5: one: <q> is not closed"),
        ("a</q>", "", "</q> closes nothing"),
        ("<q></q> <s>Rina</s>", "", "<q> is empty"),
        ("<q>a b</q>", "", "nothing names the speaker"),
        ("<c>kata</c> <s>Rina</s>", "", "statement 1 has no <q1>"),
        ("<q>a b</q> <s>dia</s>", "", "'dia' is no name"),
        ("<q>a b</q> <s>para warga</s>", "", "begins in lower case: give source="),
        ("<q source=hantu>a b</q> <s>Rina</s>", "", "source=hantu: choose person"),
        ("<q kind=lisan>a b</q> <s>Rina</s>", "", "kind=lisan: choose direct"),
        ("<q nama=Rina>a b</q>", "", "<q> has no attribute nama"),
        ("<q name=Rina Dewi>a b</q>", "", "cannot read 'Dewi'"),
        ('<q name="Rina>a b</q>', "", "cannot read"),
        ("<c lemma=kata>kata</c> <q>a</q> <s>Rina</s>", "", "<c> has no attribute lemma"),
        ("<q1>a b</q1> <c>kata</c> <s1>Rina</s1>", "", "<c> needs the number"),
        ("<q>a</q> <s>Rina</s> <s>Rudi</s>", "", "statement 1 has two <s>"),
        ("<q name=Rina abstained=ambiguous>a</q>", "", "contradict each other"),
        ("<q1>a</q1> <s1>Rina</s1>", "title: <q1>b</q1>\n", "in title and text at once"),
        ("<q1>a</q1>", "title: <s1>Rina</s1>\n", "<s> stands in another field"),
        ("a", "catatan: b\n", "4: one: no header line"),
        ("a", "note: b\nnote: c\n", "5: one: note is given twice"),
        ("a", "complete: maybe\n", "complete is yes or no"),
        ("", "", "there is no text"),
        ("<q>a <q>b</q> c</q> <s>Rina</s>", "", "overlap"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(
    tmp_path: Path, source: str, header: str, message: str
) -> None:
    found = faults(source, tmp_path, header)
    assert any(message in fault for fault in found), found
    assert all("x.cases:" in fault for fault in found)


def test_every_fault_of_every_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.cases").write_text("=== A B\n\nx\n\n=== same\n\ny\n\n=== same\n\n<q>z")
    (tmp_path / "b.cases").write_text("nothing here")
    (tmp_path / "c.cases").write_bytes(b"=== one\n\n\xff")
    (tmp_path / "d.txt").write_text("x")
    with pytest.raises(GoldError) as caught:
        read_gold(
            [tmp_path / name for name in ("a.cases", "b.cases", "c.cases", "d.txt", "e.cases")]
        )
    told = "\n".join(caught.value.faults)
    for part in ("a.cases:1: A B: an id", "line 5 already", "<q> is not closed", "holds no case",
                 "not UTF-8", "d.txt:1: no gold", "e.cases:1: cannot be read"):  # fmt: skip
        assert part in told


@given(st.text(max_size=80))
def test_any_text_survives_being_written_as_a_case(text: str) -> None:
    escaped = text.replace("\\", "\\\\").replace("<", "\\<")
    marked = read_marks(escaped)
    assert (marked.text, marked.marks, marked.faults) == (text, (), ())


@given(st.text(max_size=80))
def test_reading_marks_never_fails(source: str) -> None:
    marked = read_marks(source)
    assert all(0 <= m.span[0] <= m.span[1] <= len(marked.text) for m in marked.marks)


def test_the_page_on_fixtures_holds_cases_that_compile(tmp_path: Path) -> None:
    page = (FIXTURES / "README.md").read_text(encoding="utf-8")
    samples = [part.split("```")[0] for part in page.split("```text\n")[1:]]
    path = tmp_path / "readme.cases"
    path.write_text("\n".join(samples), encoding="utf-8")
    cases = read_cases(path, "written")
    assert [c.document.id.rpartition("/")[2] for c in cases] == [
        "kata-name", "two-statements", "scare-quotes", "short-name-later", "nobody-to-refer-to",
    ]  # fmt: skip
    assert [len(c.quotes) for c in cases] == [1, 2, 0, 2, 1]


# --- stored gold -----------------------------------------------------------------------------


def test_stored_gold_comes_back(tmp_path: Path) -> None:
    gold = [g for g in read_fixtures() if g.group != "seeds"]
    path = tmp_path / "gold.jsonl"
    path.write_bytes(encode_gold(gold, text=True))
    back = read_stored(path)
    assert [msgspec.structs.replace(g, place="") for g in back] == [
        msgspec.structs.replace(g, place="") for g in gold
    ]


def test_stored_gold_is_held_against_its_article(
    tmp_path: Path,
) -> None:
    gold = case(CASE, tmp_path)
    path = tmp_path / "gold.jsonl"
    path.write_bytes(encode_gold([gold]))
    doc_id = gold.document.id
    (back,) = read_stored(path, {doc_id: gold.document})
    assert back.quotes == gold.quotes
    for articles, message in (
        ({}, "the article is not there"),
        ({doc_id: Document(id=doc_id, text="lain")}, "another text than the one"),
    ):
        with pytest.raises(GoldError, match=f"gold.jsonl:1: {doc_id}: .*{message}"):
            read_stored(path, articles)


def test_broken_stored_gold_is_named_line_by_line(tmp_path: Path) -> None:
    quote = {"parts": [[0, 99]], "kind": "direct", "cue": None, "speaker": None, "name": "A",
             "source_kind": "person", "role": None, "affiliation": None, "via": None}  # fmt: skip
    path = tmp_path / "gold.jsonl"
    lines = [
        "{",
        json.dumps({"id": "a", "text": "pendek", "quotes": [quote]}),
        json.dumps({"id": "a", "text": "pendek", "quotes": []}),
        json.dumps({"id": "b", "article": "tiada.txt", "quotes": []}),
        json.dumps({"id": "c", "text": "x", "quotes": [{**quote, "kind": "lisan"}]}),
        json.dumps({"id": "d", "text": "x", "quotes": [{**quote, "parts": []}]}),
    ]
    path.write_text("\n".join(lines))
    with pytest.raises(GoldError) as caught:
        read_stored(path)
    told = "\n".join(caught.value.faults)
    for part in ("gold.jsonl:1:", ":2: a: span [0, 99] lies outside", ":3: a: stands in line 2",
                 ":4: b: its article tiada.txt cannot be read", ":5:", "no parts"):  # fmt: skip
        assert part in told


# --- judgements ------------------------------------------------------------------------------

QUOTE = GoldQuote(
    parts=((1, 14),), kind="direct", cue=None, speaker=None, name="Dewi", source_kind="person",
    role=None, affiliation=None, via=None,
)  # fmt: skip
TEXT = '"Panen mundur," kata Dewi.'


def judged(who: str, verdict: str = "right", hit: str | None = "x:1", **rest: object) -> Judged:
    quote = QUOTE if verdict in ("right", "missed") else None
    parts = ((1, 14),) if verdict == "wrong" else ()
    fields = {"quote": quote, "parts": parts, **rest}
    return Judged(
        doc_id="x", sha256=checksum(TEXT), hit=hit, verdict=verdict, who=who,  # type: ignore[arg-type]
        when="2024-03-09T10:00:00+00:00", **fields,  # type: ignore[arg-type]
    )  # fmt: skip


def test_two_reviewers_who_differ_make_a_dispute_until_one_decides() -> None:
    views = [judged("ani"), judged("budi", "wrong")]
    stand = standing(views)
    assert stand.held == ()
    assert [[v.who for v in d] for d in stand.disputed] == [["ani", "budi"]]
    decided = standing([*views, judged("citra", "wrong", decides=True)])
    assert [v.verdict for v in decided.held] == ["wrong"]
    assert decided.disputed == ()


def test_of_one_reviewer_the_last_judgement_counts_and_can_be_withdrawn() -> None:
    assert [v.verdict for v in standing([judged("ani"), judged("ani", "wrong")]).held] == ["wrong"]
    assert standing([judged("ani"), judged("ani", "withdrawn")]).held == ()
    agreed = standing([judged("ani"), judged("budi")])
    assert len(agreed.held) == 1
    assert agreed.disputed == ()


def test_judgements_are_appended_and_become_gold(tmp_path: Path) -> None:
    path = tmp_path / "x.judged.jsonl"
    assert read_judged(path) == ()
    views = (judged("ani"), judged("ani", "wrong", "x:2", parts=((0, 3),)))
    for view in views:
        append_judged(path, [view])
    assert read_judged(path) == views
    (gold,) = judged_gold(path, {"x": Document(id="x", text=TEXT)})
    assert gold.quotes == (QUOTE,)
    assert [r.parts for r in gold.rejected] == [((0, 3),)]
    assert not gold.complete
    with pytest.raises(GoldError, match="the article is not there"):
        judged_gold(path, {})
    with pytest.raises(GoldError, match="another text"):
        judged_gold(path, {"x": Document(id="x", text=TEXT + " ")})


def test_a_judgement_cut_short_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "x.judged.jsonl"
    append_judged(path, [judged("ani")])
    whole = path.read_bytes()
    path.write_bytes(whole + whole[:40])
    append_judged(path, [judged("budi")])
    with pytest.raises(GoldError, match=r"x.judged.jsonl:2: .*mend or delete the line"):
        read_judged(path)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(lines[0] + lines[2])
    assert [j.who for j in read_judged(path)] == ["ani", "budi"]


def test_judgements_are_added_to_gold_of_the_same_article() -> None:
    document = Document(id="x", text=TEXT)
    base = GoldDocument(document=document, quotes=(QUOTE,), complete=False)
    other = msgspec.structs.replace(QUOTE, parts=((21, 25),))
    changed = msgspec.structs.replace(QUOTE, name="Dewi Sariwangi")
    late = GoldDocument(document=document, quotes=(other, changed), complete=False)
    (one,) = merged([base, late])
    assert [q.name for q in one.quotes] == ["Dewi Sariwangi", "Dewi"]


# --- passages and BRAT -----------------------------------------------------------------------


def test_every_statement_of_the_fixtures_can_be_marked_up_and_read_back() -> None:
    number = 0
    for gold in read_fixtures():
        for quote in gold.quotes:
            back = read_passage(gold, quote.field, mark_up(gold, quote))
            assert back == msgspec.structs.replace(quote, said=None)
            number += 1
    assert number > 100


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("<q>kata lain sama sekali</q> <s>Rina</s>", "not words of its text"),
        ("Panen mundur", "mark one statement"),
        ("<q>Panen mundur", "not closed"),
        ("<q>a</q> <s>Rina</s>", "twice"),
    ],
)
def test_a_passage_that_cannot_be_read_back_says_why(source: str, message: str) -> None:
    gold = GoldDocument(document=Document(id="x", text="Panen mundur. a Rina. a Rina."))
    with pytest.raises(GoldError, match=message):
        read_passage(gold, "text", source)


def test_brat_holds_all_that_cases_say(tmp_path: Path) -> None:
    gold = {g.document.id: g for g in read_fixtures() if g.group != "seeds"}
    for name, text in brat_files(gold.values()):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    back = read_brat(tmp_path)
    assert {g.document.id for g in back} == set(gold)
    for document in back:
        same = gold[document.document.id]
        assert document.quotes == same.quotes
        assert (document.document.text, document.document.title) == (
            same.document.text,
            same.document.title,
        )


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("T1\tQuote 0 99\tx", ":1: cannot read the offsets of T1"),
        ("T1\tQuote x y\tx", "cannot read the offsets"),
        ("T1\tQuote 0 3\txxx\nR1\tcue Arg1:T1 Arg2:T9", ":2: R1 joins what is not there"),
        ('T1\tQuote 0 3\txxx\n#1\tAnnotatorNotes T1\tname="A', ":2: cannot read the note"),
        ("T1\tQuote 0 3\txxx\nA1\tKind T1 lisan", "T1: Invalid enum value"),
        ("X1\twhat", ":1: cannot read X1"),
    ],
)
def test_broken_brat_is_named(tmp_path: Path, line: str, message: str) -> None:
    (tmp_path / "a.txt").write_text("abcdef")
    (tmp_path / "a.ann").write_text(line + "\n")
    with pytest.raises(GoldError) as caught:
        read_brat(tmp_path)
    assert message in str(caught.value)
