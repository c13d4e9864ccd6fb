"""The rich menu: its areas and its words. A further area is one more line of AREAS."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Area:
    """One area: what stands on it, its icon (named in the picture's template), what it types."""

    label: str
    icon: str
    text: str


#: The bar below the chat that opens and closes the menu: 14 graphemes at most.
CHAT_BAR = "เมนู"
AREAS = (
    Area("ถามข้อมูล", "ask", "ถามข้อมูล"),
    Area("ยื่นคำขอข้อมูล", "form", "ขอข้อมูล"),
    Area("แจ้งปัญหา/แจ้งซ่อม", "mend", "แจ้งปัญหา"),
    Area("ติดตามเรื่อง", "track", "สถานะ"),
    Area("ข่าวแจ้ง/กำหนดส่ง", "bell", "ประกาศ"),
    Area("เมนู/วิธีใช้", "guide", "เมนู"),
)
