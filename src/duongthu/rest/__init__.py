"""REST: the door for machines. One address carries out any act of the registry; its OpenAPI is the registry's.

Words: a *token* names a person, signed by this installation; a *replay* is an answer read from the act log.
"""
