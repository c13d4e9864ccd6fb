"""Sends the outbox: claims, calls LINE without an open transaction, settles, many at once.

One thread owns the database side: each round settles what came back and claims what is due, in
one transaction. The calls run in a pool, one chat's messages after one another.
"""

from __future__ import annotations

import json
import logging
import queue
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy.exc import OperationalError

from bot import metrics
from bot.cards import Message, Place, Voice
from bot.database import Database
from bot.line.client import Line
from bot.line.render import MOST_MESSAGES, Renderer
from bot.texts import word
from handlers import heartbeats, outbox, outcomes
from handlers.outbox import Try
from handlers.outcomes import Answer, Settled, Verdict
from models.outbox import REPLY_WINDOW, OutboxMessage, OutboxStatus, Way

log = logging.getLogger(__name__)
THREADS = 16
IN_FLIGHT = 128
IDLE_SECONDS = 0.5
#: Answers of LINE are written down together: nobody waits for them but the chat's next message.
SETTLE_SECONDS = 0.03
BEAT_EVERY = timedelta(seconds=10)
#: After this, a chat's further messages are left for the next round: its lease must not run out
#: while a call is under way (one call takes 13 seconds at the most).
TURN_SECONDS = 10.0

#: Rounds in a row that may fail by a bug before the answers in hand are let go; their messages
#: are tried again when the lease has run out.
MOST_STUMBLES = 5

#: The messages that one call to LINE sends.
Call = list[Try]


