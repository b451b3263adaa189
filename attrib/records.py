"""Quote ↔ one line of JSON, and the JSON Schema that every line passes."""

from collections.abc import Iterable
from typing import cast

import msgspec

from attrib.model import Quote

SCHEMA_ID = "https://github.com/attrib-id/attrib/schema/quote-1.json"

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Quote)


class RecordError(ValueError):
    """A line that is not a quote record; the message says which field is wrong and how."""


def encode(quote: Quote) -> bytes:
    """The record as UTF-8 JSON in the order of the fields, without a line end."""
    return _encoder.encode(quote)


def encode_lines(quotes: Iterable[Quote]) -> bytes:
    """The records as lines, each with its line end; empty for no quotes."""
    return _encoder.encode_lines(list(quotes))


def decode(line: bytes | str) -> Quote:
    """The quote of a line; fields unknown here (a later version's) are passed over.

    Raises:
        RecordError: broken JSON, a missing field or a wrong type.
    """
    try:
        return _decoder.decode(line)
    except msgspec.DecodeError as error:  # ValidationError is one of these
        if "`$.schema`" in str(error):
            raise RecordError("a record of a newer attrib; upgrade attrib") from None
        raise RecordError(str(error)) from None
    except UnicodeDecodeError as error:
        raise RecordError(f"not UTF-8: {error}") from None


def schema() -> dict[str, object]:
    """The JSON Schema (draft 2020-12) of one record, made from the types themselves."""
    found = cast("dict[str, object]", msgspec.json.schema(Quote))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        "title": "attrib quote record",
        **found,
    }
