"""All that rooms may use of the library."""

from duongthu.tlog.keys import key_in, write_whole
from duongthu.tlog.layout import HASH_BYTES, TileMissing, consistent, cut, tile_path, tiles_of, tree_from
from duongthu.tlog.merkle import EMPTY_ROOT, TILE, Tree, leaf_hash, node_hash, root_of, split_point
from duongthu.tlog.notes import COSIGNER, LOG, Checkpoint, Note, NoteWrong, Signer, VerifierKey, signed
from duongthu.tlog.witnessing import Witness, Witnessed, WitnessRefuses, hand_in, reader

__all__ = [
    "COSIGNER",
    "EMPTY_ROOT",
    "HASH_BYTES",
    "LOG",
    "TILE",
    "Checkpoint",
    "Note",
    "NoteWrong",
    "Signer",
    "TileMissing",
    "Tree",
    "VerifierKey",
    "Witness",
    "WitnessRefuses",
    "Witnessed",
    "consistent",
    "cut",
    "hand_in",
    "key_in",
    "leaf_hash",
    "node_hash",
    "reader",
    "root_of",
    "signed",
    "split_point",
    "tile_path",
    "tiles_of",
    "tree_from",
    "write_whole",
]
