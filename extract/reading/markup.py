"""HTML → the text a browser would show: lists as bullets, blocks as lines."""

from __future__ import annotations

import re
from html.parser import HTMLParser

__all__ = ["html_text", "looks_like_html"]

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "option",
        "select",
        "button",
        "label",
        "details",
    ]
)
_SPACED = frozenset(["p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "section", "article", "hr"])
_SILENT = frozenset({"script", "style", "head", "template", "noscript", "svg", "iframe"})
_HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|body|div|p|ul|ol|li|br|span|table|h[1-6]|section|article)\b[^<>]{0,400}>", re.I
)


def looks_like_html(text: str) -> bool:
    """Whether `text` is a web page or a piece of one, and not text with a stray ``<``."""
    start = text.lstrip("\ufeff \t\r\n")[:200].lower()
    if start.startswith(("<!doctype html", "<html")):
        return True
    return start.startswith("<") and len(_HTML.findall(text[:5000])) >= 2


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.silent: list[str] = []
        self.lists: list[int] = []
        self.column = 0

    def _line(self, blank: bool = False) -> None:
        if self.column:
            self.parts.append("\n")
            self.column = 0
        if blank and self.parts and self.parts[-1:] != ["\n\n"]:
            self.parts.append("\n\n")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Lines, bullets and blocks begin."""
        if tag in _SILENT:
            self.silent.append(tag)
        elif tag == "br":
            self.parts.append("\n")
            self.column = 0
        elif tag == "li":
            self._line()
            depth = max(1, len(self.lists))
            bullet = "* "
            if self.lists and self.lists[-1] >= 0:
                self.lists[-1] += 1
                bullet = f"{self.lists[-1]}. "
            self.parts.append("  " * (depth - 1) + bullet)
        elif tag in _BLOCKS:
            self._line(tag in _SPACED and not self.lists)
            if tag in {"ul", "ol"}:
                self.lists.append(0 if tag == "ol" else -1)

    def handle_endtag(self, tag: str) -> None:
        """Lists and blocks end."""
        if self.silent and tag == self.silent[-1]:
            self.silent.pop()
        elif tag in {"ul", "ol"} and self.lists:
            self.lists.pop()
            self._line(not self.lists)
        elif tag in _BLOCKS or tag == "li":
            self._line(tag in _SPACED and not self.lists)

    def handle_data(self, data: str) -> None:
        """Words, with their white space as one blank."""
        if self.silent:
            return
        words = re.sub(r"[ \t\r\n\f]+", " ", data)
        if not self.column:
            words = words.lstrip(" ")
        if words:
            self.parts.append(words)
            self.column += len(words)


def html_text(html: str) -> str:
    """The visible text of `html`. Offsets of a document read from it count this text."""
    parser = _Text()
    parser.feed(html)
    parser.close()
    return re.sub(r"\n{3,}", "\n\n", "".join(parser.parts)).strip("\n")
