"""Circumstances of saying: each rule at its examples, dates, and what must stay empty."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attrib.circumstances import KINDS, Circumstances, calendar_date
from attrib.engine import engine
from attrib.loading import load_rules
from attrib.model import Date, Phrase, Said
from attrib.quotations import mask
from attrib.rules import Rule, RuleError, read_rules, rules_directory

RULES = load_rules()
FIND = Circumstances(RULES)
TABLE = RULES.of("circumstance")
MARKUP = re.compile(r"</?v>")


def circumstances(text: str, published: str | None = None) -> list[tuple[Said, Phrase | None]]:
    """Those of every statement of a text, in order."""
    made = engine(RULES)
    tokens = made.tokenizer(text)
    quotations = made.pairing(tokens)
    codes = mask(tokens.codes, quotations)
    sentences = made.segmenter(codes, tokens.forms).spans
    statements = [s for s in made.attributor(codes, sentences, quotations, "text") if s.contents]
    return [
        FIND(
            tokens,
            codes,
            s,
            sentences[s.sentence],
            published,
            tuple(r for o in statements if o.sentence == s.sentence for r in o.contents),
        )
        for s in statements
    ]


def only(text: str, published: str | None = None) -> tuple[Said, Phrase | None]:
    (found,) = circumstances(text, published)
    return found


def value(found: tuple[Said, Phrase | None], kind: str) -> Date | Phrase | None:
    return found[1] if kind == "via" else getattr(found[0], kind)


def text_of(found: Date | Phrase | None) -> str | None:
    return found.text if found else None


@pytest.mark.parametrize(
    ("rule", "example"),
    [(r, e) for r in TABLE for e in r.match],
    ids=lambda x: x.id if isinstance(x, Rule) else "",
)
def test_rule_finds_its_examples_at_their_spans(rule: Rule, example: str) -> None:
    text = MARKUP.sub("", example)
    start = example.index("<v>")
    end = example.index("</v>") - len("<v>")
    found = value(only(text), rule.kind)
    assert found is not None
    assert (found.text, found.span) == (text[start:end], (start, end))


@pytest.mark.parametrize(
    ("rule", "example"),
    [(r, e) for r in TABLE for e in r.no_match],
    ids=lambda x: x.id if isinstance(x, Rule) else "",
)
def test_rule_leaves_its_counterexamples_alone(rule: Rule, example: str) -> None:
    assert value(only(example), rule.kind) is None


def test_every_rule_has_an_example_and_every_kind_a_rule() -> None:
    assert [r.id for r in TABLE if not r.match] == []
    assert {r.kind for r in TABLE} == set(KINDS)


@pytest.mark.parametrize("rule", TABLE, ids=lambda r: r.id)
def test_each_rule_is_needed_by_an_example(rule: Rule) -> None:
    """Without it, one of its examples gives another value or none."""
    rest = [r for r in TABLE if r is not rule]
    without = Circumstances(_Only(rest))  # type: ignore[arg-type]
    texts = [MARKUP.sub("", e) for e in rule.match]
    with_all = [_with(FIND, t, rule.kind) for t in texts]
    assert [_with(without, t, rule.kind) for t in texts] != with_all


class _Only:
    """A rule set with some of the circumstances only."""

    def __init__(self, table: list[Rule]) -> None:
        self.vocabulary = RULES.vocabulary
        self.compiled = RULES.compiled
        self._table = table

    def of(self, table: str) -> list[Rule]:
        assert table == "circumstance"
        return self._table


def _with(find: Circumstances, text: str, kind: str) -> str | None:
    made = engine(RULES)
    tokens = made.tokenizer(text)
    quotations = made.pairing(tokens)
    codes = mask(tokens.codes, quotations)
    sentences = made.segmenter(codes, tokens.forms).spans
    s = next(s for s in made.attributor(codes, sentences, quotations, "text") if s.contents)
    return text_of(value(find(tokens, codes, s, sentences[s.sentence], None), kind))


def test_all_circumstances_of_one_statement() -> None:
    said, via = only(
        '"Sawah kami terendam," kata Kepala Desa Wayan Sudira kepada wartawan Kompas.com '
        "saat meninjau tanggul di Balai Desa Kertasari, Bandung, Rabu (7/2/2024)."
    )
    assert said.date is not None
    assert (said.date.text, said.date.iso) == ("Rabu (7/2/2024)", "2024-02-07")
    assert text_of(said.place) == "Balai Desa Kertasari, Bandung"
    assert text_of(said.occasion) == "saat meninjau tanggul"
    assert text_of(said.addressee) == "wartawan Kompas.com"
    assert text_of(via) == "Kompas.com"


def test_an_addressed_medium_is_both_addressee_and_via() -> None:
    said, via = only('"Sawah kami terendam," kata Wayan Sudira kepada Tempo, Rabu (7/2/2024).')
    assert (text_of(said.addressee), text_of(via)) == ("Tempo", "Tempo")


def test_nothing_is_taken_from_what_was_said() -> None:
    """Neither out of the statement itself nor out of another in the same sentence."""
    text = '"Kami bertemu di Jakarta, Senin (5/2/2024), kepada Tempo," kata Budi Santoso.'
    assert only(text) == (Said(), None)
    text = (
        "Budi Santoso mengatakan bahwa rapat digelar di Medan, Senin (5/2/2024), "
        "dan menegaskan bahwa jalan desa akan diperbaiki."
    )
    second = circumstances(text)[-1]
    assert second == (Said(), None)


def test_what_a_speaker_is_gives_no_place() -> None:
    said, _ = only('"Pasar lesu," kata Rini Astuti, kepala riset pasar di Bank Cahaya.')
    assert said.place is None


def test_a_statement_with_no_circumstance_has_none() -> None:
    assert only('"Kami siap," kata Budi Santoso.') == (Said(), None)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Senin (5/2/2024)", date(2024, 2, 5)),
        ("Senin (05-02-2024)", date(2024, 2, 5)),
        ("Senin (5/2/24)", date(2024, 2, 5)),
        ("Senin, 5 Februari 2024", date(2024, 2, 5)),
        ("Jumat, 1 Nopember 2019", date(2019, 11, 1)),
        ("17 Agt 2020", date(2020, 8, 17)),
        ("Senin (5/2)", None),
        ("Senin", None),
        ("5 Februari", None),
        ("Senin-Selasa (5-6/2/2024)", None),
        ("Senin (31/2/2024)", None),
        ("12 Muharram 1445", None),
        ("5-6 Februari 2024", None),
    ],
)
def test_a_day_is_told_only_with_day_month_and_year(words: str, day: date | None) -> None:
    assert calendar_date(words, RULES.vocabulary) == day


@given(st.text(alphabet="0123456789/.- JuniMei(),", max_size=24))
def test_no_words_for_a_day_raise(words: str) -> None:
    found = calendar_date(words, RULES.vocabulary)
    assert found is None or found.year >= 1


def test_a_day_after_publication_has_no_iso_form() -> None:
    text = '"Kami siap," kata Budi Santoso, Senin (2/12/2024).'
    for published, iso in (
        (None, "2024-12-02"),
        ("2024-12-02", "2024-12-02"),
        ("2024-12-01T23:50:00+07:00", "2024-12-02"),
        ("2024-11-20", None),
        ("pekan lalu", "2024-12-02"),
    ):
        said, _ = only(text, published)
        assert said.date is not None
        assert (said.date.text, said.date.iso) == ("Senin (2/12/2024)", iso)


def test_the_speakers_possessive_is_no_part_of_a_medium() -> None:
    text = '"Kami siap," kata Budi Santoso lewat akun Facebook-nya, Senin.'
    _, via = only(text)
    assert via is not None
    assert not via.text.endswith("nya")
    assert text[via.span[0] : via.span[1]] == via.text


PIECES = (
    "di ", "Jakarta", ", ", "Senin ", "(5/2/2024)", "kepada ", "Tempo", "saat ", "rapat ", "-nya",
    "dikutip ", "dari ", "akun ", "Instagram", "@", "\u200b", " ", "pada ", "(", ")", "ditemui ",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_every_value_stands_at_its_span(parts: list[str]) -> None:
    text = '"Kami siap," kata Budi Santoso ' + "".join(parts) + "."
    for said, via in circumstances(text):
        for found in (said.date, said.place, said.occasion, said.addressee, via):
            if found:
                assert text[found.span[0] : found.span[1]] == found.text
                assert found.text.strip() == found.text != ""


def test_a_foreign_kind_is_named_with_its_line(tmp_path: Path) -> None:
    shipped = rules_directory()
    (tmp_path / "lexicons").symlink_to(shipped / "lexicons")
    for path in shipped.glob("*.toml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    mine = tmp_path / "mine.toml"
    mine.write_text('\n[[circumstance]]\nid = "my.mood"\nkind = "mood"\npattern = "value=<day>"\n')
    rules, faults = read_rules(tmp_path)
    if rules is None:  # the loader may see it first
        assert faults == [f for f in faults if f"{mine}:2: my.mood: kind must be one of" in f] != []
        return
    with pytest.raises(RuleError, match=r"mine\.toml:2: my\.mood: kind must be one of via"):
        Circumstances(rules)
