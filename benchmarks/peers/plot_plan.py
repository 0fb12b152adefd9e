"""Draws a plan: every round in a colour of its own, the ways from and to the depot thin.

benchmarks/output/peers/bin/python benchmarks/peers/plot_plan.py PROBLEM.vrp PLAN.sol PICTURE.svg
"""

import sys
from pathlib import Path

import matplotlib as mpl
import vrplib

mpl.use("svg")
mpl.rcParams["svg.hashsalt"] = "duongthu"
mpl.rcParams["svg.fonttype"] = "none"
import matplotlib.pyplot as plt


def draw(problem: Path, plan: Path, picture: Path) -> None:
    """One picture, without axes: only the shape counts."""
    xy = vrplib.read_instance(problem, compute_edge_weights=False)["node_coord"]
    found = vrplib.read_solution(plan)
    figure, axes = plt.subplots(figsize=(7, 7))
    colours = plt.get_cmap("tab20").colors
    for number, stops in enumerate(route for route in found["routes"] if route):
        colour = colours[number % len(colours)]
        way = xy[stops]
        axes.plot(way[:, 0], way[:, 1], color=colour, linewidth=1.2)
        for end in (way[0], way[-1]):
            axes.plot([xy[0, 0], end[0]], [xy[0, 1], end[1]], color=colour, linewidth=0.4, alpha=0.6)
    axes.plot(*xy[0], "s", color="black", markersize=7)
    axes.set_aspect("equal")
    axes.set_axis_off()
    figure.tight_layout(pad=0.2)
    figure.savefig(picture, metadata=dict.fromkeys(("Creator", "Date", "Format", "Type")))


if __name__ == "__main__":
    draw(*map(Path, sys.argv[1:4]))
