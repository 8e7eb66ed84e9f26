"""A test's comparisons: what its marker, its call and pytest's options say together, and what is written of them."""

import dataclasses
import hashlib
import os
import re
from typing import TYPE_CHECKING, Any, Dict, Optional

import pytest
from tfdiff import _check, _debug, _report_kinds, pytest_plugin
from tfdiff._comparison import Comparison
from tfdiff.errors import ArgumentError, Divergence, Incomparable

if TYPE_CHECKING:
  from tfdiff.report import Report


class TestRun:
  """The comparisons of one test."""
  # It is no test of its own, whatever its name says to pytest.
  __test__ = False

  def __init__(self, item: pytest.Item) -> None:
    self._item = item
    self._count = 0

  def check(self, *target: Any, **arguments: Any) -> 'Report':
    """Compares, with the marker's arguments where the call has none; raises what `assert_equivalent` raises."""
    __tracebackhide__ = True
    self._count += 1
    comparison = self._with_reports(self._comparison(target, arguments))
    try:
      return _check.assert_equal(comparison)
    except Divergence:
      if self._item.config.getoption('--tfdiff-debug'):
        _debug.open_debugger(comparison)
      raise
    except Incomparable as error:
      if self._item.config.getoption('--tfdiff-skip-incomparable'):
        pytest.skip(' '.join(str(error).split()))
      raise

  def _comparison(self, target: Any, arguments: Dict[str, Any]) -> Comparison:
    paths = ((name, self._interpreter(name)) for name, _ in pytest_plugin.INTERPRETERS)
    known: Dict[str, Any] = {name: path for name, path in paths if path}
    # The closest marker, which comes first, has the last word.
    for marker in reversed(list(self._item.iter_markers(pytest_plugin.MARKER))):
      known.update(self._named(marker.args, marker.kwargs))
    known.update(self._named(target, arguments))
    return Comparison.of(known)

  @staticmethod
  def _named(positional: Any, arguments: Any) -> Dict[str, Any]:
    if len(positional) > 1:
      raise ArgumentError('One target is taken without a name, and %d are given. Name the others, as tf1=… and tf2=…' % (
          len(positional)))
    return dict(arguments, **({'target': positional[0]} if positional else {}))

  def _interpreter(self, name: str) -> Optional[str]:
    config = self._item.config
    given = config.getoption('--tfdiff-' + name.replace('_', '-'))
    if given:
      return str(given)
    path = str(config.getini('tfdiff_' + name))
    # A path of the configuration file is one from its folder, wherever pytest is started.
    return os.path.join(str(config.rootpath), os.path.expanduser(path)) if os.sep in path else path

  def _with_reports(self, comparison: Comparison) -> Comparison:
    folder = self._item.config.getoption('--tfdiff-report')
    if folder is None:
      return comparison
    own = os.path.join(folder, self._name())
    os.makedirs(own, exist_ok=True)
    reports = list(comparison.reports) + [os.path.join(own, 'report' + ending) for ending in _report_kinds.endings()]
    return dataclasses.replace(comparison, folder=comparison.folder or own, reports=reports)

  def _name(self) -> str:
    """The test's name as that of a folder; with what is left out of it, where something is."""
    name = re.sub(r'[^\w.-]+', '_', self._item.nodeid)[-100:].strip('_.')
    if name != self._item.nodeid:
      name += '-' + hashlib.sha256(self._item.nodeid.encode('utf-8')).hexdigest()[:6]
    return name if self._count == 1 else '%s-%d' % (name, self._count)
