"""The rules at their examples: one test an example, at exact spans."""

from collections import Counter

import msgspec
import pytest

from attrib.examples import ExampleError, examples, fault, parse_example
from attrib.loading import load_rules
from attrib.rules import Rule

RULES = load_rules()
EXAMPLES = [
    pytest.param(rule, text, wanted, id=f"{rule.id}-{'yes' if wanted else 'no'}-{number}")
    for rule in RULES.rules
    for number, (text, wanted) in enumerate(examples(rule), 1)
]


def rule_called(name: str) -> Rule:
    return next(r for r in RULES.rules if r.id == name)


@pytest.mark.parametrize(("rule", "text", "wanted"), EXAMPLES)
def test_example(rule: Rule, text: str, wanted: bool) -> None:
    assert fault(RULES, rule, text, wanted) is None


@pytest.mark.parametrize("rule", [pytest.param(r, id=r.id) for r in RULES.rules])
def test_every_rule_explains_itself(rule: Rule) -> None:
    assert rule.match, "a rule needs an example"
    assert rule.gloss or rule.table == "cut"


def test_no_example_stands_twice() -> None:
    counts = Counter((r.id, e) for r in RULES.rules for e, _ in examples(r))
    assert [e for e, n in counts.items() if n > 1] == []


def test_markup_is_taken_out_and_its_spans_count_code_points() -> None:
    example = parse_example("<q>“Aé👩🏽‍🌾”</q> <c>kata</c> <s>Budi</s>")
    assert example.text == "“Aé👩🏽‍🌾” kata Budi"
    spans = {tag: [example.text[a:b] for a, b in s] for tag, s in example.marks.items()}
    assert spans == {"q": ["“Aé👩🏽‍🌾”"], "c": ["kata"], "s": ["Budi"]}


def test_a_tag_may_stand_in_another_and_more_than_once() -> None:
    example = parse_example("<m><r>dosen</r> <n>Budi</n></m> <q>a</q> <q>b</q> 3 < 4")
    assert example.text == "dosen Budi a b 3 < 4"
    assert example.one("m") == (0, 10)
    assert example.marks["q"] == ((11, 12), (13, 14))
    assert example.one("v") is None


@pytest.mark.parametrize(
    ("markup", "message"),
    [
        ("<q>Budi", "<q> is not closed"),
        ("Budi</q>", "</q> closes nothing"),
        ("<q><c>Budi</q></c>", "</q> closes nothing"),
    ],
)
def test_broken_markup_is_named(markup: str, message: str) -> None:
    with pytest.raises(ExampleError, match=message):
        parse_example(markup)


@pytest.mark.parametrize(
    ("name", "text", "wanted", "message"),
    [
        ("quote.cue-clitic", "Warga pulang.", True, "does not match (no rule does)"),
        ("quote.cue-clitic", '<q>"Ini, ya,"</q> <c>ujarnya</c>.', False, "must not match but does"),
        ("quote.cue-clitic", '<q>"Kami mau,"</q> ujarnya.', True, "matches elsewhere"),
        (
            "quote.cue-clitic",
            '<q>"Kami mau pulang,"</q> <c>kata</c> <s>Budi</s>.',
            True,
            "only quote.cue-speaker matches",
        ),
        ("quote.cue-clitic", "<q>Warga", True, "<q> is not closed"),
        ("quote.cue-clitic", " ", True, "an example is empty"),
        ("mention.pronoun", "<n>Budi Santoso</n>", True, "only mention.name matches"),
        ("mention.name", "<n>Budi</n> Santoso", True, "name is 'Budi Santoso'"),
        ("mention.alias", "<n>Budi</n> pulang", True, "does not match"),
        ("mention.office", "<r>Bupati Bogor</r> <p>hadir</p>", True, "does not see that it points"),
        (
            "cut.date",
            "Budi mengatakan bahwa <q>harga beras</q> naik, Senin (5/2/2024).",
            True,
            "does not cut there (content is harga beras naik)",
        ),
        ("date.told", '"Kami siap," kata Budi Santoso, <v>Senin</v>.', True, "only another rule"),
    ],
)
def test_a_wrong_example_says_what_is_wrong(
    name: str, text: str, wanted: bool, message: str
) -> None:
    found = fault(RULES, rule_called(name), text, wanted)
    assert found is not None
    assert message in found


def test_titles_are_read_as_titles() -> None:
    rule = rule_called("headline.verb")
    text = "<s>Polisi</s> <c>Sebut</c> <q>Pelaku Dua Orang</q>"
    assert fault(RULES, rule, text, True) is None
    in_text = msgspec.structs.replace(rule, field="text")
    assert fault(RULES, in_text, text, True) is not None
