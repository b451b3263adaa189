"""Whom a headline quotes: the person it leaves unnamed, as the article's text names them."""

from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from attrib.lexicon import normal
from attrib.model import Quote, Resolution, Speaker
from attrib.reading import Reading

_ARTICLE = 30  # tokens: a shorter text may leave out whom its headline quotes
_COLON = frozenset({"headline.colon", "headline.colon-topic"})
# words of a name by its kind: one as long may be a whole headline
_LONG = {"person": 3, "organization": 4}
_SURELY = 2  # times as often as the next: the one whom a headline means


def headline_quotes(text: Reading, said: Sequence[Quote], found: Iterable[Quote]) -> list[Quote]:
    """The quotes ``found`` in a headline, their speakers named as ``text`` names them; ``said``:
    the quotes of that text."""
    quotes: list[Quote] = []
    for quote in found:
        if _an_event(quote):
            continue
        quote = _cut_short(text, quote)
        if _stranger(text, quote) or _a_topic(text, said, quote):
            continue
        quote = _named(text, said, quote)
        if quote.speaker is not None or quote.cue is not None:
            quotes.append(quote)
    return quotes


def _stranger(text: Reading, quote: Quote) -> bool:
    """Whether the person that a headline seems to quote is named nowhere in its article: then
    what stands there is a rubric or another word with a capital (Kuliner: …)."""
    speaker = quote.speaker
    if speaker is None or speaker.kind != "person" or len(text.tokens.forms) < _ARTICLE:
        return False
    return set(map(normal, speaker.name.split())).isdisjoint(map(normal, text.tokens.forms))


def _an_event(quote: Quote) -> bool:
    """Whether an event with its year stands before a headline's colon: Liga Kota 2025: …"""
    name = quote.speaker.name if quote.speaker else ""
    return quote.rule in _COLON and any(part.isdigit() for part in name.split())


def _a_topic(text: Reading, said: Sequence[Quote], quote: Quote) -> bool:
    """Whether what stands before a headline's colon is what the article is about, a word that
    names nobody here: Anemia: Gejala dan Penyebabnya."""
    speaker = quote.speaker
    if speaker is None or quote.rule not in _COLON:
        return False
    if not said and speaker.kind in _LONG and len(text.tokens.forms) >= _ARTICLE:
        return True  # where nobody speaks, a headline names what it is about
    if text.resolver is None or speaker.kind != "person" or text.resolver.knows(speaker.name):
        return False
    words = set(map(normal, speaker.name.split()))
    names = (other.speaker.name for other in said if other.speaker)
    return all(words.isdisjoint(map(normal, name.split())) for name in names)


def _cut_short(text: Reading, quote: Quote) -> Quote:
    """A headline's quote whose speaker's name has run on over a verb (Rudi Larang Truk Lewat: …),
    with the name cut before the word that the text has in small letters."""
    speaker = quote.speaker
    if speaker is None or speaker.kind not in _LONG:
        return quote
    words, article = speaker.name.split(), text.tokens.text
    if speaker.name in article or len(words) < _LONG[speaker.kind]:
        return quote
    for n in range(len(words) - 1, 0, -1):
        name, verb = " ".join(words[:n]), words[n]
        if name in article and not verb.isupper() and f"{verb.lower()} " in article:
            return replace(quote, speaker=replace(speaker, name=name))
    return quote


def _named(text: Reading, said: Sequence[Quote], quote: Quote) -> Quote:
    speaker = quote.speaker
    if text.resolver is None:
        return quote
    if speaker is None:
        name = _meant(text, said, "", alone=True)
        only = Speaker(name=name, kind="person", resolution="continuation") if name else None
        return replace(quote, speaker=only, abstained=None) if only else quote
    same = _fuller(said, speaker)
    if same is not None:
        return replace(quote, speaker=replace(speaker, name=same, resolution="short-name"))
    name = None
    how: Resolution = "role"
    if speaker.kind == "person":
        name, how = text.resolver.full_name(speaker.name), "short-name"
    elif speaker.kind == "anonymous":
        office = speaker.role is not None and speaker.name.startswith(speaker.role.text)
        if office:
            name = text.resolver.holder_of(speaker.name)
        name = name or _meant(text, said, speaker.name, office)
    if name is None:
        return quote
    speaker = replace(speaker, name=name, kind="person", resolution=how)
    return replace(quote, speaker=speaker)


def _fuller(said: Sequence[Quote], speaker: Speaker) -> str | None:
    """The name of the institution or document that the text calls as its headline does (Agensi …)
    or begins with that word (Survei: … → survei Bank Nusantara); None if it is none or several."""
    if speaker.kind not in ("organization", "document"):
        return None
    there = [q.speaker for q in said if q.speaker and q.speaker.kind == speaker.kind]
    word = normal(speaker.name)
    names = {s.name for s in there if s.mention and normal(s.mention.text) == word}
    if speaker.kind == "document" and " " not in word:
        names = {s.name for s in there if s.name.lower().startswith(word + " ")}
    names = {name for name in names if normal(name) != word}
    return names.pop() if len(names) == 1 else None


def _meant(text: Reading, said: Sequence[Quote], office: str, alone: bool) -> str | None:
    """Of those who speak in the text the one whose office shares most words with one that a
    headline gives, or (``alone``) the only one who speaks at all; None if nobody stands out."""
    assert text.resolver
    times: Counter[str] = Counter()
    shared: dict[str, int] = {}
    words = text.resolver.spelled(office)
    for quote in said:
        who = quote.speaker
        if who is None or who.kind != "person":
            continue
        times[who.name] += 1
        held = " ".join(part.text for part in (who.role, who.affiliation) if part)
        shared[who.name] = len(words & text.resolver.spelled(held))
    most = max(shared.values(), default=0)
    fit = [name for name in times if shared[name] == most and (most or (alone and len(times) == 1))]
    fit.sort(key=lambda name: -times[name])
    if len(fit) > 1 and times[fit[0]] < _SURELY * times[fit[1]]:
        return None
    return fit[0] if fit else None
