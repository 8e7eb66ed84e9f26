"""Functions and classes as another process can find them: by their file or module, and their name in it."""

import os
import sys
import sysconfig
from types import MethodType
from typing import Any, Callable, List, NamedTuple, Optional, Sequence, Set, Tuple, Union

from tfdiff._visible import visible
from tfdiff.errors import CodeError

Code = Union[str, Callable[..., Any]]

REMEDY = 'Write it at the top of a file, with def or class, and give that'


class NamedCode(NamedTuple):
  """Where an object is: in a file (its path from the current folder, where it is below) or a module, under a name."""
  place: str
  name: str

  def __str__(self) -> str:
    return '%s:%s' % self

  @property
  def is_file(self) -> bool:
    """Whether it is named by its file."""
    return self.place.endswith('.py')


def named(code: Code, keyword: str) -> NamedCode:
  """Names a function or class; raises CodeError, which says why and what to do, where none but this process has it.

  `keyword`: the argument that it was given as.
  """
  return _parsed(code, keyword) if isinstance(code, str) else _found(code, keyword)


def _parsed(text: str, keyword: str) -> NamedCode:
  place, _, name = text.rpartition(':')
  if not place or not name:
    raise CodeError("%s='%s' names no code: write 'FILE.py:NAME', such as 'old/nets.py:network', or 'MODULE:NAME'" % (
        keyword, visible(text)))
  if place.endswith('.py') and not os.path.isfile(place):
    raise CodeError("%s='%s': there is no file %s. Name it from the current folder, %s, or by its whole path" % (
        keyword, visible(text), visible(place), visible(os.getcwd())))
  return NamedCode(place, name)


def _found(code: Any, keyword: str) -> NamedCode:
  # A wrapper without a name of its own has that of the function in it.
  origin = code if hasattr(code, '__qualname__') else getattr(code, '__wrapped__', code)
  name, module = _name_of(origin, keyword), getattr(origin, '__module__', None) or ''
  path = _source_of(module)
  if path is None:
    where = 'module ' + visible(module) if module not in ('', '__main__') else 'a notebook or an interactive session'
    raise CodeError("%s is %s of %s, which has no file that another process could import. Write it into one (in a notebook, "
                    "with %%%%writefile model.py), and give it as %s='model.py:%s'" % (
                        keyword, visible(name), where, keyword, visible(name)))
  if not _is_same(_attribute(sys.modules[module], name), code):
    raise CodeError('%s is another object than %s has under the name %s: it was replaced since, or is a method of an '
                    'object. %s' % (keyword, visible(shown_path(path)), visible(name), REMEDY))
  return NamedCode(_place(module, path), name)


def _name_of(code: Any, keyword: str) -> str:
  if not callable(code):
    raise CodeError("%s should be a function, a class, or the name of one ('FILE.py:NAME'), and not a value of type %s. Of "
                    'an object, give the class, or a function that makes and returns it' % (keyword, type(code).__name__))
  name = getattr(code, '__qualname__', None)
  if not isinstance(name, str):
    raise CodeError('%s is an object of type %s, which this process alone has. Give its class, or a function that makes and '
                    'returns it' % (keyword, type(code).__name__))
  if name.rpartition('.')[2] == '<lambda>':
    raise CodeError('%s is a lambda, which has no name that the other process could find it by. %s' % (keyword, REMEDY))
  if '<locals>' in name:
    raise CodeError('%s is %s, which is made inside a function each time that it is called. %s' % (
        keyword, visible(name.replace('.<locals>', '')), REMEDY))
  return name


def _attribute(value: Any, name: str) -> Any:
  for part in name.split('.'):
    value = getattr(value, part, None)
  return value


def _is_same(found: Any, code: Any) -> bool:
  # A class's method is a new object each time that it is asked for.
  return found is code or isinstance(code, MethodType) and isinstance(found, MethodType) and found == code


def _source_of(module: str) -> Optional[str]:
  path = getattr(sys.modules.get(module), '__file__', None)
  return os.path.abspath(path) if path and os.path.isfile(path) else None


def _place(module: str, path: str) -> str:
  """The file, where a process that is given it imports the same module; else the module's name."""
  is_named = module != '__main__' and (is_library(path) or not path.endswith('.py') or _is_in_namespace(module, path))
  return module if is_named else shown_path(path)


def _is_in_namespace(module: str, path: str) -> bool:
  """Whether a module belongs to a package without an `__init__.py`, which its file alone does not tell."""
  if '.' not in module:
    return False
  names = module.split('.')
  folder = path
  for _ in names if os.path.basename(path) != '__init__.py' else names + ['']:
    folder = os.path.dirname(folder)
  packages = [os.path.join(folder, *names[:count], '__init__.py') for count in range(1, len(names))]
  is_importable = folder in map(os.path.abspath, sys.path) and os.path.splitext(path)[0].endswith(os.path.join('', *names))
  return is_importable and not all(map(os.path.isfile, packages))


def shown_path(path: str) -> str:
  """A path as a person would write it: from the current folder, where it is below that."""
  relative = os.path.relpath(path)
  return path if relative.split(os.sep)[0] == os.pardir else relative


def is_library(path: str) -> bool:
  """Whether a path belongs to this interpreter, and so would be another one's poison."""
  names = ('stdlib', 'platstdlib', 'purelib', 'platlib', 'scripts')
  folders = [folder for folder in map(sysconfig.get_path, names) if folder]
  real = os.path.realpath(path)
  return any(real == each or real.startswith(os.path.join(each, '')) for each in map(os.path.realpath, folders)) or any(
      part in ('site-packages', 'dist-packages') for part in real.split(os.sep))


def module_of(path: str) -> Tuple[str, str]:
  """The folder from which a file is imported, and the name under which: a package's modules by the package's."""
  folder, base = os.path.split(os.path.abspath(path))
  names: List[str] = [] if base == '__init__.py' else [base[:-len('.py')]]
  while os.path.isfile(os.path.join(folder, '__init__.py')):
    folder, package = os.path.split(folder)
    names.insert(0, package)
  return folder, '.'.join(names)


def _common_folder(named_codes: Sequence[NamedCode]) -> Set[str]:
  """The folder from which all code is imported, where it is one: either side has it without being told."""
  folders = {module_of(each.place)[0] if each.is_file else '' for each in named_codes}
  return folders if len(folders) == 1 else set()


def search_path(named_codes: Sequence[NamedCode]) -> List[str]:
  """What this process has added to where modules are found, so that other processes find the same; without what they
  know by themselves."""
  # A wheel of this interpreter's standard library, as a zip, is as much its own.
  zipped = 'python%d%d.zip' % sys.version_info[:2]
  known = {os.getcwd()} | _common_folder(named_codes)
  found = []
  for each in map(os.path.abspath, filter(None, sys.path)):
    if each not in known and os.path.exists(each) and not is_library(each) and os.path.basename(each) != zipped:
      known.add(each)
      found.append(each)
  return found
