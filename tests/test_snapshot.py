"""Snapshots of compiled rules: the same rules come back, and whatever is wrong is passed over."""

import os
import pickle
import re
import shutil
from pathlib import Path

import pytest

from attrib import snapshot
from attrib.engine import engine
from attrib.matching import matcher
from attrib.model import Document
from attrib.pipeline import extract_document
from attrib.rules import RuleSet, read_rules, rules_directory

SAID = Document(id="a", text='"Panen mundur," kata Bupati Garut Dewi Sariwangi, Senin (3/2/2025).')


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    made, faults = read_rules(rules_directory())
    assert not faults
    assert made
    engine(made)
    return made


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ATTRIB_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_the_rules_that_come_back_do_the_same(rules: RuleSet, cache: Path) -> None:
    snapshot.save("x", rules)
    found = snapshot.load("x")
    assert found is not None
    assert found.hash == rules.hash
    assert found.engine is not None
    assert extract_document(SAID, found) == extract_document(SAID, rules)
    for rule in found.rules:
        assert found.compiled(rule).regex.pattern == rules.compiled(rule).regex.pattern
    assert [path.name for path in cache.iterdir()] == ["rules-x.pickle"]


def test_a_pattern_keeps_its_flags() -> None:
    made = re.compile("kata|ujar", re.IGNORECASE)
    back = pickle.loads(pickle.dumps(matcher("kata|ujar", re.IGNORECASE)))
    assert not isinstance(back, re.Pattern)  # not made yet
    assert back.flags == made.flags
    assert back.match("UJAR")
    assert not back.match("tutur")


def test_a_set_of_many_patterns_is_kept_once() -> None:
    letters = "".join(chr(0x100 + 3 * n) for n in range(900))
    made = [matcher(f"{word}[{letters}]+") for word in ("kata", "ujar", "tutur", "sebut")]
    kept, alone = pickle.dumps(made), pickle.dumps(made[0])
    assert len(kept) < 1.5 * len(alone)
    for pattern, back in zip(made, pickle.loads(kept), strict=True):
        assert back.pattern == pattern.pattern
        word = pattern.pattern.partition("[")[0]
        assert back.match(word + letters[-3:])[0] == word + letters[-3:]
        assert not back.match(word + "\u0101")


def test_a_wrong_pattern_is_told_at_once() -> None:
    with pytest.raises(re.error):
        matcher("(kata")


def test_the_key_changes_with_any_rule_file(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(rules_directory(), tmp_path / "rules"))
    keys = {snapshot.key(folder), snapshot.key(rules_directory())}
    assert snapshot.key(folder) in keys
    lexicon = folder / "lexicons" / "cue-say.txt"
    lexicon.write_text(lexicon.read_text(encoding="utf-8") + "omel\n", encoding="utf-8")
    keys.add(snapshot.key(folder))
    os.utime(folder / "clauses.toml", ns=(1, 1))
    keys.add(snapshot.key(folder))
    assert len(keys) == 4


def test_nothing_is_read_that_is_not_there_or_damaged(cache: Path) -> None:
    assert snapshot.load("none") is None
    cache.mkdir()
    (cache / "rules-x.pickle").write_bytes(b"damaged")
    assert snapshot.load("x") is None


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="files have no owner here")
def test_nothing_is_read_that_another_user_wrote(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.mkdir()
    (cache / "rules-x.pickle").write_bytes(pickle.dumps("a rule set"))
    assert snapshot.load("x") == "a rule set"  # type: ignore[comparison-overlap]
    owner = os.getuid()
    monkeypatch.setattr(os, "getuid", lambda: owner + 1)
    assert snapshot.load("x") is None


def test_an_empty_name_of_the_cache_keeps_nothing(
    rules: RuleSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ATTRIB_CACHE", "")
    assert snapshot.folder() is None
    snapshot.save("x", rules)
    assert snapshot.load("x") is None


def test_a_cache_that_cannot_be_written_is_no_fault(rules: RuleSet, cache: Path) -> None:
    cache.write_text("a file where the folder should be", encoding="utf-8")
    snapshot.save("x", rules)
    assert snapshot.load("x") is None


def test_the_cache_lies_in_the_users_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ATTRIB_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", "/somewhere")
    assert snapshot.folder() == Path("/somewhere/attrib")
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("LOCALAPPDATA", "/elsewhere")
    assert snapshot.folder() == Path("/elsewhere/attrib")
