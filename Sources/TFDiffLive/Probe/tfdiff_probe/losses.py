"""Regularization losses one by one, each with the variable it is of."""

from typing import Any, Callable, List, Optional, Set, Tuple

from tfdiff_probe import tensorflow_world as world



def of_graph(tf: Any, graph: Any) -> List[Tuple[str, Any]]:
  """Pairs of a variable's name and its loss, in the collection's order."""
  tensors = graph.get_collection(tf.compat.v1.GraphKeys.REGULARIZATION_LOSSES)
  return [(_variable_of(tensor.op) or tensor.op.name, tensor) for tensor in tensors]


def of_model(model: Any, variables: List[str], name_of: Callable[[Any], str]) -> List[Tuple[str, Any]]:
  """The same of an eager model: what its TF1-style store keeps, and what its Keras layers' regularizers say.

  `variables`: the names of all variables in order; `name_of`: gives that of one.
  """
  pairs: List[Tuple[str, Any]] = []
  seen: Set[str] = set()
  for each in _modules(model):
    store = getattr(each, '_tf1_style_var_store', None)
    for key, loss in getattr(store, '_regularizers', {}).items():
      name, _, output = key.rpartition(':')
      # Without an output's number it is a whole layer, whose own regularizers are among the modules'.
      if output and name and name not in seen:
        seen.add(name)
        pairs.append((name, loss()))
    for attribute, regularizer in list(vars(each).items()):
      variable: Any = world.unwrapped(getattr(each, attribute[:-len('_regularizer')], None))
      if not attribute.endswith('_regularizer') or not callable(regularizer) or not hasattr(variable, 'read_value'):
        continue
      name = name_of(variable)
      if name not in seen:
        seen.add(name)
        pairs.append((name, regularizer(variable)))
  order = {name: place for place, name in enumerate(variables)}
  return sorted(pairs, key=lambda pair: order.get(pair[0], len(order)))


def _modules(model: Any) -> List[Any]:
  modules = [model]
  modules.extend(getattr(model, 'submodules', ()))
  # Layers of Keras 3 are no modules of TensorFlow's.
  for each in list(modules):
    if not hasattr(each, 'submodules') and hasattr(each, '_flatten_layers'):
      modules.extend(layer for layer in each._flatten_layers() if layer is not each)
  return modules


def _variable_of(op: Any) -> Optional[str]:
  """The name of the first variable that an operation's value is computed from."""
  waiting = [op]
  seen: Set[str] = set()
  while waiting:
    op = waiting.pop(0)
    if op.name in seen:
      continue
    seen.add(op.name)
    if op.type in ('VarHandleOp', 'VariableV2', 'Variable'):
      return op.name
    waiting.extend(tensor.op for tensor in op.inputs)
  return None
