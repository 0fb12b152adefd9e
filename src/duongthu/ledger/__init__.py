"""Ledger: the money book. No đồng astray.

Words: an *account* has a kind (sổ cái) and an owner; a *transfer* moves whole đồng from the credited to the debited
account; an *entry* is a transfer as it stands in the journal; a *hold* is a pending transfer counted against limits at
once; a *voucher* is the numbered paper of an office; a *till* is cash in one person's hands; a *closing* shuts a period.

Invariants:
    1. Σ debits = Σ credits, always: an entry names both sides and one amount.
    2. Accounts that hold cash never go below zero, pending transfers counted.
    3. An entry is never changed; a correction is a new entry that names the one it reverses.
    4. Materialised balances equal the replay of the journal (``duongthu verify``).
    5. Nothing is booked into a closed period: it goes to the next open day under both dates.
"""
