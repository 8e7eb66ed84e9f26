"""Protects: by which attributes a model's variables are known to be kept, whatever TensorFlow calls them."""

from tfdiff_probe import attribute_paths


class Variable:
  def __init__(self, name):
    self.name = name

  def read_value(self):
    return None


class Layer:
  """As Keras' are: with lists of all that they have under names of their own."""

  def __init__(self, name):
    self.kernel = Variable(name + '/kernel')
    self._bias = Variable(name + '/bias')
    self._weights = [self.kernel, self._bias]
    self.trainable_variables = [self.kernel, self._bias]


class Model:
  def __init__(self):
    self._everything = [Layer('hidden')]
    self.query = Layer('dense_3')
    self.blocks = [Layer('dense'), {'inner': Layer('dense_1')}]
    self.shared = self.query
    self.itself = self
    self.size = 3


def paths(model):
  return attribute_paths.of_model(model, lambda variable: variable.name, lambda value: value)


def test_a_variable_is_known_by_the_attributes_that_lead_to_it():
  found = paths(Model())
  assert found['dense_3/kernel'] == 'query/kernel'
  assert found['dense_3/bias'] == 'query/bias'


def test_places_in_lists_and_names_of_libraries_are_no_parts():
  found = paths(Model())
  assert found['dense/kernel'] == 'blocks/kernel'
  assert found['dense_1/bias'] == 'blocks/inner/bias'
  assert found['hidden/kernel'] == 'kernel'


def test_what_holds_nothing_has_no_paths():
  assert paths(lambda inputs: inputs) == {}
