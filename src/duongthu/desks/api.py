"""All that others may use of the desks: the demo's sign-ins."""

from duongthu.desks.demo import make_demo_users as make_demo_users
