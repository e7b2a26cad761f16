"""Publishing to a bucket, of Amazon or any that speaks as S3 does: each object is replaced at one instant."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Protocol
from urllib.parse import urlsplit

from site_builder.problems import Problem, error
from site_builder.publishing import host as contract
from site_builder.publishing.host import LOCK, PARTS, Access, Count, HostFailed, Kind, Seen, Target
from site_builder.publishing.media_types import keeping, media_type
from site_builder.publishing.reasons import innermost, lacking, unreached
from site_builder.publishing.secrets import variable
from site_builder.reading.tables import Key, Row

_AMAZON = "s3.amazonaws.com"
_NOT_THERE = frozenset({"404", "NoSuchKey", "NotFound"})
_TAKEN = frozenset({"412", "409", "PreconditionFailed", "ConditionalRequestConflict"})
_WRONG_KEY = frozenset({"InvalidAccessKeyId", "SignatureDoesNotMatch"})
_FORBIDDEN = frozenset({"403", "AccessDenied", "AllAccessDisabled"})
_SETTLING = 2.0  # seconds after which two who took a lock at once see who was last


class Client(Protocol):
    """What is used of boto3's client."""

    def head_object(self, *, Bucket: str, Key: str) -> Mapping[str, object]:  # noqa: N803 — boto3's names
        """What is known of an object."""
        ...

    def get_object(self, *, Bucket: str, Key: str) -> Mapping[str, BinaryIO]:  # noqa: N803
        """An object."""
        ...

    def put_object(self, **what: object) -> Mapping[str, object]:
        """Put an object."""
        ...

    def delete_object(self, *, Bucket: str, Key: str) -> Mapping[str, object]:  # noqa: N803
        """Delete an object; none there is as good."""
        ...

    def list_objects_v2(self, **what: object) -> Mapping[str, object]:
        """Up to a thousand objects."""
        ...

    def close(self) -> None:
        """Let go of the connections."""
        ...


class Bucket:
    """A bucket, or what lies below a path in it; see `Host` for what each method keeps."""

    connections = 8
    lists_quickly = False  # a request for a thousand objects, but 300 bytes for each
    delay = 0.0  # what was put is there for all: Amazon since 2020, and those who follow it

    def __init__(self, client: Client, bucket: str, prefix: str, where: tuple[str, str, float]) -> None:
        self._client, self._bucket, self._prefix = client, bucket, prefix
        self._host, self._user, self._patience = where
        self._silent: Problem | None = None  # a host that was silent for too long is not waited for again
        try:
            with self._failing():
                client.list_objects_v2(Bucket=bucket, Prefix=prefix, MaxKeys=1)
        except HostFailed:
            self.close()
            raise

    def list(self) -> Mapping[str, Seen]:
        """A thousand at once."""
        found = dict(self._listed(""))
        return {path: Seen(found[path]) for path in sorted(found) if path != LOCK and not path.startswith(f"{PARTS}/")}

    def look(self, path: str) -> Seen | None:
        """Its head."""
        with self._failing(path):
            try:
                head = self._client.head_object(Bucket=self._bucket, Key=self._prefix + path)
            except self._refusal as fault:
                if _code(fault) in _NOT_THERE:
                    return None
                raise
        return Seen(int(str(head["ContentLength"])))

    def digest(self, path: str) -> str:
        """Read it all: buckets tell other digests, and not all of them any."""
        data = self.read(path)
        return "" if data is None else hashlib.sha256(data).hexdigest()

    def read(self, path: str) -> bytes | None:
        """Read it all."""
        with self._failing(path):
            try:
                return self._client.get_object(Bucket=self._bucket, Key=self._prefix + path)["Body"].read()
            except self._refusal as fault:
                if _code(fault) in _NOT_THERE:
                    return None
                raise

    def put(self, path: str, body: BinaryIO, size: int, count: Count) -> None:
        """One request; the object shows when its last byte is there."""
        if body.seek(0, os.SEEK_END) != size:
            raise HostFailed(error("N030", path=path))
        body.seek(0)
        with self._failing(path):
            self._put(path, body, size)
        count(size)

    def remove(self, path: str) -> None:
        """Delete it; there are no folders."""
        with self._failing(path):
            self._client.delete_object(Bucket=self._bucket, Key=self._prefix + path)

    def barrier(self) -> None:
        """Nothing is on its way."""

    def finish(self) -> None:
        """As `barrier`."""

    def claim(self, text: str) -> bool:
        """Put only where nothing is; a bucket that knows no conditions is looked at before and after."""
        if self.look(LOCK):
            return False
        data = text.encode()
        with self._failing(LOCK):
            try:
                self._put(LOCK, BytesIO(data), len(data), IfNoneMatch="*")
            except self._refusal as fault:
                if _code(fault) in _TAKEN:
                    return False
                if _code(fault) != "NotImplemented":
                    raise
                self._put(LOCK, BytesIO(data), len(data))
                time.sleep(min(_SETTLING, self._patience))
        if self.read(LOCK) != data:
            return False
        self._clear()
        return True

    def claimant(self) -> str:
        """The line in the object."""
        text = self.read(LOCK)
        return "" if text is None else text.decode("utf-8", "replace") or "?"

    def renew(self, text: str) -> None:
        """Another object in its place."""
        data = text.encode()
        self.put(LOCK, BytesIO(data), len(data), lambda _: None)

    def release(self) -> None:
        """Delete it."""
        self._clear()
        self.remove(LOCK)

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def _put(self, path: str, body: BinaryIO, size: int, **condition: str) -> None:
        self._client.put_object(
            Bucket=self._bucket,
            Key=self._prefix + path,
            Body=body,
            ContentLength=size,
            ContentType=media_type(path),
            CacheControl=keeping(path),
            **condition,
        )

    def _clear(self) -> None:
        """Nothing of ours lies among the parts, but somebody's may."""
        for path in [path for path, _ in self._listed(f"{PARTS}/")]:
            self.remove(path)

    def _listed(self, below: str) -> Iterator[tuple[str, int]]:
        page: Mapping[str, object] = {"NextContinuationToken": None}
        while "NextContinuationToken" in page:
            token = page["NextContinuationToken"]
            more = {"ContinuationToken": token} if token else {}
            with self._failing(below):
                page = self._client.list_objects_v2(Bucket=self._bucket, Prefix=self._prefix + below, **more)
            for row in _rows(page.get("Contents")):
                path = str(row["Key"]).removeprefix(self._prefix)
                if path and not path.endswith("/"):  # a folder, as some programs draw one
                    yield path, int(str(row["Size"]))

    @property
    def _refusal(self) -> type[Exception]:
        from botocore.exceptions import ClientError  # noqa: PLC0415

        refusal: type[Exception] = ClientError
        return refusal

    @contextmanager
    def _failing(self, path: str = "") -> Iterator[None]:
        """What the bucket or the network says, in words."""
        from botocore.exceptions import BotoCoreError, HTTPClientError  # noqa: PLC0415

        if self._silent:
            raise HostFailed(self._silent)
        try:
            yield
        except self._refusal as fault:
            raise HostFailed(self._refused(_code(fault), str(fault), path)) from fault
        except (BotoCoreError, HTTPClientError, OSError) as fault:
            port = urlsplit(f"//{self._host}").port or 443
            reason = innermost(fault)
            problem = unreached(reason, self._host, port, self._patience)
            self._silent = problem if isinstance(reason, TimeoutError) else None
            raise HostFailed(problem) from fault

    def _refused(self, code: str, answer: str, path: str) -> Problem:
        if code == "NoSuchBucket":
            return error("N087", host=self._host, bucket=self._bucket)
        if code in _WRONG_KEY:
            return error("N069", host=self._host, user=self._user)
        if code == "RequestTimeTooSkewed":
            return error("N088", host=self._host)
        if code in _FORBIDDEN:
            return error("N033", place=f"{self._host}: {self._bucket}/{self._prefix}{path}")
        return error("N076", host=self._host, answer=answer)


