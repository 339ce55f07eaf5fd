"""The outlet behind an address: the one that is there, or a new one."""

from __future__ import annotations

from urllib.parse import urlsplit

from claims.actions import records
from claims.actions.transactions import one_transaction
from claims.domain.errors import DomainError
from claims.models import Outlet, User


def of_address(*, address: str, name: str, by: User) -> Outlet:
    """The outlet with this site, else the one of this name without a site, else a new one.

    Two outlets of one name are told apart by their sites; without a name it is called by its site.
    """
    records.may_change(Outlet, by)
    host = site_of(address)
    name = " ".join(name.split())
    with one_transaction():
        for outlet in Outlet.objects.filter(site__icontains=host).order_by("pk"):
            if site_of(outlet.site) == host:
                return outlet
        namesake = Outlet.objects.filter(name__iexact=name).first() if name else None
        if namesake is not None and not namesake.site:
            return namesake
        wanted = f"{name} ({host})" if namesake else name or host
        values = {"site": f"{urlsplit(address).scheme}://{urlsplit(address).netloc}/"}
        try:
            return records.add(Outlet, by=by, name=wanted, **values)
        except DomainError:  # its name is none that an outlet may have
            return records.add(Outlet, by=by, name=host, **values)


def site_of(address: str) -> str:
    """The host of an address, without “www.” and the like for telephones."""
    host = urlsplit(address).hostname or ""
    for prefix in ("www.", "m.", "mobile.", "amp."):
        if host.startswith(prefix) and "." in host.removeprefix(prefix):
            host = host.removeprefix(prefix)
    return host
