"""Bringing something to an address of the web (a webhook): as wary of the address as `fetch` is, and as bounded."""

from __future__ import annotations

import time

import httpcore
import httpx

from riwaya.errors import InputError
from riwaya.read.fetch import Policy
from riwaya.read.guard import web_address
from riwaya.read.transport import GuardedBackend, Lost, Resolve, Transport, resolve_name


def deliver(
    address: str, body: bytes, media_type: str, policy: Policy | None = None, resolve: Resolve = resolve_name
) -> str | None:
    """POST `body` to `address`; None where the host took it, else one line that says why not. Redirects are not
    followed: they would lead somewhere that nobody named."""
    policy = policy or Policy(seconds=10.0)
    end = time.monotonic() + policy.seconds
    backend = GuardedBackend(policy.allow_private, resolve, lambda: end - time.monotonic())
    headers = {"User-Agent": policy.agent, "Content-Type": media_type}
    try:
        url = web_address(address, policy.allow_private)
        with (
            httpx.Client(transport=Transport(backend), trust_env=False, timeout=policy.seconds) as client,
            client.stream("POST", url, content=body, headers=headers) as response,
        ):
            return None if response.is_success else f"the host answered {response.status_code}"
    except Lost as e:
        return e.reason
    except (httpx.TimeoutException, httpcore.TimeoutException):
        return f"no answer within {policy.seconds:.0f} s"
    except (InputError, httpx.HTTPError, httpx.InvalidURL, httpcore.NetworkError, httpcore.ProtocolError) as e:
        return (" ".join(str(e).split()) or type(e).__name__)[:120]
    except (OSError, UnicodeError, ValueError) as e:
        return (" ".join(str(e).split()) or type(e).__name__)[:120]
