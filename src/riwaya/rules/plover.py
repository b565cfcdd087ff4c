"""PLOVER's scale: what `rules/ar/plover.yaml` fixes for a type of event, for whoever shows or sums up events."""

from __future__ import annotations

from functools import cache

from riwaya.rules import Entry, load, rules_in


@cache
def plover() -> dict[str, Entry]:
    """PLOVER's types by name: quad class, intensity (-10 conflict to +10 cooperation), intensities of modes."""
    return {entry.text("name"): entry for entry in rules_in(load("ar/plover"), "types")}


def scale(kind: str, mode: str | None) -> tuple[str | None, float | None]:
    """Quad class and intensity of a type; the mode's intensity where the scale gives one. `NONE`, any other
    happening, has neither, and so has a type that is not PLOVER's."""
    entry = plover().get(kind)
    if entry is None or kind == "NONE":
        return None, None
    modes = entry.get("modes") or {}
    return str(entry["quad"]).lower().replace(" ", "_"), float(modes.get(mode, entry["intensity"]))


def intensity(kind: str, mode: str | None) -> float | None:
    """The intensity alone."""
    return scale(kind, mode)[1]
