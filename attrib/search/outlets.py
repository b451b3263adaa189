"""How many independent outlets carried a statement: a wire copy is its agency's."""

from collections.abc import Iterable

from attrib.identity.names import folded_words
from attrib.identity.wordlists import word_list

_DOMAIN = frozenset(["www", "com", "co", "id", "net", "org", "news", "tv"])


def medium(text: str) -> str:
    """A medium's name as compared: ``Antara`` and ``antaranews.com`` are one."""
    known = word_list("lexicons/outlet")
    plain = known.get(text.lower().strip(), text)
    name = "".join(w for w in folded_words(plain) if w not in _DOMAIN) or "".join(
        folded_words(plain)
    )
    return name.removesuffix("news") or name


def independent(occurrences: Iterable[tuple[str | None, str | None]]) -> int:
    """Distinct origins among ``(outlet, via)`` pairs; an occurrence taken from another medium
    counts for that medium. Occurrences of no known outlet count once together."""
    pairs = list(occurrences)
    here = {medium(outlet) for outlet, _ in pairs if outlet}
    return len({_origin(outlet, via, here) for outlet, via in pairs})


def _origin(outlet: str | None, via: str | None, here: set[str]) -> str:
    if via is not None:
        known = via.lower() in word_list("lexicons/outlet") or medium(via) in here
        if known or _is_domain(via):
            return medium(via)
    return medium(outlet) if outlet else ""


def _is_domain(text: str) -> bool:
    return "." in text and " " not in text
