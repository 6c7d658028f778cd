"""A file server on this machine that can be told to misbehave."""

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Shop:
    """What is served, and how. `asked` are the Range headers of the requests so far, None for those without.

    `cuts` is where the connection breaks off, one for each answer; `tag` "" sends no validator; `says` replaces the
    length in the header; `leads` sends elsewhere; `status` refuses.
    """

    data: bytes = b""
    cuts: list[int] = field(default_factory=list)
    tag: str = '"first"'
    ranges: bool = True
    says: int | None = None
    leads: str = ""
    status: int = 0
    shift: int = 0
    asked: list[str | None] = field(default_factory=list)
    address: str = ""


@contextmanager
def opened(shop: Shop) -> Iterator[Shop]:
    """Serve on 127.0.0.1 until the end of the block."""

    class Counter(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            _serve(self, shop)

        def log_message(self, *_: Any) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Counter) as server:
        shop.address = f"http://127.0.0.1:{server.server_port}/vosk-model-small-test.zip"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield shop
        finally:
            server.shutdown()
            thread.join()


def _serve(counter: http.server.BaseHTTPRequestHandler, shop: Shop) -> None:
    wanted = counter.headers.get("Range")
    shop.asked.append(wanted)
    if shop.leads and counter.path != "/elsewhere":
        counter.send_response(302)
        counter.send_header("Location", shop.leads)
        counter.end_headers()
        return
    if shop.status:
        counter.send_error(shop.status)
        return
    at = 0
    if wanted and shop.ranges and counter.headers.get("If-Range") == shop.tag:
        at = int(wanted.removeprefix("bytes=").removesuffix("-"))
    if wanted and at >= len(shop.data):
        counter.send_response(416)
        counter.send_header("Content-Range", f"bytes */{len(shop.data)}")
        counter.end_headers()
        return
    rest = shop.data[at:]
    counter.send_response(206 if at else 200)
    if at:
        counter.send_header("Content-Range", f"bytes {at + shop.shift}-{len(shop.data) - 1}/{len(shop.data)}")
    if shop.tag:
        counter.send_header("ETag", shop.tag)
    if shop.says != -1:
        counter.send_header("Content-Length", str(len(rest) if shop.says is None else shop.says))
    counter.end_headers()
    counter.wfile.write(rest[: shop.cuts.pop(0)] if shop.cuts else rest)
