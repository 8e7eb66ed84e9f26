"""Protects: a class of layers whose constructions are recorded has one answer to what its arguments are."""

import inspect

from tfdiff_probe import layer_calls


class Layer:
  def __init__(self, *, trainable=True, name=None):
    self.name = name


class Inheriting(Layer):
  pass


def test_a_class_that_inherits_its_init_has_one_signature():
  base, original = layer_calls._patch(Layer)
  try:
    specification = inspect.getfullargspec(Inheriting.__init__)
    # As Keras 3 does: what the one names is looked up in the other.
    arguments = inspect.signature(Inheriting.__init__).bind(None, name='dense').arguments
    arguments.pop(specification.args[0])
    assert arguments.pop(specification.varkw) == {'name': 'dense'}
    assert Inheriting(name='dense').name == 'dense'
  finally:
    base.__init__ = original
