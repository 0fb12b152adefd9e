"""The recount of the room: no person holds two roles that a rule keeps apart."""

from collections.abc import Iterator
from itertools import combinations

from duongthu.acts.api import Finding
from duongthu.staff.models import Post
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
