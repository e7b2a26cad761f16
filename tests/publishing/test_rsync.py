"""What rsync over ssh has of its own: whose key the host shows."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from publishing.places import opened, shell

from site_builder.publishing.host import HostFailed
from site_builder.texts import lines

pytestmark = pytest.mark.group_shell


def test_the_key_of_a_host_is_kept_and_another_one_refused(site: Path, tmp_path: Path) -> None:
    """In known_hosts of the home, as for SFTP; a key that differs from it ends everything before a file is sent."""
    with shell(tmp_path) as place:
        opened(place, site).close()
        opened(place, site).list()
        pinned = tmp_path / ".ssh/known_hosts"
        assert (tmp_path / "ssh/host.pub").read_text().split()[:2] == pinned.read_text().split()[1:3]
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", tmp_path / "another"], check=True)
        name, *_ = pinned.read_text().split()
        pinned.write_text(f"{name} {(tmp_path / 'another.pub').read_text()}")
        with pytest.raises(HostFailed) as failed:
            opened(place, site).list()
    assert """- ผิดพลาด N055
  กุญแจของเครื่อง “127.0.0.1” เปลี่ยนไปจากครั้งก่อน จึงไม่ส่งอะไรออกไป อาจมีผู้แอบอ้างเป็นเครื่องนั้น
  วิธีแก้: ถามผู้ดูแลเครื่องว่าเปลี่ยนกุญแจจริงหรือไม่ หากจริงให้ลบกุญแจเดิมด้วยคำสั่ง ssh-keygen -R ชื่อเครื่อง""" == "\n".join(
        lines(failed.value.problem, "th")
    )
