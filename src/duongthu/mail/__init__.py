"""Mail: the custody book. No item astray.

Words: a *thing* is whatever is handed from one holder to the next (item, bag, cash pouch); a *holder* is a unit, a person,
a bag, a trip, the sender, the recipient, another operator or nobody any more; a *move* is one handing over, a *custody
event* the move as it stands in the journal; *postage* is what carrying costs by the tariff in force.

Invariants:
    1. Every thing has exactly one holder at every moment since it was taken in.
    2. A move names the holder it takes from; it is refused if that is not the holder.
    3. What may follow what is said by the state machine (rules/states.py), never by text.
    4. The current state equals the replay of the journal (``duongthu verify``).
    5. Money of an item (postage, COD) moves in the ledger in the same transaction as the item.
"""
