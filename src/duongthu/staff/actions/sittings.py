"""What happens around a sign-in before anybody is known and while he sits: delays, sittings; and the act that ends one.

Delays and sittings are no acts: they keep the door, they move nothing. What becomes of each try stands in the security log.
"""

from datetime import timedelta
from hashlib import sha256
from typing import Annotated

from django.db import transaction

from duongthu.acts.api import Call, Reference, act
from duongthu.kernel import clock, trace
from duongthu.staff.models import Person, SignInDelay, Sitting
from duongthu.staff.refusals import SignInBarred, UnknownSitting
from duongthu.staff.rules import posts as rules, signing_in
from duongthu.staff.rules.signing_in import Delay

SEEN_EVERY = timedelta(minutes=1)  # a sitting's last moment is written so often, not at each click

SittingRef = Annotated[int, Reference("sitting")]
"""Number of a sign-in; looked up among one's own."""


def delay_keys(user_name: str, browser: str = "") -> dict[str, Delay]:
    """Under which keys a try counts: a browser that was let in before is judged for itself, a stranger by name and address."""
    name, address = user_name[:80].lower(), trace.current().address[:45]
    if browser:
        return {f"browser {browser[:64]}": signing_in.BROWSER}
    return {
        f"pair {name} {address}": signing_in.PAIR,
        f"address {address}": signing_in.ADDRESS,
        f"name {name}": signing_in.NAME,
    }


def check_not_barred(keys: dict[str, Delay]) -> None:
    """Refuse a try while one of its keys is barred; such a try is not counted and costs no hashing.

    Raises:
        SignInBarred: for how many seconds.
    """
    now = clock.now()
    until = [
        row.barred_until_at
        for row in SignInDelay.objects.filter(key__in=keys, barred_until_at__gt=now)
        if row.barred_until_at
    ]
    if until:
        raise SignInBarred(seconds=max(1, int((max(until) - now).total_seconds())))


def count_failure(keys: dict[str, Delay]) -> None:
    """Write a wrong try under its keys, and until when they are barred by it."""
    now = clock.now()
    with transaction.atomic():
        for key in sorted(keys):
            row, _made = SignInDelay.objects.select_for_update().get_or_create(
                key=key, defaults={"failed_at": now}
            )
            row.failures = signing_in.failures_after(row.failures, row.failed_at, now)
            row.failed_at = now
            seconds = signing_in.barred_seconds(keys[key], row.failures)
            row.barred_until_at = now + timedelta(seconds=seconds) if seconds else None
            row.save()


def forget_failures(keys: dict[str, Delay]) -> None:
    """After a right one: the person's own keys are clear again; an address's count stays, for it may be somebody else's."""
    SignInDelay.objects.filter(key__in=[key for key in keys if not key.startswith("address ")]).delete()


def begin_sitting(
    person: Person, session_key: str, browser: str, *, new_browser: bool, second_factor: bool
) -> Sitting:
    """Write a sign-in down."""
    now = clock.now()
    return Sitting.objects.create(
        person=person, key_digest=digest_of(session_key), began_at=now, seen_at=now, confirmed_at=now,
        address=trace.current().address[:45], browser=browser[:120], new_browser=new_browser, second_factor=second_factor,
    )  # fmt: skip


def digest_of(session_key: str) -> str:
    """How a session's key is kept: who reads the table cannot sit down with it."""
    return sha256(session_key.encode()).hexdigest()


def seen_now(sitting: Sitting, idle: timedelta, longest: timedelta) -> bool:
    """Whether a sitting goes on; a finished one is ended for good, one that goes on is seen now."""
    if sitting.ended_at is not None:
        return False
    now = clock.now()
    why = signing_in.sitting_over(sitting.began_at, sitting.seen_at, now, idle, longest)
    if why:
        finish_sitting(sitting, why)
        return False
    if now - sitting.seen_at > SEEN_EVERY:
        Sitting.objects.filter(pk=sitting.pk).update(seen_at=now)
    return True


def finish_sitting(sitting: Sitting, why: str) -> None:
    """End a sitting: signed out, idle, too old."""
    Sitting.objects.filter(pk=sitting.pk, ended_at=None).update(ended_at=clock.now(), ended_why=why)


def confirm(sitting: Sitting, *, second_factor: bool = False) -> None:
    """The person has just shown again who he is."""
    more = {"second_factor": True} if second_factor else {}
    Sitting.objects.filter(pk=sitting.pk).update(confirmed_at=clock.now(), **more)


def recently_confirmed(sitting: Sitting) -> bool:
    """Whether that was no longer ago than it holds."""
    return clock.now() - sitting.confirmed_at <= signing_in.CONFIRMED_FOR


def acknowledge(sitting: Sitting) -> None:
    """The person has read, at this sitting, which sign-ins from new browsers there were; this one others will tell him of."""
    others = Sitting.objects.filter(person_id=sitting.person_id, new_browser=True, told_at=None)
    others.exclude(pk=sitting.pk).update(told_at=clock.now())


def move_key(sitting: Sitting, session_key: str) -> None:
    """The session got a new key (its owner changed the pass phrase); the sitting goes on under it."""
    Sitting.objects.filter(pk=sitting.pk).update(key_digest=digest_of(session_key))


@act("staff.end_sitting", "Kết thúc một lần đăng nhập", roles=tuple(rules.Role))
def end_sitting(call: Call, *, sitting_id: SittingRef) -> None:
    """End one of one's own sign-ins: a forgotten one, or one that was somebody else's.

    Raises:
        UnknownSitting.
    """
    mine = Sitting.objects.filter(pk=sitting_id, person_id=call.actor.person_id, ended_at=None)
    if not mine.update(ended_at=call.now, ended_why="person"):
        raise UnknownSitting(field="sitting_id", sitting_id=sitting_id)
