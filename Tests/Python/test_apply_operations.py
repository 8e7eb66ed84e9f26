"""Protects: the gradient, its rows and the learning rate are found among the inputs of what applies them, by
TensorFlow's names."""

import types

import pytest

from tfdiff_probe import apply_operations

# As tensorflow/core/ops/training_ops.cc has them.
ADAM = 'var m v beta1_power beta2_power lr beta1 beta2 epsilon grad'
MOMENTUM = 'var accum lr grad momentum'


def definition(names):
  return types.SimpleNamespace(input_arg=[types.SimpleNamespace(name=name) for name in names.split()])


@pytest.mark.parametrize('op_type, names, expected', [
    ('ResourceApplyAdam', ADAM, ('var', 'grad', None, 'lr')),
    ('ApplyMomentum', MOMENTUM, ('var', 'grad', None, 'lr')),
    ('ResourceApplyGradientDescent', 'var alpha delta', ('var', 'delta', None, 'alpha')),
    ('SparseApplyAdagrad', 'var accum lr grad indices', ('var', 'grad', 'indices', 'lr')),
    ('ResourceApplyAdadelta', 'var accum accum_update lr rho epsilon grad', ('var', 'grad', None, 'lr')),
])
def test_what_is_applied_is_found_by_its_name(op_type, names, expected):
  assert apply_operations.applied(op_type, definition(names), names.split()) == expected


@pytest.mark.parametrize('op_type', ['AssignAddVariableOp', 'ResourceScatterAdd', 'Add'])
def test_what_applies_nothing_is_none(op_type):
  assert apply_operations.applied(op_type, definition('var value'), ['var', 'value']) is None
