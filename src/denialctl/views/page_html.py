"""A page as one HTML file for paper, in black and white; no script, no link, nothing is loaded from elsewhere.

It is made by a Jinja template with autoescape, so that text that people typed stays text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from denialctl.views.page import BOXES
from denialctl.views.safe_text import one_line

if TYPE_CHECKING:
    from denialctl.views.page import Page


def page_html(page: Page) -> str:
    """Return a page as a document for a browser or a printer."""
    import jinja2  # noqa: PLC0415 - a tenth of a second, only where a page is drawn

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("denialctl.views", "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        finalize=lambda value: one_line(value) if isinstance(value, str) and not hasattr(value, "__html__") else value,
    )
    template = environment.get_template("page.html")
    return template.render(page=page, boxes=BOXES, kind=lambda block: type(block).__name__)
