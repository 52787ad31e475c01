"""Sessions in the database, of which a stolen copy of it opens none.

The browser holds the key; a row holds only a hash of it, and its data sealed.
"""

import hashlib
import json

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import salted_hmac

from .sealing import seal, unseal

PURPOSE = "session"

# What a session notes of itself: when it began, when it was last used, and in which role.
BEGUN, SEEN, ROLE = "begun_at", "seen_at", "role"
LONGEST = Session._meta.pk.max_length


def hashed(key):
    """Of 160 bits, which is as much as the column holds."""
    return hashlib.sha256(key.encode()).hexdigest()[:LONGEST] if key else key


def limit_key(key, key_prefix, version):
    """The key of a limit in the cache, which otherwise names network and e-mail addresses.

    With our secret: there are few enough network addresses to try them all.
    """
    named = f"{key_prefix}:{version}:{key}"
    return salted_hmac("accounts.limits", named, algorithm="sha256").hexdigest()


class SealedSerializer:
    """JSON that only the portal can read: a session may hold the code of a sign-in."""

    def dumps(self, data):
        return seal(json.dumps(data, separators=(",", ":")), purpose=PURPOSE).encode()

    def loads(self, sealed):
        return json.loads(unseal(sealed.decode(), purpose=PURPOSE))


class SessionStore(db.SessionStore):
    """Django's, except for what stands in the row."""

    def _get_session_from_db(self):
        try:
            return self.model.objects.get(
                session_key=hashed(self.session_key), expire_date__gt=timezone.now()
            )
        except self.model.DoesNotExist:
            self._session_key = None

    def exists(self, session_key):
        return super().exists(hashed(session_key))

    def create_model_instance(self, data):
        row = super().create_model_instance(data)
        row.session_key = hashed(row.session_key)
        return row

    def delete(self, session_key=None):
        super().delete(hashed(session_key or self.session_key or ""))
