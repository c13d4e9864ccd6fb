"""Works off the inbox: claims chats, handles their events, commits, one transaction a batch.

A batch that fails is done again one event at a time, so that one bad event costs its neighbours
nothing; the bad one is retried and then parked where staff see it.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy.exc import OperationalError

from bot import events, metrics
from bot.chat import dispatch
from bot.chat.turn import Desk
from bot.database import Database, ring_after
from bot.files import Files
from handlers import heartbeats, inbox, leases, outbox
from handlers.context import Actor, Context
from handlers.conversations import Conversations
from handlers.inbox import Claimed
from handlers.outbox import Letter
from models.inbox import EventStatus

log = logging.getLogger(__name__)
#: How often the inbox is looked at without a bell, and how often the worker shows it lives.
IDLE_SECONDS = 1.0
BEAT_EVERY = timedelta(seconds=10)
#: Events seldom come alone: a moment's wait after the bell handles several in one transaction, and
#: at a few hundred a second that makes the slowest answers a fifth quicker.
GATHERING_SECONDS = 0.005


class LeaseLost(Exception):
    """Another worker has these chats now; this one was too slow and drops its work."""


class Worker:
    """One worker of one process."""

    def __init__(
        self,
        database: Database,
        desk: Desk,
        files: Files,
        node: str,
        now: Callable[[], datetime],
    ) -> None:
        self._database, self._desk, self._files = database, desk, files
        self._node, self._holder, self._now = node, f"{node}:worker", now

    def run(self, stopping: threading.Event) -> None:
        """Work until told to stop. Nothing but a stop ends this loop."""
        beaten: datetime | None = None
        rung = False
        while not stopping.is_set():
            try:
                worked = self.work_once(rung=rung)
                beaten = self._beat(beaten)
            except Exception as error:
                # A database that is away for a moment must not end the worker.
                log.error("worker.round.failed", exc_info=error)
                stopping.wait(1)
                continue
            rung = not worked and self._database.bells.wait("inbox", IDLE_SECONDS)
            if rung:
                stopping.wait(GATHERING_SECONDS)

    def _beat(self, beaten: datetime | None) -> datetime | None:
        now = self._now()
        if not heartbeats.is_time(beaten, BEAT_EVERY, now=now):
            return beaten
        with self._database.transaction() as session:
            heartbeats.beat(session, "worker", self._node, now=now)
        return now

    def work_once(self, *, rung: bool = False) -> int:
        """Claim and handle one batch. Returns how many events were in it.

        Unless the bell has `rung`, it looks first whether there is any, without a write lock.
        """
        if not rung and not self._any_open():
            return 0
        with self._database.transaction() as session:
            batch = inbox.claim(session, holder=self._holder, now=self._now())
        if not batch:
            return 0
        if any(inbox.exhausted(event) for event in batch):
            self._one_by_one(batch)
            return len(batch)
        try:
            self._handle(batch)
        except LeaseLost:
            log.warning("worker.lease.lost", extra={"events": len(batch)})
        except Exception as error:
            log.info(
                "worker.batch.failed",
                extra={"events": len(batch), "error": type(error).__name__},
            )
            self._one_by_one(batch)
        return len(batch)

    def _any_open(self) -> bool:
        with self._database.reading() as session:
            return inbox.any_open(session)

    def _handle(self, batch: Sequence[Claimed]) -> None:
        now = self._now()
        chats = {event.chat_key for event in batch}
        letters: list[Letter] = []
        dead_files: list[str] = []
        with self._database.transaction() as session:
            if not leases.confirm(session, inbox.QUEUE, chats, holder=self._holder, now=now):
                raise LeaseLost
            talks = Conversations(session)
            talks.load([key for event in batch if (key := _talk_key(event))])
            for event in batch:
                ctx = Context(session, now, Actor(f"line:{event.chat_key}"))
                turn = dispatch.handle(self._desk, ctx, event, talks)
                letters += turn.letters
                dead_files += turn.dead_files
                if turn.wants_file:
                    ring_after(session, "media")
            if letters:
                ring_after(session, "outbox")
            outbox.queue(session, letters, now=now)
            inbox.finish(session, batch, holder=self._holder, now=now)
        self._files.delete(dead_files)
        metrics.EVENTS_DONE.labels("done").inc(len(batch))

    def _one_by_one(self, batch: Sequence[Claimed]) -> None:
        rests: set[str] = set()
        for event in batch:
            if event.chat_key in rests:
                continue  # its chat rests; the order within it is kept
            if not self._one(event, last=_is_last(event, batch)):
                rests.add(event.chat_key)

    def _one(self, event: Claimed, *, last: bool) -> bool:
        try:
            if inbox.exhausted(event):
                raise RuntimeError("claimed too often: it may be what kills the worker")
            self._handle([event])
        except LeaseLost:
            return False
        except OperationalError:
            # The database, not the event: the chat rests and nothing is held against the event.
            self._rest(event)
            raise
        except Exception as error:
            self._failed(event, error)
            return False
        if not last:
            # Finishing an event frees its chat; the rest of this batch still needs it.
            with self._database.transaction() as session:
                taken = leases.take(
                    session, inbox.QUEUE, {event.chat_key}, holder=self._holder, now=self._now()
                )
            return bool(taken)
        return True

    def _rest(self, event: Claimed) -> None:
        now = self._now()
        with self._database.transaction() as session:
            leases.pause(
                session,
                inbox.QUEUE,
                event.chat_key,
                holder=self._holder,
                until=now + inbox.RESTS[0],
            )

    def _failed(self, event: Claimed, error: Exception) -> None:
        log.error(
            "worker.event.failed",
            extra={"event": event.id, "kind": event.kind, "error": type(error).__name__},
            exc_info=error,
        )
        with self._database.transaction() as session:
            status = inbox.fail(
                session,
                event,
                error=type(error).__name__,
                holder=self._holder,
                now=self._now(),
            )
        outcome = "parked" if status is EventStatus.PARKED else "failed"
        metrics.EVENTS_DONE.labels(outcome).inc()


def _talk_key(event: Claimed) -> tuple[str, str] | None:
    # Read from the JSON only where it costs nothing: most 1:1 chats are the person's own.
    person = events.person_in(event.payload)
    return (event.chat_key, person) if person else None


def _is_last(event: Claimed, batch: Sequence[Claimed]) -> bool:
    later = batch[batch.index(event) + 1 :]
    return all(other.chat_key != event.chat_key for other in later)
