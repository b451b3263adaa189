"""Word lists of the rule folder that identity reads: an entry a line, ``entry = normal form``."""

from functools import cache


@cache
def word_list(name: str) -> dict[str, str]:
    """Entries of ``rules/NAME.txt`` with their normal form (the entry itself if none is given).

    ``name`` is the path below the rule folder, without ``.txt``. Raises ``OSError`` if it is
    missing and ``RuleError`` if it has faults.
    """
    # Imported here: a search by words alone needs no list.
    from attrib.lexicon import read_lexicon
    from attrib.rules import RuleError, rules_directory

    lexicon, faults = read_lexicon(rules_directory() / f"{name}.txt")
    if faults:
        raise RuleError(faults)
    return {entry.words: entry.lemma for entry in lexicon.entries}
