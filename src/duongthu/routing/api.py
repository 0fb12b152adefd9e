"""All that other rooms may use of routing."""

from duongthu.routing.problem import ALWAYS, Plan, Problem, Round, Vehicle, WrongProblem, price_of
from duongthu.routing.solve import Progress, solve, warm_up
from duongthu.routing.travel import Kind, Travel

__all__ = [
    "ALWAYS",
    "Kind",
    "Plan",
    "Problem",
    "Progress",
    "Round",
    "Travel",
    "Vehicle",
    "WrongProblem",
    "price_of",
    "solve",
    "warm_up",
]
