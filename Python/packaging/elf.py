"""What a program needs of the machine: the libraries that it is linked to, and the version of the GNU C library."""

import re
import subprocess
from pathlib import Path
from typing import Dict, Iterable, Set, Tuple

# What every machine of a manylinux tag has by PEP 600: the C library and GCC's run time. A wheel must not bring its own.
OF_EVERY_MACHINE = re.compile(
    r'(ld-linux.*|linux-vdso|libc|libm|libdl|librt|libpthread|libutil|libstdc\+\+|libgcc_s)\.so(\.\d+)*$')
NEEDED = re.compile(r'^\s*(\S+) => (\S+) \(', re.MULTILINE)
MISSING = re.compile(r'^\s*(\S+) => not found', re.MULTILINE)
GLIBC = re.compile(r'\bGLIBC_(\d+)\.(\d+)')


def libraries(program: Path) -> Dict[str, Path]:
  """The libraries of a program that not every machine has, by the names it asks for, with those that they need in turn.

  Raises FileNotFoundError where one is not here.
  """
  text = _run('ldd', str(program))
  missing = MISSING.findall(text)
  if missing:
    raise FileNotFoundError('%s needs %s, which is not installed here' % (program, ', '.join(missing)))
  return {name: Path(path).resolve() for name, path in NEEDED.findall(text) if not OF_EVERY_MACHINE.match(name)}


def glibc(files: Iterable[Path]) -> Tuple[int, int]:
  """The version of the GNU C library that the newest symbol of any of these files is of."""
  versions: Set[Tuple[int, int]] = set()
  for file in files:
    versions |= {(int(major), int(minor)) for major, minor in GLIBC.findall(_run('readelf', '--version-info', str(file)))}
  return max(versions)


def _run(*words: str) -> str:
  return subprocess.run(words, check=True, stdout=subprocess.PIPE, universal_newlines=True).stdout
