"""Every mistake of a run on one page that needs nothing beside it: grouped by cause, the commonest first."""

from __future__ import annotations

from html import escape

from eligo.evaluation.result import Mistake, Result

__all__ = ["page"]

_HEAD = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
body {{ font: 15px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a }}
summary {{ font-size: 1.1rem; cursor: pointer; margin: .8rem 0 .3rem }}
article {{ border-left: 3px solid #ccc; padding: .2rem .8rem; margin: .6rem 0 }}
p {{ margin: .1rem 0; white-space: pre-wrap }}
mark {{ background: #ffe08a; padding: 0 .1rem }}
.meta {{ color: #666; font-size: .85rem }}
dt {{ display: inline; color: #666 }} dd {{ display: inline; margin: 0 1rem 0 .3rem }}
</style></head><body>
"""


def page(result: Result) -> str:
    """HTML. Everything from the corpus is escaped; nothing is loaded from elsewhere."""
    causes = result.causes()
    title = escape(f"{result.benchmark}: {len(result.errors)} mistakes")
    parts = [_HEAD.format(title=title), f"<h1>{title}</h1>\n<p>{result.documents} documents</p>\n"]
    for cause, n in causes.items():
        parts.append(f"<details{' open' if len(parts) == 2 else ''}><summary>{escape(cause)}: {n}</summary>\n")
        parts += [_article(e) for e in result.errors if e.cause == cause]
        parts.append("</details>\n")
    return "".join([*parts, "</body></html>\n"])


def _article(e: Mistake) -> str:
    said = [("right", e.gold), ("eligo", e.ours)]
    pairs = "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in said if value)
    return (
        f'<article><p class="meta">{escape(e.document)} · {escape(e.type)} · {escape(e.kind)}</p>'
        f"<p>{escape(e.before)}<mark>{escape(e.text)}</mark>{escape(e.after)}</p>"
        f"<dl>{pairs}</dl></article>\n"
    )
