"""Hosts to publish to, as Debian has them: OpenSSH, vsftpd, Pure-FTPd and a bucket, each with its own folder and keys.

FTP's data ports are a few known ones, so that a proxy of another address can stand before control and data alike.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from servers import LOCAL, free_port, running

PASSWORD = "ทดสอบ-secret-1"  # noqa: S105 — of servers that live as long as a test
DATA_PORTS = 24
SHOWN = "public_html"  # the folder of the site below what an account sees: no account may write into its own root


@dataclass(frozen=True, slots=True)
class Site:
    """Where a server runs: on this machine, or in a network namespace by `ip netns exec`."""

    host: str = LOCAL
    within: tuple[str, ...] = ()


_HERE = Site()


@dataclass(frozen=True, slots=True)
class Running:
    """A server that runs: where it listens, who may log in, and the folder that it shows."""

    port: int
    user: str
    password: str
    root: Path
    pid: int
    data_ports: tuple[int, ...] = ()


@contextmanager
def vsftpd(
    folder: Path, certificate: Path, *lines: str, port: int = 0, tls: bool = True, at: Site = _HERE
) -> Iterator[Running]:
    """The vsftpd of Debian, by default with TLS, where data connections must continue the control connection's session.

    It asks nobody's password but that of a file of its own, so that the machine gets no further user.
    """
    port = port or free_port()
    root, ports = _root(folder), _data_ports(port)
    (folder / "passwords").write_text(PASSWORD + "\n", "utf-8")
    secure = (
        f"ssl_enable=YES\nallow_anon_ssl=YES\nforce_anon_logins_ssl=YES\nforce_anon_data_ssl=YES\n"
        f"rsa_cert_file={certificate}\nrsa_private_key_file={certificate}\n"
    )
    (folder / "vsftpd.conf").write_text(
        f"listen=YES\nlisten_address={at.host}\nlisten_port={port}\nbackground=NO\nrun_as_launching_user=NO\n"
        f"anonymous_enable=YES\nlocal_enable=NO\nwrite_enable=YES\nanon_upload_enable=YES\n"
        f"anon_mkdir_write_enable=YES\nanon_other_write_enable=YES\nanon_world_readable_only=NO\nanon_umask=022\n"
        f"ftp_username=ftp\nanon_root={root.parent}\nallow_writeable_chroot=YES\nno_anon_password=NO\n"
        f"secure_email_list_enable=YES\nemail_password_file={folder}/passwords\n"
        f"pasv_min_port={ports[0]}\npasv_max_port={ports[-1]}\nsecure_chroot_dir={_empty(folder)}\n"
        f"seccomp_sandbox=NO\nisolate_network=NO\nisolate=NO\nlog_ftp_protocol=NO\nxferlog_enable=NO\n"
        + (secure if tls else "")
        + "".join(f"{line}\n" for line in lines),
        "utf-8",
    )
    with running([*at.within, "vsftpd", folder / "vsftpd.conf"], port, host=at.host) as pid:
        yield Running(port, "anonymous", PASSWORD, root, pid, ports)


@contextmanager
def pure_ftpd(folder: Path, certificate: Path, *flags: str, port: int = 0) -> Iterator[Running]:
    """Pure-FTPd with TLS asked for, its users in a file of its own."""
    port = port or free_port()
    root, ports = _root(folder), _data_ports(port)
    passwd, users = folder / "users.passwd", folder / "users.pdb"
    quick = ["openssl", "passwd", "-5", "-stdin"]  # the hash of pure-pw itself takes a second, at each login
    digest = subprocess.run(quick, input=PASSWORD.encode(), check=True, capture_output=True).stdout.decode().strip()
    passwd.write_text(f"office:{digest}:65534:65534::{root.parent}/./::::::::::::\n", "utf-8")
    subprocess.run(["pure-pw", "mkdb", users, "-f", passwd], check=True)
    command = [
        *("pure-ftpd", "-S", f"{LOCAL},{port}", "-l", f"puredb:{users}", "-p", f"{ports[0]}:{ports[-1]}"),
        *("-E", "-A", "-Y", "2", "-2", str(certificate), "-c", "30", "-C", "30", "-U", "133:022"),
        *("-g", str(folder / "pure.pid"), "-u", "100", "-H", *flags),
    ]
    with running(command, port) as pid:
        yield Running(port, "office", PASSWORD, root, pid, ports)


@contextmanager
def sshd(folder: Path, *lines: str, port: int = 0, key: str = "host", at: Site = _HERE) -> Iterator[Running]:
    """OpenSSH with a host key and a user's key of its own in `folder`; sftp alone, in the folder that it shows.

    The password of what is returned is the path of the user's key.
    """
    port = port or free_port()
    root = _root(folder)
    for name in (key, "user"):
        if not (folder / name).exists():
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / name], check=True)
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)  # where sshd parts from its rights
    (folder / "sshd_config").write_text(
        f"ListenAddress {at.host}:{port}\nHostKey {folder / key}\nAuthorizedKeysFile {folder}/user.pub\n"
        f"StrictModes no\nUsePAM no\nPasswordAuthentication no\nPermitRootLogin prohibit-password\n"
        f"PidFile none\nSubsystem sftp internal-sftp\nForceCommand internal-sftp -d {root.parent}\nMaxStartups 100\n"
        + "".join(f"{line}\n" for line in lines),
        "utf-8",
    )
    command = [*at.within, "/usr/sbin/sshd", "-D", "-e", "-f", str(folder / "sshd_config")]
    with running(command, port, host=at.host) as pid:
        user = "root" if os.geteuid() == 0 else os.environ["USER"]
        yield Running(port, user, str(folder / "user"), root, pid)


@contextmanager
def moto(folder: Path, *, port: int = 0) -> Iterator[Running]:
    """A server that speaks as S3 does; its buckets live in its memory, and end with it."""
    port = port or free_port()
    command = [sys.executable, "-W", "ignore", "-m", "moto.server", "-H", LOCAL, "-p", str(port)]
    with running(command, port, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}) as pid:
        yield Running(port, "office", PASSWORD, folder, pid)


def _root(folder: Path) -> Path:
    """The folder that is shown, for a user without any rights elsewhere."""
    root = folder / "jail" / SHOWN
    root.mkdir(exist_ok=True, parents=True)
    for above in (root, *root.parents):
        if above.stat().st_uid == os.geteuid() and above.stat().st_mode & 0o755 != 0o755:
            above.chmod(above.stat().st_mode | 0o711)  # pytest's folders are for its own user alone
    root.chmod(0o777)
    return root


def _empty(folder: Path) -> Path:
    (folder / "empty").mkdir(exist_ok=True)
    return folder / "empty"


def _data_ports(port: int) -> tuple[int, ...]:
    """A range of ports for data, away from those that the system hands out."""
    first = 10_000 + (port * DATA_PORTS) % 20_000
    return tuple(range(first, first + DATA_PORTS))
