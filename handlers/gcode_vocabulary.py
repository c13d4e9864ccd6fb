"""The columns of the G-Code statistics by school and nationality."""

from __future__ import annotations

NATIONALITY, MALE, FEMALE, BOTH = "nationality", "male", "female", "both"
COLUMNS: dict[str, tuple[str, ...]] = {
    NATIONALITY: ("สัญชาติ",),
    MALE: ("ชาย", "เพศชาย"),
    FEMALE: ("หญิง", "เพศหญิง"),
    BOTH: ("รวม", "รวมทั้งหมด", "ทั้งหมด"),
}
EXAMPLE_ROW = ("เมียนมา", "6", "5", "11")
