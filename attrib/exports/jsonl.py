"""JSON lines: the quote record as it is, a line each."""

from attrib.records import encode_lines as encode

HEADER = b""

__all__ = ["HEADER", "encode"]
