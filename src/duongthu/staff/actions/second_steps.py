"""The second factor: acts that add and end one, and the check at sign-in (RFC 6238 codes by pyotp, passkeys by webauthn)."""

import re
from typing import Annotated

import pyotp
from cryptography.fernet import InvalidToken
from django.db import transaction
from pydantic import SecretStr

from duongthu.acts.api import Call, Reference, act
from duongthu.kernel import clock
from duongthu.kernel.text import clean_line
from duongthu.staff.actions.secrets_kept import opened, sealed
from duongthu.staff.models import FactorUse, Person, SecondFactor
from duongthu.staff.queries.reading import acting_person, factors_of, roles_of
from duongthu.staff.refusals import LastFactor, UnknownFactor, WrongFactor
from duongthu.staff.rules import posts as rules

ISSUER = "Đường Thư"
STEP_SECONDS = 30
KEY = re.compile(r"[A-Z2-7]{32,128}")  # base 32, at least 160 bits (RFC 4226 §4)
DRIFT_STEPS = 1  # a phone's clock may be a step off
NAME_MOST = 60

FactorRef = Annotated[int, Reference("second_factor")]
"""Number of a second factor; looked up among one's own."""


def new_totp_secret() -> str:
    """A fresh key for a code generator (base 32)."""
    return pyotp.random_base32()


def totp_address(secret: str, user_name: str) -> str:
    """The ``otpauth://`` address a phone reads from the square code."""
    return pyotp.TOTP(secret).provisioning_uri(name=user_name, issuer_name=ISSUER)


@act("staff.add_totp", "Thêm ứng dụng tạo mã", roles=tuple(rules.Role))
def add_totp(call: Call, *, name: str, secret: SecretStr, code: SecretStr) -> dict[str, int]:
    """Add a code generator as one's own second factor; its first code proves that the phone has the key.

    Raises:
        WrongFactor: the code is not one of that key now.
    """
    step = _step_of(secret.get_secret_value(), code.get_secret_value())
    if step is None:
        raise WrongFactor(field="code")
    kept = sealed(secret.get_secret_value())
    return _added(call, SecondFactor.TOTP, name, secret=kept, counter=step)


@act("staff.add_passkey", "Thêm khóa bảo mật", roles=tuple(rules.Role))
def add_passkey(call: Call, *, name: str, credential: str, public_key: str, counter: int) -> dict[str, int]:
    """Add a passkey as one's own second factor; the desk has verified what the browser made (base64url values)."""
    return _added(call, SecondFactor.PASSKEY, name, secret=public_key, credential=credential, counter=counter)


def _added(
    call: Call, kind: str, name: str, *, secret: str, counter: int, credential: str = ""
) -> dict[str, int]:
    person, shown = acting_person(call.actor.person_id), clean_line(name, "Tên", NAME_MOST, required=True)
    factor = SecondFactor.objects.create(
        person=person, kind=kind, name=shown, secret=secret,
        credential=credential, counter=counter, added_at=call.now, act_id=call.act_id,
    )  # fmt: skip
    FactorUse.objects.create(factor_id=factor.pk, counter=counter, at=call.now)
    return {"factor_id": factor.pk}


@act("staff.end_second_factor", "Bỏ một cách xác nhận bước hai", roles=tuple(rules.Role))
def end_second_factor(call: Call, *, factor_id: FactorRef) -> None:
    """End one of one's own second factors; who needs one keeps at least one.

    Raises:
        UnknownFactor, LastFactor.
    """
    person = acting_person(call.actor.person_id, lock=True)
    mine = factors_of(person)
    factor = next((one for one in mine if one.pk == factor_id), None)
    if factor is None:
        raise UnknownFactor(field="factor_id", factor_id=factor_id)
    if len(mine) == 1 and roles_of(person, call.business_on) & rules.POWER_ROLES:
        raise LastFactor(field="factor_id")
    factor.ended_at = call.now
    factor.save(update_fields=["ended_at"])


def check_code(person: Person, code: str) -> bool:
    """Whether a code belongs to one of the person's generators and was not used before; it is used up by this."""
    for factor in factors_of(person):
        if factor.kind != SecondFactor.TOTP:
            continue
        try:
            step = _step_of(opened(factor.secret), code)
        except InvalidToken:  # kept under another signing key: this one must be set up anew
            continue
        if step is not None and _moved_on(factor, step):
            return True
    return False


def passkey_counter_moves(factor: SecondFactor, counter: int) -> bool:
    """Whether a passkey's signature counter went on (a copy of the key would show itself); many keys always say 0."""
    return (counter == 0 == factor.counter) or _moved_on(factor, counter)


def _moved_on(factor: SecondFactor, counter: int) -> bool:
    """Write the counter if it is higher than before, and the use into its journal; of two at the same moment one succeeds."""
    with transaction.atomic():
        older = SecondFactor.objects.filter(pk=factor.pk, ended_at=None, counter__lt=counter)
        moved = older.update(counter=counter) == 1
        if moved:
            FactorUse.objects.create(factor_id=factor.pk, counter=counter, at=clock.now())
        return moved


def _step_of(secret: str, code: str) -> int | None:
    """The time step a code belongs to, looking a step back and ahead; None: it belongs to none, or the key is no key."""
    if not (KEY.fullmatch(secret) and code.isascii()):
        return None
    generator, digits = pyotp.TOTP(secret), code.replace(" ", "")
    now = int(clock.now().timestamp()) // STEP_SECONDS
    for step in range(now - DRIFT_STEPS, now + DRIFT_STEPS + 1):
        if pyotp.utils.strings_equal(generator.generate_otp(step), digits):
            return step
    return None
