"""What of an announcement is refused, and why."""

from __future__ import annotations

from typing import Any

from handlers.spending import Price
from models.errors import Refusal


class AnnouncementRefused(Refusal):
    """Nothing has changed. `why` is worded at the door.

    Of what is written: `title`, `body`, `letter`, `link` (all with `most`). Of whom it goes to:
    `role`, `school`, `network`, `group` (each with `ref`), `round` (`ref`), `nobody`, `uncounted`
    (`groups`: names of groups whose members LINE has not said). Of time: `past`, `far`, `until`
    (it comes before the sending), `other_month` (more can be permitted for this month alone).
    Of taking note: `not_asked`, `all_have`, `nudged` (today already).
    """

    def __init__(self, why: str, **facts: Any) -> None:
        super().__init__(f"{why}: {facts}")
        self.why, self.facts = why, facts


class PriceChanged(Refusal):
    """It costs another number of messages now than was shown. `price`: what holds now."""

    def __init__(self, shown: int, price: Price) -> None:
        super().__init__(f"{shown} shown, {price.messages} now")
        self.shown, self.price = shown, price


class TooDear(Refusal):
    """It costs more than may be spent: `price.why_not` says why. More than the share can be
    permitted by a second person, more than LINE's month has left cannot."""

    def __init__(self, price: Price) -> None:
        super().__init__(f"{price.why_not}: {price.messages}")
        self.price = price
