"""Groups in words: bound, switched, refused; the card of a round that rides there."""

from __future__ import annotations

from typing import Any

from bot.cards import Card, Message, Open, Place, Row, Say, Style, Text, Voice
from bot.texts import words
from bot.texts.figures import polite
from bot.texts.round_words import letter_text, round_name
from bot.texts.ticket_words import moment_text, short

FLOW = "group"
PURPOSES = {
    "executives": "กลุ่มผู้บริหาร",
    "clerks": "กลุ่มธุรการ",
    "data_teachers": "กลุ่มครูข้อมูล",
    "network": "กลุ่มเครือข่ายโรงเรียน",
    "office": "กลุ่มของสำนักงาน",
}
_WHY = {
    "code": "รหัสไม่ถูกต้อง ใช้ไปแล้ว หรือหมดอายุ โปรดขอรหัสใหม่จากเจ้าหน้าที่เขต",
    "no_code": "พิมพ์รหัสต่อท้าย เช่น «ถามเขต ผูกกลุ่ม รหัส» รหัสขอได้จากเจ้าหน้าที่เขต",
    "name": "ชื่อกลุ่มต้องมี 1 ถึง 200 ตัวอักษร",
    "school": "ไม่พบโรงเรียนนี้ในเขต",
    "not_a_group": "ผูกได้เฉพาะกลุ่ม LINE",
    "unbound": "กลุ่มนี้ยังไม่ได้ผูกกับสำนักงาน",
}
#: More names than these stand one behind the other.
_A_LINE_EACH = 12
#: Why LINE takes an account out by itself, and what to do.
ANOTHER = (
    "มักเป็นเพราะในกลุ่มมีบัญชีทางการ (OA) อื่นอยู่แล้ว เช่น บัญชีแจ้งข่าวของหน่วยงาน "
    "LINE ให้มีได้กลุ่มละหนึ่งบัญชี บัญชีที่มาทีหลังจะออกเอง\n"
    "วิธีแก้: นำบัญชีเดิมออก แล้วเชิญบัญชีนี้ใหม่ หากจำเป็นต้องใช้บัญชีเดิม "
    "ให้สมาชิกเพิ่มบัญชีนี้เป็นเพื่อนและพิมพ์ «ลงทะเบียน» จะแจ้งเป็นรายคนแทน"
)
#: What has to be switched on before an account can be invited.
ALLOW = "ถ้าเชิญไม่ได้ ให้ผู้ดูแลเปิด Allow bot to join group chats ใน LINE (ปกติปิดอยู่)"
_OFF, _ON = "ถามเขต งดแจ้งในกลุ่ม", "ถามเขต แจ้งในกลุ่ม"


@words("group.bound")
def bound(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """The group knows what it is for, and what will be said here."""
    schools = f" {data['schools']:,} โรงเรียน" if data["schools"] else " ทุกโรงเรียนในเขต"
    said = polite(f"ผูกเป็น{PURPOSES[data['purpose']]} «{data['name']}»{schools}แล้ว", voice.particle)
    if not data["rides"]:
        return [Text(said)]
    more = (
        "เมื่อใกล้ครบกำหนดส่งข้อมูล จะแจ้งพร้อมข้อความถัดไปในกลุ่ม ไม่เกินวันละครั้ง ในเวลาราชการ"
        f"\nไม่ต้องการ พิมพ์ «{_OFF}»"
    )
    return [Text(f"{said}\n{more}")]


@words("group.switched")
def switched(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Riding is on or off."""
    if data["rides"]:
        return [Text(polite("จะแจ้งกำหนดส่งในกลุ่มนี้ ไม่เกินวันละครั้ง", voice.particle))]
    said = polite("จะไม่แจ้งกำหนดส่งในกลุ่มนี้แล้ว", voice.particle)
    return [Text(f"{said}\nเปิดอีกครั้ง พิมพ์ «{_ON}»")]


@words("group.refused")
def refused(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """Nothing was bound."""
    return [Text(polite(_WHY[data["why"]], voice.particle))]


@words("group.only_there")
def only_there(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """The word belongs into the group."""
    said = polite("พิมพ์ในกลุ่มที่ต้องการผูก", voice.particle)
    return [Text(f"{said} เช่น «ถามเขต ผูกกลุ่ม รหัส» รหัสขอได้จากเจ้าหน้าที่เขต")]


@words("round.group")
def rides(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """The live list of each round: those who are done are thanked, the list shrinks."""
    return [_card(one, voice) for one in data["rounds"][:3]]


def _card(one: dict[str, Any], voice: Voice) -> Card:
    due = f"ส่งภายใน {moment_text(one['due'])}"
    thanks = polite(
        f"ยืนยันแล้ว {one['actual']:,} จาก {one['expected']:,} โรงเรียน ขอบคุณ", voice.particle
    )
    between = "\n" if len(one["late"]) <= _A_LINE_EACH else "  "
    names = between.join(f"•\u00a0{name}" for name in one["late"])  # no dot at a line's end
    more = f"และอีก {one['more']:,} โรงเรียน" if one["more"] else ""
    letter, name = letter_text(one), round_name(one)
    waiting = f"รออีก {len(one['late']) + one['more']:,} โรงเรียนในกลุ่มนี้"
    lines = tuple(filter(None, (thanks, waiting, names, more)))
    return Card(
        alt=" · ".join(filter(None, [name, due, thanks, waiting, letter, names, more])),
        title=name,
        subtitle=due,
        body=lines,
        note=letter or "ยืนยันแล้ว แจ้งในแชตส่วนตัวด้วย «กำหนดส่ง» รายชื่อจะลดลงเอง",
        rows=(Row("ไม่ต้องการให้แจ้ง พิมพ์", detail=_OFF),),
        buttons=(
            Open("ดูความคืบหน้าล่าสุด", f"/rounds/{one['id']}", Style.SECONDARY),
            Say("ดูกำหนดส่ง", "ถามเขต กำหนดส่ง"),
        ),
        icon="📣",
    )


@words("group.left")
def left(data: dict[str, Any], place: Place, voice: Voice) -> list[Message]:
    """The bot is not in a bound group any more: what reached people there has to go another way."""
    name = f" «{short(data['name'], 60)}»" if data["name"] else ""
    which = f"{PURPOSES[data['purpose']]}{name}" if data["purpose"] else f"กลุ่ม LINE{name}"
    when = f"เมื่อ {moment_text(data['at'])}"
    if data.get("at_once"):
        said = polite(f"บัญชีนี้ถูกเชิญเข้า{which} แล้วออกทันที", voice.particle)
        return [Text(f"{said}\n{when}\n{ANOTHER}")]
    said = polite(f"บัญชีนี้ถูกนำออกจาก{which} แล้ว", voice.particle)
    more = "เชิญกลับเข้ากลุ่มได้โดยไม่ต้องผูกใหม่ หากมีบัญชีทางการอื่นในกลุ่ม ต้องนำออกก่อน"
    return [Text(f"{said}\n{when} จึงแจ้งกำหนดส่งในกลุ่มนั้นไม่ได้\n{more}")]
