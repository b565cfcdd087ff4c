"""Files of ours as they are served: style, script, fonts. What bears a mark of its content may be kept for ever."""

from __future__ import annotations

import gzip
import json
from functools import cache

from starlette.requests import Request
from starlette.responses import Response

from riwaya.reader.view import asset_bytes, asset_path
from riwaya.reader.words import words_in

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".woff2": "font/woff2",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}
_SERVED = frozenset(
    {"story.css", "reader.css", "reader.js", "proof.js", "htmx.min.js", "icon.svg", "LICENSE-htmx.txt"}
    | {f"fonts/noto-naskh-arabic-{s}-wght-normal.woff2" for s in ("arabic", "latin")}
    | {f"fonts/ibm-plex-sans-arabic-{s}-{w}-normal.woff2" for s in ("arabic", "latin") for w in (400, 600)}
)
SHELL = ("story.css", "reader.css", "reader.js", "htmx.min.js", "icon.svg")
"""What a saved story needs to be read without a network, beside fonts."""


async def static(request: Request) -> Response:
    """A file; only those named here."""
    name = request.path_params["name"]
    if name not in _SERVED:
        return Response("no such file", 404, media_type="text/plain")
    kind = next(t for ending, t in _TYPES.items() if name.endswith(ending))
    kept = "public, max-age=31536000, immutable" if request.url.query else "public, max-age=3600"
    headers = {"Cache-Control": kept, "Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", "") and not name.endswith(".woff2"):
        return Response(_packed(name), headers={**headers, "Content-Encoding": "gzip"}, media_type=kind)
    return Response(asset_bytes(name), headers=headers, media_type=kind)


@cache
def _packed(name: str) -> bytes:
    return gzip.compress(asset_bytes(name), 9, mtime=0)


async def manifest(_: Request) -> Response:
    """What a phone needs to keep the reader on its first screen."""
    words = words_in("ar")
    told = {
        "name": words.say("product"),
        "short_name": words.say("product"),
        "lang": "ar",
        "dir": "rtl",
        "start_url": "/",
        "display": "minimal-ui",
        "background_color": "#fbf9f5",
        "theme_color": "#fbf9f5",
        "icons": [{"src": asset_path("icon.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }
    return Response(json.dumps(told, ensure_ascii=False), media_type="application/manifest+json")


async def worker(_: Request) -> Response:
    """The service worker; its shell is named in it, so that a new one is fetched when that changed."""
    shell = json.dumps([asset_path(name) for name in SHELL])
    text = asset_bytes("worker.js").decode().replace("/*SHELL*/[]", shell)
    return Response(text, headers={"Cache-Control": "no-cache"}, media_type="text/javascript; charset=utf-8")
