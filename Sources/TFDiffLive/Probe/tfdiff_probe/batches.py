"""The first batch of what a program gives as its inputs: arrays, a dataset, an iterator, with labels or without."""

import collections.abc
import itertools
from typing import Any, Callable, Iterable, Iterator, List, Optional, Tuple

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

  Raises StopIteration where it has none.
  """
  return several(tf, value, 1)[0]


def several(tf: Any, value: Any, count: int) -> List[Batch]:
  """The same of as many batches as a value has, and no more than `count`. An array, or a structure of them, is one batch.

  Of a dataset or an iterator whose elements are pairs, the second is the labels, as Keras and Estimators have it.
  """
  if not is_dataset(tf, value) and not is_iterable(value):
    return [Batch(value)]
  return _some(map(_parted, itertools.islice(value, count)))


def first_in_session(tf: Any, function: Callable[[], Any]) -> Batch:
  """As `first`, of what a function returns where its tensors are a graph's."""
  return several_in_session(tf, function, 1)[0]


def several_in_session(tf: Any, function: Callable[[], Any], count: int) -> List[Batch]:
  """As `several`, of what a function returns where its tensors are a graph's."""
  v1 = tf.compat.v1
  with tf.Graph().as_default(), v1.Session() as session:
    value = function()
    elements: Iterator[Any]
    if is_dataset(tf, value):
      iterator = v1.data.make_initializable_iterator(value)
      session.run(v1.tables_initializer())
      session.run(iterator.initializer)
      elements = itertools.repeat(iterator.get_next())
    elif hasattr(value, 'get_next'):
      if hasattr(value, 'initializer'):
        session.run(value.initializer)
      elements = itertools.repeat(value.get_next())
    elif is_iterable(value):
      elements = iter(value)
    else:
      return [Batch(_fetched(tf, session, value))]
    return _some(_parted(each) for each in _until_end(tf, session, itertools.islice(elements, count)))


def _until_end(tf: Any, session: Any, elements: Iterator[Any]) -> Iterator[Any]:
  try:
    for place, element in enumerate(elements):
      yield _fetched(tf, session, element, is_first=place == 0)
  except tf.errors.OutOfRangeError:
    return


def _fetched(tf: Any, session: Any, value: Any, is_first: bool = True) -> Any:
  """A structure with the values of its tensors, which are fetched together, so that all are of one batch."""
  if is_first:
    session.run(tf.compat.v1.tables_initializer())
  tensors = [each for each in tf.nest.flatten(value) if isinstance(each, tf.Tensor)]
  known = dict(zip(map(id, tensors), session.run(tensors)))
  return tf.nest.map_structure(lambda each: known.get(id(each), each), value)


def _some(found: Iterable[Batch]) -> List[Batch]:
  batches = list(found)
  if not batches:
    raise StopIteration('there is no batch')
  return batches


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
