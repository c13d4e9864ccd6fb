"""What several stories of tickets begin with."""

from __future__ import annotations

import pytest
from sqlalchemy import delete

from models.outbox import OutboxMessage
from tests.handlers import ticket_office
from tests.handlers.ticket_office import THURSDAY, At


@pytest.fixture
def opened(at: At) -> At:
    """An office with its people; another school's ticket waits for its reporter. All is told."""
    with at(THURSDAY) as ctx:
        ticket_office.staffed(ctx)
        ctx.session.execute(delete(OutboxMessage))
    return at
