"""`python -m tfdiff` is `tfdiff-tui`."""

import sys

from tfdiff._launcher import main

if __name__ == '__main__':
  sys.exit(main())
