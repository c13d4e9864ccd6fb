"""Help tickets: reported, advised, worked on, closed with proof, rated.

Whoever imports any of it has them in the staff's list, in the ratings, and moved by the calendar.
"""

import models.incidents  # noqa: F401  (a ticket's row names the table)
from handlers.tickets import clocks, inbox, rated  # noqa: F401
