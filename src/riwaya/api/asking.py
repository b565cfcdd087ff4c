"""What may be asked: parameters of lists, cursors, days.

A cursor is opaque to those who are given it: the name of its list and the sort key of the last row. One of another list
or another sort, or one that nobody gave, leads nowhere (404).
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
from collections.abc import Callable, Container, Coroutine
from typing import Annotated, Any, get_origin, get_type_hints

from fastapi import Path, Request, Response, params
from fastapi.dependencies.utils import get_flat_params
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, WithJsonSchema
from starlette.datastructures import QueryParams

from riwaya.api.shapes import Mark
from riwaya.errors import InputError
from riwaya.rules.plover import plover

LIMIT = 50
MOST = 200
_DAY = dt.timedelta(days=1)


def _moment(value: str) -> str:
    """A day or a moment as the store writes it; raises `ValueError` for anything else."""
    if len(value) == 10:
        return f"{dt.date.fromisoformat(value).isoformat()}"
    when = dt.datetime.fromisoformat(value)
    try:
        aware = when if when.tzinfo else when.replace(tzinfo=dt.UTC)
        return aware.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except OverflowError:
        raise ValueError("beyond the calendar") from None


When = Annotated[
    str,
    Field(max_length=40),
    AfterValidator(_moment),
    WithJsonSchema({"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}]}),
]
Day = Annotated[
    str,
    Field(max_length=10, min_length=10),
    AfterValidator(lambda x: dt.date.fromisoformat(x).isoformat()),
    WithJsonSchema({"type": "string", "format": "date"}),
]


def _event_type(value: str) -> str:
    if value not in plover():
        raise ValueError(f"no type of event; one of {', '.join(plover())}")
    return value


EventType = Annotated[
    str,
    AfterValidator(_event_type),
    WithJsonSchema({"type": "string", "enum": list(plover())}),
    Field(description="One of PLOVER's types, or NONE: any other happening."),
]
Id = Annotated[str, Field(min_length=1, max_length=2000)]
PathId = Annotated[str, Path(min_length=1, max_length=2000)]
Limit = Annotated[int, Field(ge=1, le=MOST, description="At most so many.")]
Before = Annotated[str, Field(min_length=1, max_length=4000, description="The cursor `next` of the page before.")]


class Asked(BaseModel):
    """How much of a list, and after which row."""

    model_config = ConfigDict(extra="forbid")
    limit: Limit = LIMIT
    before: Before | None = None


class AboutStories(Asked):
    """Which stories a list shows. Days count whole: `until` is still in."""

    since: When | None = Field(None, description="With an article from this day or moment on (UTC).")
    until: When | None = Field(None, description="With the latest article on this day or moment, or before it.")
    outlet: Id | None = None
    actor: Id | None = Field(None, description="Named in one of its articles.")
    place: Id | None = None
    topic: Id | None = None
    marks: list[Mark] = Field([], max_length=5, description="With one of these marks at least.")
    sort: str = Field("new", pattern="^(new|weight)$", description="weight: by weight and newness.")


class AboutStatements(Asked):
    """Which statements a list shows; days are those of publication."""

    actor: Id | None = Field(None, description="Who speaks.")
    topic: Id | None = None
    story: Id | None = None
    outlet: Id | None = None
    polarity: str | None = Field(None, pattern="^(asserts|accuses|demands|threatens|promises|denies|doubts)$")
    mode: str | None = Field(None, pattern="^(direct|indirect|mixed)$")
    since: Day | None = None
    until: Day | None = None


class AboutEvents(Asked):
    """Which events a list shows; days are those of the event itself, where its article tells one."""

    type: EventType | None = None
    actor: Id | None = None
    recipient: Id | None = None
    place: Id | None = None
    topic: Id | None = None
    story: Id | None = None
    outlet: Id | None = None
    status: str | None = Field(None, pattern="^(happened|denied|planned|alleged)$")
    since: Day | None = None
    until: Day | None = None


class AboutActors(Asked):
    """Which actors a list shows."""

    q: str | None = Field(None, min_length=1, max_length=200, description="Part of a name, in Arabic or Latin letters.")
    kind: str | None = Field(None, pattern="^(PER|ORG|GPE|LOC)$")


class AboutLedger(Asked):
    """Which rows of the ledger a list shows."""

    state: str | None = Field(None, pattern="^(kept|duplicate|empty|blocked|wrong_language|broken)$")
    outlet: Id | None = None


class AboutNotes(Asked):
    """Which notes a list shows."""

    on: str | None = Field(None, pattern=r"^(story|topic|actor|article):.{1,2000}$")


class Paged(Asked):
    """A page of a list that knows no filters."""


def after(moment: str | None) -> str | None:
    """The first moment that `until` leaves out."""
    if moment is None:
        return None
    if len(moment) == 10:
        return next_day(moment)
    return moment[:-1] + "~"  # sorts after the moment itself and before the next second


def next_day(day: str | None) -> str | None:
    """The day after; None for the last of all."""
    if day is None or day.startswith("9999-12-31"):
        return None
    return (dt.date.fromisoformat(day) + _DAY).isoformat()


# ------------------------------------------------------------------ cursors


def cursor(name: str, *key: str | int) -> str:
    """The cursor of the list `name` after the row with this sort key."""
    plain = json.dumps([name, *key], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(plain.encode("utf-8", "surrogatepass")).decode().rstrip("=")


def place_of(before: str | None, name: str, *kinds: type) -> Any:
    """The sort key in a cursor of the list `name`; None where there is none. Raises `InputError` for anything else."""
    if before is None:
        return None
    try:
        plain = base64.b64decode(before.encode("ascii") + b"=" * (-len(before) % 4), b"-_", validate=True)
        key = json.loads(plain.decode("utf-8", "surrogatepass"))
    except (binascii.Error, ValueError, RecursionError):
        key = None
    if not isinstance(key, list) or len(key) != len(kinds) + 1 or key[0] != name:
        raise InputError("before: no such place in this list")
    if any(type(k) is not kind for k, kind in zip(key[1:], kinds, strict=True)):
        raise InputError("before: no such place in this list")
    if any(isinstance(k, int) and abs(k) > 2**31 - 1 for k in key[1:]):
        raise InputError("before: no such place in this list")
    return tuple(key[1:])


# ------------------------------------------------------------------ nothing unknown


_NO_QUERY = (params.Path, params.Header, params.Cookie)


class Strict(APIRoute):
    """A route that refuses parameters which it does not know, and such as are given twice."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        answer = super().get_route_handler()
        known = [p for p in get_flat_params(self.dependant) if not isinstance(p.field_info, _NO_QUERY)]
        names = {p.alias for p in known}
        many = {p.alias for p in known if get_origin(p.field_info.annotation) is list}

        async def strictly(request: Request) -> Response:
            _check(request.query_params, names, many)
            return await answer(request)

        return strictly


def _check(given: QueryParams, names: Container[str], many: Container[str] = ()) -> None:
    wrong = []
    for name in given:
        if name not in names:
            wrong.append({"loc": ("query", name), "msg": "no such parameter here"})
        elif name not in many and len(given.getlist(name)) > 1:
            wrong.append({"loc": ("query", name), "msg": "given more than once"})
    if wrong:
        raise RequestValidationError(wrong)


class Direct(APIRoute):
    """The same for an endpoint that takes one model, `asked`, and the desk, and gives a response: both are handed to it
    at once. FastAPI looks at each parameter by itself, which takes half as long as many a search."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        model: type[BaseModel] = get_type_hints(self.endpoint)["asked"]
        names = frozenset(model.model_fields)

        async def directly(request: Request) -> Response:
            given = request.query_params
            _check(given, names)
            try:
                asked = model.model_validate(dict(given))
            except ValidationError as e:
                wrong = e.errors(include_url=False)
                raise RequestValidationError([{**one, "loc": ("query", *one["loc"])} for one in wrong]) from None
            answer: Response = await self.endpoint(asked, request.app.state.desk)
            return answer

        return directly
