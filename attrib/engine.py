"""What is built from a rule set once, and serves every document."""

import re
from pathlib import Path

import msgspec

from attrib.attribute import Attributor
from attrib.circumstances import Circumstances
from attrib.lexicon import Vocabulary
from attrib.mentions import MentionReader
from attrib.quotations import Pairing
from attrib.recognised import Recognition
from attrib.rules import RuleSet
from attrib.text import Segmenter, Tokenizer


class Engine(msgspec.Struct, frozen=True):
    """What is built from a rule set once and serves every document."""

    vocabulary: Vocabulary
    hash: str
    directory: Path
    tokenizer: Tokenizer
    segmenter: Segmenter
    pairing: Pairing
    reader: MentionReader
    attributor: Attributor
    names: re.Pattern[str]
    boilerplate: re.Pattern[str]
    caption: re.Pattern[str]
    headline: re.Pattern[str]
    recognition: Recognition
    circumstances: Circumstances


def engine(rules: RuleSet) -> Engine:
    """The engine of a rule set, built when first asked for."""
    if rules.engine is None:
        reader = MentionReader(rules)
        vocabulary = rules.vocabulary
        rules.engine = Engine(
            vocabulary,
            rules.hash,
            rules.directory,
            Tokenizer(vocabulary),
            Segmenter(vocabulary),
            Pairing(vocabulary, rules.regex("@leads")),
            reader,
            Attributor(rules, reader),
            rules.regex("@name"),
            rules.regex("'('? <boilerplate>"),
            rules.regex("@caption-end"),
            rules.regex("@headline"),
            Recognition(rules),
            Circumstances(rules),
        )
    built: Engine = rules.engine
    return built
