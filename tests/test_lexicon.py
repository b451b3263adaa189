"""Word lists and the vocabulary made of them."""

import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attrib.lexicon import INVISIBLE, Vocabulary, normal, read_lexicon
from attrib.loading import load_rules
from attrib.pattern import CONTINUES, PARAGRAPH
from attrib.text import split_tokens

SHIPPED = load_rules().vocabulary


def vocabulary(folder: Path, lists: dict[str, str], *literals: str) -> Vocabulary:
    made = {}
    for name, lines in lists.items():
        path = folder / f"{name}.txt"
        path.write_text(lines, encoding="utf-8")
        made[name], faults = read_lexicon(path)
        assert faults == []
    return Vocabulary(made, literals, split_tokens)


def in_class(words: Vocabulary, token: str, name: str) -> bool:
    return words[token] in words.characters(name)


# --- files ---------------------------------------------------------------------------------
def test_a_list_holds_words_lemmas_and_what_it_is_about(tmp_path: Path) -> None:
    path = tmp_path / "cue-say.txt"
    path.write_text(
        "# Roots that report.\n# With their lemmas.\n\nkata\nujar # often\n Katanya  =  kata \n"
        "# a later comment is none of it\nangkat  bicara\n",
        encoding="utf-8",
    )
    lexicon, faults = read_lexicon(path)
    assert faults == []
    assert (lexicon.name, lexicon.about) == ("cue-say", "Roots that report. With their lemmas.")
    assert [(e.words, e.lemma, e.line) for e in lexicon.entries] == [
        ("kata", "kata", 4), ("ujar", "ujar", 5), ("katanya", "kata", 6),
        ("angkat bicara", "angkat bicara", 8),
    ]  # fmt: skip


def test_every_fault_of_a_list_is_named_with_its_line_and_the_rest_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "day.txt"
    path.write_text(
        "senin\nselasa =\n= rabu\nKAMIS\nkamis\n Senin = senin\nke*ri*an\n", encoding="utf-8"
    )
    lexicon, faults = read_lexicon(path)
    assert faults == [
        f"{path}:2: an entry is written `words` or `words = lemma`",
        f"{path}:3: an entry is written `words` or `words = lemma`",
        f"{path}:5: 'kamis' stands at line 4 already",
        f"{path}:6: 'senin' stands at line 1 already",
        f"{path}:7: 'ke*ri*an': write one `*`, as in mem*, *nya, per*an",
    ]
    assert [e.words for e in lexicon.entries] == ["senin", "kamis"]


def test_a_list_in_another_encoding_is_named(tmp_path: Path) -> None:
    path = tmp_path / "day.txt"
    path.write_bytes("Jum’at".encode("cp1252"))
    lexicon, (fault,) = read_lexicon(path)
    assert fault.startswith(f"{path}:1: not UTF-8")
    assert lexicon.entries == ()


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "day.txt"
    path.write_bytes("\ufeffsenin\r\nselasa\r\n".encode())
    lexicon, faults = read_lexicon(path)
    assert faults == []
    assert [e.words for e in lexicon.entries] == ["senin", "selasa"]


# --- forms ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("token", "form"),
    [
        ("Jum’at ", "jum'at"),
        ("MA‘RUF", "ma'ruf"),
        ("anak‑anak", "anak-anak"),
        ("\u200bkata\xa0", "kata"),
        ("ka\u00adta", "kata"),
        (" \n", ""),
    ],
)
def test_the_form_lists_hold_a_token_under(token: str, form: str) -> None:
    assert normal(token) == form


@given(st.text(max_size=20))
def test_the_form_of_a_form_is_itself(token: str) -> None:
    assert normal(normal(token)) == normal(token)


@pytest.mark.parametrize(
    ("token", "shape"),
    [
        ("makan", "Low"), ("Budi", "Cap"), ("A", "Cap"), ("iPhone", "Low"), ("BMKG", "CAPS"),
        ("DPR-RI", "CAPS"), ("PT", "CAPS"), ("12", "Num"), ("3/2", "Num"), ("2024", "Num"),
        ("Ma'ruf", "Cap"), ("(", "Sign"), ("…", "Sign"), ("Éva", "Cap"), ("DPRD3", "CAPS"),
    ],
)  # fmt: skip
def test_each_token_has_one_shape(tmp_path: Path, token: str, shape: str) -> None:
    words = vocabulary(tmp_path, {"day": "senin\n"})
    shapes = [
        s for s in ("Low", "Cap", "CAPS", "Sign", "Known", "Num") if in_class(words, token, s)
    ]
    assert shapes == [shape]


