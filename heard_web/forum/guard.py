"""Keeps machines from flooding a public form, without a cookie, a puzzle or another company.

A form carries a signed time. It must be a few seconds old, because people need that long, and no older than two days.
When a great many arrive in a short while, the form asks people to wait; what they typed stays in front of them.
"""

from __future__ import annotations

import datetime
import hashlib

from django.core import signing
from django.core.cache import cache

SALT = "heard.forum.interest"
QUICKEST = datetime.timedelta(seconds=2)
OLDEST = datetime.timedelta(days=2)
SPAN = datetime.timedelta(minutes=10)
MOST_FROM_ONE_ADDRESS = 20  # a whole group may write at once from a school's one address
MOST_FROM_ALL = 200


def token() -> str:
    """The time now, signed."""
    return signing.TimestampSigner(salt=SALT).sign("form")


def in_time(given: str) -> bool:
    """Whether this is a token of ours, neither too fresh nor too old."""
    signer = signing.TimestampSigner(salt=SALT)
    try:
        signer.unsign(given, max_age=OLDEST)
    except signing.BadSignature:
        return False
    try:
        signer.unsign(given, max_age=QUICKEST)
    except signing.SignatureExpired:
        return True
    return False


def too_many_from(address: str) -> bool:
    """Count one more from a network address, and say whether that is too many. The address itself is not kept."""
    key = "forum-" + hashlib.sha256(f"{SALT}{address}".encode()).hexdigest()[:32]
    cache.add(key, 0, timeout=int(SPAN.total_seconds()))
    try:
        return cache.incr(key) > MOST_FROM_ONE_ADDRESS
    except ValueError:  # it ran out between the two calls
        return False
