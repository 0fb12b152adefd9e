"""Files as a disk or a hand may spoil them."""

from duongthu.routing.api import WrongFile
from duongthu.routing.files.problem_file import problem_of


def overwritten(text, spoils):
    """The text with each of (place, what) written over it."""
    for place, what in spoils:
        at = place % len(text)
        text = text[:at] + what + text[at + len(what) // 2 :]
    return text


def answer_to(path, text):
    """How many places the problem has that the text holds, or the code of its refusal."""
    try:
        return problem_of(path, text).problem.travel.places
    except WrongFile as wrong:
        return wrong.code
