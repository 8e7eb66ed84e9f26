"""Protects: inputs that are given as values or as a function arrive as they were given, or it is said what is wrong."""

import runpy
import subprocess
import sys

import numpy
import pytest
from conftest import MIGRATIONS
from tfdiff import _inputs
from tfdiff.errors import ArgumentError, CodeError


def given(inputs, tmp_path):
  return _inputs.given(inputs, lambda: str(tmp_path), 'old and New.call')


def read(inputs, tmp_path):
  """What the file that is written gives in another process's place."""
  found = given(inputs, tmp_path)
  assert found.option is None and found.file is not None
  return runpy.run_path(found.file)['inputs']()


def test_one_array_is_a_file_that_the_program_reads(tmp_path, monkeypatch):
  monkeypatch.chdir(tmp_path)
  found = given(numpy.arange(6, dtype='int64').reshape(2, 3), tmp_path)
  assert (found.option, found.file) == ('inputs.npy', None)
  assert numpy.load(tmp_path / 'inputs.npy').tolist() == [[0, 1, 2], [3, 4, 5]]


def test_a_structure_keeps_its_form_types_and_values(tmp_path):
  ones, text = numpy.ones([2, 3], 'float16'), numpy.array(['a', 'ü'])
  structure = {'x': (ones, [text]), "it's ü/y": numpy.float64(2.5)}
  found = read(structure, tmp_path)
  assert list(found) == ['x', "it's ü/y"] and isinstance(found['x'], tuple) and isinstance(found['x'][1], list)
  assert found['x'][0].dtype == numpy.float16 and found['x'][0].tolist() == ones.tolist()
  assert found['x'][1][0].tolist() == ['a', 'ü'] and float(found["it's ü/y"]) == 2.5


@pytest.mark.parametrize('structure, kind', [((numpy.ones(2), numpy.ones(3)), tuple), ((numpy.ones(2),), tuple), ([], list),
                                             (numpy.array(['a']), numpy.ndarray), ((), tuple)])
def test_what_is_not_one_plain_array_is_a_file_of_python(structure, kind, tmp_path):
  assert isinstance(read(structure, tmp_path), kind)


def test_what_can_be_made_an_array_is_one(tmp_path):
  class Tensor:
    def __array__(self, dtype=None, copy=None):
      return numpy.ones([2], 'float32')
  assert given(Tensor(), tmp_path).option is not None


def test_a_function_is_called_in_the_other_process(tmp_path, monkeypatch, modules):
  monkeypatch.chdir(tmp_path)
  sys.path.insert(0, str(MIGRATIONS))
  import batches
  for function, shape in ((batches.batch, '(4, 5)'), (batches.Batches.pair, '(2, 2)')):
    file = given(function, tmp_path).file
    words = 'import runpy, numpy; found = runpy.run_path(%r)["inputs"](); ' \
        'print((found[-1] if isinstance(found, tuple) else found).shape)' % file
    assert subprocess.check_output([sys.executable, '-c', words]).decode().strip() == shape


def test_a_function_of_a_file_whose_name_another_module_has_is_the_right_one(tmp_path, modules):
  import importlib.util
  for name in ('one', 'two'):
    (tmp_path / name).mkdir()
    (tmp_path / name / 'data.py').write_text('def batch(): return %r' % name)
  spec = importlib.util.spec_from_file_location('data', str(tmp_path / 'two' / 'data.py'))
  module = sys.modules['data'] = importlib.util.module_from_spec(spec)
  spec.loader.exec_module(module)
  file = given(module.batch, tmp_path).file
  words = 'import sys; sys.path.insert(0, %r); import data; import runpy; print(runpy.run_path(%r)["inputs"]())' % (
      str(tmp_path / 'one'), file)
  assert subprocess.check_output([sys.executable, '-c', words]).decode().strip() == 'two'


def test_a_path_and_nothing_write_nothing(tmp_path):
  assert given(tmp_path / 'batch.npy', tmp_path).option == str(tmp_path / 'batch.npy')
  assert given('batch.npz:x', tmp_path).option == 'batch.npz:x'
  assert vars(given(None, tmp_path)) == dict(option=None, file=None)
  assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize('inputs, words', [
    ([1.0, 2.0], r'inputs\[0\] is the float 1.0: .* numpy.array'), ({'x': object()}, r"inputs\['x'\] is of type object"),
    ({3: numpy.ones(1)}, 'has the key 3'), (numpy.array([{}]), 'elements of type object'),
    ((numpy.ones(1), None), r'inputs\[1\] is of type NoneType')])
def test_what_cannot_be_written_says_which_part(inputs, words, tmp_path):
  with pytest.raises(ArgumentError, match=words):
    given(inputs, tmp_path)


def test_a_function_that_nobody_else_has_is_refused(tmp_path):
  with pytest.raises(CodeError, match='inputs is a lambda'):
    given(lambda: None, tmp_path)
