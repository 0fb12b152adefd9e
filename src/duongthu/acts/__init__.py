"""Acts: the one way state changes.

Words: an *act* is a named, typed change that somebody may do somewhere; a *command* is one request to do it, with an id
made by the sender; an *outcome* is what came of it (done, refused, proposed). A *journal* is an append-only table of a
room. A *seal* is the Merkle root over all journal rows up to a moment.

Invariants:
    1. One command id has one outcome for ever, whoever sends it and however often.
    2. What one command writes is written in one transaction together with its row in the act log, or not at all.
    3. The act log and the journals are never updated and never deleted from; the database itself refuses it.
    4. Each seal covers all that the seal before it covered, in the same order.
"""
