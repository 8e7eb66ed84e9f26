"""Puts all that a wheel brings along into a copy of this tree: the program, the terminals' descriptions, completions, the
manual page and the licences.

  stage.py PROGRAM TREE CHECKOUTS SWIFTC    prints the platform tag, such as manylinux_2_35_x86_64
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Dict

import elf
import man_page
import notices

NAME = 'tfdiff-tui'
# Where each shell looks for what it completes by, from the folder that `bin` is in.
COMPLETIONS = {'bash': 'bash-completion/completions/tfdiff-tui', 'zsh': 'zsh/site-functions/_tfdiff-tui',
               'fish': 'fish/vendor_completions.d/tfdiff-tui.fish'}
TERMINFO = (Path('/lib/terminfo'), Path('/usr/share/terminfo'), Path('/usr/lib/terminfo'))
# What terminals and multiplexers call themselves; the others of a system are known where they are used.
TERMINALS = ('ansi', 'dumb', 'linux', 'rxvt', 'rxvt-unicode-256color', 'screen', 'screen-256color', 'tmux', 'tmux-256color',
             'vt100', 'vt102', 'vt220', 'xterm', 'xterm-256color', 'xterm-color', 'xterm-mono')


def stage(program: Path, tree: Path, checkouts: Path, swiftc: Path) -> str:
  """Puts it all there; returns the tag of the platforms that it runs on."""
  folder = tree / 'src' / 'tfdiff' / '_program'
  folder.mkdir(parents=True)
  libraries = elf.libraries(program)
  glibc = elf.glibc([program, *libraries.values()])
  machine = os.uname().machine
  shutil.copy(str(program), str(folder / NAME))
  subprocess.run(['strip', str(folder / NAME)], check=True)
  (folder / 'needs').write_text('%s glibc %d.%d\n' % (machine, *glibc))
  copy_terminals(folder / 'terminfo')
  write_helps(program, tree / 'share')
  notices.write(tree / 'licenses', libraries.values(), checkouts, swiftc)
  return 'manylinux_%d_%d_%s' % (*glibc, machine)


def copy_terminals(folder: Path) -> Dict[str, Path]:
  """Copies the terminals' descriptions as this system has them; raises FileNotFoundError where one is missing."""
  found: Dict[str, Path] = {}
  for name in TERMINALS:
    places = [place / name[0] / name for place in TERMINFO]
    try:
      found[name] = next(place for place in places if place.is_file())
    except StopIteration:
      raise FileNotFoundError('no description of the terminal %s is here: install ncurses-base' % name) from None
    target = folder / name[0] / name
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(str(found[name]), str(target))
  return found


def write_helps(program: Path, share: Path) -> None:
  """Writes the shells' completions and the manual page, as the program has them."""
  for shell, path in COMPLETIONS.items():
    write(share / path, said_by(program, '--generate-completion-script', shell))
  # The program gives its own status to what it prints.
  command = json.loads(said_by(program, '--experimental-dump-help'))['command']
  version = said_by(program, '--version').strip()
  write(share / 'man' / 'man1' / (NAME + '.1'), man_page.page(command, version))


def said_by(program: Path, *words: str) -> str:
  """What the program prints; raises CalledProcessError where it fails."""
  return subprocess.run([str(program), *words], stdout=subprocess.PIPE, check=True).stdout.decode('utf-8')


def write(path: Path, text: str) -> None:
  """Writes a file, and the folders it is in."""
  path.parent.mkdir(parents=True, exist_ok=True)
  path.write_text(text, encoding='utf-8')


if __name__ == '__main__':
  print(stage(*map(Path, sys.argv[1:5])))
