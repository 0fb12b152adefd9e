"""The tree of the seals is RFC 6962's, and an outsider's script believes its proofs and no forged one."""

import copy
import runpy
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from duongthu.tlog.merkle import EMPTY_ROOT, TILE, Tree, leaf_hash, node_hash, root_of

pytestmark = pytest.mark.feature(56)

SCRIPT = Path(__file__).resolve().parents[2] / "bin" / "check-proof"
# Leaves and roots of the reference implementation's own tests (certificate-transparency, merkle_tree_test).
LEAVES = [bytes.fromhex(text) for text in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
)]  # fmt: skip
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
SIZES = (1, 2, 3, 4, 5, 7, 8, 9, 31, 64, 100, 255, 256, 257, 300, 511, 512, 513, 520, 769)
OLD_SIZES = (1, 2, 3, 4, 7, 8, 128, 255, 256, 257, 511, 512, 513, 600, 768, 769)


@pytest.fixture(scope="module")
def script():
    """The outsider's script as names: no import of ours happens in it."""
    return runpy.run_path(str(SCRIPT))


def tree_over(hashes):
    """A tree whose tiles lie in memory."""
    tiles = [hashes[i : i + TILE] for i in range(0, len(hashes), TILE)]
    return Tree(len(hashes), lambda index: tiles[index], lambda index: root_of(tiles[index]))


def numbered(count):
    """Leaves «0», «1», … and their hashes."""
    texts = [str(number) for number in range(count)]
    return texts, [leaf_hash(text.encode()) for text in texts]


def inclusion(texts, tree, index, size):
    """An inclusion proof as the program writes it."""
    path = [step.hex() for step in tree.inclusion(index, size)]
    seal = {"number": 1, "tree_size": size, "root": tree.root(size).hex()}
    return {"kind": "inclusion", "leaf": texts[index], "leaf_index": index, "path": path, "seal": seal}


def consistency(tree, old, new):
    """A consistency proof as the program writes it."""
    seals = [{"number": size, "tree_size": size, "root": tree.root(size).hex()} for size in (old, new)]
    path = [step.hex() for step in tree.consistency(old, new)]
    return {"kind": "consistency", "old": seals[0], "new": seals[1], "path": path}


def test_roots_are_those_of_the_reference_implementation():
    """An outsider's own RFC 6962 library must find the same roots."""
    hashes = [leaf_hash(leaf) for leaf in LEAVES]
    assert [root_of(hashes[:size]).hex() for size in range(1, 9)] == ROOTS
    assert [tree_over(hashes).root(size).hex() for size in range(1, 9)] == ROOTS
    assert root_of([]) == EMPTY_ROOT == sha256(b"").digest()


def test_paths_are_those_of_the_reference_implementation():
    """RFC 6962 §2.1.3 draws the tree of seven leaves: each path is read off the drawing."""
    a, b, c, d, e, f, j = (leaf_hash(leaf) for leaf in LEAVES[:7])
    g, h, i = node_hash(a, b), node_hash(c, d), node_hash(e, f)
    k, l = node_hash(g, h), node_hash(i, j)  # noqa: E741  (the RFC's own letters)
    tree = tree_over([a, b, c, d, e, f, j])
    assert tree.inclusion(0, 7) == [b, h, l]
    assert tree.inclusion(3, 7) == [c, g, l]
    assert tree.inclusion(4, 7) == [f, j, k]
    assert tree.inclusion(6, 7) == [i, k]
    assert tree.consistency(3, 7) == [c, d, g, l]
    assert tree.consistency(4, 7) == [l]
    assert tree.consistency(6, 7) == [i, j, k]


def test_tree_over_tiles_has_the_root_of_the_plain_tree():
    """Tiles are only a way to keep the hashes: every size across two borders gives the RFC's root."""
    _, hashes = numbered(3 * TILE + 1)
    tree = tree_over(hashes)
    for size in [*range(1, 20), *range(250, 262), *range(506, 520), 3 * TILE, 3 * TILE + 1]:
        assert tree.root(size) == root_of(hashes[:size]), size


