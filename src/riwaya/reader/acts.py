"""Forms: what somebody decides, notes, follows, chooses. Each is passed on to the API with the proof that the form is
ours, and leads back to where it was sent from.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from riwaya.reader.asking import Api, RefusedError
from riwaya.reader.text import local_path
from riwaya.reader.view import COOKIE, Settings

if TYPE_CHECKING:
    from riwaya.reader.app import Reader

_YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Sent:
    """What a form brought: its fields as text, and whom to ask."""

    api: Api
    fields: dict[str, str]
    token: str

    def __getitem__(self, name: str) -> str:
        return self.fields.get(name, "").strip()

    async def do(self, method: str, path: str, body: Any = None) -> tuple[Any, dict[str, str]]:
        """Pass it on. Raises `RefusedError`."""
        status, told, headers = await self.api(method, path, None, body, {"x-form-token": self.token})
        if status >= 300:  # what a form means is not there any more: that is no missing page
            raise RefusedError(422 if status == 404 else status, told, headers)
        return told, headers


@dataclass(frozen=True, slots=True)
class Done:
    """What came of it: the number under which it can be undone (`removed`: that of the note that went); cookies to be
    set. `said`: it waits for an editor."""

    n: int | None = None
    removed: int | None = None
    said: bool = False
    cookie: str = ""
    settings: Settings | None = None


Act = Callable[[Sent], Awaitable[Done]]


async def answer(reader: Reader, request: Request, do: Act) -> Response:
    """Do what a form says, and lead back. A form that is not ours is refused before anything is done."""
    settings, visitor = Settings.of_cookie(request.cookies.get(COOKIE)), await reader.visitor()
    form: FormData = await request.form(max_files=0, max_fields=30)
    fields = {k: v for k, v in form.items() if isinstance(v, str)}
    token = fields.pop("form_token", "")
    try:
        _check(visitor.form_token, token)
        done = await do(Sent(reader.api, fields, token))
    except RefusedError as e:
        return await reader.refused(request, settings, visitor, e)
    reader.forget()
    to = local_path(fields.get("next"))
    response = RedirectResponse(_with_done(to, done), 303)
    if done.settings is not None:
        response.set_cookie(
            COOKIE,
            done.settings.cookie(),
            max_age=_YEAR,
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
        )
    if done.cookie:
        response.raw_headers.append((b"set-cookie", done.cookie.encode("latin-1")))
    return response


def _check(ours: str, sent: str) -> None:
    """Raises `RefusedError` for a form that is not ours."""
    if not ours or not hmac.compare_digest(sent.encode(), ours.encode()):
        raise RefusedError(403, {"detail": "form"}, {})


def _with_done(path: str, done: Done) -> str:
    """Where it leads, with the number of what was done: the page then offers to undo it; or that something waits."""
    numbers = {"done": done.n, "removed": done.removed, "said": 1 if done.said else None}
    told = "&".join(f"{name}={n}" for name, n in numbers.items() if n is not None)
    before, hash_, anchor = re.sub(r"([?&])said=1(&|(?=#)|$)", r"\1", path).partition("#")
    before = before.rstrip("?&")
    if told:
        before += f"{'&' if '?' in before else '?'}{told}"
    return f"{before}#comments-title" if done.said else f"{before}{hash_}{anchor}"


async def judge(sent: Sent) -> Done:
    """Decide that two ids are one, or are not; that a contrast is settled."""
    body = {k: sent[k] for k in ("kind", "a", "b")}
    told, _ = await sent.do("POST", "/judgements", {**body, "verdict": sent["verdict"] != "no"})
    return Done(told["n"])


async def undo(sent: Sent) -> Done:
    """Take back what was decided."""
    await sent.do("DELETE", f"/judgements/{_number(sent['n'])}")
    return Done()


async def note(sent: Sent) -> Done:
    """Keep a note."""
    if sent["text"]:
        await sent.do("POST", "/notes", {"on": sent["on"], "text": sent["text"]})
    return Done()


async def unnote(sent: Sent) -> Done:
    """Show a note no more."""
    n = _number(sent["n"])
    await sent.do("DELETE", f"/notes/{n}")
    return Done(removed=n)


async def renote(sent: Sent) -> Done:
    """Show a note again that was removed."""
    await sent.do("POST", f"/notes/{_number(sent['n'])}/restore")
    return Done()


async def comment(sent: Sent) -> Done:
    """Say something that an editor lets through, or does not."""
    await sent.do("POST", "/comments", {k: sent[k] for k in ("on", "text", "altcha")})
    return Done(said=True)


async def moderate(sent: Sent) -> Done:
    """Let a comment through, refuse it, or hold it again."""
    await sent.do("POST", f"/comments/{_number(sent['n'])}", {"state": sent["state"]})
    return Done()


async def follow(sent: Sent) -> Done:
    """Follow an actor, a place, a story or a query."""
    await sent.do("POST", "/follows", {k: sent[k] for k in ("kind", "target")})
    return Done()


async def unfollow(sent: Sent) -> Done:
    """Follow it no more."""
    await sent.do("DELETE", f"/follows/{_number(sent['n'])}")
    return Done()


async def choose(sent: Sent) -> Done:
    """Keep how somebody wants to see pages."""
    return Done(settings=Settings.of(sent.fields))


async def sign_in(sent: Sent) -> Done:
    """Sign in with a token."""
    _, headers = await sent.do("POST", "/session", {"token": sent["token"]})
    return Done(cookie=headers.get("set-cookie", ""))


async def sign_out(sent: Sent) -> Done:
    """Sign out."""
    _, headers = await sent.do("DELETE", "/session")
    return Done(cookie=headers.get("set-cookie", ""))


def _number(given: str) -> int:
    """Raises `RefusedError` for what is no number."""
    if not (given.isascii() and given.isdigit() and len(given) < 10):
        raise RefusedError(422, {"detail": "n"}, {})
    return int(given)


ACTS: dict[str, Act] = {
    "/judge": judge,
    "/undo": undo,
    "/note": note,
    "/unnote": unnote,
    "/renote": renote,
    "/comment": comment,
    "/moderate": moderate,
    "/follow": follow,
    "/unfollow": unfollow,
    "/settings": choose,
    "/sign-in": sign_in,
    "/sign-out": sign_out,
}
