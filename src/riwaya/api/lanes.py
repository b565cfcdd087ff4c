"""How many requests are worked out at once, in threads: heavy work in one lane, small look-ups in another.

More threads than a process can run only take the interpreter from one another: the same work then costs half as much
again, and who waits longest is left to chance. In a lane whoever came first goes first. What is only looked up does not
wait behind what is being made.
"""

from __future__ import annotations

from anyio import CapacityLimiter
from anyio.to_thread import current_default_thread_limiter

_HEAVY, _QUICK, _SEARCHES = 2, 8, 1

QUICK = CapacityLimiter(_QUICK)
"""For what takes a millisecond or two: marks, tokens, what is kept already, packing."""

SEARCHES = CapacityLimiter(_SEARCHES)
"""For searches where this process does the work itself: many come at once, and two of them would take turns. They do
not wait for pages that are being made, nor pages for them."""


def narrow() -> None:
    """Bound the lane in which endpoints and pages are worked out; of a running event loop."""
    current_default_thread_limiter().total_tokens = _HEAVY
