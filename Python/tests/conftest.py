"""What the tests have in common: the program, and Pythons with TensorFlow, which the environment names."""

import os
import pathlib
import sys

import pytest

pytest_plugins = ['pytester']
MIGRATIONS = pathlib.Path(__file__).resolve().parent / 'migrations'
PYTHONS = {'2.12': 'TFDIFF_TEST_PYTHON', '1.15': 'TFDIFF_TEST_PYTHON_TF1', 'latest': 'TFDIFF_TEST_PYTHON_LATEST'}
PACKAGE = pathlib.Path(__file__).resolve().parents[1] / 'src'


def pytest_configure():
  if not os.environ.get('TFDIFF_TUI'):
    pytest.exit('TFDIFF_TUI names no tfdiff-tui: build it with "swift build -c release" and set it to its path', 2)


def python(version):
  """An interpreter with a TensorFlow; the test is left out where the environment names none, but not in CI."""
  path = os.environ.get(PYTHONS[version])
  if not path:
    leave = pytest.fail if os.environ.get('CI') else pytest.skip
    leave('%s names no Python with TensorFlow %s' % (PYTHONS[version], version))
  return path


@pytest.fixture
def migrations(monkeypatch):
  """The current folder is that of the migrations."""
  monkeypatch.chdir(MIGRATIONS)
  return MIGRATIONS


@pytest.fixture
def modules(monkeypatch):
  """Modules that a test writes and imports; they are forgotten after it."""
  known = dict(sys.modules)
  monkeypatch.setattr(sys, 'path', list(sys.path))
  yield
  for name in set(sys.modules) - set(known):
    del sys.modules[name]


@pytest.fixture(scope='session')
def divergence():
  """A report on a built-in model that lacks an activation."""
  import tfdiff
  return tfdiff.check('digits', options=['--fault', 'missing-activation@conv1'])
