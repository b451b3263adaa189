"""Loading a folder of rules: defaults, faults that the loader itself names, what is kept."""

from pathlib import Path

import pytest

from attrib.examples import examples, fault
from attrib.loading import load_rules
from attrib.rules import RuleError, read_rules, rules_directory

GOOD = """[macros]
speech = "[QUOTE TERM]"

[[rule]]
id = "quote.said"
pattern = "quote=@speech ,? cue=<say> speaker=Cap{1,3}"
"""
ONE = '[[rule]]\nid = "a.b"\npattern = '


def folder(at: Path, toml: str = GOOD, say: str = "kata\nujar\n") -> Path:
    """A folder of one file of rules and one list."""
    (at / "lexicons").mkdir(parents=True)
    (at / "rules.toml").write_text(toml, encoding="utf-8")
    (at / "lexicons" / "say.txt").write_text(say, encoding="utf-8")
    return at


def faults(at: Path) -> list[str]:
    """The faults of a folder, which it has, without the folder's path."""
    rules, found = read_rules(at)
    assert rules is None
    return [f.removeprefix(f"{at}/") for f in found]


def test_a_small_folder_is_read_with_its_defaults(tmp_path: Path) -> None:
    rules, found = read_rules(folder(tmp_path / "r"))
    assert found == []
    assert rules is not None
    (rule,) = rules.of("rule")
    assert (rule.id, rule.status, rule.priority, rule.subject) == (
        "quote.said",
        "stable",
        50,
        "any",
    )
    assert (rule.clitic, rule.field, rule.links) == (False, "any", False)
    assert (rule.match, rule.no_match, rule.gloss) == ((), (), "")
    assert (rule.path.name, rule.line) == ("rules.toml", 4)
    assert rules.compiled(rule).roles == ("quote", "cue", "speaker")
    assert rules.compiled(rule) is rules.compiled(rule)
    assert rules.characters(rule, "cue") == rules.vocabulary.characters("say")
    assert list(rules.lexicons) == ["say"]


def test_a_rule_that_is_off_is_read_and_not_used(tmp_path: Path) -> None:
    rules, _ = read_rules(folder(tmp_path / "r", GOOD + 'status = "off"\n'))
    assert rules is not None
    assert [r.id for r in rules.rules] == ["quote.said"]
    assert rules.of("rule") == ()


def test_the_hash_names_the_rules_and_the_lists(tmp_path: Path) -> None:
    folders = (
        folder(tmp_path / "a"),
        folder(tmp_path / "b"),
        folder(tmp_path / "c", GOOD + "\n# a remark\n"),
        folder(tmp_path / "d", say="kata\n"),
    )
    hashes = [rules.hash for at in folders if (rules := read_rules(at)[0])]
    assert len(hashes) == 4
    assert hashes[0] == hashes[1]
    assert len(set(hashes)) == 3
    assert all(len(h) == 8 and int(h, 16) >= 0 for h in hashes)


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        (ONE + '"ANY"\npriority = true\n', "1: a.b: priority must be int"),
        (ONE + '"ANY"\nclitic = 1\n', "1: a.b: clitic must be bool"),
        (ONE + '"ANY"\nmatch = "x"\n', "1: a.b: match must be list"),
        (ONE + '"ANY"\nmatch = ["x", 7]\n', "1: a.b: an example must be text, not 7"),
        (ONE + '"ANY"\nno_match = [["x"]]\n', "1: a.b: an example must be text, not ['x']"),
        ('[[rule]]\npattern = "ANY"\n', "1: rule: id must look like family.name"),
        ('[[rule]]\nid = "a.b"\n', "1: a.b: pattern is missing"),
        (ONE + '"ANY{2,}"\n[[cut]]\nid = "a.c"\npattern = "cue=Cap"\n',
         "4: a.c: role 'cue'; a cut has none"),
        ('[[mention]]\nid = "a.b"\npattern = "name=Cap"\nkind = "robot"\n',
         "1: a.b: kind must be one of person, conjoined, pronoun, office, organization, group, "
         "anonymous, document, description"),
        ("[macros]\nx = 3\n", "2: macro x is no text"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_file_line_and_rule(tmp_path: Path, toml: str, message: str) -> None:
    assert faults(folder(tmp_path / "r", toml)) == [f"rules.toml:{message}"]


def test_rules_in_another_encoding_are_named(tmp_path: Path) -> None:
    at = folder(tmp_path / "r")
    (at / "rules.toml").write_bytes('gloss = "ujar – Budi"'.encode("cp1252"))
    (found,) = faults(at)
    assert found.startswith("rules.toml:1: not TOML (")


def test_an_id_and_a_macro_stand_once_in_all_files(tmp_path: Path) -> None:
    at = folder(tmp_path / "r")
    (at / "sample.toml").write_text("\n" + GOOD, encoding="utf-8")
    assert faults(at) == [
        "sample.toml:3: macro speech is defined twice",
        f"sample.toml:5: quote.said: the id stands at {at}/rules.toml:4 already",
    ]


def test_load_rules_raises_with_every_fault(tmp_path: Path) -> None:
    toml = (
        ONE + '"cue=<nobody> @nothing"\n'
        '[[rule]]\nid = "a.two"\npattern = "cue=<nobody>"\n'
        '[[rule]]\nid = "a.three"\npattern = "Capital"\nweight = 3\ncolour = "red"\n'
        '[[mention]]\nid = "a.two"\npattern = "name=Cap"\nkind = "person"\n'
    )
    at = folder(tmp_path / "r", toml, "kata\nkata\nujar =\n")
    (at / "broken.toml").write_text("[[rule]\n", encoding="utf-8")
    with pytest.raises(RuleError) as error:
        load_rules(at)
    assert list(error.value.faults) == read_rules(at)[1]
    starts = [f.removeprefix(f"{at}/").split(";")[0] for f in error.value.faults]
    assert starts[0].startswith("broken.toml:1: not TOML")
    assert starts[1:] == [
        "lexicons/say.txt:2: 'kata' stands at line 1 already",
        "lexicons/say.txt:3: an entry is written `words` or `words = lemma`",
        f"rules.toml:12: a.two: the id stands at {at}/rules.toml:4 already",
        "rules.toml:1: a.b: there is no macro @nothing",
        "rules.toml:4: a.two: there is no list <nobody>",
        "rules.toml:7: a.three: unknown key 'colour'",
        "rules.toml:7: a.three: unknown key 'weight'",
    ]


def test_a_folder_is_loaded_once_and_shared() -> None:
    assert load_rules() is load_rules(rules_directory()) is load_rules(str(rules_directory()))


def test_the_order_of_files_changes_nothing(tmp_path: Path) -> None:
    """With the files in reverse every example holds as it does in order."""
    shipped = rules_directory()
    (tmp_path / "lexicons").symlink_to(shipped / "lexicons")
    for number, path in enumerate(sorted(shipped.glob("*.toml"), reverse=True)):
        (tmp_path / f"{number}-{path.name}").write_bytes(path.read_bytes())
    turned = load_rules(tmp_path)
    assert [r.id for r in turned.rules] != [r.id for r in load_rules().rules]
    found = [fault(turned, rule, e, match) for rule in turned.rules for e, match in examples(rule)]
    assert [f for f in found if f] == []
