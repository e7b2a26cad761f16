"""Certificates for servers of the tests: a good one, and those that a client must refuse."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

_NOW = dt.datetime.now(dt.UTC)
_DAY = dt.timedelta(days=1)
NAMES = ("localhost", "127.0.0.1", "127.0.0.2")


@dataclass(frozen=True, slots=True)
class Authority:
    """Who signs certificates; `file` is what a client is told to trust."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate
    file: Path

    def sign(self, folder: Path, name: str, *, names: tuple[str, ...] = NAMES, days: int = 30) -> Path:
        """A file with a key and its certificate for some names; one of negative days has expired."""
        key = _new_key()
        made = _certificate(key, "server", self.certificate.subject, days).add_extension(_names(names), critical=False)
        made = made.add_extension(_key_of(self.key), critical=False)
        return _write(folder / f"{name}.pem", key, made.sign(self.key, hashes.SHA256()))


def authority(folder: Path, name: str = "authority") -> Authority:
    """A new authority, with its certificate in a folder."""
    key = _new_key()
    made = _certificate(key, name, _name(name), 30)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    made = made.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    certificate = made.sign(key, hashes.SHA256())
    file = folder / f"{name}.pem"
    file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return Authority(key, certificate, file)


def self_signed(folder: Path) -> Path:
    """A file with a key and a certificate that nobody but itself has signed."""
    key = _new_key()
    made = _certificate(key, "server", _name("server"), 30).add_extension(_names(NAMES), critical=False)
    return _write(folder / "self-signed.pem", key, made.sign(key, hashes.SHA256()))


def _new_key() -> rsa.RSAPrivateKey:
    """RSA, since vsftpd by default takes no other."""
    return rsa.generate_private_key(65537, 2048)


def _certificate(key: rsa.RSAPrivateKey, subject: str, issuer: x509.Name, days: int) -> x509.CertificateBuilder:
    end = _NOW + days * _DAY
    return x509.CertificateBuilder(
        issuer_name=issuer,
        subject_name=_name(subject),
        public_key=key.public_key(),
        serial_number=x509.random_serial_number(),
        not_valid_before=min(_NOW, end) - _DAY,
        not_valid_after=end,
    )


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _names(names: tuple[str, ...]) -> x509.SubjectAlternativeName:
    return x509.SubjectAlternativeName(
        [x509.IPAddress(ip_address(one)) if one[0].isdigit() else x509.DNSName(one) for one in names]
    )


def _key_of(key: rsa.RSAPrivateKey) -> x509.AuthorityKeyIdentifier:
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())


def _write(file: Path, key: rsa.RSAPrivateKey, certificate: x509.Certificate) -> Path:
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(secret + certificate.public_bytes(serialization.Encoding.PEM))
    file.chmod(0o600)
    return file
