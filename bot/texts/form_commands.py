"""Forms at the command line: where one is from, its questions and steps, that a file is good."""

from __future__ import annotations

from bot.texts.forms import choice_line, form_line
from bot.texts.people_words import ROLES
from bot.texts.request_words import STEP
from handlers.forms.definition import Field, Form, StepRule


def whence(form: Form, own: bool) -> str:
    """A form of the office's own says in which file it stands."""
    return f"  [ของสำนักงาน: {form.file}]" if own else ""


def good_line(form: Form) -> str:
    """A file is a form."""
    count = f"{len(form.fields):,} ข้อ {len(form.steps):,} ขั้นตอน"
    return f"ใช้ได้: {form_line(form)} {count} (วางไว้ในโฟลเดอร์แบบฟอร์ม แล้วเปิดบริการใหม่)"


def shown_lines(form: Form) -> list[str]:
    """A form with its questions in order and its steps."""
    who = ", ".join(ROLES[role.value] for role in sorted(form.who_may)) or "ทุกคน"
    return [
        form_line(form),
        form.intro,
        f"ผู้ยื่น: {who}{' (เฉพาะเจ้าหน้าที่)' if form.staff_only else ''}",
        f"เจ้าของข้อมูล: {form.owner or '-'}  เก็บ {form.keep_years:,} ปี",
        *(_field(n, field) for n, field in enumerate(form.fields, 1)),
        *(_step(step) for step in form.steps),
    ]


def _field(n: int, field: Field) -> str:
    optional = "" if field.required else " (ไม่บังคับ)"
    choices = choice_line(field)
    return f"  {n}. {field.label}{optional}: {field.ask}{f' [{choices}]' if choices else ''}"


def _step(step: StepRule) -> str:
    title = step.title or STEP[step.kind.value]
    return f"  ขั้น{title}: {step.days:,} วันทำการ โดย{ROLES[step.by.value]}"
