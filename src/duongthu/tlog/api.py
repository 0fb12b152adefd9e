"""All that rooms may use of the library."""

# Keys
from duongthu.tlog.keys import (
    key_in as key_in,
    write_whole as write_whole,
)

# Layout
from duongthu.tlog.layout import (
    HASH_BYTES as HASH_BYTES,
    TileMissing as TileMissing,
    consistent as consistent,
    cut as cut,
    tile_path as tile_path,
    tiles_of as tiles_of,
    tree_from as tree_from,
)

# Trees
from duongthu.tlog.merkle import (
    EMPTY_ROOT as EMPTY_ROOT,
    TILE as TILE,
    Tree as Tree,
    leaf_hash as leaf_hash,
    node_hash as node_hash,
    root_of as root_of,
    split_point as split_point,
)

# Notes
from duongthu.tlog.notes import (
    COSIGNER as COSIGNER,
    LOG as LOG,
    Checkpoint as Checkpoint,
    Note as Note,
    NoteWrong as NoteWrong,
    Signer as Signer,
    VerifierKey as VerifierKey,
    signed as signed,
)

# Witnesses
from duongthu.tlog.witnessing import (
    Witness as Witness,
    Witnessed as Witnessed,
    WitnessRefuses as WitnessRefuses,
    hand_in as hand_in,
    reader as reader,
)
