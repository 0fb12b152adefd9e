"""``python -m duongthu.cli``: what ``bin/duongthu`` runs."""

import sys

from duongthu.cli.program import main

if __name__ == "__main__":
    sys.exit(main())
