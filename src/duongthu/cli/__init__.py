"""The command line: translates words into acts and queries, and their answers into lines or JSON.

Exit codes: 0 all well; 1 something was found or refused; 2 the command was used wrongly; 3 this machine
lacks something (database, tables, port, room). With ``--json`` the answer is one JSON value on standard
output, whatever happens.
"""

from duongthu.cli.program import main

__all__ = ["main"]