def test_a_name_the_article_uses_keeps_its_lists_and_changes_its_shape(tmp_path: Path) -> None:
    words = vocabulary(tmp_path, {"month": "juni\n"})
    known = words.known(words["Juni"])
    assert known in words.characters("month")
    assert known in words.characters("Known")
    assert known not in words.characters("Cap")
    assert words.known(known) == known


# --- classes -------------------------------------------------------------------------------
def test_a_token_is_in_the_lists_that_hold_it_whatever_its_case(tmp_path: Path) -> None:
    words = vocabulary(tmp_path, {"say": "kata\ntutur\n", "term": "kata\n"}, "'kata'")
    for token in ("kata", "Kata ", "KATA"):
        assert in_class(words, token, "<say>")
        assert in_class(words, token, "term")
        assert in_class(words, token, "'kata'")
    assert in_class(words, "tutur", "say")
    assert not in_class(words, "tutur", "term")
    assert not in_class(words, "bicara", "say")
    assert words.characters("nobody") == frozenset()
    assert words.holds("KATA")
    assert not words.holds("bicara")


def test_an_abbreviation_with_stops_is_in_the_list_that_holds_it(tmp_path: Path) -> None:
    words = vocabulary(tmp_path, {"degree": "s.h\nm.kom\nph.d\n"})
    for token in ("S.H", "M.Kom", "Ph.D"):
        assert in_class(words, token, "degree")


def test_a_new_paragraph_and_no_token_has_no_class(tmp_path: Path) -> None:
    words = vocabulary(tmp_path, {"say": "kata\n"})
    assert words["\n\n"] == PARAGRAPH
    assert PARAGRAPH not in words.everything()


def test_every_character_a_token_can_have_is_in_everything(tmp_path: Path) -> None:
    words = vocabulary(tmp_path, {"say": "kata\n", "verb": "me*\n"}, "','")
    everything = words.everything()
    for token in ("kata", "Kata", "melawat", "Xyz", ",", "7"):
        assert words[token] in everything


def test_a_prefix_or_suffix_is_for_words_in_none_of_the_lists_named(tmp_path: Path) -> None:
    words = vocabulary(
        tmp_path,
        {"verb": "me*\n-<noun>\n", "own": "*nya\n", "noun": "meja\n", "say": "menutur\nkatanya\n"},
    )
    assert in_class(words, "melawat", "verb")
    assert in_class(words, "rumahnya", "own")
    assert not in_class(words, "lawat", "verb")
    assert not in_class(words, "meja", "verb")  # <noun> is named
    assert in_class(words, "menutur", "verb")  # <say> is not
    assert in_class(words, "katanya", "own")
    assert words.verbal("melawat")
    assert not words.verbal("lawat")


def test_a_word_may_have_to_begin_and_end_so_with_letters_between(tmp_path: Path) -> None:
    words = vocabulary(tmp_path, {"noun": "per????*an\nke*an\n"})
    for token in ("Perantauan", "perjalanan", "keadaan", "Kean"):
        assert in_class(words, token, "noun")
    for token in ("Perban", "permen", "jalan", "renungan"):
        assert not in_class(words, token, "noun")


def test_an_entry_of_question_marks_and_stops_is_for_words_so_spelled(tmp_path: Path) -> None:
    words = vocabulary(
        tmp_path, {"initial": "?.?\n?.?.?\n-<degree>\n", "degree": "s.h\n", "verb": "b.*\n"}
    )
    for token in ("B.J", "b.j", "R.M.T", "Á.B"):
        assert in_class(words, token, "initial")
        assert not in_class(words, token, "verb")
    for token in ("S.H", "B", "BJ", "B.Jo", "B.J.R.T", "1.2"):
        assert not in_class(words, token, "initial")


def test_a_set_of_lists_has_characters_in_shapes_its_words_can_have(tmp_path: Path) -> None:
    words = vocabulary(tmp_path, {"day": "senin\n"}, "','")
    day, comma = words.characters("<day>"), words.characters("','")
    for shape in ("Low", "Cap", "CAPS", "Known"):
        assert len(day & words.characters(shape)) == 1
        assert not comma & words.characters(shape)
    for shape in ("Sign", "Num"):
        assert not day & words.characters(shape)
        assert len(comma & words.characters(shape)) == 1
    apostrophe = vocabulary(tmp_path, {"day": "senin\n"}, '"\'"')
    assert in_class(apostrophe, "\u02bc", '"\'"')  # a letter, folded to a sign
    assert words.known(words["senin"]) in day & words.characters("Known")


