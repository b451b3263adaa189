"""Judging hit by hit at a terminal: one key an answer."""

from collections.abc import Callable, Sequence

import msgspec

from attrib.explain import Explanation, explain
from attrib.gold import GoldDocument, GoldError, GoldQuote
from attrib.gold.judged import Judged
from attrib.gold.passage import described, gold_of, mark_up, passage_of, read_passage
from attrib.review.judging import Judge, Pending
from attrib.rules import RuleSet

KEYS = "a accept  r reject  e edit  n missed one  w why  s skip  q quit"
_ATTEMPTS_SHOWN = 8


class Terminal(msgspec.Struct, frozen=True):
    """How the dialogue speaks: print, read one key, let a text be edited (None: given up)."""

    say: Callable[[str], None]
    key: Callable[[], str]
    edit: Callable[[str], str | None]


def judge_pending(
    pending: Sequence[Pending], judge: Judge, rules: RuleSet, terminal: Terminal
) -> int:
    """Go through hits until they end or the reviewer quits. The number judged."""
    judged = 0
    for number, item in enumerate(pending, 1):
        terminal.say(_shown(item, f"{number} of {len(pending)}"))
        while True:
            answer = _key(terminal)
            if answer == "q":
                return judged
            if answer == "w":
                terminal.say(f"{why(item, rules)}\n{KEYS}")
            elif answer == "n":
                added = _missed(item, judge, terminal)
                judged += added
                terminal.say(f"{'added' if added else 'nothing added'}\n{KEYS}")
            elif answer == "e":
                edited = _edited(item.gold, gold_of(item.quote), terminal)
                if edited is not None:
                    judge.accept(item.gold, item.quote, edited)
                    judged += 1
                    break
                terminal.say(f"nothing changed\n{KEYS}")
            elif answer in ("a", "r"):
                if answer == "a":
                    judge.accept(item.gold, item.quote)
                else:
                    judge.reject(item.gold, item.quote)
                judged += 1
                break
            elif answer == "s":
                break
            else:
                terminal.say(KEYS)
    return judged


def _key(terminal: Terminal) -> str:
    try:
        return terminal.key().lower()
    except (EOFError, KeyboardInterrupt):
        return "q"


def _shown(item: Pending, place: str) -> str:
    quote = item.quote
    new = "  new since the baseline" if item.new else ""
    return (
        f"\n── {place} · {quote.quote_id} · {quote.rule}{new}\n"
        f"{_marked(item.gold, gold_of(quote))}\n{KEYS}"
    )


def _marked(gold: GoldDocument, quote: GoldQuote) -> str:
    return _safe(f"{mark_up(gold, quote, bare=True)}\n→ {described(quote)}")


def _edited(gold: GoldDocument, quote: GoldQuote, terminal: Terminal) -> GoldQuote | None:
    """The statement as edited; None if the reviewer gave up. Asks again while the marks are
    wrong."""
    source = mark_up(gold, quote)
    while True:
        answer = terminal.edit(source)
        if answer is None or not answer.strip():
            return None
        try:
            return read_passage(gold, quote.field, answer)
        except GoldError as error:
            terminal.say(f"{error}\n")
            source = answer
            terminal.say("any key to edit again, q to give up")
            if _key(terminal) == "q":
                return None


def _missed(item: Pending, judge: Judge, terminal: Terminal) -> int:
    """Ask for a statement that was missed in the passage shown. 1 if one was added."""
    field = item.quote.field
    low, high = passage_of(item.gold, field, item.quote.content.spans)
    source = item.gold.field_text(field)[low:high].replace("\\", "\\\\").replace("<", "\\<")
    while True:
        answer = terminal.edit(source)
        if answer is None or "<q" not in answer:
            return 0
        try:
            judge.add(item.gold, read_passage(item.gold, field, answer))
            return 1
        except GoldError as error:
            terminal.say(f"{error}\nany key to edit again, q to give up")
            source = answer
            if _key(terminal) == "q":
                return 0


def judge_disputed(
    disputed: Sequence[tuple[Judged, ...]],
    documents: dict[str, GoldDocument],
    judge: Judge,
    terminal: Terminal,
) -> int:
    """Show judgements that contradict each other side by side, and let one be chosen. The number
    decided."""
    decided = 0
    for number, views in enumerate(disputed, 1):
        terminal.say(f"\n── {number} of {len(disputed)} · {side_by_side(views, documents)}")
        terminal.say(f"1–{len(views)} decides  s skip  q quit")
        while True:
            answer = _key(terminal)
            if answer == "q":
                return decided
            if answer == "s":
                break
            if answer.isdigit() and 1 <= int(answer) <= len(views):
                judge.decide(views[int(answer) - 1])
                decided += 1
                break
    return decided


def side_by_side(views: Sequence[Judged], documents: dict[str, GoldDocument]) -> str:
    """Contradicting judgements of one hit, numbered."""
    lines = [views[0].key]
    for number, view in enumerate(views, 1):
        lines.append(f"{number}  {view.verdict:<6}  {view.who}, {view.when}  {view.note or ''}")
        gold = documents.get(view.doc_id)
        if view.quote is not None and gold is not None:
            lines.append(_marked(gold, view.quote))
    return "\n".join(line.rstrip() for line in lines)


def why(item: Pending, rules: RuleSet) -> str:
    """Which rules competed for a hit's sentence and how its speaker was found."""
    at = item.quote.content.spans[0][0]
    found = explain(item.gold.document, rules, at, item.quote.field)
    return "\n".join(line for explained in found for line in _explained(explained))


def _explained(explained: Explanation) -> list[str]:
    order = {"won": 0, "lost": 1, "refused": 2, "stopped": 3}
    tried = [a for a in explained.attempts if a.outcome in order]
    tried.sort(key=lambda a: (order[a.outcome], -a.elements / max(a.total, 1)))
    lines = [
        f"{a.outcome:<8}{a.rule} ({a.priority})  "
        + (a.reason or (f"{a.elements} of {a.total}, wants {a.wanted}" if a.wanted else ""))
        for a in tried[:_ATTEMPTS_SHOWN]
    ]
    for resolution in explained.resolutions:
        lines.append(f"speaker of {resolution.rule}:")
        lines += [f"  {'  ' * s.depth}{s.name}: {s.about} ⇒ {s.answer}" for s in resolution.steps]
    return [_safe(line.rstrip()) for line in lines]


def _safe(text: str) -> str:
    """What stands in an article cannot steer the terminal."""
    return "".join(c if c.isprintable() or c == "\n" else "�" for c in text)
