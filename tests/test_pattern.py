"""The rule language: what a pattern matches, what it gives, and what it says when it is wrong."""

import pickle
import re
from contextlib import suppress
from pathlib import Path
from re import _compiler, _parser  # type: ignore[attr-defined]

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attrib import matching
from attrib.lexicon import Entry, Lexicon, Vocabulary
from attrib.loading import load_rules
from attrib.matching import matcher
from attrib.pattern import (
    CONTINUES,
    END,
    PARAGRAPH,
    QUOTATIONS,
    START,
    UNBOUNDED,
    Atom,
    Group,
    Macros,
    PatternError,
    charset,
    class_names,
    compile_elements,
    fewest,
    first_characters,
    openings,
    parse,
    ranges,
    walk,
)
from attrib.text import split_tokens

LISTS = {
    "say": ("kata", "ujar"),
    "title": ("pak", "bu", "kepala dinas"),
    "day": ("senin", "selasa"),
    "month": ("mei", "juni"),
}
LITERALS = ("'bahwa'", "'oleh'", "','", "'.'", "'('", "')'", "'mei'", "'u.s.'", "'dinas'")
WORDS = Vocabulary(
    {
        name: Lexicon(
            name,
            Path(f"{name}.txt"),
            tuple(Entry(words, words, line) for line, words in enumerate(entries, 1)),
            "",
        )
        for name, entries in LISTS.items()
    },
    LITERALS,
    split_tokens,
)
QUOTE = QUOTATIONS["QUOTE,"]  # written Q, below
SIGNS = {
    "Q.": QUOTATIONS["QUOTE."],
    "Q,": QUOTE,
    "q": QUOTATIONS["FRAGMENT"],
    "T": QUOTATIONS["TERM"],
}


def coded(sentence: str) -> tuple[str, list[str]]:
    """A sentence as rules see it, and its tokens with those of the anchors; Q, is a quotation."""
    tokens = sentence.split()
    codes = "".join(SIGNS.get(t) or WORDS[t] for t in tokens)
    starts = [i for i, t in enumerate(tokens) if t == "Kepala"]
    return START + WORDS.mark_phrases(tokens, codes, starts) + END, ["^", *tokens, "$"]


def found(pattern: str, sentence: str, **macros: str) -> str | None:
    """The words of the first match, anchors as ^ and $; None if there is none."""
    text, _ = compile_elements(parse(pattern, macros), WORDS)
    codes, tokens = coded(sentence)
    m = re.search(text, codes)
    return " ".join(tokens[m.start() : m.end()]) if m else None


def roles(pattern: str, sentence: str, **macros: str) -> list[tuple[str, str]]:
    """Role and words of each group of the first match that took part, in order."""
    text, names = compile_elements(parse(pattern, macros), WORDS)
    codes, tokens = coded(sentence)
    m = re.search(text, codes)
    assert m is not None
    spans = [(name, *m.span(i)) for i, name in enumerate(names, 1)]
    return [(name, " ".join(tokens[a:b])) for name, a, b in spans if a >= 0]


@pytest.mark.parametrize(
    ("pattern", "sentence", "words"),
    [
        ("<say>", "lalu kata Budi", "kata"),
        ("bahwa", "kata dia Bahwa begitu", "Bahwa"),
        ("'u.s.'", "di U.S. kini", "U.S."),
        (",", "lalu , kata", ","),
        ("Low", "Budi makan", "makan"),
        ("Cap", "pergi Budi", "Budi"),
        ("CAPS", "Budi dari BMKG", "BMKG"),
        ("Num", "ada 12 orang", "12"),
        ("Sign", "ada ( 12", "("),
        ("ANY", "apa saja", "apa"),
        ("[<say> <day>]", "hari Senin kata", "Senin"),
        ("[Cap -<day>]", "Senin Budi", "Budi"),
        ("[<month>&Cap]", "mei Mei", "Mei"),
        ("[ANY -<say>]", "kata Budi", "Budi"),
        ("[bahwa oleh]", "pergi oleh", "oleh"),
        ("<title>", "si Kepala Dinas itu", "Kepala Dinas"),
        ("<say> | <day>", "Senin kata", "Senin"),
        ("( <day> | <say> Cap ) oleh", "kata Budi oleh", "kata Budi oleh"),
        ("<say> ,? Cap", "kata , Budi", "kata , Budi"),
        ("<say> ,? Cap", "kata Budi", "kata Budi"),
        ("Cap*", "Budi Ari pergi", ""),
        ("<say> Cap+", "kata Budi Ari pergi", "kata Budi Ari"),
        ("<say> Cap+?", "kata Budi Ari pergi", "kata Budi"),
        ("<say> Cap{2}", "kata Budi Ari Jati", "kata Budi Ari"),
        ("Cap{1,2}?", "Budi Ari", "Budi"),
        ("<say> Cap{2,}", "kata Budi Ari Jati", "kata Budi Ari Jati"),
        ("<say> Cap{0,1}", "kata Budi Ari", "kata Budi"),
        ("<say> ANY{0,5}? bahwa", "kata Budi di situ bahwa ya bahwa", "kata Budi di situ bahwa"),
        ("<say> !<day> Cap", "kata Senin kata Budi", "kata Budi"),
        ("<say> &Cap ANY", "kata dia kata Budi", "kata Budi"),
        ("<say> !( Cap Cap ) Cap", "kata Budi Ari kata Rini pergi", "kata Rini"),
        ("START <say>", "kata Budi", "^ kata"),
        ("Cap END", "Budi kata Rini", "Rini $"),
        ("[. END]", "pergi Budi", "$"),
        ("QUOTE <say>", "Q, kata Budi", "Q, kata"),
        ("QUOTE. <say>", "Q, kata Q. kata", "Q. kata"),
        ("QUOTE", "q pergi", "q"),
        ("FRAGMENT", "Q, q", "q"),
        ("TERM", "Q, T", "T"),
    ],
)  # fmt: skip
def test_a_pattern_matches(pattern: str, sentence: str, words: str) -> None:
    assert found(pattern, sentence) == words


