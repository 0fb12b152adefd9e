"""The named refusals of the doors for people."""

from duongthu.kernel.refusal import Refusal


class WrongQuery(Refusal):
    """A page's address or form holds a value that cannot be what the page asks for."""

    code = "desks.wrong_query"
    sentence = "Giá trị của «{name}» không dùng được: {reason}."
