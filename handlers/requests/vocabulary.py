"""Names that a request needs where the office has not decided otherwise."""

from __future__ import annotations

#: The group that gives information in most offices; `owner.<key>` of the office's rules wins.
DEFAULT_GROUP = "กลุ่มนโยบายและแผน"
#: The group that mends machines and networks; `owner.ticket` of the office's rules wins.
ICT_GROUP = "กลุ่มส่งเสริมการศึกษาทางไกล เทคโนโลยีสารสนเทศและการสื่อสาร"
#: Who owns what in most offices, where it is not the group above.
OWNERS = {"ticket": ICT_GROUP}
#: Laws that a refusal may rest on, by key; papers and cards print the name.
LAWS = {
    "oia15": "พระราชบัญญัติข้อมูลข่าวสารของราชการ พ.ศ. 2540 มาตรา 15",
    "oia14": "พระราชบัญญัติข้อมูลข่าวสารของราชการ พ.ศ. 2540 มาตรา 14",
    "pdpa": "พระราชบัญญัติคุ้มครองข้อมูลส่วนบุคคล พ.ศ. 2562 มาตรา 27",
    "oia24": "พระราชบัญญัติข้อมูลข่าวสารของราชการ พ.ศ. 2540 มาตรา 24",
}
