"""`python -m experiments` is the command `halong`."""

import sys

from experiments.cli import main

sys.exit(main())
