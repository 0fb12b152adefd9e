"""The demo's users: one click for each role, and nothing of it anywhere else."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext

from duongthu.acts.api import perform, system_actor
from duongthu.kernel import clock
from duongthu.network.api import network_on
from duongthu.staff.api import ROLE_NAMES, Role, posts_on

DEMO_ROLES = (
    Role.DIRECTOR, Role.DISPATCHER, Role.HEAD, Role.TELLER, Role.SORTER, Role.COURIER, Role.CASHIER, Role.ACCOUNTANT,
    Role.CONTROLLER, Role.DRIVER,
)  # fmt: skip


def demo_users() -> list[dict[str, str]]:
    """The demo's users by role, empty anywhere else."""
    if not settings.DEMO:
        return []
    day = network_on(clock.today())
    users = []
    for post in _one_post_a_role():
        unit = day.units.get(post.unit_id)
        role = gettext(ROLE_NAMES[Role(post.role)])
        name = post.person.name
        users.append(
            {"user": _user_name(post.role), "role": role, "name": name, "unit": unit.name if unit else ""}
        )
    return users


def make_demo_users() -> int:
    """Open a sign-in for one person of each role of the simulated province; gives how many there are."""
    founder = system_actor(
        "Dựng bản mẫu", frozenset(network_on(clock.today()).units), roles=frozenset({"admin"})
    )
    posts = _one_post_a_role()
    for post in posts:
        perform(
            founder,
            "staff.open_sign_in",
            {"person_code": post.person.code, "user_name": _user_name(post.role)},
        )
    return len(posts)


def _user_name(role: str) -> str:
    return f"mau-{role}"


def _one_post_a_role() -> list[Any]:
    found = []
    for role in DEMO_ROLES:
        post = (
            posts_on(clock.today())
            .filter(role=role)
            .select_related("person")
            .order_by("person__code")
            .first()
        )
        if post is not None:
            found.append(post)
    return found
