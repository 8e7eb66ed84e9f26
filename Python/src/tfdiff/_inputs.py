"""Inputs that are given as values or as a function, as what another process reads."""

import os
import re
from typing import Any, Callable, Dict, List, Optional, Tuple

from tfdiff import _code
from tfdiff._visible import visible
from tfdiff.errors import ArgumentError

# What the program reads itself, from one array in one file.
PLAIN = ('float32', 'float64', 'int32', 'int64', 'uint8', 'bool')
FILE = '''\
"""The inputs that a comparison of tfdiff was given; its command reads them here."""

import os
{imports}


def inputs():
{body}
'''
# One of the sides may have a module of that name in another folder.
LOADING = '''\
  sys.path.insert(0, {folder!r})
  module = importlib.import_module({module!r})
  if not os.path.samefile(getattr(module, '__file__', None) or os.devnull, {path!r}):
    spec = importlib.util.spec_from_file_location({module!r}, {path!r})
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
  return module.{name}()'''


class GivenInputs:
  """Where inputs are: a word for `--input`, or a file that defines `inputs()`; neither where the user's code has them."""

  def __init__(self, option: Optional[str] = None, file: Optional[str] = None) -> None:
    self.option = option
    self.file = file


def given(inputs: Any, folder: Callable[[], str], title: str) -> GivenInputs:
  """Writes inputs down. `folder`: makes the folder to write to, where there is something to write; `title`: for its file.

  `inputs`: None; a path, as `--input` takes it; a function that returns inputs; an array; or a tuple, list or dictionary of
  arrays, and of these.
  """
  if inputs is None:
    return GivenInputs()
  if isinstance(inputs, (str, os.PathLike)):
    return GivenInputs(option=os.fspath(inputs))
  if callable(inputs) and not hasattr(inputs, '__array__'):
    lines = _calling(inputs)
    return GivenInputs(file=_write(folder(), title, *lines))
  return _written(inputs, folder(), title)


def _written(inputs: Any, folder: str, title: str) -> GivenInputs:
  import numpy
  arrays: Dict[str, Any] = {}
  structure = _structure(inputs, arrays, 'inputs')
  if structure == "arrays['inputs']" and arrays['inputs'].dtype.name in PLAIN:
    path = os.path.join(folder, 'inputs.npy')
    numpy.save(path, arrays['inputs'])
    return GivenInputs(option=_code.shown_path(path))
  # Names of arrays are numbers in the file, as a name of the user's may be one that no file can have.
  names = {name: 'array_%d' % place for place, name in enumerate(arrays)}
  numpy.savez(os.path.join(folder, 'inputs.npz'), **{names[name]: array for name, array in arrays.items()})
  body = ['  with numpy.load(os.path.join(os.path.dirname(os.path.abspath(__file__)), %r)) as file:' % 'inputs.npz',
          '    arrays = {name: file[stored] for name, stored in %r.items()}' % names,
          '  return %s' % structure]
  return GivenInputs(file=_write(folder, title, ['import numpy'], body))


def _structure(value: Any, arrays: Dict[str, Any], name: str) -> str:
  """A structure as a Python expression of the arrays in it, which are added to `arrays`."""
  if isinstance(value, dict):
    wrong = [key for key in value if not isinstance(key, str)]
    if wrong:
      raise ArgumentError('%s has the key %s: keys of inputs should be text, the names of the model\'s parameters' % (
          visible(name), visible(repr(wrong[0]))))
    parts = ['%r: %s' % (key, _structure(each, arrays, '%s[%r]' % (name, key))) for key, each in value.items()]
    return '{%s}' % ', '.join(parts)
  if isinstance(value, (tuple, list)):
    parts = [_structure(each, arrays, '%s[%d]' % (name, place)) for place, each in enumerate(value)]
    inside = ', '.join(parts)
    return '[%s]' % inside if isinstance(value, list) else '(%s,)' % inside if parts else '()'
  arrays[name] = _array(value, name)
  return 'arrays[%r]' % name


def _array(value: Any, name: str) -> Any:
  import numpy
  if isinstance(value, (bool, int, float, str, bytes)) and not hasattr(value, '__array__'):
    raise ArgumentError('%s is the %s %s: inputs should be arrays, or a tuple, list or dictionary of arrays. Make it one '
                        'with numpy.array(…)' % (visible(name), type(value).__name__, visible(repr(value))))
  if not hasattr(value, '__array__'):
    raise ArgumentError('%s is of type %s, of which no array can be made. Give arrays, or a function that returns what the '
                        'model takes, such as a tf.data.Dataset' % (visible(name), type(value).__name__))
  array = numpy.asarray(value)
  if array.dtype.kind not in 'biufcSU':
    raise ArgumentError('%s has elements of type %s, which no .npy file has. Give an array of numbers or text, or a '
                        'function that returns it' % (visible(name), array.dtype))
  return array


def _calling(function: Callable[..., Any]) -> Tuple[List[str], List[str]]:
  """The imports and the lines of a function that calls one of the user's."""
  code = _code.named(function, 'inputs')
  if not code.is_file:
    return ['import importlib'], ['  return importlib.import_module(%r).%s()' % (code.place, code.name)]
  path = os.path.abspath(code.place)
  folder, module = _code.module_of(path)
  return ['import importlib.util', 'import sys'], [LOADING.format(folder=folder, module=module, path=path, name=code.name)]


def _write(folder: str, title: str, imports: List[str], body: List[str]) -> str:
  """Writes the file whole and returns its path; it is the target that reports name."""
  path = os.path.join(folder, 'tfdiff_%s.py' % re.sub(r'\W+', '_', title).strip('_'))
  with open(path + '.part', 'w', encoding='utf-8') as file:
    file.write(FILE.format(imports='\n'.join(imports), body='\n'.join(body)))
  os.replace(path + '.part', path)
  return _code.shown_path(path)
