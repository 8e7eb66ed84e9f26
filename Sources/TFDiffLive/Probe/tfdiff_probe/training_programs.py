"""What a program defines to be trained, on either side, and how one step of it is made."""

from typing import Any, Callable, List, NamedTuple, Tuple

from tfdiff_probe import batches
from tfdiff_probe import messages
from tfdiff_probe import signatures
from tfdiff_probe import target as targets
from tfdiff_probe import tensorflow_world as world
from tfdiff_probe import training_calls
from tfdiff_probe.problems import Problem

# What is said of gradients, on either side, with a variable's name.
NO_GRADIENT = '%s has no gradient: the loss does not depend on it'
SPARSE_GRADIENT = 'the gradient of %s is IndexedSlices, which is compared whole'


class GraphStep(NamedTuple):
  """A training step as a graph has it. `name`: the words for what defines it."""
  losses: List[Any]
  train_op: Any
  end_points: List[Tuple[str, Any]]
  name: str


def of_graph(
    tf: Any, setup: messages.Run, target: targets.Target, batch: batches.Batch) -> GraphStep:
  """Calls the program in the default graph, on placeholders for a batch."""
  if target.train is not None:
    return _from_train(tf, target, batch, setup.training, 'tf1_train()')
  if target.tf1 is None:
    raise Problem('target', _missing(setup, 'tf1', 'tf1_train(inputs, labels)'))
  if target.loss is None or target.optimizer is None:
    return _from_model_function(tf, setup, target, batch)
  return _from_parts(tf, target, batch, setup.training)


def _from_train(
    tf: Any, target: targets.Target, batch: batches.Batch, training: bool, name: str) -> GraphStep:
  positional, options = training_calls.arguments(
      signatures.Signature(target.train, target.params), training_calls.parted(batch), training, name)
  result = target.train(*positional, **options)
  if targets.is_specification(result):
    return _from_specification(result, name)
  if not isinstance(result, (tuple, list)) or len(result) not in (2, 3):
    raise Problem('target', '%s should return (loss, train_op), or (loss, train_op, end_points)' % name)
  end_points = targets.end_points(result[2]) if len(result) == 3 else []
  return GraphStep(_losses(tf, result[0], name), _train_op(result[1], name), end_points, name)


def _from_model_function(tf: Any, setup: messages.Run, target: targets.Target, batch: batches.Batch) -> GraphStep:
  """An Estimator's model function, which is told that it trains."""
  signature = signatures.Signature(target.tf1, target.params)
  if 'mode' not in signature.told(True):
    if not setup.tf1:
      raise Problem('target', _missing(setup, 'tf1', 'tf1_train(inputs, labels)'))
    # What is named to be trained and brings no loss along is what trains.
    target.train = target.tf1
    return _from_train(tf, target, batch, setup.training, setup.tf1)
  given = training_calls.parted(batch)
  if signature.requires_labels and given.labels is None:
    raise Problem('target', training_calls.NO_LABELS % 'model_fn()')
  positional, options = signature.arguments(given.features, given.labels, True)
  result = target.tf1(*positional, **options)
  if not targets.is_specification(result):
    raise Problem('target', 'model_fn() should return an EstimatorSpec')
  return _from_specification(result, 'model_fn()')


def _from_specification(result: Any, name: str) -> GraphStep:
  if result.loss is None or result.train_op is None:
    raise Problem('target', '%s gives an EstimatorSpec without loss or train_op when it is to train' % name)
  pairs = [pair for pair in targets.end_points(result) if pair[0] != 'loss']
  return GraphStep([result.loss], result.train_op, pairs, name)


def _from_parts(tf: Any, target: targets.Target, batch: batches.Batch, training: bool) -> GraphStep:
  """tf1_model's outputs, the loss of them, and the optimizer that minimizes it; what the model collected to be updated is
  run before, as TF-Slim's `create_train_op` has it."""
  v1 = tf.compat.v1
  given = training_calls.parted(batch)
  signature = signatures.Signature(target.tf1, target.params)
  positional, options = signature.arguments(given.features, given.labels if signature.takes_labels else None, training)
  result = target.tf1(*positional, **options)
  loss = _loss_of(target.loss, result, given, None, 'tf1_loss()')
  losses = _losses(tf, loss, 'tf1_loss()')
  with tf.control_dependencies(v1.get_collection(v1.GraphKeys.UPDATE_OPS)):
    train_op = target.optimizer().minimize(losses[0], global_step=v1.train.get_global_step())
  return GraphStep(losses, train_op, targets.end_points(result), 'tf1_loss()')


class EagerStep:
  """A training step as eager code makes it.

  `take`: makes it on a batch, and returns its loss and end points; `watched`: the model whose outputs are end points, where
  the program has one that is called in the step.
  """

  def __init__(
      self, take: Callable[[batches.Batch], Tuple[Any, List[Tuple[str, Any]]]], name: str, watched: Any = None) -> None:
    self.take = take
    self.name = name
    self.watched = watched


