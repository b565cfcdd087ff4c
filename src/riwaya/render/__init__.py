"""What leaves the house: the `riwaya/1` document, and that document as text, Markdown and one HTML file.

`document` turns a `Telling` into plain data; every renderer takes that data and nothing else.
"""

from riwaya.render.document import document, schema
from riwaya.render.html import render_html
from riwaya.render.markdown import render_markdown
from riwaya.render.text import render_text

__all__ = ["document", "render_html", "render_markdown", "render_text", "schema"]
