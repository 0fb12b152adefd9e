"""Pure rules of signing in: how long a key is barred after wrong tries, what a pass phrase must be, when a sitting ends."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from duongthu.kernel.text import fold
from duongthu.staff.refusals import PhraseTooWeak

QUIET = timedelta(hours=1)  # after so long without a wrong try all is forgotten
SHORTEST_PHRASE, LONGEST_PHRASE = 12, 200  # NIST SP 800-63B §5.1.1: length, no rules about kinds of letters
SECONDS_FIRST = 5
PHRASE_LASTS = timedelta(hours=24)  # a pass phrase set by another
CONFIRMED_FOR = timedelta(minutes=5)  # how long "asked again" holds


@dataclass(frozen=True, slots=True)
class Delay:
    """How many wrong tries a kind of key has free, and the longest it is barred for."""

    free: int
    most_seconds: int


# A name at an address, and a browser that was let in before, are guessed at by one sender: they are slowed hard. An address
# may be a whole office's. A name alone is barred for a minute at most: nobody can lock its owner out for ever.
PAIR, BROWSER = Delay(5, 900), Delay(5, 900)
ADDRESS, NAME = Delay(30, 900), Delay(50, 60)


def barred_seconds(delay: Delay, failures: int) -> int:
    """Seconds a key is barred after its ``failures``-th wrong try in a row."""
    over = failures - delay.free
    return 0 if over < 0 else int(min(delay.most_seconds, SECONDS_FIRST * 2 ** min(over, 20)))


def failures_after(failures: int, failed_at: datetime | None, now: datetime) -> int:
    """The count after one more wrong try; a quiet hour begins it anew."""
    return 1 if failed_at is None or now - failed_at > QUIET else failures + 1


def check_phrase(phrase: str, person_name: str, code: str, user_name: str, *, is_known: bool) -> None:
    """Refuse a pass phrase that is too short, too long, known to everybody, or the person's own name.

    Raises:
        PhraseTooWeak: says which.
    """
    plain = fold(phrase).replace(" ", "")
    own = [fold(text).replace(" ", "") for text in (person_name, code, user_name)]
    if len(phrase) < SHORTEST_PHRASE:
        reason = f"cần ít nhất {SHORTEST_PHRASE} ký tự"
    elif len(phrase) > LONGEST_PHRASE:
        reason = f"dài quá {LONGEST_PHRASE} ký tự"
    elif is_known:
        reason = "nằm trong danh sách mật khẩu ai cũng biết"
    elif len(set(plain)) < SHORTEST_PHRASE // 3 or any(
        len(plain.replace(one, "")) < SHORTEST_PHRASE // 2 for one in own if one
    ):
        reason = "dễ đoán (lặp lại, hoặc là tên, mã của chính mình)"
    else:
        return
    raise PhraseTooWeak(field="phrase", reason=reason)


def sitting_over(
    began_at: datetime, seen_at: datetime, now: datetime, idle: timedelta, longest: timedelta
) -> str:
    """Why a sitting is over: ``idle``, ``age``, or empty while it goes on."""
    if now - began_at > longest:
        return "age"
    return "idle" if now - seen_at > idle else ""
