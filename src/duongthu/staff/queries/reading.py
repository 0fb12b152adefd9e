"""Reading the room: who holds which post on a day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from django.db.models import Q, QuerySet

from duongthu.acts.api import Call, Named, Reference
from duongthu.kernel.text import given_name_key
from duongthu.staff.models import Device, Person, Post, SecondFactor, SecurityEvent, SignIn, Sitting, Token
from duongthu.staff.refusals import NoPostHeld, NoSignIn, PersonNotInRole, UnknownPerson
from duongthu.staff.rules.posts import ROLE_NAMES, SHOWN, HeldPost, Role


@dataclass(frozen=True, slots=True)
class PersonInPost:
    """A person with all roles they hold at one unit on a day."""

    person_id: int
    code: str
    name: str
    unit_id: int
    roles: frozenset[str]


def person_by_code(code: str) -> Person:
    """The person of that code.

    Raises:
        UnknownPerson: there is none.
    """
    person = Person.objects.filter(code=code).first()
    if person is None:
        raise UnknownPerson(field="person_code", person=code[:SHOWN])
    return person


def token_by_id(token_id: int) -> Token | None:
    """A token with its person and device."""
    return Token.objects.select_related("person", "device").filter(pk=token_id).first()


def tokens_of(person: Person, now: datetime) -> list[Token]:
    """A person's tokens that still open something, the latest first."""
    found = Token.objects.select_related("device").filter(person=person, ended_at=None, expires_at__gt=now)
    return list(found.filter(counter=person.token_counter).order_by("-made_at"))


def acting_person(person_id: int, *, lock: bool = False) -> Person:
    """The person who acts, by number; held until the transaction's end where asked.

    Raises:
        UnknownPerson: there is none, for the program itself acts or a machine with an old actor.
    """
    found = Person.objects.select_for_update() if lock else Person.objects
    person = found.filter(pk=person_id).first()
    if person is None:
        raise UnknownPerson(field="", person=str(person_id))
    return person


def names_of(person_ids: Iterable[int]) -> dict[int, str]:
    """Names of people by their number; unknown numbers are missing."""
    return dict(Person.objects.filter(pk__in=list(person_ids)).values_list("pk", "name"))


def sign_in_of_user(user_id: int) -> SignIn | None:
    """The sign-in of a user, with its person."""
    return SignIn.objects.select_related("person").filter(user_id=user_id).first()


def person_of_user(user_id: int) -> Person | None:
    """The person a signed-in user is."""
    link = sign_in_of_user(user_id)
    return link.person if link else None


def posts_on(on: date) -> QuerySet[Post]:
    """All posts held on a day."""
    return Post.objects.filter(Q(until_on__isnull=True) | Q(until_on__gt=on), from_on__lte=on)


def posts_of(person: Person, on: date) -> list[Post]:
    """The posts a person holds on a day, the one held longest first."""
    return list(posts_on(on).filter(person=person).order_by("from_on", "pk"))


def held_by(person: Person) -> list[HeldPost]:
    """Every post a person held, holds or will hold."""
    return [
        HeldPost(Role(post.role), post.unit_id, post.from_on, post.until_on) for post in person.posts.all()
    ]


def person_in_post(code: str, on: date, unit_id: int | None = None) -> PersonInPost:
    """A person in the post they act from: at the unit given, else at their home, which was said and is never derived.

    Raises:
        UnknownPerson: no person has that code.
        NoPostHeld: they hold none on that day at that unit.
    """
    person = person_by_code(code)
    where = person.home_unit_id if unit_id is None else unit_id
    roles = frozenset(post.role for post in posts_of(person, on) if post.unit_id == where)
    if not roles or where is None:
        raise NoPostHeld(field="person_code", person=code, on=on.isoformat())
    return PersonInPost(person.pk, person.code, person.name, where, roles)


def roles_held(person_id: int, unit_id: int, on: date) -> frozenset[str]:
    """The roles a person (id) holds at a unit on a day."""
    return frozenset(posts_on(on).filter(person_id=person_id, unit_id=unit_id).values_list("role", flat=True))


def posts_held(person_id: int, on: date) -> list[tuple[int, str]]:
    """Where (unit id) and as what (role) a person (id) is in post on a day."""
    return list(posts_on(on).filter(person_id=person_id).values_list("unit_id", "role"))


def staff_of(unit_ids: Iterable[int], on: date, role: str | None = None) -> list[PersonInPost]:
    """Everybody in post at some units on a day, by unit and given name (Vietnamese order)."""
    posts = posts_on(on).filter(unit_id__in=list(unit_ids)).select_related("person")
    grouped: dict[tuple[int, int], list[Post]] = {}
    for post in posts.order_by("pk"):
        grouped.setdefault((post.unit_id, post.person_id), []).append(post)
    found = [_in_post(unit_id, held) for (unit_id, _), held in grouped.items()]
    wanted = [one for one in found if role is None or role in one.roles]
    return sorted(wanted, key=lambda one: (one.unit_id, given_name_key(one.name), one.code))


