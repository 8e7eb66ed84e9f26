"""Which kinds of report the program writes."""

import functools
import os
import re
import subprocess
from typing import Tuple

from tfdiff import _program

# In the order in which they are of use; a program knows the first two at least.
WANTED = ('.json', '.md', '.html', '.xml')


@functools.lru_cache(maxsize=None)
def endings() -> Tuple[str, ...]:
  """The endings of files that `--report` takes, as its help says."""
  words = [_program.find(os.environ), 'check', '--help']
  done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
  found = re.search(r'--report(.*?)\n  --', done.stdout.decode('utf-8', 'replace'), re.DOTALL)
  named = found.group(1) if found else ''
  return tuple(each for each in WANTED if each in ('.json', '.md') or each in named)
