"""Hosts that must not be trusted, do not answer or do not let us in: refused in plain words, and nothing is sent."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from publishing.hosts import PASSWORD, moto, sshd, vsftpd
from publishing.network import SERVERS, bucket_table, client, ftp_table, password, ssh_table, variable
from servers import LOCAL, free_port

from site_builder.problems import Problem
from site_builder.publishing import host as contract
from site_builder.publishing.host import Access, Host, HostFailed
from site_builder.publishing.hosts import kind_of
from site_builder.publishing.secrets import password as found_password
from site_builder.publishing.targets import read_targets
from site_builder.texts import lines

pytestmark = pytest.mark.group_servers


def opened(table: str, site: Path, told: list[Problem] | None = None) -> Host:
    """The host of a table, opened as `publish` does where nobody types a password."""
    (target,), problems = read_targets(f"[publish.main]\n{table}", "https://news.example.go.th/")
    assert () == problems
    said = [] if told is None else told
    secret = found_password(target, lambda _target, _user: "")
    return kind_of(target.kind).open(target, Access(site, site / "cache", secret, said.append))


def refused(table: str, site: Path, language: str = "th") -> str:
    """What is said when the host is opened."""
    with pytest.raises(HostFailed) as fault, closing(opened(table, site)):
        pass
    return "\n".join(lines(fault.value.problem, language))


@pytest.fixture
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hosts may be silent for a second and a half."""
    monkeypatch.setattr(contract, "PATIENCE", 1.5)


@pytest.mark.parametrize("name", ["expired", "other", "unknown", "self-signed"])
def test_a_certificate_that_proves_nothing_is_refused(tmp_path: Path, site: Path, name: str) -> None:
    """Expired, of another host, signed by nobody whom we trust, or by itself: said in Thai before a password goes."""
    from publishing.certificates import authority, self_signed  # noqa: PLC0415 — of an extra

    ca = SERVERS.ca
    certificates = {
        "expired": lambda: ca.sign(tmp_path, "expired", days=-1),
        "other": lambda: ca.sign(tmp_path, "other", names=("ftp.example.com",)),
        "unknown": lambda: authority(tmp_path).sign(tmp_path, "unknown"),
        "self-signed": lambda: self_signed(tmp_path),
    }
    untrusted = """- ผิดพลาด N066
  ใบรับรองของ “127.0.0.1” ไม่ได้ออกโดยผู้ที่เครื่องนี้เชื่อถือ อาจมีผู้ดักอยู่ระหว่างทาง จึงไม่ได้ส่งรหัสผ่านหรือไฟล์ใดออกไป
  วิธีแก้: แจ้งผู้ให้บริการ ถ้าเป็นเครื่องแม่ข่ายของหน่วยงานเอง ให้ขอไฟล์ใบรับรองของผู้ออก แล้วระบุใน content/site.toml ว่า ca = "ชื่อไฟล์\""""
    expected = {
        "expired": """- ผิดพลาด N064
  ใบรับรองของ “127.0.0.1” หมดอายุหรือยังไม่ถึงวันที่ใช้ได้ จึงไม่ได้ส่งรหัสผ่านหรือไฟล์ใดออกไป
  วิธีแก้: ตรวจวันที่และเวลาของเครื่องนี้ ถ้าถูกต้อง ให้แจ้งผู้ให้บริการต่ออายุใบรับรอง""",
        "other": """- ผิดพลาด N065
  ใบรับรองที่ได้รับไม่ใช่ของ “127.0.0.1” แต่เป็นของเครื่องชื่ออื่น จึงไม่ได้ส่งรหัสผ่านหรือไฟล์ใดออกไป
  วิธีแก้: ใส่ host ให้ตรงกับชื่อที่ผู้ให้บริการแจ้งสำหรับ FTP หรือ SFTP ซึ่งอาจต่างจากชื่อเว็บไซต์""",
        "unknown": untrusted,
        "self-signed": untrusted,
    }
    with vsftpd(tmp_path, certificates[name]()) as server, password(PASSWORD):
        assert expected[name] == refused(ftp_table(server), site)
        assert [] == list(server.root.iterdir())


