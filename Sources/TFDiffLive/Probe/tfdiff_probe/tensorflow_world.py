"""TensorFlow in this interpreter: imported, and its parts found where this version keeps them."""

import dataclasses
import importlib
from typing import Any, List, Optional, Tuple

from tfdiff_probe import arrays
from tfdiff_probe import batches
from tfdiff_probe import messages
from tfdiff_probe import random_tool
from tfdiff_probe import roles
from tfdiff_probe import seeding
from tfdiff_probe import target as targets
from tfdiff_probe.problems import Problem

SHIM = 'track_tf1_style_variables'
# Modules that have had the migration tools, besides tf.compat.v1.keras.utils.
HOMES = {
    SHIM: ('tf_keras.src.legacy_tf_layers.variable_scope_shim', 'keras.legacy_tf_layers.variable_scope_shim'),
}
# What is one value to TensorFlow, and several arrays to everybody else.
COMPOSITES = ('RaggedTensor', 'SparseTensor', 'IndexedSlices', 'RaggedTensorValue', 'SparseTensorValue')
# An eager candidate needs the shim's and op callbacks' present form; a session is the same since TensorFlow 1.
OLDEST = {'reference': (1, 15), 'candidate': (2, 8)}


def load(log: Any, side: str) -> Any:
  """Imports TensorFlow and says in the log which.

  Raises a Problem where there is none, or one that lacks what a comparison needs.
  """
  try:
    import tensorflow as tf
  except ImportError as error:
    if isinstance(error, ModuleNotFoundError) and error.name == 'tensorflow':
      raise Problem('environment', 'this interpreter has no TensorFlow: install it there '
                    '(python -m pip install tensorflow-cpu), or name another interpreter') from None
    raise Problem('environment', 'importing tensorflow failed') from error
  version = getattr(tf, '__version__', '0')
  parts = tuple(int(part) for part in version.split('.')[:2] if part.isdigit())
  if parts < OLDEST[side]:
    raise Problem('environment', 'TensorFlow %s is too old for the %s, which needs %d.%d or later: name another '
                  'interpreter' % ((version, side) + OLDEST[side]))
  log.log('TensorFlow %s' % version)
  return tf


def tool(tf: Any, setup: messages.Run) -> random_tool.RandomTool:
  """The testing tool that aligns random numbers, as the run asks for it."""
  return random_tool.RandomTool(tf, setup.seed, setup.tool_mode, setup.replaces_weights)


def shim(tf: Any) -> Any:
  """The decorator that keeps TF1-style variables for a layer's method."""
  found = _find(tf, SHIM)
  if found is None:
    raise Problem('environment', 'TensorFlow %s has no %s: install tf-keras of the same version beside it '
                  '(python -m pip install tf-keras)' % (tf.__version__, SHIM))
  return found


def run_eagerly(tf: Any, log: Any) -> None:
  """Sees to it that code is run eagerly, also where the program was written for TensorFlow 1 and says so.

  Raises a Problem where it cannot be done any more.
  """
  if tf.executing_eagerly() and tf.compat.v1.resource_variables_enabled():
    return
  try:
    # A seed that is set, too, makes the default graph, which is no use to the candidate.
    tf.compat.v1.reset_default_graph()
    tf.compat.v1.enable_v2_behavior()
  except (AssertionError, ValueError) as error:
    raise Problem('target', 'the program switches TensorFlow 2 behavior off (disable_v2_behavior() or '
                  'disable_eager_execution()) and builds a graph when it is imported, so that it cannot be switched on '
                  'again: keep the call, or what builds the graph, out of what tf2_model() imports') from error
  log.log('the program switches TensorFlow 2 behavior off: it is on again for the candidate')


def global_seed() -> Any:
  """The seed of eager execution and of the functions it traces; None where there is none."""
  from tensorflow.python.eager import context
  return context.global_seed()


def shimmed(tf: Any, function: Any) -> Any:
  """A function in TF1 style as a module that keeps its variables between calls."""

  class Shimmed(tf.Module):
    """Calls the function; its variables are this module's."""

    @shim(tf)
    def __call__(self, *positional: Any, **options: Any) -> Any:
      return function(*positional, **options)

  return Shimmed()


def _find(tf: Any, name: str) -> Any:
  """One of the migration tools; None where this TensorFlow has none."""
  utilities = getattr(getattr(tf.compat.v1, 'keras', None), 'utils', None)
  for home in HOMES[name]:
    found = getattr(utilities, name, None)
    if found is not None:
      return found
    try:
      utilities = importlib.import_module(home)
    except ImportError:
      continue
  return getattr(utilities, name, None)


def inputs(tf: Any, target: targets.Target, setup: messages.Run, payload: Any) -> batches.Batch:
  """The model's inputs as a batch of NumPy arrays: what the command line gave, else what the program says."""
  return several_inputs(tf, target, setup, payload, 1)[0]


