"""Names that a ticket needs where the office has not decided otherwise."""

from __future__ import annotations

#: Numbers of tickets and of incidents, as papers and cards print them.
PREFIX, INCIDENT_PREFIX = "จป.", "ขข."