@pytest.mark.parametrize(
    ("pattern", "sentence"),
    [
        ("<say>", "perkataan Budi"),
        ("Cap", "BMKG pergi"),  # all capitals is a shape of its own
        ("CAPS", "A pergi"),  # one capital may be an initial or the start of a sentence
        ("START <say>", "lalu kata"),
        ("<say> ANY{1,2}? END", "kata Budi di situ"),
        ("QUOTE", "T saja"),
        ("'dinas'", "Kepala Dinas"),  # inside a phrase
        ("[<say>&Cap]", "kata Budi"),
    ],
)
def test_a_pattern_does_not_match(pattern: str, sentence: str) -> None:
    assert found(pattern, sentence) is None


def test_any_stops_at_the_end_of_a_paragraph() -> None:
    text, _ = compile_elements(parse("ANY{1,9}", {}), WORDS)
    m = re.search(text, f"{WORDS['satu']}{PARAGRAPH}{WORDS['dua']}")
    assert m is not None
    assert m.end() == 1


def test_roles_are_given_in_order_and_may_be_named_twice() -> None:
    assert roles(
        "quote=QUOTE ,? cue=<say> speaker=Cap{1,3} , quote=QUOTE", "Q, kata Budi Ari , Q."
    ) == [
        ("quote", "Q,"),
        ("cue", "kata"),
        ("speaker", "Budi Ari"),
        ("quote", "Q."),
    ]


def test_a_role_covers_a_group_its_quantifier_and_whole_phrases() -> None:
    assert roles("<say> speaker=( <title> Cap ){1,2}", "kata Kepala Dinas Budi Pak Ari di") == [
        ("speaker", "Kepala Dinas Budi Pak Ari")
    ]


def test_a_role_in_an_alternative_not_taken_gives_nothing() -> None:
    assert roles("( cue=<say> | content=<day> )", "Senin") == [("content", "Senin")]


def test_a_macro_stands_for_its_pattern_wherever_it_is_used() -> None:
    macros = {"name": "( <title>? Cap{1,3} )", "speech": "[QUOTE TERM]"}
    assert (
        found("@speech <say> @name oleh", "T kata Pak Budi oleh", **macros)
        == "T kata Pak Budi oleh"
    )
    assert roles("<say> speaker=@name", "kata Pak Budi di", **macros) == [("speaker", "Pak Budi")]


def test_a_macro_of_one_set_may_stand_in_a_set_and_a_set_in_a_set_keeps_its_minus() -> None:
    macros = {"plain": "[Cap -<day>]", "also": "[@plain <say>]"}
    assert found("[@also]", "Senin kata", **macros) == "kata"
    assert found("[ANY -@plain]", "Budi Senin", **macros) == "Senin"


def test_star_plus_and_open_bounds_end_at_the_bound() -> None:
    text, _ = compile_elements(parse("Cap* Low+ Num{3,}", {}), WORDS)
    assert text.count(f",{UNBOUNDED}}}") == 3


