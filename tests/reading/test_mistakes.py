"""Every mistake of front matter that people make, with the whole message in Thai and English, and the right line."""

# ruff: noqa: E501 - messages stand whole

from __future__ import annotations

import pytest

from site_builder.messages import hint, message
from site_builder.problems import Problem
from site_builder.reading.item import Rules, read
from site_builder.thai.places import load

PATH = "content/news/2565/2565-03-03-khaen-dong.md"

# What is wrong; the file; what is told in Thai; what is told in English. "line:column severity code message", then what to
# do about it, then "> " and the line that would be right.
MISTAKES = (
    (
        "an empty file",
        " \n",
        """1:1 error F001 ไฟล์นี้ว่างเปล่า
  ถ้าไม่ใช้แล้วให้ลบไฟล์ ถ้ายังใช้ให้เริ่มด้วยบรรทัด --- แล้วตามด้วย title: และ date:""",
        """1:1 error F001 This file is empty
  Delete it if it is not needed; otherwise begin with a line --- followed by title: and date:""",
    ),
    (
        "a text without front matter",
        """ข่าวนี้ไม่มีส่วนหัว
""",
        """1:1 error F013 ไฟล์นี้ไม่มีส่วนหัว จึงไม่รู้ชื่อเรื่องและวันที่
  พิมพ์เพิ่มไว้บนสุดของไฟล์:
  ---
  title: ชื่อเรื่อง
  date: 3 มีนาคม 2565
  ---""",
        """1:1 error F013 This file has no front matter, so its title and date are not known
  Put this at the top of the file:
  ---
  title: The title
  date: 3 มีนาคม 2565
  ---""",
    ),
    (
        "no opening fence",
        """title: ข่าว
date: 3 มีนาคม 2565
---

เนื้อข่าว
""",
        """1:1 error F012 ไม่มีเส้น --- ก่อนส่วนหัว
  พิมพ์ --- เป็นบรรทัดแรกของไฟล์ และอีกบรรทัดหนึ่งหลังช่องสุดท้าย ก่อนเนื้อข่าว
  > ---""",
        """1:1 error F012 The front matter has no --- line above it
  Type --- as the first line of the file, and once more below the last key, above the text
  > ---""",
    ),
    (
        "no closing fence",
        """---
title: ข่าว
date: 3 มีนาคม 2565

เนื้อข่าว
""",
        """1:1 error F014 ไม่มีเส้น --- ปิดท้ายส่วนหัว
  พิมพ์ --- เป็นบรรทัดของตัวเอง หลังช่องสุดท้าย ก่อนเนื้อข่าว""",
        """1:1 error F014 The front matter is not closed by a --- line
  Type --- on a line of its own below the last key, above the text""",
    ),
    (
        "no closing fence, and a thematic break in the body",
        """---
title: ข่าว
date: 3 มีนาคม 2565

เนื้อข่าว

---

ท้ายข่าว
""",
        """1:1 error F014 ไม่มีเส้น --- ปิดท้ายส่วนหัว
  พิมพ์ --- เป็นบรรทัดของตัวเอง หลังช่องสุดท้าย ก่อนเนื้อข่าว""",
        """1:1 error F014 The front matter is not closed by a --- line
  Type --- on a line of its own below the last key, above the text""",
    ),
    (
        "a fence of em-dashes",
        """---
title: ข่าว
date: 3 มีนาคม 2565
———

เนื้อข่าว
""",
        """4:1 error F011 เส้นคั่นส่วนหัวต้องเป็นขีดกลางสั้นสามขีด ---
  ลบบรรทัดนี้ แล้วพิมพ์ --- ใหม่ (Word มักเปลี่ยนเป็นขีดยาวให้เอง)
  > ---""",
        """4:1 error F011 The line that fences the front matter must be three hyphens ---
  Replace this line by --- (Word likes to turn hyphens into long dashes)
  > ---""",
    ),
    (
        "a title is missing",
        """---
date: 3 มีนาคม 2565
---

เนื้อข่าว
""",
        """1:1 error F017 ขาดช่อง title (ชื่อเรื่อง)
  เพิ่มบรรทัด “title: พช.แคนดง ประชุมผู้นำชุมชน” ไว้ระหว่างเส้น --- ทั้งสอง""",
        """1:1 error F017 The key title (ชื่อเรื่อง) is missing
  Add a line “title: พช.แคนดง ประชุมผู้นำชุมชน” between the two --- lines""",
    ),
    (
        "a date is empty",
        """---
title: ข่าว
date:
---

เนื้อข่าว
""",
        """3:1 error F066 ช่อง “date” ยังว่างอยู่
  พิมพ์ข้อความต่อจาก :
  > date: 3 มีนาคม 2565""",
        """3:1 error F066 “date” is empty
  Write something after the :
  > date: 3 มีนาคม 2565""",
    ),
    (
        "a mistyped key",
        """---
title: ข่าว
date: 3 มีนาคม 2565
distict: แคนดง
---

เนื้อข่าว
""",
        """4:1 error F015 ไม่รู้จักช่อง “distict”
  หมายถึง “district” หรือไม่
  > district: แคนดง""",
        """4:1 error F015 Unknown key “distict”
  Did you mean “district”?
  > district: แคนดง""",
    ),
    (
        "another generator's key",
        """---
title: ข่าว
date: 3 มีนาคม 2565
categories: ข่าวกิจกรรม
---

เนื้อข่าว
""",
        """4:1 error F015 ไม่รู้จักช่อง “categories”
  หมายถึง “category” หรือไม่
  > category: ข่าวกิจกรรม""",
        """4:1 error F015 Unknown key “categories”
  Did you mean “category”?
  > category: ข่าวกิจกรรม""",
    ),
    (
        "a key that nobody knows",
        """---
title: ข่าว
date: 3 มีนาคม 2565
layout: post
---

เนื้อข่าว
""",
        """4:1 error F016 ไม่รู้จักช่อง “layout”
  ลบบรรทัดนี้ หรือย้ายข้อความไปไว้ในเนื้อข่าว""",
        """4:1 error F016 Unknown key “layout”
  Delete this line or move its text into the body""",
    ),
    (
        "a key in English and again in Thai",
        """---
title: ข่าว
date: 3 มีนาคม 2565
ชื่อเรื่อง: อีกชื่อหนึ่ง
---

เนื้อข่าว
""",
        """4:1 error F018 มีช่อง “ชื่อเรื่อง” ซ้ำ
  เก็บไว้บรรทัดเดียว แล้วลบบรรทัดที่เหลือ""",
        """4:1 error F018 The key “ชื่อเรื่อง” stands twice
  Keep one of the lines and delete the other""",
    ),
    (
        "a tab for an indent",
        "---\ntitle: ข่าว\ndate: 3 มีนาคม 2565\ntags:\n\t- ผู้นำชุมชน\n---\n\nเนื้อข่าว\n",
        """5:1 error F021 บรรทัดนี้ย่อหน้าด้วยปุ่ม Tab
  ลบแท็บ แล้วกดเว้นวรรคสองครั้งแทน
  >   - ผู้นำชุมชน""",
        """5:1 error F021 This line is indented with a tab
  Replace the tab by two spaces
  >   - ผู้นำชุมชน""",
    ),
    (
        "brackets too deep",
        """---
title: ข่าว
date: 3 มีนาคม 2565
tags: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[
---

เนื้อข่าว
""",
        """4:39 error F020 วงเล็บหรือการย่อหน้าซ้อนกันเกิน 32 ชั้น
  เขียนเป็นรายการชั้นเดียว เช่น tags: [คำแรก, คำที่สอง]""",
        """4:39 error F020 Brackets or indents are nested deeper than 32
  Write a plain list, such as tags: [first, second]""",
    ),
    (
        "a full-width colon",
        """---
title：ข่าว
date: 3 มีนาคม 2565
---

เนื้อข่าว
""",
        """2:6 error F022 เครื่องหมายทวิภาคในบรรทัดนี้เป็นแบบเต็มความกว้าง
  เปลี่ยนเป็น : ธรรมดา แล้วเว้นวรรคหนึ่งครั้ง
  > title: ข่าว""",
        """2:6 error F022 The colon in this line is a full-width one
  Type a plain : followed by a space
  > title: ข่าว""",
    ),
    (
        "no space after the colon",
        """---
title:ข่าว
date: 3 มีนาคม 2565
---

เนื้อข่าว
""",
        """2:1 error F023 ต้องเว้นวรรคหลังเครื่องหมาย :
  เว้นวรรคหนึ่งครั้งหลัง :
  > title: ข่าว""",
        """2:1 error F023 A space is missing after the colon
  Put one space after the :
  > title: ข่าว""",
    ),
    (
        "no colon",
        """---
title ข่าว
date: 3 มีนาคม 2565
---

เนื้อข่าว
""",
        """2:1 error F024 ไม่มีเครื่องหมาย : หลังช่อง
  พิมพ์ : และเว้นวรรคหนึ่งครั้งหลังช่อง
  > title: ข่าว""",
        """2:1 error F024 The colon is missing after the key
  Put a : and one space after the key
  > title: ข่าว""",
    ),
    (
        "a line of prose",
        """---
title: ข่าว
พช.แคนดง ประชุม
date: 3 มีนาคม 2565
---

เนื้อข่าว
""",
        """3:1 error F025 บรรทัดนี้ไม่ได้อยู่ในรูป “ช่อง: ข้อความ”
  ถ้าเป็นเนื้อข่าว ให้ย้ายไปไว้หลังเส้น --- ถ้าต่อจากบรรทัดบน ให้เว้นวรรคข้างหน้าสองครั้ง""",
        """3:1 error F025 This line is not of the form “key: text”
  Move it below the second --- if it is text; indent it by two spaces if it continues the line above""",
    ),
    (
        "a merge key",
        """---
title: ข่าว
date: 3 มีนาคม 2565
<<: x
---

เนื้อข่าว
""",
        """4:1 error F026 ไม่รองรับช่อง << ของ YAML
  ลบบรรทัดนี้ แล้วเขียนช่องที่ต้องการเอง""",
        """4:1 error F026 YAML's merge key << is not taken
  Delete this line and write the keys themselves""",
    ),
    (
        "an alias in a list",
        """---
title: ข่าว
date: 3 มีนาคม 2565
tags: [*ข่าว]
---

เนื้อข่าว
""",
        """4:8 error F027 เครื่องหมาย & * ! หน้าคำมีความหมายพิเศษใน YAML จึงใช้ไม่ได้
  ใส่เครื่องหมาย ' ครอบคำนั้น""",
        """4:8 error F027 A word that begins with & * or ! is an anchor, alias or tag of YAML, which is not taken
  Put the word in single quotes""",
    ),
    (
        "an anchor in a list",
        """---
title: ข่าว
date: 3 มีนาคม 2565
tags: [&x ข่าว]
---

เนื้อข่าว
""",
        """4:8 error F027 เครื่องหมาย & * ! หน้าคำมีความหมายพิเศษใน YAML จึงใช้ไม่ได้
  ใส่เครื่องหมาย ' ครอบคำนั้น""",
        """4:8 error F027 A word that begins with & * or ! is an anchor, alias or tag of YAML, which is not taken
  Put the word in single quotes""",
    ),
    (
        "a colon and a space in a title",
        """---
title: ข่าวด่วน: ประชุม
date: 3 มีนาคม 2565
---

เนื้อข่าว
""",
        """2:8 error F030 ข้อความมีเครื่องหมาย : ตามด้วยเว้นวรรค ระบบจึงแยกไม่ออกว่าเป็นช่องใหม่หรือไม่
  ใส่เครื่องหมาย ' ครอบข้อความทั้งหมด
  > title: 'ข่าวด่วน: ประชุม'""",
        """2:8 error F030 The text holds a colon and a space, which reads as another key
  Put the whole text in single quotes
  > title: 'ข่าวด่วน: ประชุม'""",
    ),
    (
        "a title that begins with a sign of YAML",
        """---
title: @แคนดง ประชุม
date: 3 มีนาคม 2565
---

เนื้อข่าว
""",
        """2:8 error F031 ข้อความขึ้นต้นด้วย @ ซึ่งมีความหมายพิเศษ
  ใส่เครื่องหมาย ' ครอบข้อความทั้งหมด
  > title: '@แคนดง ประชุม'""",
        """2:8 error F031 The text begins with @, which has a meaning of its own
  Put the whole text in single quotes
  > title: '@แคนดง ประชุม'""",
    ),
    (
        "a quotation mark left open",
        """---
title: "ข่าวด่วน
date: 3 มีนาคม 2565
---

เนื้อข่าว
""",
        """2:8 error F032 เครื่องหมายคำพูด " เปิดแล้วไม่ได้ปิดที่ท้ายข้อความ
  ปิดที่ท้ายข้อความ หรือใส่เครื่องหมาย ' ครอบข้อความทั้งหมด
  > title: "ข่าวด่วน\"""",
        """2:8 error F032 The quotation mark " is not closed at the end of the text
  Close it at the end, or put the whole text in single quotes
  > title: "ข่าวด่วน\"""",
    ),
    (
        "a text that begins with a quotation",
        """---
title: "คนดี" ศรีบุรีรัมย์
date: 3 มีนาคม 2565
---

เนื้อข่าว
""",
        """2:8 error F032 เครื่องหมายคำพูด " เปิดแล้วไม่ได้ปิดที่ท้ายข้อความ
  ปิดที่ท้ายข้อความ หรือใส่เครื่องหมาย ' ครอบข้อความทั้งหมด
  > title: '"คนดี" ศรีบุรีรัมย์'""",
        """2:8 error F032 The quotation mark " is not closed at the end of the text
  Close it at the end, or put the whole text in single quotes
  > title: '"คนดี" ศรีบุรีรัมย์'""",
    ),
    (
        "a list left open",
        """---
title: ข่าว
date: 3 มีนาคม 2565
tags: [ก, ข
---

เนื้อข่าว
""",
        """4:7 error F033 วงเล็บ [ เปิดแล้วไม่ได้ปิด
  ปิดวงเล็บที่ท้ายรายการ ถ้าเป็นข้อความธรรมดาให้ใส่เครื่องหมาย ' ครอบทั้งหมด
  > tags: [ก, ข]""",
        """4:7 error F033 The bracket [ is not closed
  Close it at the end of the list; put a plain text in single quotes
  > tags: [ก, ข]""",
    ),
    (
        "a title that begins with a bracket",
        """---
title: [ด่วน] ประชุม
date: 3 มีนาคม 2565
---

เนื้อข่าว
""",
        """2:8 error F034 มีข้อความต่อท้ายวงเล็บ […
  ถ้าเป็นข้อความธรรมดา ให้ใส่เครื่องหมาย ' ครอบทั้งหมด
  > title: '[ด่วน] ประชุม'""",
        """2:8 error F034 Text stands after the bracket that began with [
  Put a plain text in single quotes
  > title: '[ด่วน] ประชุม'""",
    ),
    (
        "a backslash in double quotes",
        r"""---
title: ข่าว
date: 3 มีนาคม 2565
credit: "C:\งาน"
---

เนื้อข่าว
""",
        r"""4:12 error F035 ใช้เครื่องหมาย \ ในเครื่องหมายคำพูดคู่ไม่ได้
  เปลี่ยน " ทั้งสองข้างเป็น '
  > credit: 'C:\งาน'""",
        r"""4:12 error F035 A \ has a meaning of its own inside double quotes
  Use single quotes instead of double ones
  > credit: 'C:\งาน'""",
    ),
    (
        "indents that do not match",
        """---
title: ข่าว
date: 3 มีนาคม 2565
event:
    date: 3 มี.ค. 65
   place: ก
---

เนื้อข่าว
""",
        """6:4 error F039 อ่านบรรทัดนี้ไม่เข้าใจ
  แต่ละบรรทัดต้องเป็น “ช่อง: ข้อความ” รายการย่อยต้องย่อหน้าเท่ากัน ถ้าข้อความมีเครื่องหมายพิเศษให้ใส่ ' ครอบ""",
        """6:4 error F039 This line cannot be understood
  Each line is “key: text”; lines of a list are indented alike; put a text with odd signs in single quotes""",
    ),
    (
        "front matter that is one text",
        """---
'ข่าว'
---

เนื้อข่าว
""",
        """2:1 error F037 ส่วนหัวเป็นข้อความเปล่า ไม่มีช่องเลย
  เขียนทีละบรรทัดในรูป “ช่อง: ข้อความ” เช่น title: ชื่อเรื่อง""",
        """2:1 error F037 The front matter is plain text without any key
  Write lines of the form “key: text”, such as title: The title""",
    ),
    (
        "front matter that is a list",
        """---
- ข่าว
- วันนี้
---

เนื้อข่าว
""",
        """2:1 error F038 ส่วนหัวเป็นรายการ ไม่มีช่องเลย
  ลบเครื่องหมาย - หน้าบรรทัด แล้วเขียนในรูป “ช่อง: ข้อความ”""",
        """2:1 error F038 The front matter is a list without any key
  Delete the - before each line and write “key: text”""",
    ),
    (
        "text after a hash",
        """---
title: ข่าว #1 เด่น
date: 3 มีนาคม 2565
---

เนื้อข่าว
""",
        """2:8 notice F040 เก็บข้อความหลัง # ไว้ด้วย: “ข่าว #1 เด่น”""",
        """2:8 notice F040 The text after # was kept: “ข่าว #1 เด่น”""",
    ),
    (
        "quotation marks from Word",
        """---
title: “ข่าว”
date: 3 มีนาคม 2565
---

เนื้อข่าว
""",
        """2:8 notice F041 ตัดเครื่องหมายคำพูดที่ครอบข้อความออก: ข่าว
  ถ้าต้องการให้แสดง ให้ใส่เครื่องหมาย ' ครอบอีกชั้น""",
        """2:8 notice F041 The quotation marks around the text were dropped: ข่าว
  Put single quotes around them to keep them""",
    ),
    (
        "a list for a title",
        """---
title: [ก, ข]
date: 3 มีนาคม 2565
---

เนื้อข่าว
""",
        """2:8 error F050 ช่อง “title” ต้องเป็นข้อความบรรทัดเดียว
  เขียนข้อความต่อจาก : ในบรรทัดเดียวกัน
  > title: พช.แคนดง ประชุมผู้นำชุมชน""",
        """2:8 error F050 “title” takes one line of text
  Write the text after the : in the same line
  > title: พช.แคนดง ประชุมผู้นำชุมชน""",
    ),
    (
        "a mapping for tags",
        """---
title: ข่าว
date: 3 มีนาคม 2565
tags: {ก: ข}
---

เนื้อข่าว
""",
        """4:7 error F051 ช่อง “tags” ต้องเป็นรายการคำ
  คั่นคำด้วยจุลภาคในวงเล็บเหลี่ยม
  > tags: [ผู้นำชุมชน, เศรษฐกิจพอเพียง]""",
        """4:7 error F051 “tags” takes a list of words
  Put commas between the words, in square brackets
  > tags: [ผู้นำชุมชน, เศรษฐกิจพอเพียง]""",
    ),
    (
        "a colon in a list's word",
        """---
title: ข่าว
date: 3 มีนาคม 2565
tags:
  - โครงการ: ระยะที่ 2
---

เนื้อข่าว
""",
        """5:5 error F052 คำหนึ่งใน “tags” มีเครื่องหมาย : ตามด้วยเว้นวรรค
  ใส่เครื่องหมาย ' ครอบคำนั้น
  >   - 'โครงการ: ระยะที่ 2'""",
        """5:5 error F052 A word of “tags” holds a colon and a space
  Put the word in single quotes
  >   - 'โครงการ: ระยะที่ 2'""",
    ),
    (
        "neither yes nor no",
        """---
title: ข่าว
date: 3 มีนาคม 2565
draft: อาจจะ
---

เนื้อข่าว
""",
        """4:8 error F053 ช่อง “draft” ตอบได้เพียง ใช่ หรือ ไม่
  พิมพ์ ใช่ หรือ ไม่ (true หรือ false ก็ได้)
  > draft: ใช่""",
        """4:8 error F053 “draft” takes yes or no
  Write true or false
  > draft: ใช่""",
    ),
    (
        "a counter in words",
        """---
title: ข่าว
date: 3 มีนาคม 2565
visit_counter: เยอะ
---

เนื้อข่าว
""",
        """4:16 error F054 ช่อง “visit_counter” ต้องเป็น ใช่ ไม่ หรือยอดเข้าชมจากเว็บไซต์เดิม
  เขียนยอดรวมและยอดวันนี้ในวงเล็บปีกกา
  > visit_counter: {total: 1523, today: 4}""",
        """4:16 error F054 “visit_counter” takes true, false or the counts of the former site
  Write the total and today's count in braces
  > visit_counter: {total: 1523, today: 4}""",
    ),
    (
        "a count in words",
        """---
title: ข่าว
date: 3 มีนาคม 2565
visit_counter: {total: เยอะ}
---

เนื้อข่าว
""",
        """4:24 error F055 “total” ต้องเป็นจำนวนเต็ม
  เช่น 1523 หรือ 1,523""",
        """4:24 error F055 “total” must be a whole number
  Such as 1523""",
    ),
    (
        "an event without a date",
        """---
title: ข่าว
date: 3 มีนาคม 2565
event: {place: หอประชุม}
---

เนื้อข่าว
""",
        """4:8 error F065 ช่อง “event” ต้องมีวันที่
  เขียนวันที่ไว้ในวงเล็บปีกกา
  > event: {date: 10 มีนาคม 2565, time: 08.30 น., place: หอประชุมอำเภอแคนดง}""",
        """4:8 error F065 “event” needs a date
  Write the date inside the braces
  > event: {date: 10 มีนาคม 2565, time: 08.30 น., place: หอประชุมอำเภอแคนดง}""",
    ),
    (
        "a picture on the internet",
        """---
title: ข่าว
date: 3 มีนาคม 2565
cover: https://example.go.th/a.jpg
---

เนื้อข่าว
""",
        """4:8 error F056 “https://example.go.th/a.jpg” เป็นที่อยู่บนอินเทอร์เน็ต ต้องใช้ชื่อไฟล์ที่วางไว้ข้างข่าว
  ดาวน์โหลดไฟล์มาวางในโฟลเดอร์เดียวกับข่าว แล้วใส่ชื่อไฟล์
  > cover: a.jpg""",
        """4:8 error F056 “https://example.go.th/a.jpg” is an address on the internet, not a file beside the item
  Save the file in the item's folder and give its name
  > cover: a.jpg""",
    ),
    (
        "a picture on the editor's disk",
        r"""---
title: ข่าว
date: 3 มีนาคม 2565
cover: C:\ภาพ\a.jpg
---

เนื้อข่าว
""",
        r"""4:8 error F057 “C:\ภาพ\a.jpg” เป็นที่อยู่ในเครื่องของคุณ ผู้อื่นเปิดไม่ได้
  คัดลอกไฟล์มาวางในโฟลเดอร์เดียวกับข่าว แล้วใส่เพียงชื่อไฟล์
  > cover: a.jpg""",
        r"""4:8 error F057 “C:\ภาพ\a.jpg” is a place on your computer that nobody else can open
  Copy the file into the item's folder and give its bare name
  > cover: a.jpg""",
    ),
    (
        "a picture outside the content",
        """---
title: ข่าว
date: 3 มีนาคม 2565
cover: ../../../../a.jpg
---

เนื้อข่าว
""",
        """4:8 error F058 “../../../../a.jpg” อยู่นอกโฟลเดอร์ content
  คัดลอกไฟล์มาวางในโฟลเดอร์เดียวกับข่าว แล้วใส่เพียงชื่อไฟล์
  > cover: a.jpg""",
        """4:8 error F058 “../../../../a.jpg” lies outside the content folder
  Copy the file into the item's folder and give its bare name
  > cover: a.jpg""",
    ),
    (
        "an alias with a host",
        """---
title: ข่าว
date: 3 มีนาคม 2565
aliases: https://old.example.go.th/2022/x/
---

เนื้อข่าว
""",
        """4:10 error F059 ที่อยู่เดิม “https://old.example.go.th/2022/x/” ต้องไม่มีชื่อเว็บไซต์
  ใส่เฉพาะส่วนที่ต่อจากชื่อเว็บไซต์ เริ่มด้วย /
  > aliases: /2022/x/""",
        """4:10 error F059 The former address “https://old.example.go.th/2022/x/” must not name a site
  Give the part after the site's name, beginning with /
  > aliases: /2022/x/""",
    ),
    (
        "an alias that climbs",
        """---
title: ข่าว
date: 3 มีนาคม 2565
aliases: /a/../b
---

เนื้อข่าว
""",
        """4:10 error F060 ที่อยู่เดิม “/a/../b” ใช้ไม่ได้
  ใส่ในรูป /2022/03/03/khaen-dong/ โดยไม่มี .. และไม่มีช่องว่างระหว่าง / สองตัว""",
        """4:10 error F060 The former address “/a/../b” cannot be used
  Write it like /2022/03/03/khaen-dong/, without .. and without empty parts""",
    ),
    (
        "an alias with a query",
        """---
title: ข่าว
date: 3 มีนาคม 2565
aliases: "/ข่าว?p=12"
---

เนื้อข่าว
""",
        """4:10 error F061 ที่อยู่เดิม “/ข่าว?p=12” มี ? หรือ # ซึ่งเว็บไซต์แบบไฟล์ส่งต่อไม่ได้
  ลบรายการนี้ แล้วตั้งการส่งต่อที่ผู้ให้บริการเว็บแทน""",
        """4:10 error F061 The former address “/ข่าว?p=12” holds ? or #, which a site of files cannot redirect
  Remove it and set up the redirect at the host""",
    ),
    (
        "a slug with capitals and a space",
        """---
title: ข่าว
date: 3 มีนาคม 2565
slug: Khaen Dong
---

เนื้อข่าว
""",
        """4:7 error F063 “Khaen Dong” ใช้เป็นส่วนท้ายของที่อยู่เว็บไม่ได้
  ใช้ตัวพิมพ์เล็ก ตัวเลข และขีดกลาง ไม่มีเว้นวรรค
  > slug: khaen-dong""",
        """4:7 error F063 “Khaen Dong” cannot be the last part of a web address
  Use small letters, digits and hyphens, without spaces
  > slug: khaen-dong""",
    ),
    (
        "a day that does not exist",
        """---
title: ข่าว
date: 2568-02-29
---

เนื้อข่าว
""",
        """3:15 error D001 ไม่มีวันที่ 29 กุมภาพันธ์ 2568: เดือนนั้นมี 28 วัน (ค.ศ. 2025)
  ตรวจวันที่กับปฏิทิน""",
        """3:15 error D001 There is no 29 กุมภาพันธ์ 2568: that month has 28 days (2025 C.E.)
  Look the date up in a calendar""",
    ),
    (
        "a month that does not exist",
        """---
title: ข่าว
date: 3 มีนามคม 2565
---

เนื้อข่าว
""",
        """3:9 error D002 ไม่มีเดือน “มีนามคม”
  เขียนวันก่อนเดือน เช่น 3 มีนาคม 2565 หรือ 3/3/2565""",
        """3:9 error D002 There is no month “มีนามคม”
  Write the day first, such as 3 มีนาคม 2565 or 3/3/2565""",
    ),
    (
        "a time that does not exist",
        """---
title: ข่าว
date: 3 มีนาคม 2565
time: 25.00 น.
---

เนื้อข่าว
""",
        """4:7 error D003 ไม่มีเวลา “25.00”
  ใช้เวลา 00.00 ถึง 23.59 เช่น 08.30 น.""",
        """4:7 error D003 There is no time “25.00”
  Use a time from 00.00 to 23.59, such as 08.30 น.""",
    ),
    (
        "a year that cannot be",
        """---
title: ข่าว
date: 3 มีนาคม 9965
---

เนื้อข่าว
""",
        """3:16 error D004 ปี “9965” ไม่น่าจะถูก
  ใช้ปี พ.ศ. สี่หลัก เช่น 2565""",
        """3:16 error D004 The year “9965” cannot be right
  Use the Buddhist year with four digits, such as 2565""",
    ),
    (
        "a span that runs backwards",
        """---
title: ข่าว
date: 4-3 มีนาคม 2565
---

เนื้อข่าว
""",
        """3:7 error D005 ช่วงย้อนหลัง: 4 มี.ค. 2565 อยู่หลัง 3 มี.ค. 2565
  เขียนวันเริ่มก่อนวันสิ้นสุด""",
        """3:7 error D005 The span runs backwards: 4 มี.ค. 2565 is after 3 มี.ค. 2565
  Write the first day before the last""",
    ),
    (
        "a wrong weekday",
        """---
title: ข่าว
date: วันศุกร์ที่ 3 มีนาคม 2565
---

เนื้อข่าว
""",
        """3:10 warning D006 ชื่อวันไม่ตรงกับวันที่: เขียนว่าวันศุกร์ แต่เป็นวันพฤหัสบดี
  แก้ชื่อวันเป็นวันพฤหัสบดี หรือแก้วันที่
  > date: วันพฤหัสบดีที่ 3 มีนาคม 2565""",
        """3:10 warning D006 The weekday is wrong: ศุกร์ is written, and it is พฤหัสบดี
  Write พฤหัสบดี or correct the date
  > date: วันพฤหัสบดีที่ 3 มีนาคม 2565""",
    ),
    (
        "a date in words",
        """---
title: ข่าว
date: เมื่อวานนี้
---

เนื้อข่าว
""",
        """3:7 error D007 อ่านวันที่ “เมื่อวานนี้” ไม่เข้าใจ
  เขียนเช่น 3 มีนาคม 2565 หรือ 2565-03-03 หรือ 3-4 มีนาคม 2565""",
        """3:7 error D007 The date “เมื่อวานนี้” cannot be understood
  Write it like 3 มีนาคม 2565, 2565-03-03 or 3-4 มีนาคม 2565""",
    ),
    (
        "a remark behind a date",
        """---
title: ข่าว
date: 3 มีนาคม 2565 # วันแรก
---

เนื้อข่าว
""",
        """3:7 notice F040 เก็บข้อความหลัง # ไว้ด้วย: “3 มีนาคม 2565 # วันแรก”
3:7 error D007 อ่านวันที่ “3 มีนาคม 2565 # วันแรก” ไม่เข้าใจ
  เขียนเช่น 3 มีนาคม 2565 หรือ 2565-03-03 หรือ 3-4 มีนาคม 2565
  > date: 3 มีนาคม 2565""",
        """3:7 notice F040 The text after # was kept: “3 มีนาคม 2565 # วันแรก”
3:7 error D007 The date “3 มีนาคม 2565 # วันแรก” cannot be understood
  Write it like 3 มีนาคม 2565, 2565-03-03 or 3-4 มีนาคม 2565
  > date: 3 มีนาคม 2565""",
    ),
    (
        "a time in words",
        """---
title: ข่าว
date: 3 มีนาคม 2565
time: ช่วงเช้า
---

เนื้อข่าว
""",
        """4:7 error D008 อ่านเวลา “ช่วงเช้า” ไม่เข้าใจ
  เขียนเช่น 08.30 น. หรือ 08.30-16.30 น.""",
        """4:7 error D008 The time “ช่วงเช้า” cannot be understood
  Write it like 08.30 น. or 08.30-16.30 น.""",
    ),
    (
        "two times that differ",
        """---
title: ข่าว
date: 3 มีนาคม 2565 เวลา 08.30 น.
time: 09.30 น.
---

เนื้อข่าว
""",
        """4:7 error D009 เวลาไม่ตรงกัน: ในวันที่เขียน 08.30 น. แต่ที่นี่เขียน 09.30 น.
  เก็บไว้ที่เดียว""",
        """4:7 error D009 Two times differ: 08.30 with the date, and 09.30 here
  Keep one of them""",
    ),
    (
        "two last days that differ",
        """---
title: ข่าว
date: 3-4 มีนาคม 2565
end_date: 5 มีนาคม 2565
---

เนื้อข่าว
""",
        """4:11 error D010 วันสิ้นสุดไม่ตรงกับช่วงวันที่เขียนไว้แล้ว
  ลบ “end_date” หรือเขียนเพียงวันแรกในช่องวันที่""",
        """4:11 error D010 This last day differs from the span given already
  Delete “end_date” or give only the first day as the date""",
    ),
    (
        "a last day before the first",
        """---
title: ข่าว
date: 3 มีนาคม 2565
end_date: 2 มีนาคม 2565
---

เนื้อข่าว
""",
        """4:11 error D011 วันสิ้นสุดอยู่ก่อนวันเริ่ม
  แก้ “end_date” ให้เป็นวันเดียวกันหรือหลังวันเริ่ม""",
        """4:11 error D011 The last day is before the first
  Let “end_date” be the first day or a later one""",
    ),
    (
        "a span for an instant",
        """---
title: ข่าว
date: 3 มีนาคม 2565
publish_on: 3-4 มีนาคม 2565
---

เนื้อข่าว
""",
        """4:13 error D012 “publish_on” ต้องเป็นวันเดียว ไม่ใช่ช่วง
  เขียนวันเดียว จะมีเวลาด้วยก็ได้
  > publish_on: 10 มีนาคม 2565 เวลา 08.30 น.""",
        """4:13 error D012 “publish_on” takes one day, not a span
  Write one day, with a time if needed
  > publish_on: 10 มีนาคม 2565 เวลา 08.30 น.""",
    ),
    (
        "gone before it comes",
        """---
title: ข่าว
date: 3 มีนาคม 2565
publish_on: 3 มีนาคม 2565
expire_on: 2 มีนาคม 2565
---

เนื้อข่าว
""",
        """5:12 error D013 ข่าวนี้หมดอายุก่อนที่จะเผยแพร่ จึงไม่มีใครได้เห็น
  แก้ “expire_on” ให้เป็นวันหลังจากวันเผยแพร่""",
        """5:12 error D013 The item expires before it is published, so nobody would see it
  Let “expire_on” be later than the day of publishing""",
    ),
    (
        "a mistyped district",
        """---
title: ข่าว
date: 3 มีนาคม 2565
district: แคนดล
---

เนื้อข่าว
""",
        """4:11 error L002 ไม่มีอำเภอ “แคนดล” ในจังหวัดบุรีรัมย์
  หมายถึง แคนดง หรือไม่
  > district: แคนดง""",
        """4:11 error L002 There is no district “แคนดล” in Buri Ram
  Did you mean แคนดง?
  > district: แคนดง""",
    ),
    (
        "a mistyped district in a location",
        """---
title: ข่าว
date: 3 มีนาคม 2565
location: หอประชุม อ.แคนดล จ.บุรีรัมย์
---

เนื้อข่าว
""",
        """4:22 warning L002 ไม่มีอำเภอ “แคนดล” ในจังหวัดบุรีรัมย์
  หมายถึง แคนดง หรือไม่
  > location: หอประชุม อ.แคนดง จ.บุรีรัมย์""",
        """4:22 warning L002 There is no district “แคนดล” in Buri Ram
  Did you mean แคนดง?
  > location: หอประชุม อ.แคนดง จ.บุรีรัมย์""",
    ),
    (
        "a district of another province",
        """---
title: ข่าว
date: 3 มีนาคม 2565
district: ปากช่อง
---

เนื้อข่าว
""",
        """4:11 error L003 อำเภอ “ปากช่อง” ไม่ได้อยู่ในจังหวัดบุรีรัมย์ แต่อยู่ในจังหวัดนครราชสีมา
  ถ้าเป็นข่าวนอกจังหวัด ให้ลบบรรทัดนี้ แล้วเขียนไว้ในช่อง location""",
        """4:11 error L003 The district “ปากช่อง” is not in Buri Ram but in จังหวัดนครราชสีมา
  For news from outside, delete this line and write the place as location""",
    ),
    (
        "a subdistrict of three districts",
        """---
title: ข่าว
date: 3 มีนาคม 2565
subdistrict: กระสัง
---

เนื้อข่าว
""",
        """4:14 error L009 ตำบล “กระสัง” มีหลายแห่ง: อำเภอกระสัง, อำเภอเมืองบุรีรัมย์, อำเภอสตึก
  เขียนอำเภอด้วย ระบบจะไม่เดาให้""",
        """4:14 error L009 There are several subdistricts called “กระสัง”: อำเภอกระสัง, อำเภอเมืองบุรีรัมย์, อำเภอสตึก
  Name the district too; nothing is guessed""",
    ),
    (
        "a subdistrict of another district",
        """---
title: ข่าว
date: 3 มีนาคม 2565
district: แคนดง
subdistrict: นางรอง
---

เนื้อข่าว
""",
        """5:14 error L010 ตำบล “นางรอง” ไม่ได้อยู่ในอำเภอแคนดง แต่อยู่ในอำเภอนางรอง
  แก้ชื่อตำบลหรือชื่ออำเภอ""",
        """5:14 error L010 The subdistrict “นางรอง” is not in อำเภอแคนดง but in อำเภอนางรอง
  Correct the subdistrict or the district""",
    ),
    (
        "Thai mistyped",
        """---
title: พช.เเคนดง ประชุมผู้นํา
date: 3 มีนาคม 2565
---

เนื้อข่าว
""",
        """2:1 notice F007 แก้ตัวสะกดที่พิมพ์เพี้ยนหรืออักขระที่มองไม่เห็นให้แล้ว 2 แห่ง เริ่มที่บรรทัดนี้ (เช่น เเ เป็น แ)""",
        """2:1 notice F007 Mistyped or invisible Thai characters were mended: 2, the first in this line (such as เเ for แ)""",
    ),
    (
        "a mark that floats",
        """---
title: ข ่าว
date: 3 มีนาคม 2565
---

เนื้อข่าว
""",
        """2:9 warning F009 มีสระหรือวรรณยุกต์ลอยอยู่หลังช่องว่าง 1 แห่ง แห่งแรกอยู่ในบรรทัดนี้
  ลบช่องว่างที่แทรกอยู่ หรือพิมพ์คำนั้นใหม่""",
        """2:9 warning F009 Vowels or tone marks after a space instead of on a letter: 1, the first in this line
  Delete the space or type the word again""",
    ),
    (
        "a character that was lost",
        "---\ntitle: ข\ufffdาว\ndate: 3 มีนาคม 2565\n---\n\nเนื้อข่าว\n",
        "2:9 error F008 มีตัวอักษรที่สูญหายไปแล้ว (แสดงเป็นเครื่องหมายคำถาม) 1 แห่ง แห่งแรกอยู่ในบรรทัดนี้\n  พิมพ์ตัวอักษรที่หายไปใหม่ โดยดูจากต้นฉบับ",
        "2:9 error F008 Lost characters (shown as a question mark): 1, the first in this line\n  Type the lost characters again from the original",
    ),
    (
        "a control character",
        "---\ntitle: ข\x00าว\ndate: 3 มีนาคม 2565\n---\n\nเนื้อข่าว\n",
        """2:9 error F005 มีอักขระควบคุมที่มองไม่เห็น (U+0000) ในบรรทัดนี้ ทั้งไฟล์มี 1 ตัว
  ลบข้อความช่วงนี้แล้วพิมพ์ใหม่ (อย่าคัดลอกมาวาง)""",
        """2:9 error F005 An invisible control character (U+0000) stands in this line; 1 in the file
  Delete this part of the line and type it again instead of pasting it""",
    ),
)


def shown(problem: Problem, language: str) -> str:
    """A problem as the tables above write it."""
    position = problem.position
    assert position is not None
    head = f"{position.line}:{position.column} {problem.severity} {problem.code} {message(problem, language)}"
    advice = [f"  {line}" for line in hint(problem, language).splitlines()]
    return "\n".join([head, *advice, *([f"  > {problem.fix}"] if problem.fix else [])])


@pytest.fixture(scope="module")
def rules() -> Rules:
    """The rules of Buriram."""
    gazetteer = load("บุรีรัมย์")
    assert gazetteer is not None
    return Rules(gazetteer)


@pytest.mark.parametrize(("mistake", "source", "thai", "english"), MISTAKES, ids=[row[0] for row in MISTAKES])
def test_a_mistake_is_told_with_its_place_and_the_next_step(
    rules: Rules, mistake: str, source: str, thai: str, english: str
) -> None:
    """Each mistake is named once, at its line, in words that say what to do; only an error holds the item back."""
    reading = read(PATH, source.encode(), rules)

    assert thai == "\n".join(shown(problem, "th") for problem in reading.problems), mistake
    assert english == "\n".join(shown(problem, "en") for problem in reading.problems), mistake
    assert (" error " in english) == (reading.item is None)
