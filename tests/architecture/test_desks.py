"""Each desk is a folder of its own: addresses, views, templates; what several need stands beside them, not in one of them."""

import re

from duongthu.desks.urls import DESKS
from tests.architecture.reading import SOURCE, listed, modules

HOUSE = SOURCE / "desks"
SHARED = {"ui", "labels", "templates", "templatetags", "locale"}
NAMED = re.compile(r"""["']desks/([a-z_]+)\.html["']""")


def folder_of(path) -> str:
    """The folder of the desks a file lies in; empty for what stands beside them."""
    parts = path.relative_to(HOUSE).parts
    return parts[0] if len(parts) > 1 else ""


def test_every_folder_is_a_desk_with_its_addresses_or_is_shared():
    """A folder that nobody's addresses lead to is no desk."""
    folders = {p.name for p in HOUSE.iterdir() if p.is_dir() and p.name != "__pycache__"}
    assert folders == set(DESKS) | SHARED
    assert [desk for desk in DESKS if not (HOUSE / desk / "urls.py").exists()] == []


def test_no_desk_imports_another():
    """What two desks need stands beside them; nothing shared reaches back into a desk, but for the list of addresses."""
    wrong = []
    for module in modules():
        if module.room != "desks" or module.path == HOUSE / "urls.py":
            continue
        own = folder_of(module.path)
        for one in module.imports():
            parts = f"{one.target}.{one.name}".split(".")
            if parts[:2] == ["duongthu", "desks"] and parts[2] in DESKS and parts[2] != own:
                wrong.append(f"{module.where}:{one.line} imports {one.target}")
    assert not wrong, listed(wrong)


def test_a_desk_shows_its_own_templates_or_shared_ones():
    """Named in a view or in a template: the file lies in the same desk or among the shared ones."""
    places = {file.stem: folder_of(file) for file in HOUSE.rglob("templates/desks/*.html")}
    shared = {name for name, folder in places.items() if folder == "templates"}
    wrong = []
    for file in [*HOUSE.rglob("*.py"), *HOUSE.rglob("templates/desks/*.html")]:
        own = folder_of(file)
        wrong += [
            f"{file.relative_to(HOUSE)} shows {name}"
            for name in NAMED.findall(file.read_text(encoding="utf-8"))
            if name not in shared and places.get(name) != own
        ]
    assert not wrong, listed(wrong)
