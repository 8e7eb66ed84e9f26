"""Protects: who asks TensorFlow 2 for what TensorFlow 1 alone had is told what to do, and nobody else is."""

import sys
from types import SimpleNamespace

import pytest
from tfdiff_probe import legacy_api
from tfdiff_probe import problems


@pytest.fixture(autouse=True)
def tensorflow(monkeypatch):
  v1 = SimpleNamespace(placeholder=None)
  monkeypatch.setitem(sys.modules, 'tensorflow', SimpleNamespace(__version__='2.12.1', compat=SimpleNamespace(v1=v1)))


def hint(error):
  return legacy_api.hint(error, str(error))


@pytest.mark.parametrize('error', [
    AttributeError("module 'tensorflow' has no attribute 'contrib'"),
    AttributeError("module 'tensorflow.compat.v1' has no attribute 'contrib'"),
    ModuleNotFoundError("No module named 'tensorflow.contrib'", name='tensorflow.contrib'),
    ModuleNotFoundError("No module named 'tensorflow.contrib.slim'", name='tensorflow.contrib.slim')])
def test_contrib_wants_tensorflow_1(error):
  assert '--tf1-python' in hint(error) and 'setup-tensorflow --version 1.15' in hint(error)
  assert hint(error) in problems.event(error).message


def test_what_is_in_compat_is_named():
  assert 'tf.compat.v1.placeholder' in hint(AttributeError("module 'tensorflow' has no attribute 'placeholder'"))


@pytest.mark.parametrize('error', [
    AttributeError("module 'tensorflow' has no attribute 'nonsense'"),
    AttributeError("'M' object has no attribute 'contrib'"),
    ModuleNotFoundError("No module named 'scipy'", name='scipy'), ValueError('contrib')])
def test_other_errors_get_no_hint(error):
  assert hint(error) is None


def test_tensorflow_1_itself_gets_no_hint(monkeypatch):
  monkeypatch.setitem(sys.modules, 'tensorflow', SimpleNamespace(__version__='1.15.5'))
  assert hint(AttributeError("module 'tensorflow' has no attribute 'contrib'")) is None
