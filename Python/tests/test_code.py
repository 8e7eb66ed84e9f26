"""Protects: a function or class is named so that another process finds the very same, or it is said why none can."""

import functools
import importlib
import sys
import types

import pytest
from tfdiff import _code
from tfdiff.errors import CodeError


def at_the_top(inputs):
  return inputs


class Outer:
  class Inner:
    pass

  @staticmethod
  def make():
    pass

  @classmethod
  def build(cls):
    pass

  def method(self):
    pass

  def __call__(self):
    pass


def write(folder, name, source):
  path = folder.joinpath(*name.split('/'))
  path.parent.mkdir(parents=True, exist_ok=True)
  path.write_text(source)
  return path


@pytest.mark.parametrize('code, name', [
    (at_the_top, 'at_the_top'), (Outer, 'Outer'), (Outer.Inner, 'Outer.Inner'), (Outer.make, 'Outer.make'),
    (Outer.build, 'Outer.build')])
def test_what_is_at_the_top_of_a_file_is_named_by_it(code, name):
  found = _code.named(code, 'tf1')
  assert found.is_file and found.name == name and found.place.endswith('test_code.py')


def test_paths_are_from_the_current_folder_where_they_are_below_it(tmp_path, monkeypatch, modules):
  write(tmp_path, 'nets/model.py', 'def net(): pass')
  sys.path.insert(0, str(tmp_path / 'nets'))
  code = importlib.import_module('model').net
  monkeypatch.chdir(tmp_path)
  assert str(_code.named(code, 'tf1')) == 'nets/model.py:net'
  monkeypatch.chdir(tmp_path.parent)
  assert _code.named(code, 'tf1').place == '%s/nets/model.py' % tmp_path.name
  monkeypatch.chdir('/')
  assert _code.named(code, 'tf1').place.endswith('nets/model.py')


def test_a_package_is_named_by_its_file_and_a_namespace_by_its_module(tmp_path, modules):
  write(tmp_path, 'regular/__init__.py', '')
  write(tmp_path, 'regular/nets.py', 'def net(): pass')
  write(tmp_path, 'spacious/nets.py', 'def net(): pass')
  sys.path.insert(0, str(tmp_path))
  assert _code.named(importlib.import_module('regular.nets').net, 'tf1').place.endswith('regular/nets.py')
  assert str(_code.named(importlib.import_module('spacious.nets').net, 'tf1')) == 'spacious.nets:net'


def test_a_library_is_named_by_its_module_as_each_interpreter_has_its_own():
  assert str(_code.named(functools.wraps, 'tf1')) == 'functools:wraps'
  assert str(_code.named(importlib.import_module, 'tf1')) == 'importlib:import_module'


def test_a_wrapper_has_the_name_of_what_it_wraps(tmp_path, modules):
  write(tmp_path, 'wrapped.py', """
import functools

class Compiled:
  def __init__(self, function):
    self.__wrapped__ = function
  def __call__(self):
    pass

def decorated(function):
  @functools.wraps(function)
  def wrapper():
    return function()
  return wrapper

@Compiled
def compiled():
  pass

@decorated
def plain():
  pass
""")
  sys.path.insert(0, str(tmp_path))
  module = importlib.import_module('wrapped')
  assert _code.named(module.compiled, 'tf2').name == 'compiled'
  assert _code.named(module.plain, 'tf2').name == 'plain'


def closure():
  def inside():
    pass
  return inside


@pytest.mark.parametrize('code, words', [
    (lambda inputs: inputs, 'a lambda'), (closure(), 'made inside a function'),
    (Outer(), 'is an object of type Outer'), (Outer().method, 'a method of an object'),
    (functools.partial(at_the_top, 1), 'is an object of type partial'),
    (5, 'not a value of type int. Of an object, give the class'), ('network', "write 'FILE.py:NAME'"),
    ('nowhere.py:net', 'there is no file nowhere.py'), (':net', 'names no code')])
def test_what_cannot_be_found_by_another_process_says_so_and_what_to_do(code, words):
  with pytest.raises(CodeError, match='tf2') as caught:
    _code.named(code, 'tf2')
  assert words in str(caught.value)


def test_a_notebook_is_told_to_write_a_file():
  namespace = {'__name__': '__main__'}
  exec('def cell(): pass', namespace)
  main = sys.modules['__main__']
  sys.modules['__main__'] = types.ModuleType('__main__')
  try:
    with pytest.raises(CodeError, match='%%writefile model.py') as caught:
      _code.named(namespace['cell'], 'tf1')
  finally:
    sys.modules['__main__'] = main
  assert "tf1='model.py:cell'" in str(caught.value)


def test_a_function_that_was_replaced_is_not_taken_for_the_new_one(monkeypatch):
  before = at_the_top
  monkeypatch.setattr(sys.modules[__name__], 'at_the_top', lambda inputs: None)
  with pytest.raises(CodeError, match='another object'):
    _code.named(before, 'tf1')


def test_names_are_made_visible():
  with pytest.raises(CodeError) as caught:
    _code.named('no\x1b[2J\u202e', 'tf1')
  assert '\x1b' not in str(caught.value) and r'no\x1b[2J\u202e' in str(caught.value)


def test_what_this_process_has_added_to_the_path_is_handed_on(tmp_path, monkeypatch):
  own, given = tmp_path / 'own', tmp_path / 'given'
  own.mkdir()
  given.mkdir()
  file = write(given, 'model.py', '')
  monkeypatch.setattr(sys, 'path', [str(own), str(given), str(tmp_path / 'gone'), ''] + sys.path)
  found = _code.search_path([_code.NamedCode(str(file), 'net')])
  assert str(own) in found and str(given) not in found and str(tmp_path / 'gone') not in found
  assert not [each for each in found if _code.is_library(each)]
  # What one side's code is in, the other side's may import from.
  other = write(tmp_path, 'other/model.py', '')
  both = [_code.NamedCode(str(file), 'net'), _code.NamedCode(str(other), 'net')]
  assert str(given) in _code.search_path(both)


def test_a_package_is_imported_from_the_folder_that_it_is_in(tmp_path):
  write(tmp_path, 'src/pkg/__init__.py', '')
  file = write(tmp_path, 'src/pkg/nets.py', '')
  assert _code.module_of(str(file)) == (str(tmp_path / 'src'), 'pkg.nets')
  assert _code.module_of(str(file.parent / '__init__.py')) == (str(tmp_path / 'src'), 'pkg')
