"""Passkeys (WebAuthn, W3C level 2) by the library ``webauthn``: what the browser is asked, and whether its answer holds."""

import json
from typing import Any

from django.http import HttpRequest
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from duongthu.staff.api import Person, SecondFactor, factors_of, passkey_counter_moves

CHALLENGE = "passkey_challenge"
NAME = "Đường Thư"


def _site(request: HttpRequest) -> tuple[str, str]:
    """The relying party's id and the origin: the host this request was sent to, which ``ALLOWED_HOSTS`` has checked."""
    host = request.get_host()
    return host.rsplit(":", 1)[0] if not host.endswith("]") else host, f"{request.scheme}://{host}"


def _of(person: Person) -> list[SecondFactor]:
    return [factor for factor in factors_of(person) if factor.kind == SecondFactor.PASSKEY]


def ask(request: HttpRequest, person: Person) -> dict[str, Any]:
    """What ``navigator.credentials.get`` is given; the challenge is kept in the session for one answer."""
    options = generate_authentication_options(
        rp_id=_site(request)[0],
        allow_credentials=[
            PublicKeyCredentialDescriptor(id=base64url_to_bytes(f.credential)) for f in _of(person)
        ],
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return _kept(request, options)


def ask_new(request: HttpRequest, person: Person, user_name: str) -> dict[str, Any]:
    """What ``navigator.credentials.create`` is given."""
    options = generate_registration_options(
        rp_id=_site(request)[0], rp_name=NAME, user_name=user_name, user_id=f"person-{person.pk}".encode(),
        user_display_name=person.name,
        exclude_credentials=[PublicKeyCredentialDescriptor(id=base64url_to_bytes(f.credential)) for f in _of(person)],
        authenticator_selection=AuthenticatorSelectionCriteria(resident_key=ResidentKeyRequirement.DISCOURAGED),
    )  # fmt: skip
    return _kept(request, options)


def _kept(request: HttpRequest, options: Any) -> dict[str, Any]:
    request.session[CHALLENGE] = bytes_to_base64url(options.challenge)
    told: dict[str, Any] = json.loads(options_to_json(options))
    return told


def _challenge(request: HttpRequest) -> bytes:
    return base64url_to_bytes(request.session.pop(CHALLENGE, ""))


def is_shown(request: HttpRequest, person: Person, answer: str) -> bool:
    """Whether the browser's answer proves one of the person's passkeys, for this site, this challenge, and no copy of it."""
    (site, origin), challenge = _site(request), _challenge(request)
    try:
        shown = json.loads(answer)
        factor = next((f for f in _of(person) if f.credential == shown.get("id")), None)
        if factor is None or not challenge:
            return False
        proof = verify_authentication_response(
            credential=shown, expected_challenge=challenge, expected_rp_id=site, expected_origin=origin,
            credential_public_key=base64url_to_bytes(factor.secret), credential_current_sign_count=factor.counter,
        )  # fmt: skip
    except (WebAuthnException, ValueError, AttributeError):
        return False
    return passkey_counter_moves(factor, proof.new_sign_count)


def made(request: HttpRequest, answer: str) -> dict[str, Any] | None:
    """What ``staff.add_passkey`` needs of a passkey the browser has just made; None: its answer does not hold."""
    (site, origin), challenge = _site(request), _challenge(request)
    if not challenge:
        return None
    try:
        proof = verify_registration_response(
            credential=answer, expected_challenge=challenge, expected_rp_id=site, expected_origin=origin
        )
    except (WebAuthnException, ValueError):
        return None
    return {
        "credential": bytes_to_base64url(proof.credential_id),
        "public_key": bytes_to_base64url(proof.credential_public_key),
        "counter": proof.sign_count,
    }
