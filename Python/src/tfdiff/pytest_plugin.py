"""Migrations as tests: a marker, a fixture and options of pytest.

  @pytest.mark.tfdiff(tf1='old/nets.py:network', tf2='new/nets.py:Network', inputs=batch)
  def test_network():
    pass

  def test_another(tfdiff_check):
    report = tfdiff_check(tf1=network, tf2=Network, inputs=batch)
    assert report.coverage.compared > 10
"""

from typing import TYPE_CHECKING, Any, Callable, Generator, Optional

import pytest
from tfdiff import _terminal

if TYPE_CHECKING:
  from tfdiff.report import Report

MARKER = 'tfdiff'
FIXTURE = 'tfdiff_check'
DESCRIPTION = ('tfdiff(target=None, *, tf1, tf2, inputs, training, tolerance, steps, …): compare the two sides of a '
               'migration as tfdiff.assert_equivalent does, before the test runs; where it takes the fixture tfdiff_check, '
               'these are what that is called with.')
INTERPRETERS = (
    ('python', 'the Python of both sides'), ('tf1_python', "the reference's Python"),
    ('tf2_python', "the candidate's Python"))


def pytest_addoption(parser: pytest.Parser) -> None:
  """Adds the options, and those that a configuration file may have."""
  group = parser.getgroup('tfdiff', 'migrations from TensorFlow 1 to 2')
  group.addoption('--tfdiff-report', metavar='DIR', help='write reports of every comparison, in a folder of its test')
  group.addoption('--tfdiff-debug', action='store_true', help='open the debugger on a comparison that fails')
  group.addoption(
      '--tfdiff-skip-incomparable', action='store_true',
      help='skip a test whose sides cannot be compared here, with the reason, instead of failing it')
  for name, words in INTERPRETERS:
    group.addoption('--tfdiff-' + name.replace('_', '-'), metavar='PATH', help=words + ', where the test does not say')
    parser.addini('tfdiff_' + name, words + ', where the test does not say', default='')


def pytest_configure(config: pytest.Config) -> None:
  """Makes the marker known, and has `tfdiff.debug` in a test get the terminal that pytest has meanwhile."""
  config.addinivalue_line('markers', DESCRIPTION)
  manager = config.pluginmanager.getplugin('capturemanager')
  if manager is not None:
    _terminal.released = lambda: _terminal.without_capture(manager)


def pytest_unconfigure() -> None:
  """Takes that back."""
  _terminal.released = _terminal.nobody


@pytest.fixture
def tfdiff_check(request: pytest.FixtureRequest) -> 'Callable[..., Report]':
  """Compares the two sides of a migration as `tfdiff.assert_equivalent` does, and returns the report.

  What the test's marker has need not be given again.
  """
  from tfdiff._test_run import TestRun
  return TestRun(request.node).check


@pytest.hookimpl(hookwrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, Any, None]:
  """Compares what a test is marked with, before it runs."""
  __tracebackhide__ = True
  if _is_marked(pyfuncitem) and FIXTURE not in pyfuncitem.fixturenames:
    from tfdiff._test_run import TestRun
    TestRun(pyfuncitem).check()
  yield


def _is_marked(item: pytest.Item) -> bool:
  return next(item.iter_markers(MARKER), None) is not None


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: 'pytest.CallInfo[Any]') -> Generator[None, Any, None]:
  """Has a comparison that fails say its verdict, and no more: how it was made is nobody's business."""
  outcome = yield
  error = call.excinfo.value if call.excinfo is not None else None
  text = _verdict(error)
  if text is not None:
    outcome.get_result().longrepr = _Verdict(text, item)


def _verdict(error: Optional[BaseException]) -> Optional[str]:
  """What is shown of an error of ours; None for any other."""
  import sys
  # An error of ours can only come from where it is defined.
  errors = sys.modules.get('tfdiff.errors')
  if error is None or errors is None:
    return None
  return str(error) if isinstance(error, (errors.TFDiffError, errors.Divergence)) else None


class _Verdict:
  """A verdict in the place of a traceback, as pytest shows one."""

  def __init__(self, text: str, item: pytest.Item) -> None:
    path, line, _ = item.reportinfo()
    self._text = text
    self._place = '%s:%d' % (path, (line or 0) + 1)
    self.reprcrash = _Crash(str(path), (line or 0) + 1, text.partition('\n')[0])

  def toterminal(self, out: Any) -> None:
    for line in str(self).split('\n'):
      out.line(line)

  def __str__(self) -> str:
    return '%s\n%s' % (self._text, self._place)


class _Crash:
  """What the short summary shows of a failure."""

  def __init__(self, path: str, line: int, message: str) -> None:
    self.path, self.lineno, self.message = path, line, message

  def __str__(self) -> str:
    return '%s:%d: %s' % (self.path, self.lineno, self.message)
