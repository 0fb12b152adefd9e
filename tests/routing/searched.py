"""Small problems searched and held against trying everything."""

from duongthu.routing.api import faults_of, solve
from tests.routing.brute_force import cheapest, price_of_order


def dearer_than_the_cheapest(drawn, seeds):
    """Seeds whose plan is not the cheapest there is; each plan keeps all rules and costs what it says."""
    dearer = []
    for seed in seeds:
        problem = drawn(seed)
        plan = solve(problem, steps=3_000)
        assert [fault for fault in faults_of(problem, plan) if fault.code != "must_be_visited"] == [], seed
        prices = [price_of_order(problem, one.vehicle, one.stops) for one in plan.rounds]
        assert sum(prices) + problem.prize[list(plan.left_out)].sum() == plan.price, seed
        if (sum(not problem.prize[stop] for stop in plan.left_out), plan.price) != cheapest(problem):
            dearer.append(seed)
    return dearer
