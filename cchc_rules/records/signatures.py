"""Signatures of records and journals by a key of the office (Ed25519): what a seal, which has no key, cannot give.

A signature file holds a line for each thing signed: what it is (the seal of a record, the head of a journal), then the
signature in hex. Keys are PEM files, as ``openssl genpkey -algorithm ed25519`` writes them.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from cchc_rules.files import OutputError, describe_os_error, read_whole, whole_file
from cchc_rules.problems import Place, Problem, ProblemsError, import_optional

ENDING: Final = ".sig"
_PURPOSE: Final = "cchc_rules signature 1\n"
"""What is signed begins with this, so that no signature for another purpose can stand for one of ours."""


class SignatureError(ProblemsError):
    """A key that cannot be used, or a signature that is absent or wrong."""


def make_keys(private: Path, public: Path) -> None:
    """Writes a new pair of keys, the private one readable by its owner only. Raises OutputError for a file that is."""
    key = import_optional(
        "cryptography.hazmat.primitives.asymmetric.ed25519", extra="sign"
    ).Ed25519PrivateKey.generate()
    forms = import_optional("cryptography.hazmat.primitives.serialization", extra="sign")
    secret = key.private_bytes(forms.Encoding.PEM, forms.PrivateFormat.PKCS8, forms.NoEncryption())
    open_part = key.public_key().public_bytes(forms.Encoding.PEM, forms.PublicFormat.SubjectPublicKeyInfo)
    for path, content, mode in ((private, secret, 0o600), (public, open_part, 0o644)):
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
        except (OSError, ValueError) as error:
            raise OutputError(path, *describe_os_error(error)) from error
        with os.fdopen(handle, "wb") as file:
            file.write(content)


def sign_all(subjects: Sequence[str], private: Path, target: Path) -> None:
    """Signs each subject and writes the signature file, whole or not at all. Raises SignatureError, FileError."""
    key = _load_key(private, "load_pem_private_key", "Ed25519PrivateKey", password=None)
    with whole_file(target) as file:
        for subject in subjects:
            file.write(f"{subject} {key.sign((_PURPOSE + subject).encode()).hex()}\n")


def read_signatures(path: Path) -> Mapping[str, str]:
    """The signatures of a file by what they sign, not yet looked at; empty when there is no file."""
    if not path.exists():
        return {}
    text = read_whole(path).decode("ascii", "replace")
    return dict(line.split(" ", 1) for line in text.splitlines() if " " in line)


def check_signature(subject: str, signature: str, public: Path) -> None:
    """Raises SignatureError unless the owner of the key has signed the subject."""
    key = _load_key(public, "load_pem_public_key", "Ed25519PublicKey")
    wrong = import_optional("cryptography.exceptions", extra="sign").InvalidSignature
    try:
        key.verify(bytes.fromhex(signature), (_PURPOSE + subject).encode())
    except (wrong, ValueError) as error:
        raise SignatureError([Problem("signature-wrong", None, {"subject": subject})]) from error


def _load_key(path: Path, loader: str, kind: str, **options: Any) -> Any:
    forms = import_optional("cryptography.hazmat.primitives.serialization", extra="sign")
    keys = import_optional("cryptography.hazmat.primitives.asymmetric.ed25519", extra="sign")
    refused = import_optional("cryptography.exceptions", extra="sign").UnsupportedAlgorithm
    try:
        key = getattr(forms, loader)(read_whole(path), **options)
    except (ValueError, TypeError, refused) as error:  # no PEM, a passphrase, an unknown kind
        raise SignatureError([Problem("key-unreadable", Place(file=str(path)))]) from error
    if not isinstance(key, getattr(keys, kind)):
        raise SignatureError([Problem("key-unreadable", Place(file=str(path)))])
    return key