def _in_post(unit_id: int, held: list[Post]) -> PersonInPost:
    person = held[0].person
    return PersonInPost(person.pk, person.code, person.name, unit_id, frozenset(post.role for post in held))


def device_by_code(code: str) -> Device | None:
    """The device of that code."""
    return Device.objects.filter(code=code).first()


def sign_in_of(person: Person) -> SignIn:
    """A person's sign-in, with its user.

    Raises:
        NoSignIn: there is none.
    """
    link = SignIn.objects.select_related("user").filter(person=person).first()
    if link is None:
        raise NoSignIn(field="person_code", person=person.code)
    return link


def roles_of(person: Person, on: date) -> frozenset[str]:
    """Every role a person holds on a day, at whatever unit."""
    return frozenset(posts_on(on).filter(person=person).values_list("role", flat=True))


def factors_of(person: Person) -> list[SecondFactor]:
    """A person's second factors in use, the oldest first."""
    return list(SecondFactor.objects.filter(person=person, ended_at=None).order_by("added_at", "pk"))


def sitting_by_key(key_digest: str) -> Sitting | None:
    """The sitting of a session's key, by its digest."""
    return Sitting.objects.filter(key_digest=key_digest).first()


def sittings_of(person: Person, most: int = 50) -> list[Sitting]:
    """A person's sign-ins: open ones first, then the latest."""
    found = Sitting.objects.filter(person=person).order_by("-began_at")[:most]
    return sorted(found, key=lambda one: one.ended_at is not None)


def untold_sittings(person: Person, but: int) -> list[Sitting]:
    """Sign-ins from a browser not seen before that the person has not been told of, but for the one he sits at."""
    return list(
        Sitting.objects.filter(person=person, new_browser=True, told_at=None)
        .exclude(pk=but)
        .order_by("-began_at")[:5]
    )


def devices_for(person: Person) -> list[str]:
    """Codes of the devices handed to a person."""
    return list(Device.objects.filter(person=person).order_by("code").values_list("code", flat=True))


def people_within(reach: frozenset[int], on: date, folded: str) -> QuerySet[Person]:
    """People at home, or in post on a day, at the units of a reach; by code, only those whose name or code holds a text."""
    here = Q(home_unit_id__in=reach) | Q(pk__in=posts_on(on).filter(unit_id__in=reach).values("person_id"))
    found = Person.objects.filter(here)
    if folded:
        found = found.filter(Q(folded__contains=folded) | Q(code__icontains=folded))
    return found.order_by("code")


def posts_from(person: Person, on: date) -> list[Post]:
    """The posts a person holds on a day or will hold later, the earliest first."""
    return [
        post for post in person.posts.order_by("from_on", "pk") if post.until_on is None or post.until_on > on
    ]


def security_events(since: datetime, until: datetime) -> QuerySet[SecurityEvent]:
    """Lines of the security log in [since, until), the latest first.

    The order begins with the time, so that PostgreSQL goes by its index: by number alone it would read back through the whole log
    on a day with fewer lines than a page.
    """
    return SecurityEvent.objects.filter(at__gte=since, at__lt=until).order_by("-at", "-seq")


def _in_role(
    roles: frozenset[Role], *, here: bool = False, near: bool = False, ever: bool = False
) -> Reference:
    """People who hold one of the roles on the business day.

    Args:
        here: at the unit acted on; else in the actor's reach where ``near``, else anywhere in the province.
        ever: or held it on an earlier day: who brings back what he took.
    """

    def check(call: Call, named: Sequence[Named]) -> None:
        wanted = {one.value for one in named}
        posts = Post.objects.filter(from_on__lte=call.business_on) if ever else posts_on(call.business_on)
        posts = posts.filter(person_id__in=wanted, role__in=roles)
        if here:
            posts = posts.filter(unit_id=call.unit_id)
        elif near:
            posts = posts.filter(unit_id__in=call.actor.reach)
        found = set(posts.values_list("person_id", flat=True))
        for one in named:
            if one.value not in found:
                words = ", ".join(sorted(ROLE_NAMES[role] for role in roles))
                raise PersonNotInRole(field=one.field, row=one.row, person=one.value, roles=words)

    return Reference("person", check, nobody=(0,))


CourierRef = Annotated[int, _in_role(frozenset({Role.COURIER}), near=True)]
"""Number of a courier in the actor's reach, in post on the business day."""
FormerCourierRef = Annotated[int, _in_role(frozenset({Role.COURIER}), here=True, ever=True)]
"""Number of somebody who is or was a courier of the unit acted on: brings back what he took there."""
CARRIERS = frozenset({Role.DRIVER, Role.COURIER, Role.TELLER, Role.CASHIER, Role.HEAD})
CarrierRef = Annotated[int, _in_role(CARRIERS)]
"""Number of somebody who may carry a pouch, in post anywhere in the province on the business day."""
StaffRef = Annotated[int, _in_role(frozenset(Role), ever=True)]
"""Number of somebody who holds or held any post."""