def test_a_class_without_words_matches_nothing() -> None:
    assert found("[<day>&CAPS -<day>]", "Senin SENIN") is None


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("( <say>", r"'\)' is missing"),
        ("'di hadapan' <say>", "'di hadapan' is more than a word: put it into a list"),
        ("<say> )", r"'\)' closes nothing"),
        ("<say> | | <day>", "an alternative is empty"),
        ("", "an alternative is empty"),
        ("( )", "an alternative is empty"),
        ("Name", "unknown class Name"),
        ("[<say>&Foo]", "unknown class Foo"),
        ("@nobody", "there is no macro @nobody"),
        ("[@group]", "@group is no set and cannot stand in"),
        ("@loop", "macro @loop uses itself"),
        ("!!<say>", "'!' twice"),
        ("<say>&Cap", r"'&' has no space before it: a set is \[<list>&Cap\]"),
        ("<say>!Cap", "'!' has no space before it"),
        ("[<say>", "'the end' stands in"),
        ("[<say> |]", r"'\|' stands in"),
        ("<say> %%%", "cannot read '%%%'"),
        ("cue= <say>", "cannot read '= <say>'"),
        ("? <say>", r"'\?' stands where a class or word should"),
        ("!", "'the end' stands where a class or word should"),
        ("<say> {1,2}", r"'\{1,2\}' stands where a class or word should"),
        ("@first", "macro @first uses itself"),
        ("'kata", "cannot read"),
        ("<>", "cannot read '<>'"),
    ],
)
def test_what_is_wrong_with_a_pattern_is_said(pattern: str, message: str) -> None:
    macros = {"group": "( <say> Cap )", "loop": "Cap @loop", "first": "@second", "second": "@first"}
    with pytest.raises(PatternError, match=message):
        parse(pattern, macros)


def test_several_branches_are_a_group() -> None:
    assert isinstance(parse("<say> | <day>", {}), Group)
    assert isinstance(parse("( <say> | <day> )", {}), tuple)


def test_elements_keep_how_they_were_written() -> None:
    elements = parse(
        "quote=QUOTE ,? ( @dash | Cap ){1,2}? speaker=[Cap -<day>]{1,3}", {"dash": "['-' '–']"}
    )
    assert isinstance(elements, tuple)
    assert [e.source for e in elements] == [
        "quote=QUOTE", ",?", "( @dash | Cap ){1,2}?", "speaker=[Cap -<day>]{1,3}",
    ]  # fmt: skip
    assert [(e.role, e.low, e.high, e.lazy) for e in elements] == [
        ("quote", 1, 1, False), (None, 0, 1, False), (None, 1, 2, True), ("speaker", 1, 3, False),
    ]  # fmt: skip


def test_walk_reaches_every_element_and_class_names_every_class() -> None:
    macros = {"name": "( <title>? [Cap -<day>&Cap] )"}
    elements = parse("cue=<say> !( bahwa | @name ) ( Low | speaker=@name ){1,2} END", macros)
    assert {e.role for e in walk(elements)} == {None, "cue", "speaker"}
    assert set(class_names(elements)) == {
        "<say>", "'bahwa'", "<title>", "Cap", "<day>", "Low", "END",
    }  # fmt: skip


def test_first_characters_are_those_of_the_tokens_in_a_set() -> None:
    kata, senin = WORDS["kata"], WORDS["Senin"]
    chars = first_characters(Atom((("<say>",), ("<day>", "Cap")), (("'bahwa'",),)), WORDS)
    assert {kata, senin} <= chars
    assert WORDS["senin"] not in chars
    assert WORDS["Bahwa"] not in chars


@given(st.sets(st.characters(min_codepoint=1, max_codepoint=0x2FF), min_size=1))
def test_ranges_hold_just_these_characters(chars: set[str]) -> None:
    inside = re.compile(f"[{ranges(chars)}]")
    assert {c for c in map(chr, range(1, 0x300)) if inside.match(c)} == chars


PIECES = st.sampled_from(
    ["<say>", "Cap", "ANY", "[Cap -<day>]", "bahwa", ",", "QUOTE", "START", "END", "!Low", "&Cap"]
)
QUANTS = st.sampled_from(["", "?", "*", "+", "{2}", "{1,3}", "{1,3}?", "*?"])
PATTERNS = st.recursive(
    st.builds(lambda p, q: p if p[0] in "!&" else p + q, PIECES, QUANTS),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(" ".join),
        st.lists(inner, min_size=1, max_size=3).map(lambda b: "( " + " | ".join(b) + " )"),
    ),
    max_leaves=6,
)
SENTENCES = st.lists(
    st.sampled_from(
        ["kata", "Budi", "Senin", "bahwa", ",", "12", "Q,", "T", "BMKG", "Kepala Dinas"]
    ),
    max_size=8,
).map(" ".join)