def several_inputs(
    tf: Any, target: targets.Target, setup: messages.Run, payload: Any, count: int) -> List[batches.Batch]:
  """The same as batches, as many as there are and no more than `count`."""
  if setup.input:
    return [batches.Batch(arrays.of_payload(payload, setup.input))]
  if target.inputs is None:
    raise Problem('target', 'there is no input: define inputs() beside the model, or give --input FILE.npy')
  seeding.seed_all(setup.seed)
  try:
    found = batches.several(tf, target.inputs(), count) if tf.executing_eagerly() else batches.several_in_session(
        tf, target.inputs, count)
  except StopIteration as error:
    raise Problem('target', 'inputs() gives a dataset or an iterator without a batch') from error
  except (Exception, SystemExit) as error:
    raise Problem('target', 'inputs() failed') from error
  return [batch.mapped(lambda structure: tf.nest.map_structure(array, structure)) for batch in found]


def array(value: Any) -> Any:
  """A NumPy array of what a program gives as an input. Raises where it cannot be given to both sides."""
  import numpy as np
  kind = type(value).__name__
  if kind in COMPOSITES:
    raise Problem('target', 'inputs() gives a %s, which cannot be given to both sides: return the arrays that it is made of '
                  '(such as its values and row splits, or indices), and make it of them in the model' % kind)
  numpy = getattr(value, 'numpy', None)
  try:
    found = np.asarray(numpy() if numpy is not None else value)
  except NotImplementedError as error:
    raise Problem('target', 'inputs() should return arrays, eager tensors or a dataset') from error
  if found.dtype.kind == 'O' and not all(isinstance(each, (str, bytes)) for each in found.reshape(-1)):
    raise Problem('target', 'inputs() gives %s, of which no array can be made: it should return arrays, eager tensors, '
                  'tuples, lists or dictionaries of them, a dataset or an iterator'
                  % ('nothing' if value is None else 'a value of type %s' % kind))
  # A Python number is what TensorFlow would make of it.
  return found.astype('float32') if isinstance(value, float) else found


def unwrapped(variable: Any) -> Any:
  """TensorFlow's variable of one that Keras 3 has wrapped; any other as it is."""
  inner = variable if hasattr(variable, 'read_value') else getattr(variable, '_value', None)
  return inner if hasattr(inner, 'read_value') else variable


def variable_name(variable: Any) -> str:
  """A variable's name without the output's number."""
  name: str = variable.name
  return name.rsplit(':', 1)[0]


def dimensions(shape: Any, unknown: int = 0) -> List[int]:
  """A shape's sizes as far as they are known, and what is given for one that is not."""
  return [unknown if size is None else size for size in shape.as_list()] if shape.rank is not None else []


def session_config(tf: Any, setup: messages.Run) -> Any:
  """A session's configuration with the graph rewrites that the run asks for."""
  config = tf.compat.v1.ConfigProto()
  rewrites = config.graph_options.rewrite_options
  for name in setup.disabled_rewrites:
    if name not in _rewrite_names(rewrites):
      raise Problem('target', '--disable-rewrite has no rewrite %s in TensorFlow %s: it takes %s'
                    % (name, tf.__version__, ', '.join(_rewrite_names(rewrites))))
    setattr(rewrites, name, rewrites.OFF)
  if not setup.optimizes:
    rewrites.disable_meta_optimizer = True
    config.graph_options.optimizer_options.opt_level = tf.compat.v1.OptimizerOptions.L0
  return config


def session_configs(tf: Any, setup: messages.Run) -> List[Tuple[str, Any]]:
  """Configurations with fewer and fewer of TensorFlow's rewrites: pairs of the words for what is off and a configuration.

  The first is the run's.
  """
  config = session_config(tf, setup)
  found = [('nothing', config)]
  if setup.optimizes:
    if config.graph_options.rewrite_options.remapping != config.graph_options.rewrite_options.OFF:
      disabled = list(setup.disabled_rewrites) + ['remapping']
      found.append(('remapping', session_config(tf, dataclasses.replace(setup, disabled_rewrites=disabled))))
    found.append(('every rewrite', session_config(tf, dataclasses.replace(setup, optimizes=False))))
  return found


def set_rewrites(tf: Any, setup: messages.Run) -> None:
  """The same for functions that this process traces."""
  options = {name: False for name in setup.disabled_rewrites}
  if not setup.optimizes:
    options['disable_meta_optimizer'] = True
  if options:
    tf.config.optimizer.set_experimental_options(options)


def _rewrite_names(rewrites: Any) -> List[str]:
  fields = rewrites.DESCRIPTOR.fields
  return [field.name for field in fields if field.enum_type is not None and field.enum_type.name == 'Toggle']


def variable_event(
    variable: Any, call: int, stack: List[messages.Frame], initializer: Optional[str] = None,
    name: Optional[str] = None) -> messages.Variable:
  """What is told of a variable when it is made. `initializer`: the words for it, where they are known; `name`: where it is
  told by another than its own."""
  shape, dtype, trainable = dimensions(variable.shape), variable.dtype.base_dtype.name, bool(variable.trainable)
  return messages.Variable(
      name or variable_name(variable), shape, dtype, trainable, call, stack, roles.of(stack, shape, dtype, trainable),
      initializer)
