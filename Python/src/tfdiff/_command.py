"""The command that compares, and the one that opens the debugger on the same."""

import os
import shlex
import shutil
import sys
import tempfile
from typing import Dict, List, Mapping, Optional

from tfdiff import _code, _inputs, _program, _words
from tfdiff._comparison import Comparison
from tfdiff.errors import TFDiffError


class Command:
  """A comparison with its inputs written down.

  Attributes:
    path: the program's path.
    shared: the words that `check` and `debug` have in common.
    check_only: those of `check` alone.
    title: words for what is compared.
  """

  def __init__(self, comparison: Comparison) -> None:
    _refuse_within_worker()
    self.path = _program.find(os.environ)
    codes = _words.codes_of(comparison)
    self.title = _words.title(comparison, codes)
    self.check_only = _words.check_only(comparison)
    self._added = _code.search_path(codes) if comparison.is_python() else []
    self._made: Optional[str] = None
    self._given_folder = None if comparison.folder is None else os.path.abspath(os.fspath(comparison.folder))
    try:
      inputs = _inputs.given(comparison.inputs, self._folder, self.title)
      self.shared = _words.shared(comparison, codes, inputs)
    except BaseException:
      self.discard()
      raise

  def _folder(self) -> str:
    if self._given_folder is not None:
      os.makedirs(self._given_folder, exist_ok=True)
      return self._given_folder
    self._made = tempfile.mkdtemp(prefix='tfdiff-')
    return self._made

  def check_words(self, report: str, reports: List[str]) -> List[str]:
    """What is executed to compare. `report`: the JSON that is read; `reports`: what the user wants beside."""
    words = [self.path, 'check'] + self.check_only
    for path in [report] + reports:
      words += ['--report', path]
    return words + self.shared

  def debug_words(self) -> List[str]:
    """What is executed to debug."""
    return [self.path, 'debug'] + self.shared

  def environment(self) -> Dict[str, str]:
    """The environment for either: this one's, in which other processes find the modules that this one does."""
    environment = _program.environment_of(os.environ)
    if self._added:
      known = environment.get('PYTHONPATH')
      environment['PYTHONPATH'] = os.pathsep.join(self._added + ([known] if known else []))
    return environment

  def shown(self, command: str = 'debug') -> str:
    """The command for a person to type in the current folder."""
    words = ' '.join(map(shlex.quote, _program.shown_command() + [command] + self.shared))
    added = self._missing(os.environ)
    paths = os.pathsep.join(map(_code.shown_path, added))
    return 'PYTHONPATH=%s %s' % (shlex.quote(paths), words) if added else words

  def _missing(self, environment: Mapping[str, str]) -> List[str]:
    known = [os.path.abspath(each) for each in environment.get('PYTHONPATH', '').split(os.pathsep) if each]
    return [each for each in self._added if each not in known]

  def discard(self) -> None:
    """Removes what was written to a temporary folder, as nobody will come back to it."""
    if self._made is not None:
      shutil.rmtree(self._made, ignore_errors=True)


def _refuse_within_worker() -> None:
  if 'tfdiff_probe' in sys.modules:
    raise TFDiffError('A comparison is begun while its own file is imported for one: put the call under '
                      "'if __name__ == \"__main__\":', or into a function")
