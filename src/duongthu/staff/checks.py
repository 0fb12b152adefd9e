"""The recounts of the room: no person holds two roles that a rule keeps apart; posts and homes are what their journal says."""

from collections.abc import Iterator
from datetime import date
from itertools import combinations

from duongthu.acts.api import Finding, acts_done, bulk
from duongthu.staff.models import Person, Post, PostEvent
from duongthu.staff.rules.posts import ROLE_NAMES, HeldPost, Role, rule_between


def check_posts() -> Iterator[Finding]:
    """Every pair of posts of one person that overlap and should not."""
    held: dict[int, list[tuple[int, HeldPost]]] = {}
    for post in Post.objects.order_by("pk"):
        found = HeldPost(Role(post.role), post.unit_id, post.from_on, post.until_on)
        held.setdefault(post.person_id, []).append((post.pk, found))
    for person_id, posts in held.items():
        for (_, a), (number, b) in combinations(posts, 2):
            rule = rule_between(a.role, b.role)
            if rule and a.overlaps(b):
                both = f"{ROLE_NAMES[a.role]} và {ROLE_NAMES[b.role]}"
                message = f"Quy tắc «{rule}»: người số {person_id} giữ cả {both}."
                day = b.from_on.isoformat()
                yield Finding("staff.incompatible_roles", message, "staff_post", number, day, b.unit_id)


COUNTERS = """
SELECT f.id, f.person_id, f.counter, u.counter FROM staff_second_factor f
LEFT JOIN (SELECT factor_id, max(counter) AS counter FROM staff_factor_use GROUP BY factor_id) u ON u.factor_id = f.id
WHERE u.counter IS NULL OR u.counter <> f.counter ORDER BY f.id
"""


def check_second_factors() -> Iterator[Finding]:
    """The counter of each second factor is that of its last use: set back, a code could be used twice."""
    for factor_id, person_id, kept, used in bulk.fetch(COUNTERS):
        said = "chưa có" if used is None else used
        words = f"Bước hai số {factor_id} của người số {person_id} đếm tới {kept}, nhật ký dùng ghi {said}."
        yield Finding("staff.factor_counter_differs", words, "staff.second_factor", factor_id)


Held = tuple[int, str, int, date | None]


def check_journal() -> Iterator[Finding]:
    """Every post and every home is what the sealed journal of posts says, and the journal's acts are in the act log."""
    told, homes, acts = _told()
    kept = {
        (post.person_id, post.role, post.unit_id, post.from_on): post.until_on
        for post in Post.objects.iterator()
    }
    for held in sorted(told.keys() | kept.keys(), key=str):
        if held in told and held in kept and told[held] == kept[held]:
            continue
        person, role, unit, since = held
        message = f"Chức danh {role} của người số {person} tại đơn vị {unit} khác nhật ký chức danh."
        yield Finding("staff.post_altered", message, "staff_post", person, str(since), unit)
    for person_id, home in Person.objects.values_list("pk", "home_unit_id"):
        if homes.get(person_id) != home:
            message = f"Đơn vị chính của người số {person_id} là {home}, nhật ký ghi {homes.get(person_id)}."
            yield Finding("staff.home_altered", message, "staff_person", person_id, "", home or 0)
    done = set(acts_done(acts))
    for act_id in sorted(acts - done - {0}):
        message = f"Nhật ký chức danh dẫn tới nghiệp vụ số {act_id}, không có trong nhật ký."
        yield Finding("staff.act_missing", message, "staff_post_event", act_id, "", 0)


def _told() -> tuple[dict[Held, date | None], dict[int, int], set[int]]:
    """What the journal says: posts with their ends, homes, and the acts it names."""
    told: dict[Held, date | None] = {}
    homes: dict[int, int] = {}
    acts: set[int] = set()
    for event in PostEvent.objects.order_by("seq").iterator():
        acts.add(event.act_id)
        if event.kind in {PostEvent.HIRED, PostEvent.MOVED}:
            homes[event.person_id] = event.unit_id
        else:
            told[event.person_id, event.role, event.unit_id, event.from_on] = event.until_on
    return told, homes, acts
