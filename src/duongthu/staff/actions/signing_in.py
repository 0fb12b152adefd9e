"""Acts about devices, sign-ins and pass phrases; a pass phrase is a ``SecretStr``, so that no log holds it."""

from collections.abc import Sequence

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import PBKDF2PasswordHasher, identify_hasher, make_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from pydantic import SecretStr

from duongthu.acts.api import (
    Call,
    FourEyes,
    Reason,
    act,
    act_by_number,
    effective_act,
    perform,
    persons_of,
    system_actor,
)
from duongthu.staff.actions.posting import MAY_STAFF, POWER_EYES
from duongthu.staff.models import Device, Person, ResetPermit, SecondFactor, SignIn
from duongthu.staff.queries.reading import acting_person, person_by_code, roles_of, sign_in_of
from duongthu.staff.refusals import (
    DeviceCodeTaken,
    NeedsLeave,
    NeedsTwo,
    NoSignIn,
    NotForOneself,
    SignInTaken,
    UnknownPerson,
    WrongPhrase,
)
from duongthu.staff.rules import posts as rules, signing_in

_known = CommonPasswordValidator()
SERVER = system_actor("Đường Thư", frozenset())


@act("staff.register_device", "Đăng ký thiết bị", roles=MAY_STAFF, unit="unit_id")
def register_device(call: Call, *, code: str, unit_id: int, person_code: str = "") -> dict[str, int]:
    """Hand a device to a unit, perhaps to one person there; the same again changes nothing."""
    rules.check_device_code(code)
    person = person_by_code(person_code) if person_code else None
    device = Device.objects.filter(code=code).first()
    if device is None:
        device = Device.objects.create(code=code, unit_id=unit_id, person=person, registered_at=call.now)
    elif device.unit_id != unit_id:
        raise DeviceCodeTaken(field="code", device=code)
    elif device.person != person:
        device.person = person
        device.save(update_fields=["person"])
    return {"device_id": device.pk}


@act("staff.open_sign_in", "Mở tài khoản đăng nhập", roles=(rules.Role.ADMIN,))
def open_sign_in(call: Call, *, person_code: str, user_name: str) -> dict[str, int]:
    """Give a person a user name; the first pass phrase is set by ``staff.reset_pass_phrase`` and changed by its owner.

    Raises:
        WrongSignIn, SignInTaken. UnknownPerson: none of that code within reach.
    """
    rules.check_sign_in(user_name)
    person = within_reach(call, person_code)
    taken = get_user_model().objects.filter(username=user_name).exists()
    if taken or SignIn.objects.filter(person=person).exists():
        raise SignInTaken(field="user_name", user_name=user_name)
    user = get_user_model().objects.create(username=user_name, password=make_password(None))
    SignIn.objects.create(person=person, user=user)
    return {"user_id": user.pk}


@act("staff.change_pass_phrase", "Đổi mật khẩu", roles=tuple(rules.Role))
def change_pass_phrase(call: Call, *, current: SecretStr, phrase: SecretStr) -> None:
    """Change one's own pass phrase, proving the one in force; every other sign-in of one's own ends.

    Raises:
        NoSignIn, WrongPhrase, PhraseTooWeak.
    """
    person = acting_person(call.actor.person_id, lock=True)
    link = sign_in_of(person)
    if not link.user.check_password(current.get_secret_value()):
        raise WrongPhrase(field="current")
    _check(person, link, phrase)
    _set(link, phrase)
    link.must_change, link.phrase_ends_at = False, None
    link.save(update_fields=["must_change", "phrase_ends_at"])


@act("staff.reset_pass_phrase", "Đặt lại mật khẩu", roles=MAY_STAFF)
def reset_pass_phrase(call: Call, *, person_code: str, phrase: SecretStr) -> None:
    """Set a pass phrase for somebody else, for a day: with it he can only change it; all his sign-ins end.

    Whoever sets it could sign in with it, so two must have given leave before: at the province for a person whose roles give
    power (``staff.permit_reset``), of his own line for others (``staff.permit_staff_reset``).

    Raises:
        UnknownPerson: none of that code within reach. NotForOneself, NoSignIn, PhraseTooWeak, NeedsTwo.
    """
    person = within_reach(call, person_code)
    if person.pk == call.actor.person_id:
        raise NotForOneself(field="person_code")
    link = sign_in_of(person)
    _check(person, link, phrase)
    if "system" not in call.actor.roles:
        _use_permit(call, person)
    _set(link, phrase)
    link.must_change, link.phrase_ends_at = True, call.now + signing_in.PHRASE_LASTS
    link.save(update_fields=["must_change", "phrase_ends_at"])
    person.sittings.filter(ended_at=None).update(ended_at=call.now, ended_why="reset")