class Sender:
    """One sender of one process."""

    def __init__(
        self,
        database: Database,
        line: Line,
        renderer: Renderer,
        voice: Voice,
        node: str,
        now: Callable[[], datetime],
    ) -> None:
        self._database, self._line, self._now = database, line, now
        self._renderer, self._voice = renderer, voice
        self._node, self._holder = node, f"{node}:sender"
        #: One list for each call that has come back: a call may have told many.
        self._results: queue.SimpleQueue[list[Settled]] = queue.SimpleQueue()
        self._in_flight = 0
        self._beaten: datetime | None = None
        self._stumbles = 0

    def run(self, stopping: threading.Event) -> None:
        """Send until told to stop; then wait for the calls under way and write them down."""
        with ThreadPoolExecutor(THREADS, thread_name_prefix="line") as pool:
            rung = False
            while not stopping.is_set():
                try:
                    busy = self._round(pool, rung=rung)
                except Exception as error:
                    log.error("sender.round.failed", exc_info=error)
                    stopping.wait(1)
                    continue
                rung = not busy and self._rest()
            self._drain()

    def _rest(self) -> bool:
        """Sleep until there is something to send (True), or answers to write down."""
        ends = time.monotonic() + IDLE_SECONDS
        while time.monotonic() < ends:
            seconds = SETTLE_SECONDS if self._in_flight else IDLE_SECONDS
            if self._database.bells.wait("outbox", seconds):
                return True
            if not self._results.empty():
                break
        return False

    def send_due(self) -> int:
        """Send what is due now and wait for it. Returns how many calls were made."""
        made = 0
        with ThreadPoolExecutor(THREADS, thread_name_prefix="line") as pool:
            while self._round(pool) or self._in_flight:
                made += self._wait_for_results()
        return made

    def _wait_for_results(self) -> int:
        found = [self._results.get() for _ in range(self._in_flight)]
        for results in found:
            self._results.put(results)
        return len(found)

    def _round(self, pool: ThreadPoolExecutor, *, rung: bool = False) -> int:
        """Settle and claim once. Returns how much there was to do."""
        now = self._now()
        results = self._take_results()
        room = max(IN_FLIGHT - self._in_flight, 0)
        beat = heartbeats.is_time(self._beaten, BEAT_EVERY, now=now)
        if not (results or beat or rung or self._anything_due(now)):
            return 0
        try:
            with self._database.transaction() as session:
                if beat:
                    heartbeats.beat(session, "sender", self._node, now=now)
                rows = (
                    outcomes.settle(session, results, holder=self._holder, now=now)
                    if results
                    else []
                )
                tries = (
                    outbox.claim(session, self._render, holder=self._holder, now=now, limit=room)
                    if room
                    else []
                )
        except Exception as error:
            self._keep_results(results, error)
            raise
        self._stumbles = 0
        self._beaten = now if beat else self._beaten
        _count(rows, results, now)
        self._start(pool, tries)
        return len(results) + len(tries)

    def _keep_results(self, results: Sequence[Settled], error: Exception) -> None:
        """What LINE said must outlast a database that is away for a moment."""
        self._stumbles += 1
        if self._stumbles > MOST_STUMBLES and not isinstance(error, OperationalError):
            log.error("sender.results.dropped", extra={"results": len(results)})
            return
        if results:
            self._results.put(list(results))
            self._in_flight += 1

    def _anything_due(self, now: datetime) -> bool:
        with self._database.reading() as session:
            return outbox.any_due(session, now=now)

    def _start(self, pool: ThreadPoolExecutor, tries: Sequence[Try]) -> None:
        chats: dict[str, list[Call]] = defaultdict(list)
        for call in _calls(tries):
            # A chat's messages keep their order; those of a batch are their chats' only ones.
            chats[call[0].batch or call[0].chat_key].append(call)
            self._in_flight += 1
        # Counted from the claim: waiting for a free thread uses up the lease as well.
        ends = time.monotonic() + TURN_SECONDS
        for of_chat in chats.values():
            pool.submit(self._call_in_turn, of_chat, ends)

    def _call_in_turn(self, calls: Sequence[Call], ends: float) -> None:
        for call in calls:
            try:
                late = time.monotonic() > ends
                answer = Answer(Verdict.NOT_SENT, "no time left") if late else self._call(call)
            except Exception as error:
                log.error("sender.call.failed", extra={"row": call[0].id}, exc_info=error)
                answer = Answer(Verdict.UNCERTAIN, detail=type(error).__name__)
            self._results.put([Settled(x.id, x.chat_key, x.again, answer) for x in call])

    def _call(self, call: Call) -> Answer:
        first = call[0]
        messages = json.loads(first.body)
        if first.way is Way.REPLY:
            return self._line.reply(first.reply_token or "", messages)
        key = first.retry_key or ""
        if first.batch:
            return self._line.multicast([one.chat_key for one in call], messages, key)
        return self._line.push(first.chat_key, messages, key)

    def _take_results(self) -> list[Settled]:
        found: list[Settled] = []
        while not self._results.empty():
            found += self._results.get()
            self._in_flight -= 1
        return found

    def _drain(self) -> None:
        while self._in_flight:
            calls = [self._results.get(timeout=30) for _ in range(self._in_flight)]
            self._in_flight = 0
            results = [result for call in calls for result in call]
            with self._database.transaction() as session:
                outcomes.settle(session, results, holder=self._holder, now=self._now())

    def _render(self, row: OutboxMessage) -> str | None:
        """The row's LINE messages as JSON; words and drawing happen here, once.

        None when that fails: one message that cannot be worded must not stop the others.
        """
        try:
            return self._draw(row)
        except Exception as error:
            log.error("sender.render.failed", extra={"row": row.id}, exc_info=error)
            return None

    def _draw(self, row: OutboxMessage) -> str:
        place = Place(
            row.chat_key,
            bool(row.place.get("is_group")),
            int(row.place.get("conversation_id", 0)),
            int(row.place.get("turn", 0)),
        )
        messages: list[Message] = []
        for notice in row.notices:
            messages += self._worded(row, notice, place)
        return json.dumps(self._renderer.draw(messages[-MOST_MESSAGES:], place))

    def _worded(self, row: OutboxMessage, notice: dict[str, Any], place: Place) -> list[Message]:
        """The messages of one notice. One that cannot be worded must not cost the others theirs."""
        try:
            return word(notice["kind"], notice["data"], place, self._voice)
        except Exception:
            if len(row.notices) == 1:
                raise
            log.exception("sender.notice.failed", extra={"row": row.id, "kind": notice["kind"]})
            return []


def _calls(tries: Sequence[Try]) -> list[Call]:
    """What is one call to LINE: a message, or all of a batch."""
    calls: dict[str, Call] = {}
    for one in tries:
        calls.setdefault(one.batch or f"row {one.id}", []).append(one)
    return list(calls.values())


def _count(rows: Sequence[OutboxMessage], results: Sequence[Settled], now: datetime) -> None:
    by_id = {row.id: row for row in rows}
    for result in results:
        row = by_id.get(result.id)
        metrics.LINE_CALLS.labels(str(row.way) if row else "?", result.answer.verdict.value).inc()
        if row and row.status is OutboxStatus.ACCEPTED and row.way is Way.REPLY:
            metrics.ANSWER_SECONDS.observe(_seconds_to_answer(row, now))


def _seconds_to_answer(row: OutboxMessage, now: datetime) -> float:
    """From the event's coming in, which its token's end tells, to LINE's answer."""
    came = row.reply_until - REPLY_WINDOW if row.reply_until else row.created_at
    return max((now - came).total_seconds(), 0.0)


def utc_now() -> datetime:
    """The present. Everything below the doors is given it."""
    return datetime.now(UTC)
