"""A corrections file: what people have mended in single quotes of their dataset.

A JSON line a correction: ``quote_id``, ``field`` (``speaker.name``), ``value``, ``who``, ``when``.
``field`` is a dotted path into the record; ``value`` any JSON value that may stand there. The field
``quote`` with the value ``null`` takes the whole record out. Corrections hang on ``quote_id``,
which outlives a new crawl and a new run, and are applied anew to each.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from attrib.model import Quote


class Correction(msgspec.Struct, frozen=True, kw_only=True):
    """One mended field; of two lines for a field the later counts. ``when``: ISO date or time."""

    quote_id: str
    field: str
    value: Any
    who: str | None = None
    when: str | None = None


class CorrectionError(ValueError):
    """Corrections that cannot be read or applied; the message lists all as ``file:line: what``."""


class Corrections:
    """The corrections of a file, and which of them have found their quote."""

    def __init__(self, by_quote: Mapping[str, tuple[Correction, ...]]) -> None:
        self._by_quote = by_quote
        self._found: set[str] = set()

    def __contains__(self, quote_id: str) -> bool:
        """Whether a quote of this id is to be mended."""
        return quote_id in self._by_quote

    @property
    def missing(self) -> tuple[str, ...]:
        """Ids of quotes that no record met since had."""
        return tuple(sorted(set(self._by_quote) - self._found))

    def met(self, found: Iterable[str]) -> None:
        """Ids that were met elsewhere, by another process that applies the same corrections."""
        self._found.update(found)

    def apply(self, quote: Quote) -> Quote | None:
        """The quote as mended; ``None`` if it is taken out.

        Raises:
            CorrectionError: a value does not fit its field.
        """
        wanted = self._by_quote.get(quote.quote_id)
        if wanted is None:
            return quote
        self._found.add(quote.quote_id)
        record = msgspec.to_builtins(quote)
        for correction in wanted:
            if correction.field == "quote" and correction.value is None:
                return None
            _set(record, correction)
        if record["speaker"] is not None:
            record["abstained"] = None  # it says why there is no speaker
        try:
            return msgspec.convert(record, Quote)
        except msgspec.ValidationError as error:
            raise CorrectionError(
                f"correction of {quote.quote_id}: {error}; mend its value"
            ) from None


def _set(record: dict[str, Any], correction: Correction) -> None:
    place = record
    *path, last = correction.field.split(".")
    for step in path:
        inner = place.get(step)
        if not isinstance(inner, dict):
            raise CorrectionError(
                f"correction of {correction.quote_id}: the record has no {correction.field}; "
                f"correct {step} as a whole"
            )
        place = inner
    if last not in place:
        raise CorrectionError(
            f"correction of {correction.quote_id}: no field {correction.field}; see 'attrib schema'"
        )
    place[last] = correction.value


def read_corrections(lines: Iterable[bytes], name: str) -> Corrections:
    """The corrections of a file's lines. Raises :class:`CorrectionError` with all faulty ones."""
    by_quote: dict[str, tuple[Correction, ...]] = {}
    faults: list[str] = []
    decode = msgspec.json.Decoder(Correction).decode
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            correction = decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            faults.append(f"{name}:{number}: {error}; write quote_id, field and value")
            continue
        by_quote[correction.quote_id] = (*by_quote.get(correction.quote_id, ()), correction)
    if faults:
        raise CorrectionError("\n".join(faults))
    return Corrections(by_quote)
