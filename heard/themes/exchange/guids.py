"""The identities that the exchange standard asks for: always the same for the same thing."""

from __future__ import annotations

import re
import uuid

_OURS = uuid.UUID("6c1f6a3e-8f0b-5d52-9a63-2f6f4f0c7d11")
_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def guid_of(kind: str, *parts: str | int) -> str:
    """Give the identity of a thing of some kind. A theme or text that came with one from another tool keeps it.

    >>> guid_of("code", "4") == guid_of("code", "4") != guid_of("code", "5")
    True
    >>> guid_of("code", "0b1f3c64-3a54-4a0c-9d3e-95a6b1f0c001")
    '0b1f3c64-3a54-4a0c-9d3e-95a6b1f0c001'
    """
    if kind in ("code", "source") and len(parts) == 1 and _GUID.fullmatch(str(parts[0])):
        return str(parts[0])
    told = "\x1f".join([kind, *(f"{len(str(part))}:{part}" for part in parts)])
    return str(uuid.uuid5(_OURS, told))


def plain_guid(written: str) -> str:
    """Bring an identity to one form: small letters, no brackets. Empty if it is none.

    >>> plain_guid("{0B1F3C64-3A54-4A0C-9D3E-95A6B1F0C001}")
    '0b1f3c64-3a54-4a0c-9d3e-95a6b1f0c001'
    >>> plain_guid("12")
    ''
    """
    bare = written.strip().lower()
    if bare.startswith("{") and bare.endswith("}"):
        bare = bare[1:-1]
    return bare if _GUID.fullmatch(bare) else ""
