"""When two web addresses are of one page, whatever way they were written down."""

from __future__ import annotations

from urllib.parse import urlsplit


def plain(url: str) -> str:
    """The address without scheme, “www.”, a closing slash and the fragment; the host in lower case.

    Two pages whose plain addresses are the same are taken for one page. A query is kept: it may name the page.
    """
    parts = urlsplit(url.strip())
    host = (parts.hostname or "").removeprefix("www.")
    port = f":{parts.port}" if parts.port and parts.port not in (80, 443) else ""
    return f"{host}{port}{parts.path.rstrip('/')}" + (f"?{parts.query}" if parts.query else "")