@act(
    "staff.permit_reset",
    "Cho phép đặt lại mật khẩu",
    roles=(rules.Role.DIRECTOR, rules.Role.ADMIN),
    four_eyes=POWER_EYES,
)
def permit_reset(call: Call, *, person_code: str, reason: Reason) -> dict[str, int]:
    """Give leave, by two at the province, to set a new pass phrase for somebody whose roles give power: once, within a day."""
    person = for_another(call, person_code)
    return {"permit_id": _permit(call, person)}


@act(
    "staff.permit_staff_reset",
    "Cho phép đặt lại mật khẩu nhân viên",
    roles=(rules.Role.HEAD, rules.Role.CONTROLLER, rules.Role.DIRECTOR, rules.Role.ADMIN),
    four_eyes=FourEyes("staff.permit_staff_reset", roles=("head", "controller", "director", "admin")),
)
def permit_staff_reset(call: Call, *, person_code: str, reason: Reason) -> dict[str, int]:
    """Give leave, by two, to set a new pass phrase for somebody within reach whose roles give no power: once, within a day.

    Raises:
        UnknownPerson, NotForOneself. NeedsTwo: his roles give power: the leave is given at the province.
    """
    person = for_another(call, person_code)
    powers = sorted(roles_of(person, call.business_on) & rules.POWER_ROLES)
    if powers:
        raise NeedsTwo(field="person_code", name=person.name, roles=titles(powers), act="staff.permit_reset")
    return {"permit_id": _permit(call, person)}


@act(
    "staff.remove_second_factors",
    "Gỡ bước hai của người bị mất",
    roles=(rules.Role.DIRECTOR, rules.Role.ADMIN),
    four_eyes=POWER_EYES,
)
def remove_second_factors(call: Call, *, person_code: str, reason: Reason) -> dict[str, int]:
    """End all second factors of somebody who lost them, by two at the province; he sets up new ones at the next sign-in."""
    person = for_another(call, person_code)
    ended = SecondFactor.objects.filter(person=person, ended_at=None).update(ended_at=call.now)
    person.sittings.filter(ended_at=None).update(ended_at=call.now, ended_why="reset")
    return {"ended": ended}


def within_reach(call: Call, person_code: str) -> Person:
    """The person, if he works within the actor's reach.

    Raises:
        UnknownPerson: none of that code within reach.
    """
    person = person_by_code(person_code)
    if "system" not in call.actor.roles and not works_within(call, person):
        raise UnknownPerson(field="person_code", person=person_code)
    return person


def works_within(call: Call, person: Person) -> bool:
    """Whether the person is at home at one of the actor's units."""
    return person.home_unit_id in call.actor.reach


def for_another(call: Call, person_code: str) -> Person:
    """The person within reach, when it is neither the maker nor one of the checkers.

    Raises:
        UnknownPerson, NotForOneself.
    """
    person = within_reach(call, person_code)
    if person.pk in {call.actor.person_id, *call.approved_by}:
        raise NotForOneself(field="person_code")
    return person


def _use_permit(call: Call, person: Person) -> None:
    """One open leave of the last day is used up; without any the reset is refused."""
    powers = sorted(roles_of(person, call.business_on) & rules.POWER_ROLES)
    since = call.now - signing_in.PHRASE_LASTS
    wanted = "staff.permit_reset" if powers else "staff.permit_staff_reset"
    open_ones = ResetPermit.objects.select_for_update().filter(
        person=person, used_at=None, permitted_at__gt=since
    )
    permit = open_ones.order_by("-pk").first()
    if permit is None or not _is_leave_for(call, permit, wanted):
        if not powers:
            raise NeedsLeave(field="person_code", name=person.name, act="staff.permit_staff_reset")
        raise NeedsTwo(field="person_code", name=person.name, roles=titles(powers), act="staff.permit_reset")
    permit.used_at = call.now
    permit.save(update_fields=["used_at"])