@pytest.mark.parametrize("size", SIZES)
def test_every_leaf_can_be_proven(script, size):
    """Whatever row an auditor picks, the script must agree; sizes lie on both sides of tile borders."""
    texts, hashes = numbered(size)
    tree = tree_over(hashes)
    for index in range(size):
        assert script["check_inclusion"](inclusion(texts, tree, index, size))


def test_every_older_seal_can_be_proven(script):
    """Any two seals, however far apart."""
    tree = tree_over(numbered(max(OLD_SIZES))[1])
    pairs = [(old, new) for new in OLD_SIZES for old in OLD_SIZES if old <= new]
    pairs += [(old, new) for new in range(1, 34) for old in range(1, new + 1)]
    for old, new in pairs:
        assert script["check_consistency"](consistency(tree, old, new)), (old, new)


def test_proofs_out_of_the_tree_are_refused():
    """A proof for a leaf that is not there would be a lie."""
    tree = tree_over(numbered(5)[1])
    for leaf, size in ((5, 5), (-1, 5), (0, 6), (3, 3)):
        with pytest.raises(IndexError):
            tree.inclusion(leaf, size)
    for old, new in ((0, 5), (4, 3), (1, 6)):
        with pytest.raises(IndexError):
            tree.consistency(old, new)


@pytest.mark.parametrize("index", [0, 5, 255, 256, 299])
def test_a_forged_inclusion_proof_is_refused(script, index):
    """Another leaf, place, size, root, or a path bent, cut or drawn out: none may pass."""
    texts, hashes = numbered(300)
    proof = inclusion(texts, tree_over(hashes), index, 300)
    for forge in FORGERIES:
        forged = copy.deepcopy(proof)
        forge(forged)
        with pytest.raises(script["Wrong"]):
            script["check_inclusion"](forged)


FORGERIES = (
    lambda p: p.update(leaf=p["leaf"] + " "),
    lambda p: p.update(leaf_index=(p["leaf_index"] + 1) % 300),
    lambda p: p.update(leaf_index=p["leaf_index"] + 300),
    lambda p: p.update(leaf_index=-1),
    lambda p: p["seal"].update(root="00" * 32),
    lambda p: p["seal"].update(tree_size=3000),
    lambda p: p["seal"].update(tree_size=1),
    lambda p: p.update(path=p["path"][1:]),
    lambda p: p.update(path=p["path"][:-1]),
    lambda p: p.update(path=[*p["path"], "00" * 32]),
    lambda p: p.update(path=["00" * 32, *p["path"][1:]]),
)


@pytest.mark.parametrize(("old", "new"), [(3, 7), (4, 8), (255, 257), (256, 300), (6, 6)])
def test_a_forged_consistency_proof_is_refused(script, old, new):
    """History rewritten below an old seal must not pass for the same history."""
    tree = tree_over(numbered(300)[1])
    proof = consistency(tree, old, new)
    forgeries = [
        lambda p: p["old"].update(root="00" * 32),
        lambda p: p["new"].update(root="00" * 32),
        lambda p: p.update(path=[*p["path"], "00" * 32]),
        lambda p: p["old"].update(tree_size=new + 1),
        lambda p: p["old"].update(tree_size=0),
    ]
    if proof["path"]:
        forgeries += [
            lambda p: p.update(path=p["path"][:-1]),
            lambda p: p.update(path=["11" * 32, *p["path"][1:]]),
        ]
    for forge in forgeries:
        forged = copy.deepcopy(proof)
        forge(forged)
        with pytest.raises(script["Wrong"]):
            script["check_consistency"](forged)


def test_the_script_is_short_and_stands_alone():
    """An auditor must be able to read all of it before believing it."""
    source = SCRIPT.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= 200
    imported = {line.split()[1] for line in source.splitlines() if line.startswith(("import ", "from "))}
    assert imported <= set(sys.stdlib_module_names)
