"""WARC files from anywhere: what can be used, and by which name the rest is passed over."""

import base64
import gzip
import hashlib
import subprocess
import sys
import zlib
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage.captures import BROKEN, captures

MOST = 1000
URL = "https://www.example.cn/1.html"


def record(
    body=b"<p>1",
    kind="response",
    url=URL,
    status="HTTP/1.1 200 OK",
    content_type="text/html",
    length=None,
    http=(),
    **more,
) -> bytes:
    """A WARC record as bytes; ``more`` are its headers, in Python's spelling."""
    lines = [status, f"Content-Type: {content_type}", *http, "", ""]
    block = "\r\n".join(lines).encode("utf-8", "surrogateescape") + body
    headers = {"WARC_Type": kind, "WARC_Target_URI": url, "WARC_Date": "2024-05-31T10:02:03Z", **more}
    headers["Content_Length"] = len(block) if length is None else length
    shown = [f"{name.replace('_', '-')}: {value}" for name, value in headers.items() if value is not None]
    return "\r\n".join(["WARC/1.1", *shown, "", ""]).encode() + block + b"\r\n\r\n"


def read(tmp_path: Path, data: bytes) -> tuple[list, dict[str, int]]:
    (tmp_path / "a.warc.gz").write_bytes(data)
    refused = Counter()
    return list(captures(tmp_path / "a.warc.gz", MOST, refused)), dict(refused)


GOOD = record(b"<p>good", url="https://www.example.cn/good.html")

REFUSED = {
    "a request": (record(kind="request"), "request record"),
    "a revisit": (record(kind="revisit"), "revisit record"),
    "an unheard-of kind": (record(kind="x" * 50), "other record"),
    "no kind": (record(WARC_Type=None), "other record"),
    "a missing page": (record(status="HTTP/1.1 404 Not Found"), "HTTP 404"),
    "an odd status": (record(status="HTTP/1.1 " + "9" * 5000), "no HTTP answer"),
    "no status": (record(status="hello"), "no HTTP answer"),
    "an empty answer": (
        b"WARC/1.1\r\nWARC-Type: response\r\nContent-Length: 0\r\n\r\n\r\n\r\n",
        "no HTTP answer",
    ),
    "no address": (record(url=None), "no address"),
    "a picture": (record(content_type="image/png"), "not HTML"),
    "no type": (record(content_type=""), "not HTML"),
    "a wrong digest": (record(WARC_Payload_Digest="sha1:" + "A" * 32), "wrong digest"),
    "a digest that is none": (record(WARC_Payload_Digest="sha1:%%%"), "wrong digest"),
    "a body that is too large": (record(b"x" * (MOST + 1)), "too large"),
    "a record that is too large": (record(b"x" * 400_000), "too large"),
    "a body that unpacks to too much": (
        record(gzip.compress(b"x" * 10**6), http=["Content-Encoding: gzip"]),
        "too large",
    ),
    "chunks that unpack to too much": (
        record(
            b"%x\r\n%s\r\n0\r\n\r\n" % (len(z := gzip.compress(b"x" * 10**6)), z),
            http=["Transfer-Encoding: chunked", "Content-Encoding: gzip"],
        ),
        "too large",
    ),
    "a broken content encoding": (
        record(b"\x78nonsense", http=["Content-Encoding: deflate"]),
        "broken content encoding",
    ),
    "an unknown content encoding": (record(http=["Content-Encoding: snappy"]), "unknown content encoding"),
}


@pytest.mark.parametrize("label", REFUSED)
@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "packed"])
def test_what_is_nothing_for_us_is_counted_and_the_next_record_read(label, pack, tmp_path):
    bad, reason = REFUSED[label]
    found, refused = read(tmp_path, b"".join(map(pack, (GOOD, bad, GOOD))))
    assert ([each.body for each in found], refused) == ([b"<p>good"] * 2, {reason: 1})


