"""Who sends, without keeping who: enough to see that one sender sends too much."""

from ipaddress import ip_address, ip_network

from django.conf import settings
from django.utils.crypto import salted_hmac


def sender_of(request, *, at):
    """A keyed hash of the day and the network address.

    The address itself is kept nowhere, and tomorrow the same address gives another hash.
    """
    told_apart_by = f"{at:%Y-%m-%d} {_network_of(_address_of(request))}"
    return salted_hmac("remarks.sender", told_apart_by, algorithm="sha256").hexdigest()


def _address_of(request):
    """Where the request comes from.

    The last address of X-Forwarded-For is the one that the proxy in front has written; whatever
    stands before it anybody could have made up. Behind a proxy that is not trusted
    (R2PNET_TRUSTS_PROXY), all readers share the address of the proxy, and its limit.
    """
    if settings.TRUSTS_PROXY:
        written_by_proxy = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        if written_by_proxy:
            return written_by_proxy
    return request.META.get("REMOTE_ADDR", "")


def _network_of(address):
    """In IPv6 a household has 2**64 addresses: it counts as one sender, as it does in IPv4."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if known.version == 4:
        return str(known)
    return str(known.ipv4_mapped or ip_network((known, 64), strict=False))
