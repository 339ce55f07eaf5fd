"""When two web addresses are of one page, whatever way they were written down."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit


def plain(url: str) -> str:
    """The address without scheme, “www.”, a closing slash and the fragment; the host in lower case.

    Two pages whose plain addresses are the same are taken for one page. A query is kept: it may name the page.
    """
    parts = urlsplit(url.strip())
    host = (parts.hostname or "").removeprefix("www.")
    port = f":{parts.port}" if parts.port and parts.port not in (80, 443) else ""
    return f"{host}{port}{parts.path.rstrip('/')}" + (f"?{parts.query}" if parts.query else "")


def tidy(url: str) -> str:
    """The address as it is stored: with a scheme, the host in lower case, no default port, no fragment.

    What cannot be read as an address stays as it is, for the check of addresses to refuse it.
    """
    text = url.strip()
    if text and "://" not in text and "." in text.partition("/")[0]:
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return text
    if not parts.hostname or "@" in parts.netloc or ":" in parts.hostname:
        return text
    default = {"http": 80, "https": 443}.get(parts.scheme)
    host = parts.hostname + (f":{port}" if port and port != default else "")
    return urlunsplit((parts.scheme, host, parts.path, parts.query, ""))
