"""Who sends, without keeping who: enough to see that one sender sends too much."""

import re
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.utils.crypto import salted_hmac

# "192.0.2.1:5000" and "[2001:db8::1]:5000"; a bare IPv6 address has more than one colon.
_PORT = re.compile(r"^(?:\[([^\]]+)\]|([^:]+))(?::[0-9]+)?$")


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
    """The household of an address: one sender, in IPv6 too, where it has a prefix of 56 bits.

    Some proxies write the port behind the address. What is no address counts as one sender.
    """
    try:
        known = ip_address(_PORT.sub(r"\1\2", address))
    except ValueError:
        return ""
    if known.version == 4:
        return str(known)
    return str(known.ipv4_mapped or ip_network((known, 56), strict=False))
