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
    media = word_list("lexicons/outlet")
    origins: set[str] = set()
    for outlet, via in occurrences:
        taken = via is not None and (via.lower() in media or _is_domain(via))
        origins.add(medium(via) if taken and via else medium(outlet) if outlet else "")
    return len(origins)


def _is_domain(text: str) -> bool:
    return "." in text and " " not in text
