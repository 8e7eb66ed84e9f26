"""The first batch of what a program gives as its inputs: arrays, a dataset, an iterator, with labels or without."""

import collections.abc
from typing import Any, Callable, List, Optional, Tuple

from tfdiff_probe import signatures


class Batch:
  """What one call of the model is given: features, and labels where the program has some."""

  def __init__(self, features: Any, labels: Any = None) -> None:
    self.features = features
    self.labels = labels

  def named(self, flatten: Callable[[Any], List[Any]]) -> List[Tuple[str, Any]]:
    """Every array with a name that no variable can have: `inputs()`, or `inputs()[0]` where there are several; labels too.

    `flatten`: what makes a structure a list.
    """
    found = _named('inputs()', flatten(self.features))
    return found if self.labels is None else found + _named('inputs() labels', flatten(self.labels))

  def mapped(self, function: Callable[[Any], Any]) -> 'Batch':
    """The same with every part of both passed through a function, which is given a structure."""
    return Batch(function(self.features), None if self.labels is None else function(self.labels))

  def parted(
      self, signature: signatures.Signature, counterpart: Optional[signatures.Signature] = None) -> 'Batch':
    """The same with the second of a plain pair as labels, where the model's signature says that it is.

    That is where what is called takes one input and labels; and where it takes one input alone, and the other side's
    function, its `counterpart`, takes labels. Who takes two inputs gets the pair.
    """
    is_pair = isinstance(self.features, tuple) and len(self.features) == 2
    if self.labels is not None or not is_pair or signature.input_count > 1:
      return self
    takes = signature.takes_labels or (
        not signature.names_labels and counterpart is not None and counterpart.takes_labels)
    return Batch(*self.features) if takes else self


def first(tf: Any, value: Any) -> Batch:
  """The first batch of a value as a structure of arrays and tensors, in eager execution; its features and labels.

  Of a dataset or an iterator whose elements are pairs, the second is the labels, as Keras and Estimators have it.
  """
  if is_dataset(tf, value):
    return _parted(next(iter(value)))
  if is_iterable(value):
    return _parted(next(iter(value)))
  return Batch(value)


def first_in_session(tf: Any, function: Callable[[], Any]) -> Batch:
  """The same of what a function returns where its tensors are a graph's."""
  v1 = tf.compat.v1
  with tf.Graph().as_default(), v1.Session() as session:
    value = function()
    is_parted = True
    if is_dataset(tf, value):
      iterator = v1.data.make_initializable_iterator(value)
      session.run(v1.tables_initializer())
      session.run(iterator.initializer)
      value = iterator.get_next()
    elif hasattr(value, 'get_next'):
      if hasattr(value, 'initializer'):
        session.run(value.initializer)
      value = value.get_next()
    elif is_iterable(value):
      value = next(iter(value))
    else:
      is_parted = False
    session.run(v1.tables_initializer())
    # Fetched together, so that all are of one batch.
    tensors = [each for each in tf.nest.flatten(value) if isinstance(each, tf.Tensor)]
    known = dict(zip(map(id, tensors), session.run(tensors)))
    value = tf.nest.map_structure(lambda each: known.get(id(each), each), value)
  return _parted(value) if is_parted else Batch(value)


def is_dataset(tf: Any, value: Any) -> bool:
  """Whether a value is a dataset, of either version."""
  kinds = (tf.data.Dataset, tf.compat.v1.data.Dataset)
  return isinstance(value, kinds)


def is_iterable(value: Any) -> bool:
  """Whether a value gives batches one by one, and is no array or structure itself."""
  structures = (collections.abc.Sequence, collections.abc.Mapping, collections.abc.Set)
  is_array = hasattr(value, 'dtype') or hasattr(value, '__array__')
  return hasattr(value, '__iter__') and not is_array and not isinstance(value, structures)


def _named(name: str, arrays: List[Any]) -> List[Tuple[str, Any]]:
  return [(name if len(arrays) == 1 else '%s[%d]' % (name, place), each) for place, each in enumerate(arrays)]


def _parted(element: Any) -> Batch:
  if isinstance(element, tuple) and len(element) == 2:
    return Batch(*element)
  return Batch(element)