def _permit(call: Call, person: Person) -> int:
    """A new leave; one that was open before ends with it, so that leaves never pile up."""
    ResetPermit.objects.filter(person=person, used_at=None).update(used_at=call.now)
    return int(ResetPermit.objects.create(person=person, permitted_at=call.now, act_id=call.act_id).pk)


def _is_leave_for(call: Call, permit: ResetPermit, wanted: str) -> bool:
    """Whether the leave is of the kind the person's roles of today ask for, and was given by whoever uses it, among the two."""
    record = act_by_number(permit.act_id)
    if record is None or effective_act(record) != wanted:
        return False
    return call.actor.person_id in persons_of(record)


def titles(roles: Sequence[str]) -> str:
    """Roles in words."""
    return ", ".join(rules.ROLE_NAMES[rules.Role(role)] for role in roles)


def _check(person: Person, link: SignIn, phrase: SecretStr) -> None:
    given = phrase.get_secret_value()
    signing_in.check_phrase(
        given, person.name, person.code, link.user.get_username(), is_known=is_known(given)
    )


def is_known(phrase: str) -> bool:
    """Whether a pass phrase stands in Django's list of the 20,000 that everybody tries first."""
    try:
        _known.validate(phrase)
    except ValidationError:
        return True
    return False


def _set(link: SignIn, phrase: SecretStr) -> None:
    link.user.set_password(phrase.get_secret_value())
    link.user.save(update_fields=["password"])


def set_pass_phrase(user_name: str, phrase: str) -> None:
    """Set the pass phrase of a sign-in from the server's own command line, where a post is founded.

    Raises:
        SignIn.DoesNotExist: no person signs in by that name.
        PhraseTooWeak: see ``staff.change_pass_phrase``.
    """
    link = SignIn.objects.select_related("user", "person").get(user__username=user_name)
    _check(link.person, link, SecretStr(phrase))
    outcome = perform(SERVER, "staff.set_pass_phrase", {"user_name": user_name, "phrase": phrase})
    assert outcome.done, outcome.refusal  # noqa: S101  (checked above)


@act("staff.set_pass_phrase", "Đặt mật khẩu từ máy chủ", roles=("system",))
def set_phrase(call: Call, *, user_name: str, phrase: SecretStr) -> None:
    """Set the pass phrase of a sign-in from the server's own command line, where a post is founded.

    Raises:
        NoSignIn: no person signs in by that name. PhraseTooWeak.
    """
    link = SignIn.objects.select_related("user", "person").filter(user__username=user_name).first()
    if link is None:
        raise NoSignIn(field="user_name", person=user_name)
    _check(link.person, link, phrase)
    _set(link, phrase)
    link.must_change, link.phrase_ends_at = False, None
    link.save(update_fields=["must_change", "phrase_ends_at"])


def renew_hash(user_name: str, phrase: str) -> None:
    """After a right pass phrase: keep its hash anew where the program now hashes harder; by an act, so that it is no edit."""
    user = get_user_model().objects.get(username=user_name)
    hasher = identify_hasher(user.password)
    if isinstance(hasher, KeptHasher) and hasher.is_outdated(user.password):
        perform(SERVER, "staff.renew_hash", {"user_name": user_name, "phrase": phrase})


@act("staff.renew_hash", "Băm lại mật khẩu", roles=("system",))
def hash_anew(call: Call, *, user_name: str, phrase: SecretStr) -> None:
    """Hash the pass phrase in force anew, as the program now does.

    Raises:
        NoSignIn: no person signs in by that name. WrongPhrase: it is not the one in force.
    """
    link = SignIn.objects.select_related("user").filter(user__username=user_name).first()
    if link is None:
        raise NoSignIn(field="user_name", person=user_name)
    if not link.user.check_password(phrase.get_secret_value()):
        raise WrongPhrase(field="phrase")
    _set(link, phrase)


class KeptHasher(PBKDF2PasswordHasher):
    """Django's own, which never writes by itself at a sign-in (``renew_hash`` does, through an act)."""

    def must_update(self, encoded: str) -> bool:
        """Never."""
        return False

    def is_outdated(self, encoded: str) -> bool:
        """Whether the program now hashes harder than this."""
        return super().must_update(encoded)
