"""A reference that makes its own graph, placeholders and session, as models written as classes do.

`tf1_session()` returns (session or graph, feeds by placeholder or name, outputs by name).
"""

import contextlib
from typing import Any, Callable, Iterator, List, Sequence, Tuple

from tfdiff_probe import signatures
from tfdiff_probe.problems import Problem

SHAPE = ('tf1_session() should return (session or graph, feeds, outputs): feeds as a dict by placeholder or its name, '
         'outputs as a dict of tensors or their names')


class OwnSession:
  """What a program's own session has to be compared."""

  def __init__(self, tf: Any, result: Any) -> None:
    if not isinstance(result, (tuple, list)) or len(result) != 3 or not isinstance(result[1], dict):
      raise Problem('target', SHAPE)
    owner, feeds, outputs = result
    self._tf = tf
    self.session = owner if hasattr(owner, 'run') else None
    self.graph: Any = getattr(owner, 'graph', owner)
    if not isinstance(self.graph, tf.Graph):
      raise Problem('target', SHAPE)
    self.feeds = {self._tensor(key): value for key, value in feeds.items()}
    self.outputs = self._outputs(outputs)

  def variables(self) -> List[Any]:
    """The graph's variables of every collection, in the order in which they were made."""
    keys = self._tf.compat.v1.GraphKeys
    found: List[Any] = []
    for key in (keys.GLOBAL_VARIABLES, keys.LOCAL_VARIABLES, keys.METRIC_VARIABLES):
      found.extend(each for each in self.graph.get_collection(key) if not any(each is other for other in found))
    order = {op.name: place for place, op in enumerate(self.graph.get_operations())}
    return sorted(found, key=lambda each: order.get(each.op.name, 0))

  def values(self, variables: Sequence[Any]) -> List[Tuple[Any, Any]]:
    """What the variables are in the program's session: pairs, of those that are initialized there."""
    if self.session is None:
      return []
    v1 = self._tf.compat.v1
    with self.graph.as_default():
      known = self.session.run([v1.is_variable_initialized(each) for each in variables])
      chosen = [each for each, is_known in zip(variables, known) if is_known]
      return list(zip(chosen, self.session.run([each.read_value() for each in chosen])))

  def _outputs(self, outputs: Any) -> Any:
    if isinstance(outputs, dict):
      return {name: self._tensor(each) for name, each in outputs.items()}
    return self._tf.nest.map_structure(self._tensor, outputs)

  def _tensor(self, each: Any) -> Any:
    if not isinstance(each, str):
      return each
    name = each if ':' in each else each + ':0'
    try:
      return self.graph.get_tensor_by_name(name)
    except (KeyError, ValueError) as error:
      raise Problem('target', 'tf1_session(): the graph has no tensor %s' % name) from error


@contextlib.contextmanager
def creating(tf: Any, create: Callable[..., Any]) -> Iterator[None]:
  """Variables are made by `create` meanwhile, in the default graph and in every graph that is made: a creator belongs to one
  graph."""
  original = tf.Graph.__init__
  with contextlib.ExitStack() as scopes:

    def watch(graph: Any) -> None:
      scopes.enter_context(graph._variable_creator_scope(create))  # pylint: disable=protected-access

    def made(graph: Any, *positional: Any, **options: Any) -> None:
      original(graph, *positional, **options)
      watch(graph)

    watch(tf.compat.v1.get_default_graph())
    tf.Graph.__init__ = made
    try:
      yield
    finally:
      tf.Graph.__init__ = original


def take(tf: Any, function: Callable[..., Any], training: bool, create: Callable[..., Any]) -> OwnSession:
  """Calls `tf1_session()`, which may want to know whether it trains.

  `create`: makes its variables, given what would and with which options.
  """
  signature = signatures.Signature(function)
  options = signature.arguments(None, None, training)[1]
  with creating(tf, create):
    result = function(**{name: value for name, value in options.items() if name in signatures.TRAINING})
  found = OwnSession(tf, result)
  # The program may have closed it; what a run needs is added to it.
  found.graph._unsafe_unfinalize()  # pylint: disable=protected-access
  return found
