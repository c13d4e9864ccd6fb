"""Names of holidays that decide something, as the package `holidays` spells them."""

from __future__ import annotations

#: In the list of public holidays, but the office is open (or would be, were it no Saturday).
#: Their substitute days contain these names.
OPEN_ALL_THE_SAME = ("วันแรงงาน", "วันเด็ก")

#: Told anew each year by the royal astrologers, so the package knows it late.
PLOUGHING = "วันพืชมงคล"
