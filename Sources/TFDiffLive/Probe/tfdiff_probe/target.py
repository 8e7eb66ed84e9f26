"""The user's program: found, imported, and called as its own signatures say."""

import importlib.machinery
import importlib.util
import linecache
import os
import sys
from types import ModuleType
from typing import Any, Dict, Iterable, List, Optional, Tuple

from tfdiff_probe import layers
from tfdiff_probe import messages
from tfdiff_probe import named_code
from tfdiff_probe.problems import Problem

# What a program may raise while it is imported; what ends a run that nobody wants any more is none of these.
RAISED = (Exception, SystemExit, KeyboardInterrupt, GeneratorExit)


class Target:
  """What a file or a pair of modules offers.

  `tf1`: a function that builds the forward pass from inputs; `tf2`: a function or class that returns a layer or
  model; `session`: a function that makes a graph and a session of its own; `inputs`: a function without arguments;
  `params`: what an Estimator's model function is given under that name; `train`, `loss`, `optimizer`: what defines this
  side's training step, None where none is asked for. Any may be None, but not all of the first
  three. Of these, a side has its own where there is one, and only then is the other's looked for: what it imports may not
  be for this interpreter.
  """

  def __init__(self, setup: messages.Run) -> None:
    self._setup = setup
    self._modules: Dict[str, ModuleType] = {}
    self.tf1: Any = None
    self.tf2: Any = None
    self.session: Any = None
    self.train: Any = None
    self.loss: Any = None
    self.optimizer: Any = None
    trains = setup.steps > 0 or setup.ends_at_loss
    if trains:
      self.train, self.loss, self.optimizer = self._find_training()
    if setup.side == 'reference':
      self.session = None if setup.tf1 or trains else self._from_file('tf1_session')
      self.tf1 = None if self.session else self._find_tf1()
    if self.tf1 is None and self.session is None and self.train is None:
      self.tf2 = self._find_tf2()
    if self.tf2 is None and self.tf1 is None and self.session is None and self.train is None:
      self.tf1 = self._find_tf1()
    # What is given needs no looking for.
    self.inputs = None if setup.input else self._beside('inputs')
    self.params = self._beside('params')
    # The other side's function, as far as it is there without importing anything for it.
    self.counterpart = self._beside_candidate() if setup.side == 'candidate' else None
    # What training lacks, the side says that trains.
    if self.tf1 is None and self.tf2 is None and self.session is None and not trains:
      raise Problem('target', '%s defines neither tf1_model(inputs, training) nor tf2_model(): define one of them, '
                    'or name others with --tf1 and --tf2' % setup.file)

  def _find_training(self) -> List[Any]:
    prefix = 'tf1_' if self._setup.side == 'reference' else 'tf2_'
    return [self._beside(prefix + name) for name in ('train', 'loss', 'optimizer')]

  def _find_tf1(self) -> Any:
    found = self._named(self._setup.tf1, 'tf1_model', '--tf1')
    # As an Estimator's is called.
    return self._from_file('model_fn') if found is None else found

  def _find_tf2(self) -> Any:
    return self._named(self._setup.tf2, 'tf2_model', '--tf2')

  def _beside_candidate(self) -> Any:
    if not self._setup.tf1:
      return self._find_tf1() if self._setup.file in self._modules else None
    place = named_code.parts(self._setup.tf1)[0]
    is_there = place in self._modules or named_code.loaded(place, self._folder) is not None
    return self._find_tf1() if is_there else None

  def _named(self, reference: Optional[str], default: str, option: str) -> Any:
    if not reference:
      return self._from_file(default)
    place, name = named_code.parts(reference)
    if not place or not name:
      raise Problem('target', '%s %s should be MODULE:NAME, such as my_package.models:network, or FILE.py:NAME' % (
          option, reference))
    value: Any = self._module(place)
    for part in name.split('.'):
      if not hasattr(value, part):
        raise Problem('target', '%s %s: %s has no %s' % (option, reference, place, part))
      value = getattr(value, part)
    return value

  def _beside(self, name: str) -> Any:
    """What the file defines; else what the module of this side's code does, and for the inputs last the other side's."""
    found = self._from_file(name)
    if found is not None:
      return found
    named = [self._setup.tf1, self._setup.tf2]
    references = [each for each in (named if self._setup.side == 'reference' else reversed(named)) if each]
    for reference in references if name == 'inputs' else references[:1]:
      found = getattr(self._module(named_code.parts(reference)[0]), name, None)
      if found is not None:
        return found
    return None

  def _module(self, place: str) -> ModuleType:
    if place not in self._modules:
      try:
        self._modules[place] = named_code.load(place, self._folder)
      except RAISED as error:
        raise Problem('target', 'importing %s failed' % place) from error
    return self._modules[place]

  @property
  def _folder(self) -> str:
    return self._setup.folder or os.getcwd()

  def _from_file(self, name: str) -> Any:
    path = self._setup.file
    if not path:
      return None
    if path not in self._modules:
      self._modules[path] = _import_file(path, self._setup.source or '')
    return getattr(self._modules[path], name, None)


