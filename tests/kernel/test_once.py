"""A page asks once; an act asks anew."""

from duongthu.kernel.once import afresh, asking_once, once


def test_a_page_asks_once_and_the_next_one_again():
    """What was kept ends with the request; outside of one nothing is kept."""
    asked = []

    def ask():
        asked.append(len(asked))
        return asked[-1]

    assert [once("a", ask), once("a", ask)] == [0, 1]
    with asking_once():
        assert [once("a", ask), once("a", ask), once("b", ask)] == [2, 2, 3]
        with afresh():
            assert once("a", ask) == 4
        assert once("a", ask) == 2
    with asking_once():
        assert once("a", ask) == 5