def of_eager(
    tf: Any, setup: messages.Run, target: targets.Target,
    reach: Callable[[List[Tuple[str, Any]]], None]) -> EagerStep:
  """What the program defines. `reach`: is told of end points before their gradients are taken."""
  if target.train is not None:
    return _from_eager_train(tf, setup, target, 'tf2_train()')
  if target.tf2 is None:
    raise Problem('target', _missing(setup, 'tf2', 'tf2_train()'))
  if target.loss is not None and target.optimizer is not None:
    return _from_eager_parts(tf, setup, target, reach)
  if setup.tf2:
    # What is named to be trained and brings no loss along is what trains.
    target.train = target.tf2
    return _from_eager_train(tf, setup, target, setup.tf2)
  model = None if signatures.Signature(target.tf2).takes_inputs else target.tf2()
  if model is None or not _is_compiled(model):
    raise Problem('target', _missing(setup, 'tf2', 'tf2_train()') + ', or compile the Keras model that it returns')
  return _compiled(model, 'tf2_model()')


def _from_eager_train(tf: Any, setup: messages.Run, target: targets.Target, origin: str) -> EagerStep:
  """`origin`: the words for what returns the step."""
  step = target.train
  signature = signatures.Signature(step, target.params)
  if not signature.wanted({}):
    step = step()
    if _is_compiled(step):
      return _compiled(step, origin)
    signature = signatures.Signature(step, target.params)
  if not callable(step) or hasattr(step, 'train_on_batch'):
    raise Problem('target', '%s should return a function that takes one training step on inputs and labels and '
                  'returns its loss, or a compiled Keras model; or have a loss and an optimizer (tf2_loss, tf2_optimizer) '
                  'beside it' % origin)
  name = "%s's step" % origin

  def take(batch: batches.Batch) -> Tuple[Any, List[Tuple[str, Any]]]:
    positional, options = training_calls.arguments(signature, training_calls.parted(batch), setup.training, name)
    result = step(*positional, **options)
    is_pair = isinstance(result, (tuple, list)) and len(result) == 2 and targets.is_end_points(result[1])
    return (result[0], targets.end_points(result[1])) if is_pair else (result, [])

  return EagerStep(take, name)


def _from_eager_parts(
    tf: Any, setup: messages.Run, target: targets.Target,
    reach: Callable[[List[Tuple[str, Any]]], None]) -> EagerStep:
  """The step as TensorFlow's guides write it, of tf2_model, tf2_loss and tf2_optimizer."""
  function = target.tf2
  is_function = signatures.Signature(function).takes_inputs
  model = world.shimmed(tf, function) if is_function else function()
  called = function if is_function else getattr(model, 'call', None) or model.__call__
  signature = signatures.Signature(called, target.params)
  optimizer = target.optimizer()

  def take(batch: batches.Batch) -> Tuple[Any, List[Tuple[str, Any]]]:
    given = training_calls.parted(batch)
    positional, options = signature.arguments(
        given.features, given.labels if signature.takes_labels else None, setup.training)
    with tf.GradientTape() as tape:
      result = model(*positional, **options)
      reach(targets.end_points(result))
      loss = _loss_of(target.loss, result, given, model, 'tf2_loss()')
    training_calls.verify_scalars([loss], 'tf2_loss()')
    variables = list(model.trainable_variables)
    if not variables:
      raise Problem('target', 'the model of tf2_model() has no trainable variables')
    gradients = tape.gradient(loss, variables)
    optimizer.apply_gradients([pair for pair in zip(gradients, variables) if pair[0] is not None])
    return loss, targets.end_points(result)

  return EagerStep(take, 'tf2_loss()')


def _compiled(model: Any, name: str) -> EagerStep:
  """A compiled Keras model's own step."""

  def take(batch: batches.Batch) -> Tuple[Any, List[Tuple[str, Any]]]:
    given = training_calls.parted(batch)
    result = model.train_on_batch(given.features, given.labels)
    return (result[0] if isinstance(result, (list, tuple)) else result), []

  return EagerStep(take, name, model)


def _is_compiled(model: Any) -> bool:
  return hasattr(model, 'train_on_batch') and getattr(model, 'optimizer', None) is not None


def _loss_of(function: Any, result: Any, batch: batches.Batch, model: Any, name: str) -> Any:
  """What a loss function gives for a model's outputs; it is given the model too, where it asks for it."""
  if batch.labels is None:
    raise Problem('target', training_calls.NO_LABELS % name)
  signature = signatures.Signature(function)
  is_pair = isinstance(result, (tuple, list)) and len(result) == 2 and isinstance(result[1], dict)
  outputs = result[0] if is_pair else result
  options = {'model': model} if 'model' in signature.names else {}
  return function(outputs, batch.labels, **options)


def _losses(tf: Any, loss: Any, name: str) -> List[Any]:
  losses = [each for each in tf.nest.flatten(loss) if each is not None]
  if not losses or not all(hasattr(each, 'dtype') for each in losses):
    raise Problem('target', '%s gives no loss: it should be a tensor' % name)
  training_calls.verify_scalars(losses, name)
  return losses


def _train_op(train_op: Any, name: str) -> Any:
  if train_op is None:
    raise Problem('target', '%s gives no train_op' % name)
  return train_op


def _missing(setup: messages.Run, side: str, train: str) -> str:
  return '%s defines neither %s nor %s_loss and %s_optimizer beside %s_model: define one of them to have training steps ' \
      'compared' % (setup.file or getattr(setup, side), train, side, side, side)
