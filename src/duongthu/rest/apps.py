"""The Django application of the room."""

from django.apps import AppConfig


class RestConfig(AppConfig):
    """REST (floor 10)."""

    name = "duongthu.rest"
    label = "rest"
