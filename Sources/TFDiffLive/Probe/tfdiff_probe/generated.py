"""The files that AutoGraph makes of a program's code.

TensorFlow removes them when an interpreter ends in its own way, which a worker does not: it is wanted no more as soon as
it has told the end.
"""

import os
import sys

# How their names begin.
PREFIX = '__autograph_generated_file'


def is_generated(path: str) -> bool:
  """Whether a file is one of them."""
  # Asked of every frame of many stacks: most paths have no such part.
  return PREFIX in path and os.path.basename(path).startswith(PREFIX)


def remove() -> None:
  """Removes those there are; the code in them has been read."""
  for name in [name for name in sys.modules if name.startswith(PREFIX)]:
    try:
      os.remove(sys.modules[name].__file__ or '')
    except FileNotFoundError:
      pass
