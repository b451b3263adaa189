"""A review: every column against an independent count, and what is held against what."""

from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pytest
import reference_score

from attrib import circumstances
from attrib.attribute import Attributor
from attrib.circumstances import KINDS, Circumstances
from attrib.confidence import load_confidence, wilson
from attrib.engine import engine
from attrib.examples import parse_example
from attrib.explain import explain
from attrib.gold import GoldDocument, GoldQuote, read_fixtures
from attrib.gold.judged import read_judged
from attrib.gold.model import GoldDate, GoldSaid
from attrib.loading import load_rules
from attrib.mentions import MentionReader
from attrib.model import Document, Field
from attrib.passages import span
from attrib.pattern import END, QUOTATIONS, RARE
from attrib.pipeline import extract_document
from attrib.quotations import mask
from attrib.reading import _mark_names, read
from attrib.review.baseline import (
    BaselineError,
    by_rule,
    changes,
    encode_baseline,
    hits,
    read_baseline,
)
from attrib.review.dialogue import Terminal, judge_disputed, judge_pending
from attrib.review.findings import SHOWS, findings
from attrib.review.floors import (
    FloorError,
    broken,
    encode_floors,
    measured,
    read_floors,
    updated,
)
from attrib.review.judging import Judge, JudgingError, find
from attrib.review.report import Report, report, text
from attrib.review.rows import Row, rows
from attrib.review.run import KNOWN_MISSES, Run, run
from attrib.review.verdicts import correct
from attrib.rules import Compiled, Rule, RuleSet
from attrib.score import compare

FIELDS: tuple[Field, ...] = ("title", "text")
NOTHING: Counter[str] = Counter()


@pytest.fixture(scope="module")
def done() -> Run:
    return run(read_fixtures(), load_rules())


@pytest.fixture(scope="module")
def table(done: Run) -> dict[str, Row]:
    return {row.rule: row for row in rows(done, NOTHING, NOTHING)}


def _statement_rules() -> list[Rule]:
    return list(load_rules().of("rule"))


def _counted(done: Run) -> list[GoldDocument]:
    return [r.gold for r in done.documents if r.counted]


def test_watching_changes_nothing(done: Run) -> None:
    for reviewed in done.documents:
        assert reviewed.quotes == extract_document(reviewed.gold.document, load_rules())