def _import_file(path: str, source: str) -> ModuleType:
  """Runs a file's source as a module, with its folder on the path; the file itself need not be on this host."""
  name = os.path.splitext(os.path.basename(path))[0]
  sys.path.insert(0, os.path.dirname(path))
  linecache.cache[path] = (len(source), None, source.splitlines(True), path)
  module = importlib.util.module_from_spec(importlib.machinery.ModuleSpec(name, None, origin=path))
  module.__file__ = path
  sys.modules[name] = module
  # As for a script that is run without arguments, for programs that read their flags while they are imported.
  sys.argv[:] = [path]
  try:
    exec(compile(source, path, 'exec'), module.__dict__)
  except RAISED as error:
    raise Problem('target', 'importing %s failed' % path) from error
  return module


def is_end_points(value: Any) -> bool:
  """Whether a value is a dictionary of named tensors."""
  return isinstance(value, dict) and bool(value) and all(
      isinstance(name, str) and hasattr(tensor, 'dtype') for name, tensor in value.items())


def end_points(result: Any) -> List[Tuple[str, Any]]:
  """The named layer outputs in what a forward pass returned, as pairs in its order; then its outputs by place.

  `result`: outputs, or (outputs, end_points), or end points alone: a dictionary of named tensors; or an EstimatorSpec.
  Beside outputs it may be empty, as TF-Slim's is where nothing was collected. What trains (an EstimatorSpec's train_op)
  is no part of a forward pass.
  """
  outputs: Any = result
  named: Dict[str, Any] = {}
  if is_specification(result):
    predictions = result.predictions
    outputs, named = (None, dict(predictions)) if is_end_points(predictions) else (predictions, {})
    if result.loss is not None:
      named['loss'] = result.loss
  elif is_end_points(result):
    outputs, named = None, result
  elif isinstance(result, (tuple, list)) and len(result) == 2 and (
      is_end_points(result[1]) or isinstance(result[1], dict) and not result[1]):
    outputs, named = result
  pairs = [part for name, tensor in named.items() for part in _parts(name, tensor)]
  for name, tensor in _leaves('outputs', outputs):
    if name not in named:
      pairs.extend(_parts(name, tensor))
  return pairs


def _parts(name: str, tensor: Any) -> List[Tuple[str, Any]]:
  """A tensor by itself; of one that is made up of tensors (ragged, sparse, IndexedSlices) each, by TensorFlow's names."""
  if hasattr(tensor, 'nested_row_splits') and hasattr(tensor, 'flat_values'):
    splits = [('row_splits_%d' % axis, each) for axis, each in enumerate(tensor.nested_row_splits)]
    parts = splits + [('flat_values', tensor.flat_values)]
  elif hasattr(tensor, 'indices') and hasattr(tensor, 'values'):
    parts = [(each, getattr(tensor, each, None)) for each in ('indices', 'values', 'dense_shape')]
  else:
    return [(name, tensor)]
  return [('%s/%s' % (name, part), each) for part, each in parts if each is not None]


def is_specification(result: Any) -> bool:
  """Whether a model function returned what an Estimator wants of it (an EstimatorSpec)."""
  return all(hasattr(result, name) for name in ('predictions', 'loss', 'train_op', 'mode'))


def outputs(result: Any) -> List[Tuple[str, Any]]:
  """What a forward pass returned beside its end points, as pairs of a name and a tensor; where there is nothing else,
  the last end point."""
  pairs = end_points(result)
  return [pair for pair in pairs if layers.is_output(pair[0])] or pairs[-1:]


def _leaves(name: str, value: Any) -> List[Tuple[str, Any]]:
  parts: Iterable[Tuple[str, Any]]
  if isinstance(value, dict):
    parts = value.items()
  elif isinstance(value, (tuple, list)):
    parts = [(str(place), each) for place, each in enumerate(value)]
  else:
    return [(name, value)] if hasattr(value, 'dtype') else []
  return [leaf for key, each in parts for leaf in _leaves('%s/%s' % (name, key), each)]
