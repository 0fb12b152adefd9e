"""All that other rooms may use of routing."""

from duongthu.routing.balance import Even, balance_of, balanced, solve_evenly
from duongthu.routing.counting import (
    Fault,
    Ride,
    aboard_on,
    faults_of,
    faults_of_round,
    price_of,
    price_of_round,
    ride_of,
)
from duongthu.routing.country.executors import Alone, Cluster, Executor, NoCluster
from duongthu.routing.country.hub import Hub, HubFailed, HubPlan, digest_of
from duongthu.routing.country.planning import CountryPlan, plan_hubs
from duongthu.routing.drawing import geojson, svg
from duongthu.routing.files.plan_file import (
    StatedPlan,
    cost_text,
    need_writable,
    plan_text,
    read_plan,
    write_plan,
    write_text,
)
from duongthu.routing.files.problem_file import ProblemFile, read_problem
from duongthu.routing.files.problem_writing import NotForFiles, write_problem
from duongthu.routing.files.vroom import VroomFile, read_vroom, vroom_of
from duongthu.routing.files.vroom_answer import vroom_answer
from duongthu.routing.files.ways import Rounding
from duongthu.routing.files.wrong import WrongFile
from duongthu.routing.kernels.library import Struct, kernels, pointer
from duongthu.routing.matrices import NoMatrix, Service, matrix_from
from duongthu.routing.model import Answer, Model
from duongthu.routing.problem import (
    ALWAYS,
    Activity,
    Break,
    Plan,
    Problem,
    Reload,
    Round,
    Vehicle,
)
from duongthu.routing.reasons import Reason, reasons_of
from duongthu.routing.replanning import replan, unmoved
from duongthu.routing.solve import Progress, solve
from duongthu.routing.steps import Step, steps_of
from duongthu.routing.telling import reason_in_words
from duongthu.routing.territories import (
    Merged,
    Territories,
    merged,
    own_rounds,
    unfamiliarity_penalties,
    unfolded,
)
from duongthu.routing.travel import Kind, Travel
from duongthu.routing.whole import WrongProblem

__all__ = [
    "ALWAYS",
    "Activity",
    "Alone",
    "Answer",
    "Break",
    "Cluster",
    "CountryPlan",
    "Even",
    "Executor",
    "Fault",
    "Hub",
    "HubFailed",
    "HubPlan",
    "Kind",
    "Merged",
    "Model",
    "NoCluster",
    "NoMatrix",
    "NotForFiles",
    "Plan",
    "Problem",
    "ProblemFile",
    "Progress",
    "Reason",
    "Reload",
    "Ride",
    "Round",
    "Rounding",
    "Service",
    "StatedPlan",
    "Step",
    "Struct",
    "Territories",
    "Travel",
    "Vehicle",
    "VroomFile",
    "WrongFile",
    "WrongProblem",
    "aboard_on",
    "balance_of",
    "balanced",
    "cost_text",
    "digest_of",
    "faults_of",
    "faults_of_round",
    "geojson",
    "kernels",
    "matrix_from",
    "merged",
    "need_writable",
    "own_rounds",
    "plan_hubs",
    "plan_text",
    "pointer",
    "price_of",
    "price_of_round",
    "read_plan",
    "read_problem",
    "read_vroom",
    "reason_in_words",
    "reasons_of",
    "replan",
    "ride_of",
    "solve",
    "solve_evenly",
    "steps_of",
    "svg",
    "unfamiliarity_penalties",
    "unfolded",
    "unmoved",
    "vroom_answer",
    "vroom_of",
    "write_plan",
    "write_problem",
    "write_text",
]
