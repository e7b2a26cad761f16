"""Hosts that are not as Debian has them: few connections, passwords alone, no renaming; and settings that name none."""

from __future__ import annotations

import asyncio
import io
import subprocess
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from publishing.hosts import PASSWORD, SHOWN, vsftpd
from publishing.network import SERVERS, ftp_table, password, ssh_table, variable
from publishing.test_refusals import opened, refused
from servers import LOCAL

from site_builder.problems import Problem
from site_builder.publishing import host as contract
from site_builder.publishing.host import Host, HostFailed
from site_builder.publishing.targets import read_targets
from site_builder.texts import lines

pytestmark = pytest.mark.group_servers


def put_many(host: Host) -> None:
    """Put twenty files, as many at once as the host says."""
    with ThreadPoolExecutor(host.connections + 1) as pool:
        list(pool.map(lambda name: host.put(f"{name}.html", io.BytesIO(b"1"), 1, lambda _: None), range(20)))


def test_a_host_that_allows_few_connections_gets_few(tmp_path: Path, site: Path) -> None:
    """One that turns the third away is served by two; one that has none left is told of with what to do."""
    certificate = SERVERS.ca.sign(tmp_path, "good")
    with (
        vsftpd(tmp_path, certificate, "max_per_ip=2") as server,
        password(PASSWORD),
        closing(opened(ftp_table(server), site)) as host,
    ):
        put_many(host)
        assert {f"{name}.html" for name in range(20)} == set(host.list())
        assert """- ผิดพลาด N074
  “127.0.0.1” ไม่รับการเชื่อมต่อเพิ่ม เพราะมีผู้ใช้อยู่เต็มจำนวน
  วิธีแก้: ปิดโปรแกรม FTP อื่นที่เปิดค้างไว้ รอสักครู่ แล้วเผยแพร่อีกครั้ง""" == refused(ftp_table(server), site)