def test_lemmas_are_kept_by_list_and_the_first_list_of_cues_wins(tmp_path: Path) -> None:
    words = vocabulary(
        tmp_path,
        {
            "cue-a": "ujarnya = ujar\nkata\nlanjut kata = kata\n",
            "cue-b": "ujarnya = ujaran\n",
            "day": "jumat = jum'at\n",
        },
    )
    assert words.lemma("cue-a", "ujarnya") == "ujar"
    assert words.lemma("cue-b", "ujarnya") == "ujaran"
    assert words.lemma("cue-a", "kata") is None
    assert words.lemma("nobody", "kata") is None
    assert words.lemma("day", "jumat") == "jum'at"
    assert words.cues == {"ujarnya": "ujar", "lanjut kata": "kata"}


def test_what_a_list_writes_for_a_lemma(tmp_path: Path) -> None:
    lists = {"org-head": "pemkab = pemerintah kabupaten\npemkab. = pemerintah kabupaten\ndinas\n"}
    words = vocabulary(tmp_path, lists)
    assert words.short_forms("org-head", "pemerintah kabupaten") == ["pemkab", "pemkab."]
    assert words.short_forms("org-head", "dinas") == []
    assert words.short_forms("org", "pemerintah kabupaten") == []


# --- phrases -------------------------------------------------------------------------------
def marked(words: Vocabulary, *tokens: str) -> str:
    codes = "".join(words[t] for t in tokens)
    starts = [i for i, c in enumerate(codes) if c in words.characters("phrase-start")]
    return words.mark_phrases(tokens, codes, starts)


def test_the_longest_phrase_is_one_unit_with_the_shape_of_its_first_word(tmp_path: Path) -> None:
    words = vocabulary(
        tmp_path, {"cue": "angkat bicara\n", "long": "angkat bicara lagi\n", "w": "lagi\n"}
    )
    codes = marked(words, "Budi ", "Angkat ", "Bicara ", "lagi ", "angkat ", "bicara ", "hari ")
    assert codes[1] in words.characters("long") & words.characters("Cap")
    assert codes[2:4] == CONTINUES * 2
    assert codes[4] in words.characters("cue") & words.characters("Low")
    assert codes[5] == CONTINUES
    assert CONTINUES not in (codes[0], codes[6])


def test_a_phrase_cut_short_is_none(tmp_path: Path) -> None:
    words = vocabulary(tmp_path, {"cue": "angkat bicara\n", "w": "angkat\n"})
    for tokens in (("angkat",), ("angkat ", "kaki "), ("angkat ", "\n", "bicara")):
        codes = marked(words, *tokens)
        assert CONTINUES not in codes
        assert codes[0] in words.characters("w")
        assert codes[0] not in words.characters("cue")


def test_phrases_do_not_overlap(tmp_path: Path) -> None:
    words = vocabulary(tmp_path, {"a": "satu dua\n", "b": "dua tiga\n"})
    codes = marked(words, "satu ", "dua ", "tiga ")
    assert codes[1] == CONTINUES
    assert codes[2] not in words.characters("b")


# --- what the project holds ------------------------------------------------------------------
def test_a_vocabulary_comes_back_from_a_pickle_without_the_tokens_it_met(tmp_path: Path) -> None:
    words = vocabulary(tmp_path, {"say": "kata\nangkat bicara\n", "verb": "me*\n"}, "','")
    before = {t: words[t] for t in ("kata", "Melawat", ",", "Rahasia")}
    again = pickle.loads(pickle.dumps(words))
    assert len(again) == 0
    assert {t: again[t] for t in before} == before
    assert again.characters("say") == words.characters("say")
    assert marked(again, "angkat ", "bicara") == marked(words, "angkat ", "bicara")


@given(st.text(min_size=1, max_size=12))
def test_any_token_has_a_character_and_always_the_same(token: str) -> None:
    first = SHIPPED[token]
    assert len(first) == 1
    assert SHIPPED[token] == first
    assert first in SHIPPED.everything() or first == PARAGRAPH


@given(st.sampled_from(["kata", "Senin", "mengatakan", "menurut"]), st.sampled_from(INVISIBLE))
def test_invisible_marks_change_no_class(word: str, mark: str) -> None:
    assert SHIPPED[f"{word}{mark} "] == SHIPPED[word]
