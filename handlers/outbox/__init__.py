"""The outbox: queue a message with the change it tells of, claim what is due, settle each try.

`letters` queue, `claiming` decides what is sent now and how, `batches` puts equal words to many
people into one call, `rides` keeps true what rode on an answer, `figures` count. What LINE's
answers mean is in handlers/outcomes.py.
"""

from __future__ import annotations

from handlers.outbox.claiming import QUEUE, Render, Try, claim
from handlers.outbox.figures import any_due, counts, due_ids, oldest_due
from handlers.outbox.letters import MAX_NOTICES, Letter, queue
from handlers.outbox.rides import RODE, UNSURE

__all__ = [
    "MAX_NOTICES",
    "QUEUE",
    "RODE",
    "UNSURE",
    "Letter",
    "Render",
    "Try",
    "any_due",
    "claim",
    "counts",
    "due_ids",
    "oldest_due",
    "queue",
]