@contextmanager
def ssh_server(base: Path, *, renames: bool) -> Iterator[int]:
    """A server of another make, which asks for a password and shows a folder; without `renames` it is an old one."""
    import asyncssh  # noqa: PLC0415 — of an extra

    class Old(asyncssh.SFTPServer):
        def __init__(self, channel: asyncssh.SSHServerChannel[bytes]) -> None:
            super().__init__(channel, chroot=bytes(base / "jail"))

        def posix_rename(self, oldpath: bytes, newpath: bytes) -> None:
            if not renames:
                raise asyncssh.SFTPOpUnsupported(str(newpath))
            super().posix_rename(oldpath, newpath)

    class Door(asyncssh.SSHServer):
        def begin_auth(self, username: str) -> bool:
            return username == "office"

        def password_auth_supported(self) -> bool:
            return True

        def validate_password(self, username: str, password: str) -> bool:
            return (username, password) == ("office", PASSWORD)

    (base / "jail" / SHOWN).mkdir(parents=True)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    key = asyncssh.generate_private_key("ssh-ed25519")

    async def listen() -> asyncssh.SSHAcceptor:
        return await asyncssh.listen(LOCAL, 0, server_factory=Door, server_host_keys=[key], sftp_factory=Old)

    server = asyncio.run_coroutine_threadsafe(listen(), loop).result(10)
    try:
        yield server.get_port()
    finally:
        loop.call_soon_threadsafe(server.close)
        asyncio.run_coroutine_threadsafe(server.wait_closed(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)
        loop.close()


def table(port: int) -> str:
    """The keys of `[publish.main]`, with no key: what is asked for is a password."""
    return f'kind = "sftp"\nhost = "{LOCAL}"\nport = {port}\nuser = "office"\npath = "{SHOWN}"\n'


def test_a_password_opens_a_server_that_takes_no_key(tmp_path: Path, site: Path) -> None:
    """The right one; a wrong one and none are told apart, and nothing is sent."""
    with variable("HOME", str(tmp_path)), variable("SSH_AUTH_SOCK", ""), ssh_server(tmp_path, renames=True) as port:
        with password(PASSWORD), closing(opened(table(port), site)) as host:
            put_many(host)
        assert 20 == len(list((tmp_path / "jail" / SHOWN).glob("*.html")))
        with password("ไม่ใช่"):
            assert """- ผิดพลาด N069
  “127.0.0.1” ไม่ยอมให้ “office” เข้าใช้ เพราะชื่อผู้ใช้หรือรหัสผ่านไม่ถูกต้อง
  วิธีแก้: ตรวจ user ใน content/site.toml และรหัสผ่าน กับผู้ให้บริการ""" == refused(table(port), site)
        assert """- ผิดพลาด N070
  ไม่มีรหัสผ่านของ “office” ที่ “127.0.0.1” จึงยังไม่ได้ส่งอะไร
  วิธีแก้: พิมพ์รหัสผ่านเมื่อโปรแกรมถาม ถ้าเผยแพร่โดยไม่มีคนอยู่ ให้ตั้งตัวแปร SITE_BUILDER_MAIN_PASSWORD""" == refused(table(port), site)


def test_a_server_that_cannot_replace_at_once_gets_nothing(tmp_path: Path, site: Path) -> None:
    """To delete first and rename then would show readers a hole."""
    with (
        variable("HOME", str(tmp_path)),
        variable("SSH_AUTH_SOCK", ""),
        ssh_server(tmp_path, renames=False) as port,
        password(PASSWORD),
        closing(opened(table(port), site)) as host,
        pytest.raises(HostFailed) as fault,
    ):
        host.put("index.html", io.BytesIO(b"1"), 1, lambda _: None)
    assert """- ผิดพลาด N080
  “127.0.0.1” เปลี่ยนไฟล์ทับของเดิมในคราวเดียวไม่ได้ จึงไม่ได้ส่ง เพราะผู้อ่านจะพบหน้าที่ขาดระหว่างนั้น
  วิธีแก้: ขอให้ผู้ดูแลระบบใช้ OpenSSH หรือเลือกวิธีเผยแพร่แบบอื่น เช่น ftps""" == "\n".join(lines(fault.value.problem, "th"))


def test_a_key_with_a_passphrase_is_opened(tmp_path: Path, site: Path) -> None:
    """By what is given as the password; the agent is not needed."""
    server, _ = SERVERS.ssh()
    locked = tmp_path / "locked"
    locked.write_bytes(Path(server.password).read_bytes())
    locked.chmod(0o600)
    subprocess.run(["ssh-keygen", "-q", "-p", "-P", "", "-N", "ลับ-1234", "-f", locked], check=True)
    with variable("HOME", str(tmp_path)):
        keyed = ssh_table(server, "", f'key = "{locked}"')
        with password("ลับ-1234"):
            opened(keyed, site).close()
        with password("ผิด"):
            assert f"""- ผิดพลาด N086
  อ่านกุญแจ “{locked}” ไม่ได้ หรือรหัสผ่านของกุญแจไม่ถูกต้อง
  วิธีแก้: ตรวจบรรทัด key ใน content/site.toml ต้องเป็นกุญแจส่วนตัวแบบ OpenSSH ไม่ใช่ไฟล์ .pub หรือ .ppk""" == refused(keyed, site)


def test_a_key_that_cannot_be_kept_is_told(tmp_path: Path, site: Path) -> None:
    """Publishing goes on, for the key was never known; but next time nobody will know it either."""
    server, _ = SERVERS.ssh()
    (tmp_path / ".ssh/known_hosts").mkdir(parents=True)
    told: list[Problem] = []
    with variable("HOME", str(tmp_path)):
        opened(ssh_table(server), site, told).close()
    assert ["N083", "N084"] == [one.code for one in told]


@pytest.mark.parametrize("pem", ["", "no certificate"])
def test_an_authority_that_cannot_be_read_is_told(tmp_path: Path, site: Path, pem: str) -> None:
    """A file that is not there, or is none: before anything is reached."""
    if pem:
        (tmp_path / "ca.pem").write_text(pem)
    text = f'kind = "ftps"\nhost = "{LOCAL}"\nuser = "u"\npath = "p"\nca = "{tmp_path}/ca.pem"\n'
    with password(PASSWORD):
        assert f"“{tmp_path}/ca.pem”, which is the ca of “127.0.0.1”, cannot be read" in refused(text, site, "en")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            'kind = "ftps"\nhost = "ftp://office@ftp.example.go.th:21/www"\nuser = "u"\npath = "p"\n',
            """content/site.toml:3:1 ผิดพลาด N078
  host ต้องเป็นชื่อเครื่องแม่ข่ายเพียงอย่างเดียว แต่เขียนไว้ว่า “ftp://office@ftp.example.go.th:21/www”
  3 | host = "ftp://office@ftp.example.go.th:21/www"
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  วิธีแก้: พอร์ต ผู้ใช้ และโฟลเดอร์ มีบรรทัดของตนเอง (port, user, path)
    | host = "ftp.example.go.th\"""",
        ),
        (
            'kind = "sftp"\nhost = "h"\nuser = "u"\npath = "p"\nport = 70000\n',
            """content/site.toml:6:1 ผิดพลาด N079
  port ต้องเป็นตัวเลข 1–65535 แต่เขียนไว้ว่า 70000
  6 | port = 70000
    | ^^^^^^^^^^^^
  วิธีแก้: ปกติไม่ต้องระบุ port ลบบรรทัดนี้ได้ เว้นแต่ผู้ให้บริการแจ้งไว้""",
        ),
        (
            'kind = "s3"\nbucket = "b"\nuser = "u"\nendpoint = "s3.example.com"\n',
            """content/site.toml:5:1 ผิดพลาด N089
  endpoint ต้องเป็นที่อยู่เต็มที่ขึ้นต้นด้วย https:// แต่เขียนไว้ว่า “s3.example.com”
  5 | endpoint = "s3.example.com"
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^
  วิธีแก้: ใส่ตามที่ผู้ให้บริการแจ้ง ถ้าใช้ Amazon S3 ให้ลบบรรทัดนี้
    | endpoint = "https://s3.example.com\"""",
        ),
    ],
)
def test_settings_that_name_no_host_are_mended(text: str, expected: str) -> None:
    """Each with its line, and the line that would be right."""
    targets, problems = read_targets(f"[publish.main]\n{text}", "https://news.example.go.th/")
    assert () == targets
    assert [expected] == ["\n".join(lines(one, "th")) for one in problems]


def test_patience_is_under_a_minute() -> None:
    """What every wait is made of: half a minute, and twice that is the longest that anything may hang."""
    assert 2 * contract.PATIENCE <= 60