def test_a_changed_host_key_is_refused(tmp_path: Path, site: Path) -> None:
    """The first key is kept and told with its fingerprint; another one later is refused, with both and where to ask."""
    port, told = free_port(), list[Problem]()
    with variable("HOME", str(tmp_path)):
        with sshd(tmp_path, port=port) as server:
            opened(ssh_table(server), site, told).close()
            first = fingerprint(tmp_path / "host.pub")
            opened(ssh_table(server), site, told).close()
        file = tmp_path / ".ssh/known_hosts"
        assert [
            f"""- แจ้งให้ทราบ N083
  ติดต่อ “127.0.0.1” เป็นครั้งแรก และจำกุญแจของเครื่องนี้ไว้ใน {file} แล้ว ลายนิ้วมือคือ {first}
  วิธีแก้: ถามผู้ให้บริการว่าลายนิ้วมือตรงกัน ถ้าเผยแพร่จากหลายเครื่องหรือโดยไม่มีคนอยู่ ให้เพิ่มบรรทัดนี้ใน content/site.toml
    | fingerprint = "{first}\""""
        ] == ["\n".join(lines(one, "th")) for one in told]
        with sshd(tmp_path, port=port, key="another") as server:
            said = refused(ssh_table(server), site)
            second = fingerprint(tmp_path / "another.pub")
            assert [] == list(server.root.iterdir())
            opened(ssh_table(server, "", f'key = "{server.password}"', f'fingerprint = "{second}"'), site).close()
            wrong = refused(ssh_table(server, "", f'key = "{server.password}"', f'fingerprint = "{first}"'), site)
    expected = """- ผิดพลาด N082
  กุญแจของ “127.0.0.1” เปลี่ยนไปจากที่เคยรู้จัก อาจมีผู้ปลอมเป็นเครื่องนี้ จึงไม่ได้ส่งรหัสผ่านหรือไฟล์ใดออกไป (เดิม {first} ครั้งนี้ {second})
  วิธีแก้: โทรถามผู้ให้บริการว่าเปลี่ยนกุญแจจริงหรือไม่ เฉพาะเมื่อยืนยันแล้ว จึงลบกุญแจเดิมออกจาก {place}"""
    assert expected.format(first=first, second=second, place=file) == said
    assert expected.format(first=first, second=second, place="content/site.toml") == wrong


def fingerprint(key: Path) -> str:
    """As OpenSSH itself tells it."""
    answer = subprocess.run(["ssh-keygen", "-lf", key], check=True, capture_output=True, text=True)
    return answer.stdout.split()[1]


def test_who_has_no_right_is_not_let_in(tmp_path: Path, site: Path) -> None:
    """A wrong password, none at all, a foreign key, a folder or a bucket that is not there: each has its sentence."""
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", tmp_path / "mine"], check=True)
    (tmp_path / "secret").write_text("no key")
    (ftp, _), (ssh, _), (s3, _) = SERVERS.ftp(vsftpd), SERVERS.ssh(), SERVERS.s3()
    lost = bucket_table(s3).replace("office-news", "office-lost")  # the other one, another test may have made
    with variable("HOME", str(tmp_path)), password("ไม่ใช่"):
        foreign = refused(ssh_table(ssh, "", f'key = "{tmp_path}/mine"'), site, "en")
        assert f"“127.0.0.1” does not let “{ssh.user}” in with the key “{tmp_path}/mine”" in foreign
        assert "or its passphrase is wrong" in refused(ssh_table(ssh, "", f'key = "{tmp_path}/secret"'), site, "en")
        assert "There is no folder “public_html/none”" in refused(ssh_table(ssh, "none"), site, "en")
        assert "the user or the password is wrong" in refused(ftp_table(ftp), site, "en")
        assert "There is no bucket “office-lost”" in refused(lost, site, "en")
    with password(PASSWORD):
        assert "There is no folder “public_html/none”" in refused(ftp_table(ftp, "none"), site, "en")
    for table in (ftp_table(ftp), bucket_table(s3)):
        assert "set the variable SITE_BUILDER_MAIN_PASSWORD" in refused(table, site, "en")


def test_plain_ftp_is_for_those_who_ask_for_it(tmp_path: Path, site: Path) -> None:
    """A host without TLS gets no password; with the setting it does, and each publishing says what that means."""
    told: list[Problem] = []
    with vsftpd(tmp_path, tmp_path, tls=False) as server, password(PASSWORD):
        assert """- ผิดพลาด N073
  “127.0.0.1” ไม่รับการเข้ารหัส จึงไม่ได้ส่งรหัสผ่านหรือไฟล์ใดออกไป
  วิธีแก้: ขอ FTP แบบเข้ารหัส (FTPS) หรือ SFTP จากผู้ให้บริการ ถ้าจำเป็นต้องใช้แบบไม่เข้ารหัสและยอมรับว่าผู้อื่นอาจอ่านรหัสผ่านได้ ให้เพิ่มบรรทัดนี้
    | encryption = "none\"""" == refused(ftp_table(server), site)
        with closing(opened(ftp_table(server, "", 'encryption = "none"'), site, told)) as host:
            assert host.claim("one")
            host.release()
    assert ["N075"] == [one.code for one in told]


