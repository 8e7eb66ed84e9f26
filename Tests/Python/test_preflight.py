"""Protects: what is told before a run is counted, digested and matched as it is there."""

import hashlib
from typing import Dict, NamedTuple

import numpy as np
import pytest

from tfdiff_probe import environment
from tfdiff_probe import preflight
from tfdiff_probe import weight_decay


class Value:

  def __init__(self, text):
    self.s = text.encode()

  def WhichOneof(self, _):
    return 's'


class Node(NamedTuple):
  attr: Dict[str, Value]


class Op:

  def __init__(self, kind, **attributes):
    self.type = kind
    self.node_def = Node({name: Value(text) for name, text in attributes.items()})


def test_configurations_are_counted_without_the_version_of_the_operation():
  operations = [
      Op('MaxPoolV2', padding='SAME', T='x'), Op('Relu'), Op('MaxPool', padding='SAME'), Op('MaxPool', padding='VALID')]
  found = preflight.configured(operations, {'MaxPool': ['padding', 'ksize']})
  assert [(each.type, each.attributes, each.count) for each in found] == [
      ('MaxPool', {'padding': 'SAME'}, 2), ('MaxPool', {'padding': 'VALID'}, 1)]


def test_the_digest_is_of_type_shape_and_elements():
  array = np.array([[1, 2]], np.float32)
  assert preflight.sha256(array) == hashlib.sha256(b'<f4 [1, 2] ' + array.tobytes()).hexdigest()
  others = [array.reshape(2, 1), array.astype(np.float64), array + 1]
  assert preflight.sha256(array) not in [preflight.sha256(each) for each in others]
  assert preflight.sha256(array.T.T) == preflight.sha256(array)


class Decaying:

  def __init__(self, patterns):
    self.exclude_from_weight_decay = patterns

  def apply_gradients(self, gradients):
    raise NotImplementedError()


@pytest.mark.parametrize('variables, counts', [(['a/bias', 'a/kernel', 'b/bias'], [0, 2]), (None, [None, None])])
def test_patterns_are_searched_for_in_names(variables, counts):
  kept = Decaying(['LayerNorm', 'bias$'])
  found = [each for each in weight_decay.exclusions(variables) if each.optimizer == 'Decaying']
  assert [(each.pattern, each.matches) for each in found] == list(zip(kept.exclude_from_weight_decay, counts))


def test_features_of_the_processor():
  assert environment.features('processor: 0\nflags\t\t: fpu avx avx2 fma\n') == 'avx avx2 fma'
  assert environment.features('flags: fpu') == 'none of those known'
  assert environment.features('') == 'not known'
