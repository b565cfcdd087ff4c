"""`--model`: lines reworded or translated by the user's own language model. Without the option nothing is asked."""

from __future__ import annotations

import os
from enum import StrEnum
from typing import Any

import typer

from riwaya.cli.output import say
from riwaya.errors import UsageError


class Task(StrEnum):
    """What the model is asked for."""

    REPHRASE = "rephrase"
    TRANSLATE = "translate"


MODEL = typer.Option(
    "--model",
    help="Let a language model at this OpenAI-compatible address reword the lines of the brief. Each is checked "
    "against its words and left out where it differs. Its key is read from RIWAYA_MODEL_KEY.",
    metavar="URL",
)
MODEL_NAME = typer.Option("--model-name", help="The model's name at that address.", metavar="NAME")
MODEL_TASK = typer.Option("--model-task", help="Smoother Arabic, or English.")


def reworded(doc: dict[str, Any], url: str | None, name: str, task: Task) -> dict[str, Any]:
    """The document with the lines that the model reworded well enough, and one line for people on how many."""
    if url is None:
        return doc
    from riwaya import rephrase  # noqa: PLC0415 - keeps --help instant

    model = rephrase.Model(url, name, os.environ.get("RIWAYA_MODEL_KEY") or None)
    try:
        told = rephrase.reword(doc, model, rephrase.Task(task.value))
    except UsageError as e:
        raise typer.BadParameter(str(e), param_hint="--model") from e
    counts = told["rewordings"][-1]
    reasons = "".join(f"; {why}: {n}" for why, n in counts["rejected"].items())
    missed = f"; not asked about: {counts['not_asked']}" if counts["not_asked"] else ""
    say(f"riwaya: {name}: {counts['kept']} of {counts['asked']} lines kept{reasons}{missed}")
    return told
