"""All that other rooms may use of routing."""

from duongthu.routing.counting import Fault, Ride, faults_of, price_of, ride_of
from duongthu.routing.problem import ALWAYS, Plan, Problem, Round, Vehicle, WrongProblem
from duongthu.routing.solve import Progress, solve, warm_up
from duongthu.routing.travel import Kind, Travel

__all__ = [
    "ALWAYS",
    "Fault",
    "Kind",
    "Plan",
    "Problem",
    "Progress",
    "Ride",
    "Round",
    "Travel",
    "Vehicle",
    "WrongProblem",
    "faults_of",
    "price_of",
    "ride_of",
    "solve",
    "warm_up",
]
