"""The child program that fetches one address into one file: the only part of the companion that may use a network.

Rules
1. It is run as a file, before its parent denies itself the network, and is never imported by the rest of the program.
2. Only http and https, also after a redirection, and never from https to http.
3. What was fetched stays in the file when something goes wrong, so that the next time goes on from there. The server is
   asked for the rest of the same thing (If-Range): where it cannot promise that, everything is fetched anew. What makes
   it the same thing is remembered in a second file beside the first, whose name ends in `.same`.
4. A connection that is cut is made anew at once, as long as every attempt brings something.
5. One JSON object a line on standard output: {"at", "size"} as it grows, size null where the server does not say it; at
   last {"done": true}, or {"error": a clause that goes on after a colon}.
6. Nothing about the person is sent, and no cookies are kept.
"""

import contextlib
import http.client
import json
import os
import socket
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

AGENT: Final = "companion"
PIECE: Final = 1 << 16
PATIENCE: Final = 30.0
"""Seconds without a byte after which a connection is taken for dead."""


class _Failed(Exception):  # noqa: N818  - an outcome, caught in this module
    """What is wrong, as a clause."""


class _Cut(_Failed):
    """The connection broke off: worth another attempt."""


_ASTRAY: Final = "it leads to another kind of address, or in a circle"


class _Redirection(urllib.request.HTTPRedirectHandler):
    """Rule 2. What is returned keeps the headers, so that the rest is asked for at the new place as well."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:  # fmt: skip
        new = urllib.parse.urlsplit(newurl).scheme
        if new not in ("http", "https") or (req.type == "https" and new != "https"):
            raise _Failed(_ASTRAY)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def main(address: str, part: Path, room: int) -> None:
    """Fetch `address` into the file `part`, which may have the beginning of it; at most `room` bytes are added."""
    try:
        while True:
            before = _length(part)
            try:
                _fetch(address, part, room)
                break
            except _Cut:
                if _length(part) <= before:
                    raise
                room -= _length(part) - before
        _tell(done=True)
    except _Failed as error:
        _tell(error=str(error))


def _fetch(address: str, part: Path, room: int) -> None:
    same = part.with_name(f"{part.name}.same")
    at, validator = _length(part), same.read_text(encoding="utf-8") if same.is_file() else ""
    if not validator:
        at = 0
    try:
        with _opener().open(_request(address, at, validator), timeout=PATIENCE) as answer:
            at, size = _begins(answer, at)
            if size is not None and size - at > room:
                raise _Failed(
                    f"there is no space for it: {_mega(size - at)} MB are to come, {_mega(room)} MB may be used"
                )
            with _writing(), part.open("r+b" if at else "wb") as file:
                file.truncate(at)
                file.seek(at)
                same.write_text(_validator(answer), encoding="utf-8")
                _pour(answer, file, at, size, room)
    except urllib.error.HTTPError as error:
        error.close()
        # What is there is all there is where nothing follows it: the server has found it to be the same.
        if error.code != http.client.REQUESTED_RANGE_NOT_SATISFIABLE or not at:
            raise _Failed(
                _ASTRAY if error.code // 100 == 3 else f"the server says {error.code}, look at the address"
            ) from None
        if error.headers.get("Content-Range") != f"bytes */{at}":
            same.unlink()
            _fetch(address, part, room)
    except urllib.error.URLError as error:
        raise _Failed(f"there is no connection ({_reason(error.reason)})") from None
    except (ValueError, http.client.InvalidURL):
        raise _Failed("this is no address") from None
    except (http.client.HTTPException, OSError) as error:
        raise _Cut(f"the connection was cut ({_reason(error)})") from None


def _opener() -> urllib.request.OpenerDirector:
    """With the proxies of the environment, and without what urllib does for ftp, files and data."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(), urllib.request.UnknownHandler(), urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(), urllib.request.HTTPDefaultErrorHandler(), _Redirection(),
        urllib.request.HTTPErrorProcessor(),
    ):  # fmt: skip
        opener.add_handler(handler)
    return opener


def _request(address: str, at: int, validator: str) -> urllib.request.Request:
    headers = {"User-Agent": AGENT, "Accept-Encoding": "identity"}
    if at:
        headers |= {"Range": f"bytes={at}-", "If-Range": validator}
    return urllib.request.Request(address, headers=headers)


def _begins(answer: http.client.HTTPResponse, at: int) -> tuple[int, int | None]:
    """Where the answer begins and how long the whole is, None where that is not said."""
    length = answer.headers.get("Content-Length", "")
    if answer.status != http.client.PARTIAL_CONTENT:
        return 0, int(length) if length.isdecimal() else None
    unit, _, rest = answer.headers.get("Content-Range", "").partition(" ")
    span, _, whole = rest.partition("/")
    first = span.partition("-")[0]
    if unit != "bytes" or first != str(at) or not whole.isdecimal():
        raise _Failed("the server gives another part than it was asked for")
    return at, int(whole)


def _validator(answer: http.client.HTTPResponse) -> str:
    """What is the same as long as the thing is; a weak tag does not promise that byte for byte."""
    tag: str = answer.headers.get("ETag", "")
    return tag if tag and not tag.startswith("W/") else answer.headers.get("Last-Modified", "")


def _pour(answer: http.client.HTTPResponse, file: IO[bytes], at: int, size: int | None, room: int) -> None:
    _tell(at=at, size=size)
    while piece := _read(answer):
        room -= len(piece)
        if room < 0:
            raise _Failed("there is no space for more of it")
        file.write(piece)
        at += len(piece)
        _tell(at=at, size=size)
    if size is not None and at != size:
        raise _Cut(f"the connection was cut after {_mega(at)} of {_mega(size)} MB")


def _read(answer: http.client.HTTPResponse) -> bytes:
    try:
        return answer.read(PIECE)
    except (http.client.HTTPException, OSError) as error:
        raise _Cut(f"the connection was cut ({_reason(error)})") from None


@contextlib.contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _Failed(f"it cannot be written ({_reason(error)})") from None


def _length(part: Path) -> int:
    return part.stat().st_size if part.is_file() else 0


def _mega(size: int) -> str:
    return f"{size / 1e6:.1f}"


def _reason(error: object) -> str:
    if isinstance(error, socket.timeout):
        return f"nothing came for {PATIENCE:g} seconds"
    return str(getattr(error, "strerror", None) or error or type(error).__name__)


def _tell(**what: object) -> None:
    try:
        print(json.dumps(what), flush=True)  # noqa: T201  - rule 5
    except BrokenPipeError:  # the parent has gone
        sys.exit(1)


if __name__ == "__main__":
    os.umask(0o077)
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
