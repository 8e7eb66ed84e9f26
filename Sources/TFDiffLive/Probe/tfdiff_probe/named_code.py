"""The user's code as `--tf1` and `--tf2` name it: `MODULE:NAME`, or by the file that it is in, `FILE.py:NAME`."""

import importlib
import importlib.util
import os
import sys
from types import ModuleType
from typing import Optional, Tuple

ENDING = '.py'


def parts(reference: str) -> Tuple[str, str]:
  """The module or file, and the name in it; either is empty where the reference has none."""
  place, _, name = reference.rpartition(':')
  return place, name


def is_file(place: str) -> bool:
  """Whether a place is a file, and no module that is to be found."""
  return place.endswith(ENDING)


def path_of(place: str, folder: str) -> str:
  """The path of a file that is named from a folder."""
  return os.path.join(folder, os.path.expanduser(place))


def source_path(place: str, folder: str) -> Optional[str]:
  """The file of a module in a folder, found without running anything; None where it is elsewhere."""
  if not place:
    return None
  if is_file(place):
    paths = [path_of(place, folder)]
  else:
    base = os.path.join(folder, *place.split('.'))
    paths = [base + ENDING, os.path.join(base, '__init__.py')]
  return next((path for path in paths if os.path.isfile(path)), None)


def load(place: str, folder: str) -> ModuleType:
  """Imports a module, which a folder is searched for first, or a file as the module that it is."""
  if is_file(place):
    return _load_file(path_of(place, folder))
  if folder not in sys.path:
    sys.path.insert(0, folder)
  return importlib.import_module(place)


def loaded(place: str, folder: str) -> Optional[ModuleType]:
  """The module where it has been imported already."""
  if not is_file(place):
    return sys.modules.get(place)
  path = path_of(place, folder)
  module = sys.modules.get(module_of(path)[1])
  return module if module is not None and _is_of(module, path) else None


def module_of(path: str) -> Tuple[str, str]:
  """The folder from which a file is imported, and the name under which: a package's modules are imported by theirs, so that
  they can import each other."""
  folder, base = os.path.split(os.path.abspath(path))
  names = [] if base == '__init__.py' else [base[:-len(ENDING)]]
  while os.path.isfile(os.path.join(folder, '__init__.py')):
    folder, package = os.path.split(folder)
    names.insert(0, package)
  return folder, '.'.join(names)


def _load_file(path: str) -> ModuleType:
  if not os.path.isfile(path):
    raise FileNotFoundError('there is no file %s' % path)
  folder, name = module_of(path)
  if sys.path[:1] != [folder]:
    sys.path.insert(0, folder)
  known = sys.modules.get(name)
  if known is None:
    known = _alone(name, path) if '.' not in name else importlib.import_module(name)
  if _is_of(known, path):
    return known
  if '.' in name:
    raise ImportError('%s is %s, and another module of that name is imported already: %s' % (
        path, name, getattr(known, '__file__', None)))
  return _alone(name, path)


def _alone(name: str, path: str) -> ModuleType:
  """A file that belongs to no package, which needs no name that is free: `model.py` there may be for each side."""
  spec = importlib.util.spec_from_file_location(name, path)
  if spec is None or spec.loader is None:
    raise ImportError('%s is no Python file' % path)
  module = importlib.util.module_from_spec(spec)
  is_first = name not in sys.modules
  if is_first:
    sys.modules[name] = module
  try:
    spec.loader.exec_module(module)
  except BaseException:
    if is_first:
      del sys.modules[name]
    raise
  return module


def _is_of(module: ModuleType, path: str) -> bool:
  file = getattr(module, '__file__', None)
  return file is not None and os.path.exists(file) and os.path.samefile(file, path)