BREAKS = {
    "no archive": b"hello " * 100,
    "binary": bytes(range(256)) * 10,
    "a packed file that is cut off": gzip.compress(GOOD)[:-20],
    "a packed file that is damaged": gzip.compress(GOOD)[:40] + b"\0" * 40,
    "rubbish behind a packed record": b"\x1f\x8b" + b"\xff" * 50,
    "header lines without end": b"WARC/1.1\r\nX: " + b"x" * 10**6,
    "headers without end": b"WARC/1.1\r\n" + b"X-A: b\r\n" * 10**5,
    "headers that unpack to headers without end": gzip.compress(b"WARC/1.1\r\nX: " + b"x" * 10**8),
}


@pytest.mark.parametrize("label", BREAKS)
def test_a_file_that_breaks_off_gives_what_came_before(label, tmp_path, capfd):
    found, refused = read(
        tmp_path, (gzip.compress(GOOD) if BREAKS[label][:2] == b"\x1f\x8b" else GOOD) + BREAKS[label]
    )
    assert [each.body for each in found][:1] == [b"<p>good"]
    assert refused == {BROKEN: 1}
    assert capfd.readouterr() == ("", "")


def test_a_record_that_is_cut_off_is_counted(tmp_path):
    assert read(tmp_path, GOOD + record()[:-5]) == (read(tmp_path, GOOD)[0], {"cut off": 1})


def test_an_empty_file_holds_nothing(tmp_path):
    assert read(tmp_path, b"") == ([], {})


def sha1(body: bytes) -> str:
    return base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()


@pytest.mark.parametrize(
    "given",
    [
        record(),
        record(WARC_Payload_Digest=f"sha1:{sha1(b'<p>1')}"),
        record(WARC_Payload_Digest=f"sha256:{hashlib.sha256(b'<p>1').hexdigest()}"),
        record(WARC_Payload_Digest="blake3:whatever"),
        record(gzip.compress(b"<p>1"), http=["Content-Encoding: gzip"]),
        record(zlib.compress(b"<p>1"), http=["Content-Encoding: deflate"]),
        record(b"<p>1", http=["Content-Encoding: gzip"]),  # decoded already
        record(b"4\r\n<p>1\r\n0\r\n\r\n", http=["Transfer-Encoding: chunked"]),
        record(
            b"4\r\n<p>1\r\n0\r\n\r\n",
            http=["Transfer-Encoding: chunked"],
            WARC_Payload_Digest=f"sha1:{sha1(b'<p>1')}",
        ),
        record(url=f"<{URL}>"),
        record(status="HTTP/2 200"),
    ],
)
def test_a_page_is_read_and_decoded(given, tmp_path):
    (found,), refused = read(tmp_path, given)
    assert (found.url, found.body, found.at, refused) == (
        URL,
        b"<p>1",
        datetime(2024, 5, 31, 10, 2, 3, tzinfo=UTC),
        {},
    )
    assert found.headers == (("Content-Type", "text/html"),)


@pytest.mark.parametrize("given", ["yesterday", "2999-01-01T00:00:00Z", None])
def test_a_date_that_is_none_or_lies_ahead_is_none(given, tmp_path):
    (found,), _ = read(tmp_path, record(WARC_Date=given))
    assert found.at is None


def test_all_records_in_one_packed_member_are_read(tmp_path):
    assert len(read(tmp_path, gzip.compress(GOOD * 3))[0]) == 3


LIMITED = """
import resource, sys
from collections import Counter
from pathlib import Path
from storage.captures import captures
refused = Counter()
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[2]), -1))
print(len(list(captures(Path(sys.argv[1]), 1000, refused))), sum(refused.values()))
"""


@pytest.mark.parametrize(
    "data",
    [
        gzip.compress(record(b"x" * 4 * 10**8), 1),
        gzip.compress(b"WARC/1.1\r\nX: " + b"x" * 4 * 10**8, 1),
        gzip.compress(GOOD + b"\r\n" * 10**8, 1),
    ],
    ids=["body", "header", "blank lines"],
)
def test_memory_is_bounded_whatever_a_file_unpacks_to(data, tmp_path):
    file = tmp_path / "a.warc.gz"
    file.write_bytes(data)
    limit = 400 * 1024 * 1024
    ended = subprocess.run(
        [sys.executable, "-c", LIMITED, str(file), str(limit)], capture_output=True, text=True, timeout=300
    )
    assert ended.returncode == 0, ended.stderr
