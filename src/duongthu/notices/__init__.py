"""Notices: what customers are told by message, and the door through which the messages leave.

Words: a *message* (tin báo) is one text for one phone; a *gateway* (cổng tin) takes messages on: a folder from which a
sender of short messages picks files up, or an address that takes JSON over HTTP; an *attempt* is one try to hand over.

Invariants:
    1. A message comes into being in the transaction of what it tells.
    2. A message that was taken by the gateway is never handed over again; every try bears the message's own key, so that
       a gateway can drop what it has after a crash in between.
    3. A newer message about the same thing takes the place of one still waiting; none is sent after its hour.
"""