@contextmanager
def silent() -> Iterator[int]:
    """A port that takes connections and never says a word."""
    with socket.create_server((LOCAL, 0)) as door:
        held: list[socket.socket] = []
        thread = threading.Thread(target=_hold, args=(door, held), daemon=True)
        thread.start()
        yield door.getsockname()[1]
        door.shutdown(socket.SHUT_RDWR)  # wakes it; closed under it, it would take the connections of a later test
        thread.join()
        for one in held:
            one.close()


def _hold(door: socket.socket, held: list[socket.socket]) -> None:
    try:
        while True:
            held.append(door.accept()[0])
    except OSError:
        return


TABLES = {
    "ftps": 'kind = "ftps"\nhost = "{host}"\nport = {port}\nuser = "office"\npath = "www"\n',
    "sftp": 'kind = "sftp"\nhost = "{host}"\nport = {port}\nuser = "office"\npath = "www"\n',
    "s3": 'kind = "s3"\nendpoint = "http://{host}:{port}"\nbucket = "news"\nuser = "office"\n',
}


@pytest.mark.usefixtures("_short")
@pytest.mark.parametrize("kind", TABLES)
def test_no_wait_is_without_end(tmp_path: Path, site: Path, kind: str) -> None:
    """A host that takes the connection and says nothing, takes none, or is none at all: told, and within its time."""
    with variable("HOME", str(tmp_path)), password(PASSWORD):
        with silent() as port:
            started = time.monotonic()
            said = refused(TABLES[kind].format(host=LOCAL, port=port), site, "en")
            assert time.monotonic() - started < 2 * contract.PATIENCE + 2
            assert "has not answered for 2 seconds" in said
        closed = free_port()
        assert f"takes no connection at port {closed}" in refused(
            TABLES[kind].format(host=LOCAL, port=closed), site, "en"
        )
        nobody = TABLES[kind].format(host="no-such-host.invalid", port=21)
        assert "No host is known by the name “no-such-host.invalid" in refused(nobody, site, "en")


@pytest.mark.parametrize(("kind", "library"), [("sftp", "asyncssh"), ("s3", "boto3")])
def test_a_missing_extra_is_named_with_its_command(
    site: Path, kind: str, library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without its library a kind says what to run; nothing else of the program needs it."""
    monkeypatch.setitem(sys.modules, library, None)
    assert f"""- ผิดพลาด N071
  การเผยแพร่แบบ {kind} ต้องติดตั้งส่วนเสริมก่อน
  วิธีแก้: สั่งคำสั่งนี้ครั้งเดียว แล้วเผยแพร่อีกครั้ง
    | pip install "site-builder[{kind}]\"""" == refused(TABLES[kind].format(host=LOCAL, port=1), site)


def test_an_object_says_what_it_is_and_how_long_it_keeps(tmp_path: Path, site: Path) -> None:
    """A page is asked for anew each time, what is named by its content is kept for ever, and types are the web's."""
    with moto(tmp_path) as server, password(PASSWORD), closing(client(server)) as made:
        made.create_bucket(Bucket="office-news")
        with closing(opened(bucket_table(server), site)) as host:
            paths = ("news/index.html", "assets/css/site.0123456789.css", "media/ภาพ.JPG", "feed.xml", "_headers")
            for path in paths:
                (site / "body").write_bytes(path.encode())
                with (site / "body").open("rb") as body:
                    host.put(path, body, len(path.encode()), lambda _: None)
        heads = [made.head_object(Bucket="office-news", Key=path) for path in paths]
    for_ever = "public, max-age=31536000, immutable"
    assert [
        ("text/html; charset=utf-8", "no-cache"),
        ("text/css; charset=utf-8", for_ever),
        ("image/jpeg", "no-cache"),
        ("application/xml; charset=utf-8", "no-cache"),
        ("application/octet-stream", "no-cache"),
    ] == [(head["ContentType"], head["CacheControl"]) for head in heads]
