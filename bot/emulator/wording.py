"""The Thai words that LINE's own app would show; the product's words live elsewhere."""

BOT_NAME = "ถามเขต"
BOT_JOINED = "ถามเขต เข้าร่วมกลุ่มแล้ว"
BOT_LEFT = "ถามเขต ออกจากกลุ่มแล้ว"
FOLLOWED = "เพิ่มถามเขตเป็นเพื่อนแล้ว"
BLOCKED = "บล็อกถามเขตแล้ว"
JOINED = "{names} เข้าร่วมกลุ่ม"
LEFT = "{names} ออกจากกลุ่ม"
KIND_OF_MESSAGE = {
    "image": "[รูปภาพ]",
    "video": "[วิดีโอ]",
    "audio": "[ข้อความเสียง]",
    "file": "[ไฟล์]",
    "location": "[ตำแหน่งที่ตั้ง]",
    "sticker": "[สติกเกอร์]",
    "coupon": "[คูปอง]",
}
