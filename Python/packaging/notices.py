"""The licences of all that is in the wheel: of each library as Debian has it, and those of what is linked in."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Dict, Iterable

# What the Swift packages that are linked in keep their licence in.
PACKAGE_LICENSE = 'LICENSE.txt'
# Debian's copyright files name the texts of common licences by where a Debian has them.
COMMON = re.compile(r'/usr/share/common-licenses/[\w+.-]*\w')
OWN = Path(__file__).resolve().parent / 'licenses'


def write(folder: Path, libraries: Iterable[Path], checkouts: Path, swift: Path) -> Dict[str, Path]:
  """Writes every licence to a folder and returns where each is from.

  `checkouts`: the sources of the Swift packages; `swift`: the compiler, whose run time is linked in. Raises
  FileNotFoundError where a licence is missing, as a wheel must not go without it.
  """
  found = {'Swift-runtime.txt': swift.resolve().parents[1] / 'share' / 'swift' / PACKAGE_LICENSE}
  found.update({'%s.txt' % path.name: path / PACKAGE_LICENSE for path in sorted(checkouts.iterdir()) if path.is_dir()})
  for library in libraries:
    package = package_of(library)
    found['%s.txt' % package] = Path('/usr/share/doc', package, 'copyright')
  found['ncurses-base.txt'] = Path('/usr/share/doc/ncurses-base/copyright')
  # Foundation's Unicode tables, of which the compiler has the binary alone.
  found.update({path.name: path for path in sorted(OWN.iterdir())})
  named = {each for path in found.values() if path.is_file() for each in COMMON.findall(path.read_text(encoding='utf-8'))}
  found.update({'common-%s.txt' % path.name: path for path in map(Path, sorted(named))})
  folder.mkdir(parents=True, exist_ok=True)
  for name, path in found.items():
    if not path.is_file():
      raise FileNotFoundError('there is no licence %s, which the wheel has to have as %s' % (path, name))
    shutil.copyfile(str(path), str(folder / name))
  return found


def package_of(library: Path) -> str:
  """The Debian package that a library is from."""
  # Where /lib is a link, a package may know its file by either path.
  for path in (library, Path(str(library).replace('/usr/lib/', '/lib/', 1)), Path('/usr' + str(library))):
    done = subprocess.run(['dpkg-query', '--search', str(path)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                          universal_newlines=True, check=False)
    if done.returncode == 0:
      return done.stdout.partition(':')[0]
  raise FileNotFoundError('%s belongs to no package of this system, so that its licence is not known' % library)
