"""What the acknowledgement is compared with: the same server, an echo that stores nothing.

It checks the signature and parses the JSON. `python -m tests.bench.echo PORT`.
"""

from __future__ import annotations

import json
import sys

from flask import Flask, Response, request

from bot import config, logs
from bot.service import Service
from bot.webhook import signed


class Echo(Service):
    """The product's server with another application in it."""

    def web(self, port: int) -> Flask:
        """One route."""
        app = Flask("echo", static_folder=None)
        secret = self.settings.line_channel_secret

        @app.post("/callback")
        def callback() -> Response:
            body = request.get_data()
            if not signed(body, request.headers.get("x-line-signature"), secret):
                return Response(status=401)
            json.loads(body)
            return Response(status=200)

        @app.get("/healthz")
        def alive() -> dict[str, str]:
            return {"status": "ok"}

        return app


if __name__ == "__main__":
    port = int(sys.argv[1])
    logs.set_up("WARNING")
    Echo(config.load(port=port)).run_web("127.0.0.1", port, lambda: None)
