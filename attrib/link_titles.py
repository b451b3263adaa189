"""Where a link's title or a heading ends that has run into the sentence behind it."""

from collections.abc import Iterator

from attrib.lexicon import Vocabulary
from attrib.matching import matcher
from attrib.pattern import CONTINUES, PARAGRAPH, QUOTATIONS, charset, ranges

_LONGEST = 40  # tokens of a title


class LinkTitles:
    """Finds in sentences that open like a link (*Baca juga: …*) the token at which the next
    sentence begins.

    A title has no full stop, so its capitals tell: a sentence begins at a quotation, at a word
    such as *Menurutnya* before small letters, at *Menurut Budi,* and, behind a title whose verbs
    have capitals, at the office, the name or else the last word before the first small letters.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        chars = vocabulary.characters

        def words(text: str) -> frozenset[str]:
            return frozenset().union(*(chars(f"'{word}'") for word in text.split()))

        capital, small = chars("Cap") | chars("CAPS") | chars("Known"), chars("Low")
        boilerplate = charset(chars("boilerplate"))
        # words that keep their small letters in a title
        light = small & (
            chars("preposition")
            | chars("connective")
            | chars("relativiser")
            | words("dan atau yang vs of the")
        )
        title = capital | light | chars("Num") | words(", : ? ! & - – / ( )") | {CONTINUES}
        says = chars("cue-verb") | chars("cue-verb-weak") | chars("cue-ask") | chars("cue-passive")
        opens = chars("pronoun") | chars("connective") | chars("preposition") | words("menurutnya")
        office = chars("role-fused") | chars("role-head") | chars("rank")
        word, comma = charset(capital | {CONTINUES}), charset(words(","))
        numbered = charset(capital | chars("Num") | {CONTINUES})
        behind = f"(?<={charset(capital | chars('Num') | {CONTINUES} | words('? ! )'))})"
        few, plain = f"{charset(light)}{{0,2}}", small - light
        said = charset(frozenset(QUOTATIONS["QUOTE."] + QUOTATIONS["QUOTE,"]))
        # what a sentence behind the title may begin with
        opening = f"{charset(capital & opens)}{CONTINUES}*(?:{charset(small)}|{comma})"
        joining = chars("connective") | words("terkait berdasarkan untuk dalam")
        joins = f"{charset(capital & joining)}{CONTINUES}*(?:{charset(small)}|{comma})"
        according = charset(capital & chars("cue-according"))
        according = f"{according}{word}{{1,5}}{comma}{charset(small)}"
        holder = f"{comma}{word}{{1,5}}(?:{comma}|(?={few}{charset(says)}))"
        held = f"{charset(capital & office)}{numbered}{{0,8}}(?:{holder})?"
        named = f"{charset(chars('Known'))}{word}{{0,2}}"
        last = f"{charset(capital)}{CONTINUES}*{few}{charset(plain - says)}"
        self._opening = matcher(
            f"{boilerplate}{CONTINUES}*{charset(words(':'))}?(?!{charset(small)}).{{2}}"
        )
        self._title = matcher(
            f"(?:[^{ranges({PARAGRAPH})}]{{1,{_LONGEST}}}?(?={said}|{opening}|{according})"
            f"|{charset(title)}{{1,{_LONGEST}}}?{behind}"
            f"(?=(?:{held}|{named}){few}{charset(plain)}|{last}))"
        )
        # a heading run in: Fokus Panen Raya | Terkait dengan itu, …; no Kementerian Dalam negeri;
        # one in small letters: Menunggu hujan | Menurut Budi, …
        open_ended = office | chars("org-head") | chars("role-prefix") | chars("role-modifier")
        self._heading = matcher(
            f"{numbered}{{2,10}}(?<!{charset(open_ended)})"
            f"(?!{charset(chars('outlet'))})(?={charset(capital & opens)}{CONTINUES}|{opening})"
            f"|{charset(capital)}{CONTINUES}*{charset(small | {CONTINUES})}{{0,6}}"
            f"(?={according}|{joins})",
            first=charset(capital),
        )
        self._stops = words(".")
        self._ends = self._stops | frozenset("".join(QUOTATIONS.values())) | {CONTINUES}

    def __call__(self, codes: str, spans: list[tuple[int, int]]) -> Iterator[int]:
        """The tokens at which sentences behind a title or a heading begin, one for each such span
        at most."""
        for a, b in spans:
            if codes[b - 1] not in self._ends:
                continue
            link = self._opening.match(codes, a, b)
            title = link and self._title.match(codes, link.end(), b)
            if not title and codes[b - 1] in self._stops:  # a title of an article has none
                title = self._heading.match(codes, a, b)
            if title:
                yield title.end()
