"""Names of organisations as compared: ``Kemenkeu RI`` = ``Kementerian Keuangan``."""

from functools import lru_cache

from attrib.identity.gazetteer import (
    completions,
    content,
    full_names,
    listed_words,
    spelt_out,
    whole_names,
)
from attrib.identity.kinds import shortened
from attrib.identity.names import folded_words
from attrib.identity.wordlists import word_list
from attrib.identity.written import bare_name


@lru_cache(maxsize=1 << 17)
def organisation_key(text: str) -> str:
    """The canonical name, empty if the phrase holds no word.

    Legal forms, articles, bracketed abbreviations and what says nothing more (``RI``, the town of
    the only university of its name) are dropped; abbreviations of ``lexicons/org`` and
    ``names/organisations`` and of heads (``Pemkot``) are spelt out.
    """
    words = content(folded_words(bare_name(text))) or list(folded_words(text))
    spelt = spelt_out(whole_names().get(" ".join(words), words))
    named = spelt_out(whole_names().get(" ".join(spelt), spelt))
    plain = shortened(_without_speaker(_said_once(named)))
    whole = completions().get(" ".join(plain))
    return " ".join(plain if whole is None else shortened(whole))


def _said_once(words: list[str]) -> list[str]:
    """Without a word that the one before it repeats (``Disdik Kota Kota Bandung``)."""
    doubled = ("bangsa", "gereja", "jaya", "negara", "anak")
    return [w for i, w in enumerate(words) if not i or w != words[i - 1] or w in doubled]


def _without_speaker(words: list[str]) -> list[str]:
    """Without the first words of a person's name that extraction left at a known body's end."""
    for length in (1, 2):
        body, name = words[:-length], words[-length:]
        if " ".join(body) in full_names() and _begins_a_person(name):
            return body
    return words


def _begins_a_person(words: list[str]) -> bool:
    initial = len(words) == 2 and len(words[1]) == 1 and words[1] not in "ivx"
    given = initial or words[0] in word_list("lexicons/given-name")
    return given and words[0] not in listed_words()
