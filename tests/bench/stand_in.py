"""A stand-in of LINE as fast as can be: takes every message and notes when it came.

`python -m tests.bench.stand_in` prints its port. `GET /arrivals` tells, for each reply token,
the monotonic time at which its message arrived (one clock for all processes of a machine).
"""

from __future__ import annotations

import asyncio
import time

from tests.bench.http import Peer, Request, serve

ARRIVALS: dict[str, float] = {}
_TOKEN = b'"replyToken":'


def answer(request: Request, peer: Peer) -> None:
    """Answer as LINE would, at once."""
    if request.path.startswith("/v2/bot/message/reply"):
        at = time.monotonic()
        ARRIVALS.setdefault(_token(request.body), at)
        peer.respond(200, {"sentMessages": [{"id": "1", "quoteToken": "q"}]})
    elif request.path == "/arrivals":
        peer.respond(200, ARRIVALS)
    elif request.path == "/clear":
        ARRIVALS.clear()
        peer.respond(200, {})
    elif request.path == "/v2/bot/message/quota":
        peer.respond(200, {"type": "none"})
    elif request.path == "/v2/bot/message/quota/consumption":
        peer.respond(200, {"totalUsage": 0})
    else:
        peer.respond(200, {"sentMessages": [{"id": "1"}]})


def _token(body: bytes) -> str:
    start = body.find(_TOKEN) + len(_TOKEN)
    return body[start:].split(b'"', 2)[1].decode("latin-1")


async def _run() -> None:
    server = await serve(answer)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_run())
