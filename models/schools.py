"""Schools by their codes and names: the office's own, and all others by name only.

The source is the national list of the Ministry's EMIS (one row a school, both codes). Schools
of other offices are kept so that a question about one can be answered "not in this office".
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, Float, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, UtcDateTime

SMIS_DIGITS = 8
MOE_DIGITS = 10
#: What the codes of the old secondary areas (สพม.) begin with.
_SECONDARY_AREAS = "1017"


def area_key(code: str) -> str:
    """One form for an area's code in its several dresses, to compare two of them.

    4 digits (EMIS, 5703) and 6 digits (old secondary areas, 101736) stay as they are; 8 digits
    (DMC, 57030000) and 10 digits (HRMS and OSDS, 1057030000) give their 4 digits, a secondary
    area's in 8 digits (10173600) its 6. Anything else comes back as it went in.
    """
    if len(code) == 8 and code.endswith("0000"):
        return code[:4]
    if len(code) == 8 and code.startswith(_SECONDARY_AREAS) and code.endswith("00"):
        return code[:6]
    if len(code) == 10 and code.startswith("10") and code.endswith("0000"):
        return code[2:6]
    return code


class School(Base):
    """One school. Its SMIS code is the key: 2,030 names in the country occur more than once."""

    __tablename__ = "school"
    __table_args__ = (Index(None, "in_office"), Index(None, "moe"), Index(None, "name"))

    smis: Mapped[str] = mapped_column(String(8), primary_key=True)
    moe: Mapped[str | None] = mapped_column(String(10))
    moe_lost_digits: Mapped[bool] = mapped_column(Boolean, comment="the list gives under 10 digits")
    name: Mapped[str] = mapped_column(String(200))
    province: Mapped[str] = mapped_column(String(60))
    area_code: Mapped[str] = mapped_column(String(10))
    area_name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(80))
    in_office: Mapped[bool] = mapped_column(Boolean)
    amphoe: Mapped[str | None] = mapped_column(String(80))
    tambon: Mapped[str | None] = mapped_column(String(80))
    network: Mapped[str | None] = mapped_column(String(120))
    phone: Mapped[str | None] = mapped_column(String(60))
    email: Mapped[str | None] = mapped_column(String(120))
    website: Mapped[str | None] = mapped_column(String(200))
    village: Mapped[str | None] = mapped_column(String(120))
    postcode: Mapped[str | None] = mapped_column(String(5))
    latitude: Mapped[float | None] = mapped_column(Float)
    longitude: Mapped[float | None] = mapped_column(Float)
    source: Mapped[str | None] = mapped_column(String(255), comment="file its facts came from")
    imported_at: Mapped[datetime] = mapped_column(UtcDateTime)
