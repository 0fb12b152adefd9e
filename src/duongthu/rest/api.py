"""All that other rooms may use of rest."""

from duongthu.rest.tokens import make_token as make_token
