"""Floors, rooms and the order inside a room, read off the imports."""

from tests.architecture.reading import FLOORS, LAYERS, SOURCE, TOP, Module, listed, modules

ROOM_FILES = {
    "__init__",
    "apps",
    "api",
    "jobs",
    "checks",
    "actions",
    "queries",
    "models",
    "rules",
    "facts",
    "refusals",
}
FREE_INSIDE = {
    "kernel",
    "routing",
    "tlog",
    "acts",
    "desks",
    "rest",
    "simulation",
    "cli",
    "config",
}  # no rooms of the usual cut
# The command line drives the simulation and the settings; desks read addresses; nothing else looks up.
WHO_MAY_IMPORT_CONFIG = {"cli", "config"}


def test_every_folder_is_a_known_room():
    """A room that is on no floor would escape every rule below."""
    found = {
        path.name if path.is_dir() else path.stem
        for path in SOURCE.iterdir()
        if (path.is_dir() and any(path.rglob("*.py"))) or path.suffix == ".py"
    }
    assert found - {"__init__"} <= FLOORS.keys() | TOP


def test_a_room_imports_only_from_floors_below():
    """Dependencies point down; rooms on one floor never see each other."""
    wrong = []
    for module in rooms():
        for target, line in ours(module):
            other = target.split(".")[1] if "." in target else ""
            if other in {"", module.room} or (other in TOP and module.room in WHO_MAY_IMPORT_CONFIG):
                continue
            if other not in FLOORS or FLOORS[other] >= FLOORS[module.room]:
                wrong.append(f"{module.where}:{line} imports {target}")
    assert not wrong, listed(wrong)


def test_a_room_is_entered_through_its_api():
    """What a room does not export may change without asking anybody; kernel modules are small and open."""
    wrong = []
    for module in rooms():
        for target, line in ours(module):
            parts = target.split(".")
            other = parts[1] if len(parts) > 1 else ""
            if other in {"", module.room, "kernel"} | TOP:
                continue
            if parts[2:] != ["api"]:
                wrong.append(f"{module.where}:{line} imports {target}")
    assert not wrong, listed(wrong)


def test_an_api_says_at_each_import_what_it_gives_on():
    """``from x import y as y``: a second list kept by hand tells nothing and is forgotten. The planner is its own library."""
    lists = [
        m.where
        for m in rooms()
        if m.part == "api" and m.room != "routing" and "__all__" in m.path.read_text()
    ]
    assert not lists, listed(lists)


def test_the_order_inside_a_room():
    """From api over jobs|checks, actions, queries, models, rules to facts|refusals, never back."""
    wrong = []
    for module in rooms():
        if module.room in FREE_INSIDE or module.part not in LAYERS:
            continue
        for target, line in ours(module):
            parts = target.split(".")
            if parts[1:2] != [module.room] or len(parts) < 3 or parts[2] == module.part:
                continue
            if module.part != "apps" and LAYERS.get(parts[2], 0) >= LAYERS[module.part]:
                wrong.append(f"{module.where}:{line} ({module.part}) imports {target}")
    assert not wrong, listed(wrong)


def test_the_same_file_names_everywhere():
    """Who knows one room finds the way in every other."""
    wrong = [
        module.where
        for module in rooms()
        if module.room not in FREE_INSIDE
        and module.part
        and module.part not in LAYERS.keys() | {"kinds", "data"}
    ]
    assert not wrong, listed(wrong)


def test_a_room_begins_with_its_purpose():
    """``__init__`` holds the docstring (purpose, words, invariants) and no code."""
    wrong = []
    for module in rooms():
        if module.part == "" and module.path.name == "__init__.py" and module.room != "cli":
            docstring = module.tree.body and module.text.lstrip().startswith('"""')
            if not docstring or len(module.tree.body) > 1:
                wrong.append(module.where)
    assert not wrong, listed(wrong)


def test_rules_and_kernel_are_pure():
    """Rules and kernel decide on frozen data: no Django, no database; rules get their time handed in."""
    wrong = []
    for module in modules():
        if module.part != "rules" and module.room not in {"kernel", "routing", "tlog"}:
            continue
        for found in module.imports():
            if found.target.split(".")[0] in {"django", "psycopg", "sqlite3"}:
                wrong.append(f"{module.where}:{found.line} imports {found.target}")
            if module.part == "rules" and (found.target, found.name) in CLOCK:
                wrong.append(f"{module.where}:{found.line} asks the clock")
    assert not wrong, listed(wrong)


CLOCK = {("duongthu.kernel.clock", "now"), ("duongthu.kernel.clock", "today"), ("duongthu.kernel", "clock")}


def rooms() -> list[Module]:
    """Modules that lie in a room."""
    return [module for module in modules() if module.room in FLOORS]


def ours(module: Module):
    """What a module imports from this package: (dotted name, line)."""
    return sorted({(i.target, i.line) for i in module.imports() if i.target.split(".")[0] == "duongthu"})
