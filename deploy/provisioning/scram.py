"""PostgreSQL's stored form of a password, made here so that no log of the server holds it."""

import hashlib
import hmac
import secrets
from base64 import b64encode

_ITERATIONS = 4096
_SALT_BYTES = 16


def scram_verifier(password: str) -> str:
    """`SCRAM-SHA-256$<iterations>:<salt>$<stored key>:<server key>` (RFC 5803), as psql makes it.

    Raises ValueError for a password outside ASCII, which would need normalising first (RFC 4013).
    """
    if not password.isascii():
        raise ValueError("a database password must be ASCII")
    salt = secrets.token_bytes(_SALT_BYTES)
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, _ITERATIONS)
    client_key = hmac.digest(salted, b"Client Key", "sha256")
    stored_key = hashlib.sha256(client_key).digest()
    server_key = hmac.digest(salted, b"Server Key", "sha256")
    encoded_salt, stored, server = (
        b64encode(part).decode() for part in (salt, stored_key, server_key)
    )
    return f"SCRAM-SHA-256${_ITERATIONS}:{encoded_salt}${stored}:{server}"
