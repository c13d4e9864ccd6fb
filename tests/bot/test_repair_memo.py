"""The memo of a repair: to whom, which machine, its warranty, what the technician found."""

from __future__ import annotations

from pathlib import Path

from bot.papers.drafts import Letterhead
from bot.papers.repair import repair_memo
from bot.texts.papers import thai_digits
from handlers.context import Context
from handlers.people import as_me
from handlers.tickets import opening, repairing
from handlers.tickets.opening import Report
from handlers.tickets.repairing import Machine
from models.people import Role
from models.repairs import MachineOwner, RepairOutcome, Warranty
from models.tickets import Category, Urgency
from tests import people
from tests.bot.paper_text import squeeze, text

HEAD = Letterhead("สพป.ตัวอย่าง เขต 1", "https://example.go.th")


def sent(ctx: Context, owner: MachineOwner) -> tuple[int, str]:
    school = people.SCHOOL if owner is MachineOwner.SCHOOL else None
    role, group = (Role.TEACHER, None) if school else (Role.OFFICER, people.GROUP)
    reporter = people.person(
        ctx, "มะลิ ตัวอย่าง", role, school=school, group=group, title="ครู",
        affiliation=people.GROUP,
    )  # fmt: skip
    technician = people.person(ctx, "กานดา ช่าง", Role.TECHNICIAN, title="นักวิชาการคอมพิวเตอร์")
    report = Report("เปิดไม่ติด", Category.COMPUTER, Urgency.ONE, school)
    ticket = opening.open_ticket(ctx, as_me(ctx, reporter), report)
    machine = Machine(owner, "คอมพิวเตอร์ตั้งโต๊ะ", Warranty.YES, "แหล่งจ่ายไฟเสีย", "7440-001-0001/64")
    return repairing.send(ctx, as_me(ctx, technician), ticket.id, None, machine).id, ticket.place


def test_the_office_s_machine_goes_to_the_office_s_supplies(ctx: Context) -> None:
    repair_id, _ = sent(ctx, MachineOwner.OFFICE)
    supplies = as_me(ctx, people.person(ctx, "พัสดุ ดูแล", Role.SUPPLIES))
    repair, ticket = repairing.see(ctx, supplies, repair_id)
    said = text(repair_memo(ctx, repair, ticket, HEAD))
    for line in ("เรียน หัวหน้าเจ้าหน้าที่พัสดุ", "๗๔๔๐-๐๐๑-๐๐๐๑/๖๔", "อยู่ในระยะเวลาประกัน",
                 "แหล่งจ่ายไฟเสีย", "กานดา ช่าง", "มะลิ ตัวอย่าง"):  # fmt: skip
        assert squeeze(line) in said
    repairing.finish(ctx, supplies, repair.id, RepairOutcome.REPLACED, "เครื่องใหม่ตามประกัน")
    assert squeeze("ผลการซ่อม: ได้เครื่องทดแทน") in text(repair_memo(ctx, repair, ticket, HEAD))


def test_a_school_s_machine_goes_to_its_own_director(ctx: Context, tmp_path: Path) -> None:
    repair_id, place = sent(ctx, MachineOwner.SCHOOL)
    director = people.person(ctx, "ผอ. โรงเรียน", Role.SCHOOL_DIRECTOR, school=people.SCHOOL)
    repair, ticket = repairing.see(ctx, as_me(ctx, director), repair_id)
    pdf = repair_memo(ctx, repair, ticket, HEAD)
    (tmp_path / "memo.pdf").write_bytes(pdf)
    said = text(pdf)
    assert squeeze(f"เรียน ผู้อำนวยการ{thai_digits(place)}") in said
    assert squeeze(thai_digits(HEAD.office)) not in said
