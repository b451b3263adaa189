"""Bytes → text: UTF-8, UTF-16 and Windows-1252, with or without a byte-order mark."""

import codecs

import msgspec

from attrib.sources.fault import Unreadable

# UTF-32 before UTF-16: its little-endian mark begins with the other's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES = (
    (b"%PDF-", "a PDF", "turn it into text first (pdftotext FILE)"),
    (b"PK\x03\x04", "a zip or office file", "save it as plain text (.txt) or unpack it first"),
    (b"\xd0\xcf\x11\xe0", "an office file", "save it as plain text (.txt) first"),
    (b"{\\rtf", "an RTF file", "save it as plain text (.txt) first"),
    (b"\x89PNG", "a picture", "leave it out"),
    (b"\xff\xd8\xff", "a picture", "leave it out"),
    (b"GIF8", "a picture", "leave it out"),
    (b"SQLite format 3", "an SQLite database", "export its articles as JSONL first"),
)
_HEAD_BYTES = 4096
_REPLACEMENT = "\ufffd"
# Control characters that no text holds; a few are met in crawled files, many are a binary file.
_CONTROLS = bytes({*range(0x20), 0x7F} - {*b"\t\n\r\f\x1a\x1b"})


class Decoded(msgspec.Struct, frozen=True):
    """Text without its byte-order mark; ``replaced`` counts the U+FFFD put for broken bytes."""

    text: str
    encoding: str
    replaced: int = 0


def marked_encoding(head: bytes) -> tuple[str, int] | None:
    """The encoding that a byte-order mark states, and the mark's length in bytes."""
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name, len(mark)
    return None


def wide_encoding(head: bytes) -> str | None:
    """UTF-16 recognised without its mark: Latin text has a zero in every second byte."""
    head = head[: _HEAD_BYTES & ~1]
    pairs = len(head) // 2
    zeros_even, zeros_odd = head[0::2].count(0), head[1::2].count(0)
    if pairs and zeros_odd > 0.6 * pairs and zeros_even < 0.05 * pairs:
        return "utf-16-le"
    if pairs and zeros_even > 0.6 * pairs and zeros_odd < 0.05 * pairs:
        return "utf-16-be"
    return None


def refuse_binary(head: bytes) -> None:
    """Raise Unreadable if this is the beginning of something that is not text."""
    for signature, what, cure in _SIGNATURES:
        if head.startswith(signature):
            raise Unreadable(f"{what}, not plain text", cure)
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if 0 in head or controls > 0.02 * len(head):
        raise Unreadable("a binary file, not text", "leave it out, or save it as plain text (.txt)")


def decode(data: bytes) -> Decoded:
    """Decode a whole text.

    Bytes that fit no reading of their own (a character cut in two, a lone surrogate) become
    U+FFFD and are counted, so that one broken byte does not cost the article.

    Raises:
        Unreadable: the data is no text, or in an encoding that is not known here.
    """
    if marked := marked_encoding(data):
        encoding, length = marked
        return _lenient(data[length:], encoding)
    if wide := wide_encoding(data[:_HEAD_BYTES]):
        return _lenient(data, wide)
    refuse_binary(data[:_HEAD_BYTES])
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        return _not_utf8(data, error)


def _not_utf8(data: bytes, error: UnicodeDecodeError) -> Decoded:
    damaged = _lenient(data, "utf-8")
    intact = sum(c > "\x7f" for c in damaged.text) - damaged.replaced
    # Windows-1252 hardly ever spells valid UTF-8 by chance: where some is there, the file is
    # UTF-8 with a few bytes broken, and read as Windows-1252 all of it would be mojibake.
    if intact > damaged.replaced:
        return damaged
    try:
        return Decoded(data.decode("cp1252"), "cp1252")
    except UnicodeDecodeError:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable(
            f"unreadable encoding: byte 0x{data[error.start]:02X} (byte {error.start + 1}, line "
            f"{line} of the text) is neither UTF-8, UTF-16 nor Windows-1252",
            "convert it first (iconv -f ENCODING -t UTF-8 FILE)",
        ) from None


def _lenient(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, "replace")
    if _REPLACEMENT not in text:
        return Decoded(text, encoding)
    written = data.count(_REPLACEMENT.encode(encoding))  # those the writer put there himself
    return Decoded(text, encoding, text.count(_REPLACEMENT) - written)


def broken_characters(replaced: int) -> str:
    """How a fault words what was replaced."""
    return f"{replaced} broken character{'s' if replaced > 1 else ''} read as U+FFFD"


def without_surrogates(text: str) -> Decoded:
    """The text with lone surrogates, which no file can hold, as U+FFFD."""
    clean = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    replaced = clean.count(_REPLACEMENT) - text.count(_REPLACEMENT)
    return Decoded(clean, "utf-16", replaced)
