#!/bin/sh
# site_builder-launcher: opens the preview of this site in the browser; the first time it makes its environment from the folder wheels.
cd -- "$(dirname -- "$0")" || exit 1
PYTHONUTF8=1
export PYTHONUTF8
python=.venv/bin/python

stop() {
  printf '%s\n' "$@" >&2
  if [ -t 0 ]; then
    printf 'กด Enter เพื่อปิด / Press Enter to close '
    read -r _
  fi
  exit 1
}

fits() {
  "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

current() {
  for wheel in wheels/site_builder-*.whl; do
    [ ! -e "$wheel" ] || [ -e ".venv/$(basename "$wheel").done" ] || return 1
  done
  "$python" -P -c 'import site_builder' 2>/dev/null
}

prepare() {
  found=
  for name in python3 python3.14 python3.13 python3.12 python3.11; do
    if command -v "$name" >/dev/null && fits "$name"; then
      found=$name
      break
    fi
  done
  [ -n "$found" ] || stop \
    'เครื่องนี้ไม่มี Python รุ่น 3.11 ขึ้นไป / Python 3.11 or later is missing.' \
    'วิธีแก้: เปิด https://www.python.org/downloads/ ดาวน์โหลดและติดตั้งรุ่นล่าสุด แล้วเปิดไฟล์นี้อีกครั้ง'
  echo 'ครั้งแรกใช้เวลาสักครู่ กำลังเตรียมโปรแกรม... / Preparing...'
  "$found" -m venv .venv || stop \
    'สร้างสภาพแวดล้อมของโปรแกรมไม่ได้ ข้อความข้างบนบอกสาเหตุ / The environment cannot be made.' \
    'วิธีแก้: บน Debian และ Ubuntu สั่ง sudo apt install python3-venv แล้วเปิดไฟล์นี้อีกครั้ง'
  install
}

install() {
  for wheel in wheels/site_builder-*.whl; do
    if [ -e "$wheel" ]; then
      pip --no-index --find-links wheels "$wheel" || {
        echo 'ชุดติดตั้งในโฟลเดอร์ wheels ไม่ครบสำหรับเครื่องนี้ กำลังโหลดส่วนที่ขาด / Loading what wheels lacks...'
        pip "$wheel" || failed
      }
      : > ".venv/$(basename "$wheel").done"
    elif [ -e pyproject.toml ]; then
      pip . || failed
    else
      stop 'ไม่พบโฟลเดอร์ wheels ข้างไฟล์นี้ / The folder wheels is not beside this file.' \
        'วิธีแก้: ขอโฟลเดอร์ wheels จากผู้ดูแลเว็บไซต์ แล้ววางไว้ในโฟลเดอร์เดียวกับไฟล์นี้'
    fi
  done
}

pip() {
  "$python" -P -m pip install -q --disable-pip-version-check "$@"
}

failed() {
  stop 'เตรียมโปรแกรมไม่สำเร็จ ข้อความข้างบนบอกสาเหตุ / It did not work; the lines above say why.' \
    'วิธีแก้: ลบโฟลเดอร์ .venv แล้วเปิดไฟล์นี้อีกครั้ง'
}

current || prepare
echo 'เว็บไซต์จะเปิดในเบราว์เซอร์ ปิดหน้าต่างนี้เมื่อเลิกใช้ / The site opens in your browser; close this window to end.'
"$python" -P -m site_builder serve --open || stop 'เปิดเว็บไซต์ไม่สำเร็จ ข้อความข้างบนบอกสาเหตุ / It did not start; the lines above say why.'
