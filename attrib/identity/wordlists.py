"""Word lists of the rule folder that identity reads: an entry a line, ``entry = normal form``."""

from functools import cache


@cache
def word_list(name: str) -> dict[str, str]:
    """Entries of ``rules/NAME.txt`` with their normal form (the entry itself if none is given).

    ``name`` is the path below the rule folder, without ``.txt``. Raises ``RuleError`` if it is
    missing or has faults.
    """
    # Imported here: a search by words alone needs no list.
    from attrib.lexicon import read_lexicon
    from attrib.rules import RuleError, rules_directory

    path = rules_directory() / f"{name}.txt"
    try:
        lexicon, faults = read_lexicon(path)
    except OSError as error:
        raise RuleError(
            [f"{path}: cannot be read ({error.strerror}); install attrib again"]
        ) from None
    if faults:
        raise RuleError(faults)
    return {entry.words: entry.lemma for entry in lexicon.entries}