def test_tried_is_the_number_of_sentences_with_a_trigger(
    done: Run, table: dict[str, Row], monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[tuple[str, Any, str, Any]] = []
    original = Attributor.__call__

    def noted(
        self: Attributor, codes: str, sentences: Any, quotations: Any, field: str, *rest: Any
    ) -> Any:
        calls.append((codes, sentences, field, rest[0] if rest else frozenset()))
        return original(self, codes, sentences, quotations, field, *rest)

    monkeypatch.setattr(Attributor, "__call__", noted)
    for gold in _counted(done):
        extract_document(gold.document, load_rules())
    marks = frozenset("".join(QUOTATIONS.values()))
    rules = load_rules()
    for rule in _statement_rules():
        roles = rules.compiled(rule).roles
        triggers = rules.characters(rule, "cue") if "cue" in roles else marks
        needed = [chars for chars in rules.needed(rule) if 0 < len(chars) < RARE]
        tried = 0
        for codes, sentences, field, links in calls:
            for number, (a, b) in enumerate(sentences):
                inside = set(codes[a:b])
                tried += (
                    (not triggers or bool(inside & triggers))
                    and all(inside & chars for chars in needed)
                    and ("quote" not in roles or bool(inside & marks))
                    and rule.field in ("any", field)
                    and (number not in links or rule.links)
                )
        assert table[rule.id].tried == tried, rule.id


def test_what_a_rule_needs_stands_in_all_it_matches() -> None:
    rules, seen = load_rules(), Counter[str]()
    for table in ("rule", "mention"):
        for rule in rules.of(table):
            needed = rules.needed(rule)
            for example in map(parse_example, rule.match):
                codes = set(read(engine(rules), example.text, "text").codes)
                assert all(codes & chars for chars in needed if chars), (rule.id, example)
                seen[rule.id] += bool(needed)
    assert seen.total() > 100
    relative = next(rule for rule in rules.rules if rule.id == "clause.relative")
    assert rules.vocabulary["yang"] in frozenset.union(*rules.needed(relative))


def test_what_is_looked_for_around_its_sign_is_all_that_a_text_holds() -> None:
    rules, seen = load_rules(), 0
    reader = MentionReader(rules)
    anywhere = [*reader._alias, *reader._evidence, *reader._companies, *reader._hints]
    for rule in rules.rules:
        for example in map(parse_example, (*rule.match, *rule.no_match)):
            codes = read(engine(rules), example.text, "text").codes
            for compiled in anywhere:
                around = [m.span() for m in reader._found(compiled, codes)]
                assert around == [m.span() for m in compiled.regex.finditer(codes)], example
                seen += len(around)
    assert seen > 100


def test_fired_kept_and_lost_are_what_the_explanations_say(done: Run) -> None:
    some = [r.gold for r in done.documents if r.counted][::50]
    small = run(some, load_rules(), leave_one_out=False)
    fired, kept, lost = Counter[str](), Counter[str](), Counter[tuple[str, str]]()
    for gold in some:
        for field in FIELDS:
            if not gold.field_text(field):
                continue
            for explained in explain(gold.document, load_rules(), field=field):
                for attempt in explained.attempts:
                    fired[attempt.rule] += attempt.outcome in ("won", "lost")
                    kept[attempt.rule] += attempt.outcome == "won"
                    if attempt.lost_to not in (None, attempt.rule):
                        lost[attempt.rule, str(attempt.lost_to)] += 1
    found = [row for row in rows(small, NOTHING, NOTHING) if row.table == "rule"]
    assert sum(fired.values()) > 10
    for row in found:
        assert (row.fired, row.kept) == (fired[row.rule], kept[row.rule]), row.rule
        losses = {winner: n for (loser, winner), n in lost.items() if loser == row.rule}
        assert (row.loses_to, row.lost) == (losses, sum(losses.values())), row.rule


def test_right_and_wrong_are_what_the_reference_scorer_says(
    done: Run, table: dict[str, Row]
) -> None:
    """Its log names the rule of every error; the rest of a rule's quotes are right."""
    table = {rule: row for rule, row in table.items() if row.table == "rule"}
    verdicts: dict[str, Counter[str]] = {rule: Counter() for rule in table}
    unjudged: Counter[str] = Counter()
    for reviewed in done.documents:
        if not reviewed.counted:
            continue
        for field in FIELDS:
            quotes = [q for q in reviewed.quotes if q.field == field]
            gold = [msgspec.to_builtins(q) for q in reviewed.gold.quotes if q.field == field]
            for g in gold:
                g.setdefault("optional", False)
            found = [
                {
                    "parts": q.content.spans, "kind": q.kind, "cue": q.cue and q.cue.span,
                    "name": q.speaker and q.speaker.name,
                    "source_kind": q.speaker and q.speaker.kind,
                    "role": None, "affiliation": None, "via": None, "rule": q.rule, "text": "",
                }
                for q in quotes
            ]  # fmt: skip
            _, log = reference_score.score_article(
                "x", gold, found, reviewed.gold.field_text(field)
            )
            for q in quotes:
                verdicts[q.rule]["all"] += 1
            for _, what, *_, rule in log:
                if what == "EXTRA" and not reviewed.gold.complete:
                    unjudged[rule] += 1
                elif what in ("WHO", "EXTRA", "NOBODY"):
                    verdicts[rule][what] += 1
            for judged in reviewed.judgements:
                if judged.verdict == "optional" and judged.quote is not None:
                    quote = reviewed.quotes[judged.quote]
                    unjudged[quote.rule] += quote.field == field
    for rule, row in table.items():
        seen = verdicts[rule]
        assert row.wrong == seen["WHO"] + seen["EXTRA"], rule
        assert row.nobody == seen["NOBODY"], rule
        assert row.unjudged == unjudged[rule], rule
        assert row.right == seen["all"] - row.wrong - row.nobody - row.unjudged, rule
        if row.right + row.wrong:
            assert row.precision == row.right / (row.right + row.wrong)
    assert sum(row.right for row in table.values()) > 100


@pytest.mark.parametrize("part", range(6))
def test_leaving_a_rule_out_is_removing_it(done: Run, part: int) -> None:
    """For every rule whose loss changes something and every fourth of the others: its column
    against a rule set that is built without it. Documents in which its pattern matched, and a part
    of the others. In parts, as it is the longest of all tests."""
    rules = load_rules()
    some = [
        (i, r)
        for i, r in enumerate(r for r in rules.rules if r.status != "off")
        if i % 4 == 0 or (done.alone[r.id].right, done.alone[r.id].wrong) != (0, 0)
    ]
    for number, rule in some[part::6]:
        less = msgspec.structs.replace(
            rules, rules=tuple(r for r in rules.rules if r is not rule), engine=None
        )
        change: Counter[bool | None] = Counter()
        for place, reviewed in enumerate(done.documents):
            if not reviewed.counted or not (
                rule.id in reviewed.matched or place % 80 == number % 80
            ):
                continue
            for quotes, sign in (
                (reviewed.quotes, 1),
                (extract_document(reviewed.gold.document, less), -1),
            ):
                for field in FIELDS:
                    for judged in compare(reviewed.gold, quotes, field).judgements:
                        if judged.quote is not None:
                            gold = judged.gold is not None and reviewed.gold.quotes[judged.gold]
                            verdict = correct(
                                rules.compiled(rule), judged, quotes[judged.quote], gold or None
                            )
                            change[verdict] += sign
        alone = done.alone[rule.id]
        assert (alone.right, alone.wrong) == (change[True], change[False]), rule.id


# --- mentions, cuts, circumstances -------------------------------------------------------------


def test_mentions_are_tried_and_fire_where_a_phrase_is_read(
    done: Run, table: dict[str, Row], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each place where the reader is asked, with the patterns matched once more by hand."""
    rules = load_rules()
    tried, fired = Counter[str](), Counter[str]()

    def first(rules_there: list[Rule], text: str) -> None:
        for rule in rules_there:
            tried[rule.id] += 1
            if rules.compiled(rule).regex.match(text):
                fired[rule.id] += 1
                break

    def of(place: str, kind: str = "") -> list[Rule]:
        return [r for r in rules.of("mention") if r.place == place and (not kind or r.kind == kind)]

    phrase, bodies, after = of("phrase"), of("phrase", "organization"), of("after")
    asked = {name: getattr(MentionReader, name) for name in ("read", "institution_at", "_behind")}

    def reading(self: MentionReader, codes: str, start: int, limit: int, *rest: Any) -> Any:
        first(phrase, codes[start:limit] + END)
        return asked["read"](self, codes, start, limit, *rest)

    def body(self: MentionReader, codes: str, start: int, limit: int) -> Any:
        found = asked["institution_at"](self, codes, start, limit)
        for rule in bodies:
            tried[rule.id] += 1
            match = rules.compiled(rule).regex.match(codes[start:limit] + END)
            fired[rule.id] += match is not None
            if found and match:
                break
        return found

    def behind(self: MentionReader, codes: str, mention: Any, limit: int) -> Any:
        if not (mention.role and mention.affiliation) and mention.name[1] < limit:
            first(after, codes[mention.name[1] : limit] + END)
        return asked["_behind"](self, codes, mention, limit)

    monkeypatch.setattr(Attributor, "_all_tried", True)  # as a review has them
    monkeypatch.setattr(MentionReader, "read", reading)
    monkeypatch.setattr(MentionReader, "institution_at", body)
    monkeypatch.setattr(MentionReader, "_behind", behind)
    for gold in _counted(done):
        extract_document(gold.document, rules)
    for rule in (*phrase, *after):
        row = table[rule.id]
        assert (row.tried, row.fired) == (tried[rule.id], fired[rule.id]), rule.id
    assert sum(fired.values()) > 1000


def test_other_names_and_evidence_fire_where_a_field_holds_them(
    done: Run, table: dict[str, Row]
) -> None:
    """A name's evidence is looked for in every field, before any word counts as a name; another
    name only where a speaker must be found."""
    rules = load_rules()
    made = engine(rules)
    tried, fired = Counter[str](), Counter[str]()
    by_hand = [r for r in rules.of("mention") if r.place in ("evidence", "alias")]
    for gold in _counted(done):
        for field in FIELDS:
            if not gold.field_text(field):
                continue
            reading = read(made, gold.field_text(field), field)
            for rule in by_hand:
                codes = reading.codes
                if rule.place == "evidence":
                    tokens = reading.tokens
                    codes = made.recognition(tokens, mask(tokens.codes, made.pairing(tokens)), ())
                    codes = made.segmenter.joined(codes)
                    if rule.kind == "organization":
                        codes = _mark_names(made, tokens, codes)
                elif not reading.statements:
                    continue
                tried[rule.id] += 1
                at = 0
                while at < len(codes):
                    match = rules.compiled(rule).regex.match(codes, at)
                    fired[rule.id] += match is not None
                    at = match.end() if match else at + 1
    for rule in by_hand:
        row = table[rule.id]
        assert (row.tried, row.fired, row.kept) == (tried[rule.id], fired[rule.id], 0), rule.id
        assert row.fired > 0
        assert row.right + row.wrong + row.nobody + row.unjudged + row.quiet == 0, rule.id


def _statements(gold: GoldDocument, rules: RuleSet) -> Iterator[Any]:
    for field in FIELDS:
        if gold.field_text(field):
            reading = read(engine(rules), gold.field_text(field), field)
            yield from ((reading, s) for s in reading.statements)


def test_mentions_are_kept_that_read_the_speaker_of_a_quote(
    done: Run, table: dict[str, Row]
) -> None:
    kept: Counter[str] = Counter()
    for reviewed in done.documents:
        given = {quote.content.spans for quote in reviewed.quotes if reviewed.counted}
        for reading, statement in _statements(reviewed.gold, load_rules()):
            place = partial(span, reading)
            if statement.mention and tuple(map(place, statement.contents)) in given:
                kept[statement.mention.rule] += 1
                kept[statement.mention.behind or ""] += 1
    for name, row in table.items():
        if row.table == "mention":
            assert row.kept == kept[name], name


def test_circumstances_fire_where_they_alone_give_the_first_value(
    done: Run, table: dict[str, Row], monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = load_rules()
    tried = Counter[str]()
    original = circumstances._value

    def noted(compiled: Compiled, line: str) -> Any:
        tried[compiled.rule.id] += 1
        return original(compiled, line)

    monkeypatch.setattr(circumstances, "_value", noted)
    for gold in _counted(done):
        extract_document(gold.document, rules)
    monkeypatch.undo()
    alone = {
        rule.id: Circumstances(msgspec.structs.replace(rules, rules=(rule,)))
        for rule in rules.of("circumstance")
    }
    fired, kept, statements = Counter[str](), Counter[str](), 0
    for gold in _counted(done):
        by_sentence: dict[tuple[int, int], list[Any]] = {}
        for reading, s in _statements(gold, rules):
            by_sentence.setdefault((id(reading), s.sentence), []).append((reading, s))
        for group in by_sentence.values():
            others = tuple(c for _, s in group for c in s.contents)
            for reading, s in group:
                statements += 1
                sentence = reading.sentences.spans[s.sentence]
                for kind in KINDS:
                    for rule in rules.of("circumstance"):
                        if rule.kind != kind:
                            continue
                        said, via = alone[rule.id](
                            reading.tokens, reading.codes, s, sentence, None, others
                        )
                        if (via if kind == "via" else getattr(said, kind)) is not None:
                            fired[rule.id] += 1
                            kept[rule.id] += bool(s.contents)
                            break
    for name in alone:
        row = table[name]
        assert (row.tried, row.fired, row.kept) == (tried[name], fired[name], kept[name]), name
        assert row.tried <= statements
    assert sum(kept.values()) > 50


def test_cuts_fire_where_their_words_come_first(
    done: Run, table: dict[str, Row], monkeypatch: pytest.MonkeyPatch
) -> None:
    rules, tried, fired = load_rules(), 0, Counter[str]()
    original = Attributor._cut_in

    def noted(self: Attributor, codes: str, a: int, b: int) -> Any:
        nonlocal tried
        tried += 1
        text = codes[a:b] + END
        yang = rules.vocabulary.characters("relativiser")  # none begins behind it
        found = [
            (
                next(
                    (
                        m
                        for m in rules.compiled(r).regex.finditer(text)
                        if text[m.start() - 1 : m.start()] not in yang
                    ),
                    None,
                ),
                r.id,
            )
            for r in rules.of("cut")
        ]
        first = min(((m.start(), i) for i, (m, _) in enumerate(found) if m), default=None)
        if first and first[0] > 1:
            fired[found[first[1]][1]] += 1
        return original(self, codes, a, b)

    monkeypatch.setattr(Attributor, "_cut_in", noted)
    monkeypatch.setattr(Attributor, "_all_tried", True)  # as a review has them
    for gold in _counted(done):
        extract_document(gold.document, rules)
    for rule in rules.of("cut"):
        assert (table[rule.id].tried, table[rule.id].fired) == (tried, fired[rule.id])
    assert sum(fired.values()) > 10


def test_what_a_rule_had_part_in_is_right_wrong_or_neither(table: dict[str, Row]) -> None:
    for row in table.values():
        judged = row.right + row.wrong + row.nobody + row.unjudged
        if row.table != "rule":
            assert row.kept == judged, row.rule
            assert (row.priority, row.lost, row.gained, row.gone) == (None,) * 4
        assert row.only_right is not None


def test_a_wrong_name_is_held_against_those_that_read_it(done: Run) -> None:
    """With every name in gold changed, what spoke for a statement or mention rule speaks against
    it; cuts and circumstances read no names."""
    golds = [
        r.gold
        for r in done.documents
        if r.counted and r.passes and all(q.name for q in r.gold.quotes)
    ]
    renamed = [
        msgspec.structs.replace(
            gold,
            quotes=tuple(
                msgspec.structs.replace(q, name="Budiwati Ganjarsari", members=())
                for q in gold.quotes
            ),
        )
        for gold in golds
    ]
    before, after = (
        rows(run(g, load_rules(), leave_one_out=False), NOTHING, NOTHING) for g in (golds, renamed)
    )
    assert sum(row.right for row in before) > 1000
    for was, now in zip(before, after, strict=True):
        named = was.table in ("rule", "mention")
        assert (now.right, now.wrong) == ((0, was.right) if named else (was.right, 0)), was.rule
        assert (was.wrong, was.unjudged) == (0, now.unjudged), was.rule


VERDICTS = """"Air bersih sudah mengalir lagi," kata Kepala Dinas Kesehatan Kota Bogor Sri Lestari \
kepada Tempo, Senin (5/2/2024)."""


def test_right_and_wrong_by_what_a_rule_gives() -> None:
    """One sentence, with gold that is wrong in one field after the other."""
    rules = load_rules()
    document = Document(id="v", text=VERDICTS)
    (quote,) = extract_document(document, rules)
    (right,) = _all_of(GoldDocument(document=document))
    assert quote.said.date
    assert quote.said.addressee
    to = quote.said.addressee.span
    said = GoldSaid(date=GoldDate(span=quote.said.date.span), addressee=to)
    right = msgspec.structs.replace(right, said=said)
    parts = {
        "quote.cue-speaker": "speaker", "mention.role-affiliation-given-name": "office",
        "via.to-outlet": "via", "date.weekday-numbers": "date", "addressee.to": "addressee",
    }  # fmt: skip
    changes_of = {
        "speaker": {"name": "Budi Santoso"},
        "office": {"affiliation": "Dinas Pertanian Kota Bogor"},
        "via": {"via": "Antara"},
        "date": {"said": GoldSaid(addressee=to)},
    }
    for name, changed in {"nothing": {}, **changes_of}.items():
        gold = GoldDocument(
            document=document,
            quotes=(msgspec.structs.replace(right, **changed),),  # type: ignore[arg-type]
        )
        found = {r.rule: r for r in rows(run([gold], rules, False), NOTHING, NOTHING) if r.kept}
        assert found.keys() == parts.keys()
        for rule, part in parts.items():
            wrong = part == name or (part == "office" and name == "speaker")
            assert (found[rule].right, found[rule].wrong) == (not wrong, wrong), (name, rule)


def test_the_shares_of_time_are_of_one_whole(table: dict[str, Row]) -> None:
    shares = [row.time for row in table.values() if row.time is not None]
    assert sum(shares) == pytest.approx(1)
    assert min(shares) >= 0
    assert {row.table for row in table.values() if row.time is None} == {"cut"}


def test_a_rule_that_fires_on_quiet_text_is_not_promoted(done: Run) -> None:
    noisy = GoldDocument(
        document=Document(id="q", text='"Panen mundur," kata Bupati Garut Dewi Sariwangi.'),
        group="quiet",
    )
    noisy_rows = [r for r in rows(run([noisy], load_rules()), NOTHING, NOTHING) if r.kept]
    assert {row.table for row in noisy_rows} == {"rule", "mention"}
    for row in noisy_rows:
        assert row.quiet == 1
        assert any("silence on quiet fixtures (1" in line for line in row.missing)


def test_a_rule_called_stable_that_is_not_is_told(done: Run) -> None:
    """Twenty judged hits, here and in judged articles but none twice, nine tenths of them right."""
    rules = load_rules()
    by_id = {row.rule: row for row in rows(done, NOTHING, NOTHING)}
    known = load_confidence(rules.directory)
    for name, row in by_id.items():
        right, judged = row.evidence
        assert right >= sum(known.tally(name)[:1])
        assert judged <= row.right + row.wrong + sum(known.tally(name))
        lower = wilson(right, judged)
        enough = judged >= 20 and lower is not None and lower >= 0.8
        assert not row.missing or not enough or row.status != "stable"
    called = tuple(
        msgspec.structs.replace(r, status="stable") if r.id == "place.from" else r
        for r in rules.rules
    )
    changed = msgspec.structs.replace(rules, rules=called, engine=None)
    bold = run(_counted(done)[:20], changed, leave_one_out=False)
    told = report(bold, (), (), (), stable=True)
    assert any(line.startswith("place.from lacks 20 more judged hits") for line in told.unearned)
    assert any(line.startswith("NOT STABLE  place.from") for line in text(told).splitlines())
    assert report(bold, (), (), ()).unearned == ()


def test_attribs_own_rules_are_what_they_are_called(done: Run) -> None:
    assert report(done, (), (), (), stable=True).unearned == ()


# --- baseline --------------------------------------------------------------------------------

GOLD = GoldDocument(
    document=Document(id="a", text='"Panen mundur," kata Dewi Sariwangi. "Stok cukup," ujar Rudi.'),
    quotes=tuple(
        GoldQuote(
            parts=(parts,), kind="direct", cue=None, speaker=None, name=name,
            source_kind="person", role=None, affiliation=None, via=None,
        )
        for parts, name in (((1, 14), "Dewi Sariwangi"), ((38, 49), "Rudi"))
    ),
)  # fmt: skip


def test_nothing_has_changed_against_the_run_itself(done: Run, tmp_path: Path) -> None:
    path = tmp_path / "baseline.jsonl"
    path.write_bytes(encode_baseline(done))
    assert changes(done, read_baseline(path)) == ()


def test_a_right_one_that_is_gone_is_a_regression() -> None:
    now = run([GOLD], load_rules(), leave_one_out=False)
    (reviewed,) = now.documents
    first, second = hits(reviewed)
    assert first.verdict == second.verdict == "right"
    moved = msgspec.structs.replace(first, hit="0" * 12, rule="old.rule")
    found = changes(now, {"a": (moved, second)})
    # the same statement is right still, though its content was another
    assert [c.worse for c in found] == [False, False]
    lost = msgspec.structs.replace(GOLD, quotes=GOLD.quotes)
    worse = run(
        [msgspec.structs.replace(lost, document=Document(id="a", text=GOLD.document.text[:36]))],
        load_rules(),
        leave_one_out=False,
    )
    gone = changes(worse, {"a": (first, second)})
    assert [(c.worse, c.now, c.before) for c in gone] == [(True, None, second)]


def test_a_new_wrong_one_is_a_regression_and_a_new_right_one_is_not() -> None:
    now = run([GOLD], load_rules(), leave_one_out=False)
    assert [c.worse for c in changes(now, {})] == [False, False]
    other = msgspec.structs.replace(GOLD, quotes=GOLD.quotes[:1])
    wrong = run([other], load_rules(), leave_one_out=False)
    found = changes(wrong, {})
    assert [(c.worse, c.now and c.now.verdict) for c in found] == [
        (True, "extra"),
        (False, "right"),
    ]
    gained, gone = by_rule(found)
    assert sum(gained.values()) == 2
    assert not gone


def test_a_broken_baseline_is_named(tmp_path: Path) -> None:
    path = tmp_path / "b.jsonl"
    path.write_text('{"id": "a", "hits": []}\n{"id": 3}\n')
    with pytest.raises(BaselineError, match=r"b.jsonl:2: .*--save-baseline"):
        read_baseline(path)


# --- floors ----------------------------------------------------------------------------------


def test_floors_hold_what_is_reached_and_are_not_lowered(done: Run, tmp_path: Path) -> None:
    now = measured(done)
    assert KNOWN_MISSES not in now
    path = tmp_path / "floors.json"
    assert read_floors(path) == {}
    path.write_bytes(encode_floors(updated({}, now, allow_regression=False)))
    assert broken(read_floors(path), now) == ()
    group = "seeds"
    scores = {**now[group].scores, "who_said_what": 1.1}
    higher = {group: msgspec.structs.replace(now[group], scores=scores, cases=99)}
    told = broken(higher, now)
    assert any(line.startswith("seeds: who_said_what is ") for line in told)
    assert any("the floor is 99" in line for line in told)
    with pytest.raises(FloorError, match="--allow-regression"):
        updated(higher, now, allow_regression=False)
    assert updated(higher, now, allow_regression=True)[group] == now[group]


def test_changed_gold_breaks_a_floor(done: Run) -> None:
    now = measured(done)
    old = {"seeds": msgspec.structs.replace(now["seeds"], gold="another")}
    assert broken(old, now) == (
        "seeds: the gold has changed; look at the scores and run with --update",
    )


# --- findings and report ---------------------------------------------------------------------


def test_every_number_opens_its_sentences(done: Run, table: dict[str, Row]) -> None:
    for rule, row in table.items():
        numbers = {
            "tp": row.right, "fp": row.wrong, "nobody": row.nobody, "unjudged": row.unjudged,
            "lost": row.lost or 0,
        }  # fmt: skip
        for show, number in numbers.items():
            assert len(list(findings(done, (), show, rule))) == number, (rule, show)  # type: ignore[arg-type]


def test_what_was_missed_names_the_rule_that_came_nearest() -> None:
    gold = GoldDocument(
        document=Document(id="m", text="Air mati sejak subuh, begitu keluhan Darsono di desa."),
        quotes=(
            GoldQuote(
                parts=((0, 20),), kind="indirect", cue=(29, 36), speaker=(37, 44), name="Darsono",
                source_kind="person", role=None, affiliation=None, via=None,
            ),
        ),
    )  # fmt: skip
    missed = list(findings(run([gold], load_rules()), (), "missed", None))
    assert [f.said for f in missed] == ["Air mati sejak subuh"]
    assert missed[0].speaker == "Darsono"
    assert missed[0].remark


def test_changes_open_their_sentences() -> None:
    now = run([GOLD], load_rules(), leave_one_out=False)
    first, _ = hits(now.documents[0])
    gone = msgspec.structs.replace(first, hit="0" * 12, rule="old.rule", said="Dulu")
    found = changes(now, {"a": (gone,)})
    assert [f.said for f in findings(now, found, "gone", "old.rule")] == ["Dulu"]
    gained = list(findings(now, found, "gained", None))
    assert [f.said for f in gained] == ["Panen mundur,", "Stok cukup,"]
    assert all(f.hit for f in gained)


def _report(done: Run) -> Report:
    return report(done, (), (), tuple(findings(done, (), "missed", None)))


def test_the_report_says_regressions_first(done: Run) -> None:
    now = run([msgspec.structs.replace(GOLD, quotes=())], load_rules())
    found = report(now, changes(now, {}), ("written: via is 0.1000, its floor 0.9000",), ())
    shown = text(found).splitlines()
    assert shown[0].startswith("BELOW ITS FLOOR  written: via")
    assert shown[1].startswith("REGRESSION  a:")
    assert len(found.regressions) == 2
    assert any(line.startswith("who said what     F1 ") for line in shown)
    assert msgspec.json.decode(msgspec.json.encode(_report(done)))["by_rule"]


def test_a_known_miss_that_passes_is_told() -> None:
    miss = msgspec.structs.replace(GOLD, group=KNOWN_MISSES)
    passing = run([msgspec.structs.replace(miss, quotes=_all_of(GOLD))], load_rules())
    found = report(passing, (), (), ())
    assert found.passing_misses == ("a",)
    assert "PASSES NOW  a" in text(found)
    assert found.totals.documents == 0


def _all_of(gold: GoldDocument) -> tuple[GoldQuote, ...]:
    from attrib.gold.passage import gold_of

    return tuple(map(gold_of, extract_document(gold.document, load_rules())))


# --- judging ---------------------------------------------------------------------------------

OPEN = GoldDocument(document=GOLD.document, complete=False)


def _terminal(keys: str, edits: list[str | None] | None = None) -> tuple[Terminal, list[str]]:
    said: list[str] = []
    answers: Iterator[str] = iter(keys)
    texts = iter(edits or [])
    return Terminal(say=said.append, key=lambda: next(answers), edit=lambda _: next(texts)), said


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.delenv("CI", raising=False)
    return run([OPEN], load_rules(), leave_one_out=False)


def test_accepting_and_rejecting_one_by_one(opened: Run, tmp_path: Path) -> None:
    path = tmp_path / "x.judged.jsonl"
    judge = Judge(path, "ani")
    waiting = judge.pending(opened, (), None)
    terminal, said = _terminal("xwar")
    assert judge_pending(waiting, judge, opened.rules, terminal) == 2
    assert any(line.startswith("won ") for line in said)
    right, wrong = read_judged(path)
    assert (right.verdict, right.who, wrong.verdict) == ("right", "ani", "wrong")
    assert right.quote
    assert right.quote.name == "Dewi Sariwangi"
    assert right.quote.who == "ani"
    assert wrong.parts == ((38, 49),)
    assert judge.pending(opened, (), None) == ()


def test_judging_stops_and_goes_on(opened: Run, tmp_path: Path) -> None:
    path = tmp_path / "x.judged.jsonl"
    judge = Judge(path, "ani")
    terminal, _ = _terminal("aq")
    assert judge_pending(judge.pending(opened, (), None), judge, opened.rules, terminal) == 1
    again = Judge(path, "ani")
    assert [p.quote.content.text for p in again.pending(opened, (), None)] == ["Stok cukup,"]
    assert len(Judge(path, "budi").pending(opened, (), None)) == 2


def test_editing_and_adding(opened: Run, tmp_path: Path) -> None:
    path = tmp_path / "x.judged.jsonl"
    judge = Judge(path, "ani")
    edits: list[str | None] = [
        "kata lain",
        '"<q>Panen mundur,</q>" <c>kata</c> <s name="D. Sariwangi">Dewi</s>',
        '<q>Stok cukup</q>," <c>ujar</c> <s>Rudi</s>',
    ]
    terminal, said = _terminal("e ns", edits)
    assert judge_pending(judge.pending(opened, (), None), judge, opened.rules, terminal) == 2
    assert any("not words of its text" in line for line in said)
    first, second = read_judged(path)
    assert first.quote
    assert (first.quote.name, first.quote.speaker) == ("D. Sariwangi", (21, 25))
    assert second.verdict == "missed"
    assert second.quote
    assert second.quote.parts == ((38, 48),)


def test_a_dispute_is_decided(opened: Run, tmp_path: Path) -> None:
    path = tmp_path / "x.judged.jsonl"
    ani, budi = Judge(path, "ani"), Judge(path, "budi")
    item = ani.pending(opened, (), None)[0]
    ani.accept(item.gold, item.quote)
    budi.reject(item.gold, item.quote, "bukan pernyataan")
    citra = Judge(path, "citra")
    terminal, said = _terminal("92")
    assert judge_disputed(citra.disputed, {"a": OPEN}, citra, terminal) == 1
    assert any("ani" in line and "bukan pernyataan" in line for line in said)
    assert citra.disputed == ()
    last = read_judged(path)[-1]
    assert (last.verdict, last.who, last.decides) == ("wrong", "citra", True)


def test_nobody_and_continuous_integration_judge_nothing(
    opened: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.judged.jsonl"
    (gold, quote), *_ = find(opened, [opened.documents[0].quotes[0].quote_id])
    with pytest.raises(JudgingError, match="--who"):
        Judge(path, " ").accept(gold, quote)
    monkeypatch.setenv("CI", "true")
    with pytest.raises(JudgingError, match="continuous integration"):
        Judge(path, "ani").accept(gold, quote)
    assert not path.exists()
    with pytest.raises(JudgingError, match="a:none: no quote"):
        find(opened, ["a:none"])


def test_the_kinds_of_sentences_are_all_there() -> None:
    assert set(SHOWS) == {"tp", "fp", "nobody", "unjudged", "lost", "gained", "gone", "missed"}
