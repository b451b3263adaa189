"""attrib's tokens as a spaCy tokenizer.

The stock Indonesian tokenizer takes seconds to build (some 15,000 exceptions) and leaves
``"Siap!"kata`` as two tokens; this one has nothing to load and cuts where the rules cut, but for
glued words (``SiberPolda``) that take a word list to tell apart.
"""

from __future__ import annotations

from collections.abc import Callable

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import DummyTokenizer, registry
from spacy.vocab import Vocab

from attrib.lexicon import BLANK
from attrib.text import split_tokens

TOKENIZER = "attrib.Tokenizer.v1"


class NewsTokenizer(DummyTokenizer):  # which gives the empty to_disk, to_bytes and their like
    """Tokens as attrib's rules see them. ``doc.text`` is the text, always."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """A Doc of the text; line ends and other blanks than one space are tokens of their own."""
        words: list[str] = []
        spaces: list[bool] = []
        for form in split_tokens(text):
            word = form.rstrip(BLANK)
            rest = form[len(word) :]
            if word:
                words.append(word)
                spaces.append(rest[:1] == " ")
                rest = rest.removeprefix(" ")
            if rest:
                spaced = len(rest) > 1 and rest[-1] == " "
                words.append(rest[:-1] if spaced else rest)
                spaces.append(spaced)
        return Doc(self.vocab, words=words, spaces=spaces)


def make_tokenizer() -> Callable[[Language], NewsTokenizer]:
    """What ``[nlp.tokenizer]`` of a pipeline's configuration asks for."""

    def tokenizer(nlp: Language) -> NewsTokenizer:
        return NewsTokenizer(nlp.vocab)

    return tokenizer


registry.tokenizers.register(TOKENIZER, func=make_tokenizer)
