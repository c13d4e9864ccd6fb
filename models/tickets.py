"""Help tickets: what broke, who has it in hand, what was said and done, and when it is due.

A status changes in one method here that checks the old one. `version` grows with every change,
so that a button drawn before it reads as old. What is told to whom is not decided here.
"""

from __future__ import annotations

import enum


class Category(enum.StrEnum):
    """What a ticket is about."""

    COMPUTER = "computer"
    PRINTER = "printer"
    NETWORK = "network"
    ACCOUNT = "account"  # an account on the office's network
    PHONE = "phone"
    APPLICATION = "application"
    DMC = "dmc"
    EMIS = "emis"
    BOBEC = "bobec"
    MOBEC = "mobec"
    GCODE = "gcode"
    AV = "av"  # sound, projectors, cameras, conferences
    SECURITY = "security"
    OTHER = "other"


#: The central systems: their trouble is not in the school's machines.
CENTRAL = frozenset(
    {Category.DMC, Category.EMIS, Category.BOBEC, Category.MOBEC, Category.GCODE}
)


class Urgency(enum.StrEnum):
    """How much stands still, as the reporter says; the first is the most urgent."""

    EXAM = "exam"  # in the middle of an exam or a meeting
    STOPPED = "stopped"  # lessons or work have stopped
    SEVERAL = "several"  # several machines, work goes on
    ONE = "one"  # one machine, it can wait
