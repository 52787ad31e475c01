"""Text that a copy of the database does not give away: sealed with keys that only settings hold.

Each purpose has a key of its own, so that what was sealed for one cannot be passed off as
another. The first key seals; those of SECRET_KEY_FALLBACKS still open what was sealed before.
"""

from base64 import urlsafe_b64encode
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.encoding import force_bytes


class Unsealable(Exception):
    """Sealed for another purpose, with a key that is no longer known, or altered since."""


def seal(text: str, *, purpose: str) -> str:
    return _seals(purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, *, purpose: str) -> str:
    try:
        return _seals(purpose).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise Unsealable(f"This cannot be unsealed for the purpose {purpose!r}.") from error


def _seals(purpose):
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([_seal_of(force_bytes(secret), purpose) for secret in secrets])


@lru_cache(maxsize=64)  # a session is unsealed with every request
def _seal_of(secret, purpose):
    derivation = HKDF(
        algorithm=SHA256(), length=32, salt=None, info=f"r2pnet.sealing:{purpose}".encode()
    )
    return Fernet(urlsafe_b64encode(derivation.derive(secret)))