@given(PATTERNS, SENTENCES)
def test_a_longer_prefix_never_matches_where_a_shorter_one_fails(
    pattern: str, sentence: str
) -> None:
    """What ``attrib why`` rests on."""
    elements = parse(pattern, {})
    codes, _ = coded(sentence)
    if isinstance(elements, Group):
        return
    fits = [
        bool(re.search(compile_elements(elements[:n], WORDS)[0], codes))
        for n in range(1, len(elements) + 1)
    ]
    assert fits == sorted(fits, reverse=True)


@given(PATTERNS, SENTENCES)
def test_a_match_never_splits_a_unit(pattern: str, sentence: str) -> None:
    """A phrase or a quotation is matched whole, or not at all."""
    text, _ = compile_elements(parse(pattern, {}), WORDS)
    codes, _ = coded(sentence)
    for m in re.finditer(text, codes):
        if m.end() > m.start():
            assert codes[m.start()] != CONTINUES
            assert m.end() == len(codes) or codes[m.end()] != CONTINUES


@given(PATTERNS, SENTENCES)
def test_a_search_told_how_matches_begin_finds_the_same(pattern: str, sentence: str) -> None:
    elements = parse(pattern, {})
    text, _ = compile_elements(elements, WORDS)
    first = openings(elements, WORDS)
    told = matcher(text, first=charset(first) if first else "")
    codes, _ = coded(sentence)
    spans = [m.span() for m in re.finditer(text, codes)]
    assert [m.span() for m in told.finditer(codes)] == spans


def test_a_search_told_how_matches_begin_starts_nowhere_else() -> None:
    assert matcher("(?:a|[bc]d)+", first="[ab]").findall("cdacdbd") == ["acdbd"]
    assert matcher("(?:a|[bc]d)+", first="[b]").findall("cdacdbd") == ["cdacdbd"]  # no set
    assert matcher("(?:a|[bc]d)+", first="(?!)").findall("cdacdbd") == ["cdacdbd"]


@pytest.mark.parametrize(
    ("pattern", "number"),
    [
        ("cue=<say> Cap", 1),
        ("cue=<say>? Cap", 0),
        ("( cue=<say> | Cap )", 0),
        ("( cue=<say> | cue=<day> Cap )", 1),
        ("( cue=<say> ){1,2} Cap", 1),
        ("( cue=<say> )? Cap", 0),
        ("cue=<say> | Cap cue=<day>", 1),
        ("&( cue=<say> ) ANY", 0),
        ("speaker=<say>", 0),
        ("cue=<say> Cap cue=<day>", 2),
        ("cue=<say> ( Cap | cue=<day> )", 1),
        ("cue=<say> ( Cap cue=<say> | cue=<day> )", 2),
        ("cue=<say> Cap cue=<say> | cue=<day>", 1),
    ],
)
def test_no_match_has_fewer_elements_of_a_role_than_are_certain(pattern: str, number: int) -> None:
    assert fewest(parse(pattern, {}), "cue") == number


@given(st.text(max_size=30))
def test_a_pattern_is_read_or_refused(pattern: str) -> None:
    """Nothing but PatternError is raised, and what is read compiles."""
    with suppress(PatternError):
        compiled, names = compile_elements(parse(pattern, {}), WORDS)
        assert re.compile(compiled).groups == len(names)


@pytest.mark.parametrize(
    "text",
    [
        "[a-cx]", "[a]", "[^a-c]", "[ab]|[cd]|e", "[a]b[c-f]", "(?:[a-c][d-f]|[a-c]x)+",
        "(?=[a-c])([a-cx]{2,4}?)(?![a]|[x-z])", "([a])|[b-d]*+", "[\ue000-\ue0ff\ue200]{0,3}q",
        r"\[[a-c]\]", r"[\w-]+[.,]", "(?<=[a-c])x", "[a-c]" * 3,
    ],
)  # fmt: skip
def test_sets_made_once_give_the_code_of_re(text: str) -> None:
    parts = matching._SET.split(text)
    made = _compiler._code(matching._parsed(text, parts, 0), 0)
    assert made == _compiler._code(_parser.parse(text, 0), 0)


def test_the_rules_have_the_code_of_re() -> None:
    rules = load_rules()
    for rule in rules.rules[::40]:
        text = rules.compiled(rule).regex.pattern
        parts = matching._SET.split(text)
        made = _compiler._code(matching._parsed(text, parts, 0), 0)
        assert made == _compiler._code(_parser.parse(text, 0), 0), rule.id


def test_macros_are_read_once() -> None:
    macros = Macros({"name": "[Cap -<place>]"})
    assert parse("@name", macros) is parse("@name", macros)
    assert pickle.loads(pickle.dumps(macros)) == macros
