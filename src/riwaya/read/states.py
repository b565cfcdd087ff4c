"""What an answer's status means for its page."""

from __future__ import annotations

from http import HTTPStatus

from riwaya.model import PageState

# The host has the page and does not give it: to us, here, for nothing, or now.
_BLOCKED = frozenset({401, 402, 403, 407, 429, 451})


def state_of_status(status: int) -> tuple[PageState, str] | None:
    """How a page ended whose host answered `status`, and why; None where the page came."""
    if 200 <= status < 300:
        return None
    try:
        words = f" ({HTTPStatus(status).phrase})"
    except ValueError:
        words = ""
    return PageState.BLOCKED if status in _BLOCKED else PageState.BROKEN, f"the host answered {status}{words}"
