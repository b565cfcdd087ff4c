"""Running the app: uvicorn, with bounds, without a log of who asks what."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import uvicorn
from starlette.types import ASGIApp


def run(app: ASGIApp, host: str, port: int, ready: Callable[[str], None]) -> bool:
    """Serve `app` until somebody ends it; `ready` is told the address. False where it could not begin."""
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        access_log=False,
        log_level="warning",
        server_header=False,
        limit_concurrency=1000,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=3,
    )
    server = _Server(config, ready)
    server.run()
    return server.begun


class _Server(uvicorn.Server):
    """A server that says where it is when it is there."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[str], None]) -> None:
        super().__init__(config)
        self._ready = ready
        self.begun = False

    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        if self.started:
            self.begun = True
            at = self.servers[0].sockets[0].getsockname()
            host = f"[{at[0]}]" if ":" in at[0] else at[0]
            self._ready(f"http://{host}:{at[1]}/")
