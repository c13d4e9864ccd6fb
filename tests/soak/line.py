"""LINE in the soak: delivers events until they are answered with 200, takes messages by its rules.

Rules kept: a reply token works once and for a minute after the (last) delivery; a retry key works
once and answers 409 afterwards; a call that fails may have been taken all the same. It lives in
the soak's own process, so it survives every kill of the service.
"""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.bench.http import Connection, Peer, Request, delivery, person, text_event

TOKEN_LIFE = 60.0
WEBHOOK_PATIENCE = 2.0
HANG = 11.0  # longer than the product waits
#: What one call in ten meets: LINE's fault and its share of the faults.
FAULTS = {
    "500": 0.27, "500_taken": 0.24, "dropped": 0.24, "dropped_taken": 0.2,
    "429": 0.02, "hang": 0.015, "hang_taken": 0.015,
}  # fmt: skip


@dataclass
class Told:
    """One event: when LINE delivered it last, and whether it was answered with 200."""

    key: str
    chat: str
    raw: dict[str, Any]
    delivered_at: float = 0.0
    accepted: bool = False


@dataclass(frozen=True)
class Took:
    """A message that was taken, and so was read: by whom, and its JSON."""

    to: tuple[str, ...]
    body: str


_SENT = {"sentMessages": [{"id": "1"}]}
_PATHS = {f"/v2/bot/message/{way}" for way in ("reply", "push", "multicast")}


@dataclass
class Line:
    """The platform. `ports` are those of the service's web halves that should be up."""

    dice: random.Random
    ports: Callable[[], list[int]]
    fault_rate: float = 0.1
    odd_rate: float = 0.1
    people: int = 400
    events: dict[str, Told] = field(default_factory=dict)
    tokens: Counter[str] = field(default_factory=Counter)
    pushes: Counter[str] = field(default_factory=Counter)
    took: list[Took] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    # Taking messages ---------------------------------------------------------------------

    def answer(self, request: Request, peer: Peer) -> None:
        """One call of the service."""
        if request.path in _PATHS:
            self._message(request, peer)
        elif request.path == "/v2/bot/message/quota":
            peer.respond(200, {"type": "none"})
        else:
            peer.respond(200, {"totalUsage": 0})

    def _message(self, request: Request, peer: Peer) -> None:
        fault = self._fault()
        self.seen[f"calls met by {fault}" if fault else "calls without fault"] += 1
        if fault == "429":
            peer.respond(429, {"message": "The API rate limit has been exceeded. Try again later."})
            return
        if not fault:
            status, found = self._take(request)
            peer.respond(status, found, x_line_request_id="r")
            return
        if fault.endswith("_taken"):
            self._take(request)
        self._fail(fault, peer)

    def _fault(self) -> str | None:
        if self.dice.random() >= self.fault_rate:
            return None
        return self.dice.choices(list(FAULTS), list(FAULTS.values()))[0]

    @staticmethod
    def _fail(fault: str, peer: Peer) -> None:
        if fault.startswith("500"):
            peer.respond(500, {"message": "Internal server error"})
        elif fault.startswith("dropped"):
            peer.drop()
        else:
            asyncio.get_running_loop().call_later(HANG, peer.drop)

    def _take(self, request: Request) -> tuple[int, dict[str, Any]]:
        body = json.loads(request.body)
        if request.path.endswith("reply"):
            return self._take_reply(body)
        key = request.headers["x-line-retry-key"]
        if self.pushes[key]:
            self.seen["pushes asked for again (409)"] += 1
            return 409, {"message": "The retry key is already accepted", **_SENT}
        self.pushes[key] = 1
        to = body["to"] if isinstance(body["to"], list) else [body["to"]]
        self._keep(to, body)
        return 200, _SENT

    def _take_reply(self, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        token = body["replyToken"]
        told = self.events.get(token.removeprefix("token-"))
        alive = told is not None and time.monotonic() - told.delivered_at < TOKEN_LIFE
        if told is None or not alive or self.tokens[token]:
            self.seen["replies refused: token used or dead"] += 1
            return 400, {"message": "Invalid reply token"}
        self.tokens[token] += 1
        self._keep([told.chat], body)
        return 200, _SENT

    def _keep(self, to: list[str], body: dict[str, Any]) -> None:
        self.took.append(Took(tuple(to), json.dumps(body["messages"], ensure_ascii=False)))

    # Delivering events -------------------------------------------------------------------

    def says(self, number: int, chat: str | None = None) -> None:
        """Somebody (or who is given) writes the n-th text; it comes perhaps late, perhaps twice."""
        key, chat = f"E{number:08d}", chat or person(self.dice.randrange(self.people))
        raw = text_event(key, chat, f"เรื่องที่ {number}", int(time.time() * 1000))
        self.events[key] = told = Told(key, chat, raw)
        late = self.dice.uniform(0.1, 1.5) if self.dice.random() < self.odd_rate else 0.0
        self.seen["deliveries out of order"] += bool(late)
        self._spawn(self._until_accepted(told, late))
        if self.dice.random() < self.odd_rate:
            self.seen["deliveries doubled"] += 1
            self._spawn(self._once(told, self.dice.uniform(0, 2)))

    def _spawn(self, what: Any) -> None:
        task = asyncio.get_running_loop().create_task(what)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _once(self, told: Told, wait: float) -> None:
        await asyncio.sleep(wait)
        await self._deliver(told)

    async def _until_accepted(self, told: Told, wait: float) -> None:
        await asyncio.sleep(wait)
        while not await self._deliver(told):
            self.seen["deliveries brought again"] += 1
            told.raw["deliveryContext"]["isRedelivery"] = True
            await asyncio.sleep(self.dice.uniform(0.3, 2))

    async def _deliver(self, told: Told) -> bool:
        told.delivered_at = time.monotonic()
        try:
            status = await asyncio.wait_for(self._post(told), WEBHOOK_PATIENCE)
        except (OSError, TimeoutError):
            return False
        if status == 200:
            told.accepted = True
        return status == 200

    async def _post(self, told: Told) -> int:
        ports = self.ports()
        if not ports:
            raise ConnectionRefusedError
        connection = await Connection.open(self.dice.choice(ports))
        try:
            return await connection.post(delivery([told.raw]))
        finally:
            connection.close()

    async def all_accepted(self) -> None:
        """Wait until every event found its 200."""
        while self._tasks:
            await asyncio.wait(set(self._tasks))
