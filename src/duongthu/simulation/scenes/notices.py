"""Who hands messages to customers over: a turn every few minutes."""

from duongthu.notices.api import send_due
from duongthu.simulation.stage import Stage


def send(stage: Stage) -> None:
    """One turn of the runner."""
    assert stage.gateway is not None, "turns are played only where there is a gateway"  # noqa: S101
    handed = send_due(stage.gateway)
    stage.counts["messages sent"] += handed.sent
    stage.counts["messages past their hour"] += handed.lapsed