def _code(fault: Exception) -> str:
    response = getattr(fault, "response", {})
    return str(response.get("Error", {}).get("Code", ""))


def _rows(contents: object) -> Iterable[Mapping[str, object]]:
    return contents if isinstance(contents, list) else ()


def _check(row: Row) -> Iterator[Problem]:
    endpoint = row.text("endpoint")
    if endpoint and not (urlsplit(endpoint).scheme in {"http", "https"} and urlsplit(endpoint).netloc):
        yield error("N089", row.span("endpoint"), endpoint=endpoint, fix='endpoint = "https://s3.example.com"')


def _open(target: Target, access: Access) -> Bucket:
    row = target.row
    host = urlsplit(row.text("endpoint")).netloc or _AMAZON
    try:
        import boto3  # noqa: PLC0415 — an extra
        from botocore.config import Config  # noqa: PLC0415
    except ImportError:
        raise HostFailed(lacking("s3", "s3")) from None
    secret = access.password()
    if not secret:
        raise HostFailed(error("N070", host=host, user=row.text("user"), variable=variable(target.name)))
    patience = contract.PATIENCE
    ways = Config(
        connect_timeout=patience / 2,
        read_timeout=patience * 0.9,  # of silence, not of the whole; twice with the second try, so under a minute
        retries={"mode": "standard", "total_max_attempts": 2},
        max_pool_connections=Bucket.connections + 1,
        request_checksum_calculation="when_required",  # those of others than Amazon fail at its newer ones
        response_checksum_validation="when_required",
        s3={"addressing_style": "path" if row.text("endpoint") else "auto"},
    )
    client = boto3.session.Session().client(
        "s3",
        endpoint_url=row.text("endpoint") or None,
        region_name=row.text("region"),
        aws_access_key_id=row.text("user"),
        aws_secret_access_key=secret,
        config=ways,
        verify=str(access.site / Path(row.text("ca"))) if row.text("ca") else None,
    )
    prefix = row.text("path").strip("/")
    return Bucket(client, row.text("bucket"), f"{prefix}/" if prefix else "", (host, row.text("user"), patience))


KIND = Kind(
    {
        "bucket": Key(required=True),
        "user": Key(required=True),
        "path": Key(),
        "endpoint": Key(),
        "region": Key("us-east-1"),
        "ca": Key(),
    },
    _open,
    _check,
)
