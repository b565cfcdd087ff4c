"""What leaves the house: the `riwaya/1` document, and that document as text, Markdown and one HTML file.

`document` turns a `Telling` into plain data; every renderer takes that data and nothing else.
"""

from riwaya.render.document import document, schema

__all__ = ["document", "schema"]
