"""The description of the API (OpenAPI 3.1): what FastAPI finds, the `riwaya/1` schema, and how one signs in."""

from __future__ import annotations

import copy
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from riwaya.api.inside import ROOT
from riwaya.api.shapes import Problem, StoryLine, TopicLine
from riwaya.render import schema

_ABOUT = (
    "What a store of Arabic news holds: stories told from many accounts, with the words each line rests on. "
    "Lists are paged by cursor: give `next` back as `before`. Every GET bears a weak ETag. "
    "Errors are RFC 9457 problems. Offsets are half-open code points into `pages[].text`."
)


def describe(app: FastAPI) -> None:
    """Let `app` describe itself so."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _described(app)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _described(app: FastAPI) -> dict[str, Any]:
    told = get_openapi(
        title=app.title, version=app.version, openapi_version="3.1.0", description=_ABOUT, routes=app.routes
    )
    told["servers"] = [{"url": ROOT}]
    parts = told.setdefault("components", {})
    schemas = parts.setdefault("schemas", {})
    for model in (Problem, TopicLine, StoryLine):
        schemas.setdefault(
            model.__name__, _without_defs(model.model_json_schema(ref_template="#/components/schemas/{model}"))
        )
    schemas.update(_document())
    for name in ("HTTPValidationError", "ValidationError"):  # ours are problems
        schemas.pop(name, None)
    parts["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    told["security"] = [{"token": []}, {}]
    for path in told["paths"].values():
        for operation in path.values():
            problem = operation["responses"].get("422")
            if problem:
                problem["content"] = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return told


def _without_defs(model: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in model.items() if k != "$defs"}


def _document() -> dict[str, Any]:
    """The contract's own schema, its parts under names of their own."""
    whole = copy.deepcopy(schema())
    parts = whole.pop("$defs")
    whole.pop("$schema", None)
    named = {f"Document.{name}": part for name, part in parts.items()}
    found: dict[str, Any] = _pointed({"Document": whole, **named})
    more = found["Document"]["properties"]
    more["line"] = {"$ref": "#/components/schemas/TopicLine"}
    more["story"] = {"$ref": "#/components/schemas/StoryLine"}
    more["related"] = {"type": "array", "items": {"$ref": "#/components/schemas/StoryLine"}}
    more["notes"] = {"type": "array", "items": {"$ref": "#/components/schemas/Note"}}
    return found


def _pointed(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            k: v.replace("#/$defs/", "#/components/schemas/Document.") if k == "$ref" else _pointed(v)
            for k, v in value.items()
        }
    return [_pointed(v) for v in value] if isinstance(value, list) else value
