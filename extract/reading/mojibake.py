"""Undo UTF-8 that was read as Windows-1252 or Mac Roman ("â‰¥" for "≥"): the text is then what its author wrote."""

from __future__ import annotations

import re

__all__ = ["repair"]


def _windows(byte: int) -> str:
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)  # the five bytes that Windows-1252 leaves open arrive as control characters


_TO_BYTE = {_windows(b): b for b in range(0x80, 0x100)}
_MAC = {bytes([b]).decode("mac_roman"): b for b in range(0x80, 0x100)}
_NEXT = "".join(map(re.escape, (_windows(b) for b in range(0x80, 0xC0))))
_MAC_NEXT = "".join(map(re.escape, (bytes([b]).decode("mac_roman") for b in range(0x80, 0xC0))))
# Two-byte leads of Latin-1 signs (Â, Ã) and Greek (Î, Ï); three-byte leads of punctuation and mathematics (â, ã, ï).
_RUN = re.compile(rf"[ÂÃÎÏ][{_NEXT}]|[âãï][{_NEXT}]{{2}}")
_MAC_RUN = re.compile(rf"‚[{_MAC_NEXT}]{{2}}|¬[±µ∞≤≥]")


def repair(text: str) -> str:
    """`text` with mojibake undone, run by run; what does not decode stays.

    >>> repair("Age â‰¥ 18")
    'Age ≥ 18'
    """
    for _ in range(2):  # some texts went wrong twice
        repaired = _RUN.sub(lambda m: _decode(m[0], _TO_BYTE), text)
        if repaired == text:
            break
        text = repaired
    return _MAC_RUN.sub(lambda m: _decode(m[0], _MAC), text)


def _decode(run: str, table: dict[str, int]) -> str:
    try:
        decoded = bytes(table[c] for c in run).decode("utf-8")
    except (KeyError, UnicodeDecodeError):
        return run
    return run if decoded.isspace() and decoded != "\xa0" else decoded
