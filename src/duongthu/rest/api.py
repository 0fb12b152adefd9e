"""All that other rooms may use of rest."""

from duongthu.rest.tokens import make_token

__all__ = ["make_token"]
