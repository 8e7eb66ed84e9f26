"""Protects: what a model is given has a name for each array, which no variable can have."""

from tfdiff_probe import batches


def flatten(structure):
  if isinstance(structure, dict):
    return [structure[key] for key in sorted(structure)]
  return list(structure) if isinstance(structure, tuple) else [structure]


def test_one_array_needs_no_number():
  assert batches.Batch(5).named(flatten) == [('inputs()', 5)]


def test_several_are_numbered_in_the_order_of_the_flattened_structure():
  assert batches.Batch({'b': 2, 'a': 1}).named(flatten) == [('inputs()[0]', 1), ('inputs()[1]', 2)]


def test_labels_are_named_too():
  named = batches.Batch(1, (2, 3)).named(flatten)
  assert named == [('inputs()', 1), ('inputs() labels[0]', 2), ('inputs() labels[1]', 3)]
