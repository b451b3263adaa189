"""Rule sets, loaded once and kept."""

from functools import cache
from pathlib import Path

from attrib import snapshot
from attrib.engine import engine
from attrib.pattern import PatternError
from attrib.rules import RuleError, RuleSet, read_rules, rules_directory


def load_rules(directory: Path | str | None = None) -> RuleSet:
    """Load a folder of rules; None loads attrib's own. Loaded once, then shared.

    Raises RuleError with every fault in it.
    """
    return _load(Path(directory) if directory is not None else rules_directory())


@cache
def _load(directory: Path) -> RuleSet:
    name = snapshot.key(directory)
    rules = snapshot.load(name)
    if rules is None:
        rules, faults = read_rules(directory)
        if faults or rules is None:
            raise RuleError(faults)
        try:
            engine(rules)
        except PatternError as error:
            raise RuleError([f"{directory}:1: the engine needs it: {error}"]) from None
        snapshot.save(name, rules)
    return rules
