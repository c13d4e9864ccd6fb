"""What schools that have not sent in a round may be told, where staff type nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.texts.round_words import moment_text, round_name, short

Json = Mapping[str, Any]
_DONE = "หากส่งแล้ว พิมพ์ «บอกสถานะ» ในแชตส่วนตัวกับบัญชีนี้"


def suggestion(facts: Json) -> dict[str, Any]:
    """Title, words, letter and link of an announcement to who is late in this round."""
    name = short(round_name(facts), 150)
    when = moment_text(facts["due"])
    late = datetime.fromisoformat(facts["now"]) > datetime.fromisoformat(facts["due"])
    asks = f"เลยกำหนดส่งเมื่อ {when} แล้ว ขอให้ส่งโดยเร็ว" if late else f"ขอให้ส่งภายใน {when}"
    return {
        "title": f"ขอให้ส่งข้อมูล {name}",
        "body": f"โรงเรียนของท่านยังไม่ได้แจ้งว่าส่งข้อมูลแล้ว {asks}\n{_DONE}",
        "letter": facts["letter"],
        "link": facts["link"],
    }
