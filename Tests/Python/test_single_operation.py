"""Protects: on real TensorFlow a calculator executes single operations as TensorFlow does, with the attributes that it is
told, in float64 where there are such kernels, and says what it refuses; each refusal leaves it ready for the next.

Runs where TFDIFF_TEST_PYTHON names a Python with TensorFlow, and with TFDIFF_TEST_PYTHON_LATEST on the newest too. What is
expected is computed here with NumPy, from the definitions.
"""

import os

import numpy
import pytest

import worker

RANDOM = numpy.random.RandomState(5)
IMAGE = RANDOM.randn(2, 5, 6, 3).astype('float32')
KERNEL = RANDOM.randn(3, 3, 3, 4).astype('float32')


@pytest.fixture(name='calculator', scope='module', params=['TFDIFF_TEST_PYTHON', 'TFDIFF_TEST_PYTHON_LATEST'])
def _calculator(request):
  python = os.environ.get(request.param)
  if not python:
    pytest.skip('%s names no Python with TensorFlow' % request.param)
  found = worker.Worker(python, 'calculator', __file__, is_quiet=True)
  yield found.calculate
  found.abandon()


def convolved(image, kernel, stride, begins, sizes):
  """A convolution by its definition, in float64."""
  found = numpy.zeros([image.shape[0]] + sizes + [kernel.shape[3]])
  for row in range(sizes[0]):
    for column in range(sizes[1]):
      for y in range(kernel.shape[0]):
        for x in range(kernel.shape[1]):
          place = (row * stride + y - begins[0], column * stride + x - begins[1])
          if 0 <= place[0] < image.shape[1] and 0 <= place[1] < image.shape[2]:
            found[:, row, column] += image[:, place[0], place[1]].astype('float64') @ kernel[y, x].astype('float64')
  return found


@pytest.mark.parametrize('padding, begins, sizes', [('SAME', (1, 0), [3, 3]), ('VALID', (0, 0), [2, 2])])
def test_a_convolution_is_padded_as_it_says(calculator, padding, begins, sizes):
  attributes = {'strides': '[1, 2, 2, 1]', 'padding': padding, 'data_format': 'NHWC', 'dilations': '[1, 1, 1, 1]'}
  expected = convolved(IMAGE, KERNEL, 2, begins, sizes)
  single, = calculator('Conv2D', attributes, [IMAGE, KERNEL])
  double, = calculator('Conv2D', attributes, [IMAGE, KERNEL], is_in_double=True)
  assert single.dtype == 'float32' and double.dtype == 'float64'
  assert numpy.abs(single - expected).max() < 1e-5
  assert numpy.abs(double - expected).max() < 1e-13


def test_a_normalization_has_the_epsilon_that_it_is_told(calculator):
  scale, offset, mean, variance = (RANDOM.rand(3).astype('float32') for _ in range(4))
  for epsilon in ('0.001', '0.1'):
    told = {'epsilon': epsilon, 'is_training': 'False'}
    for op_type in ('FusedBatchNorm', 'FusedBatchNormV3'):
      outputs = calculator(op_type, told, [IMAGE, scale, offset, mean, variance])
      expected = (IMAGE - mean) * scale / numpy.sqrt(variance + float(epsilon)) + offset
      assert numpy.abs(outputs[0] - expected).max() < 1e-5
      assert len(outputs) == (6 if op_type.endswith('V3') else 5)
  refused = calculator('FusedBatchNormV3', told, [IMAGE, scale, offset, mean, variance], is_in_double=True)
  assert 'FusedBatchNormV3 has no float64 kernel' in refused


def test_pixels_lie_where_it_says(calculator):
  ramp = numpy.arange(4, dtype='float32').reshape(1, 1, 4, 1)
  size = numpy.array([1, 8], 'int32')
  whole, = calculator('ResizeBilinear', {'half_pixel_centers': 'False'}, [ramp, size])
  half, = calculator('ResizeBilinear', {'half_pixel_centers': 'True'}, [ramp, size])
  assert whole.reshape(-1).tolist() == [0, 0.5, 1, 1.5, 2, 2.5, 3, 3]
  assert half.reshape(-1).tolist() == [0, 0.25, 0.75, 1.25, 1.75, 2.25, 2.75, 3]
  refused = calculator('ResizeBilinear', {'half_pixel_centers': 'True'}, [ramp, size], is_in_double=True)
  assert 'ResizeBilinear has no float64 kernel: resized_images is float32' in refused


def test_types_that_inputs_do_not_say_are_as_the_output_was(calculator):
  numbers = numpy.array([1, 2])
  assert calculator('Cast', {}, [numbers], 'float32')[0].dtype == 'float32'
  assert calculator('Cast', {}, [numbers], 'float32', is_in_double=True)[0].dtype == 'float64'
  assert calculator('Shape', {}, [IMAGE], 'int64')[0].dtype == 'int64'
  assert calculator('ArgMax', {}, [numbers, numpy.int32(0)], 'int32', is_in_double=True)[0].dtype == 'int32'
  assert calculator('Cast', {}, [numbers]) == 'Cast: the attribute DstT is not known'


def test_inputs_are_lists_where_the_definition_has_them(calculator):
  row = numpy.array([1, 2], 'float32')
  assert calculator('AddN', {}, [row, row, row])[0].tolist() == [3, 6]
  assert calculator('ConcatV2', {}, [row, row, numpy.int32(0)])[0].tolist() == [1, 2, 1, 2]
  assert [each.tolist() for each in calculator('Split', {'num_split': '2'}, [numpy.int32(0), row])] == [[1], [2]]
  assert [each.dtype for each in calculator('IdentityN', {}, [row, numpy.int64(1)])] == ['float32', 'int64']


def test_odd_values_are_values(calculator):
  assert calculator('Neg', {}, [numpy.zeros([0, 3], 'float32')])[0].shape == (0, 3)
  assert numpy.isnan(calculator('Sqrt', {}, [numpy.float32(-1)])[0])
  assert calculator('AddV2', {}, [numpy.int64(2 ** 60), numpy.int64(1)])[0] == 2 ** 60 + 1
  assert calculator('LogicalNot', {}, [numpy.array([True, False])])[0].tolist() == [False, True]


def test_a_handle_is_that_of_a_variable_with_the_value(calculator):
  table, places = RANDOM.randn(4, 2).astype('float32'), numpy.array([3, 0])
  found, = calculator('ResourceGather', {'batch_dims': '0', 'validate_indices': 'True'}, [table, places], 'float32')
  assert (found == table[[3, 0]]).all()


@pytest.mark.parametrize('op_type, attributes, inputs, words', [
    ('Flurb', {}, [], 'has no operation Flurb'),
    ('Relu', {'slope': '0.1'}, [IMAGE], 'Relu has no attribute slope'),
    ('Relu', {}, [IMAGE, IMAGE], 'Relu takes other inputs than the 2'),
    ('Conv2D', {'padding': 'SAME'}, [IMAGE, KERNEL], 'Conv2D: the attribute strides is not known'),
    ('Conv2D', {'padding': 'SAME', 'strides': '[1, x]'}, [IMAGE, KERNEL], 'the attribute strides cannot be [1, x]'),
    ('Conv2D', {'padding': 'SOME', 'strides': '[1, 1, 1, 1]'}, [IMAGE, KERNEL], "attr 'padding'"),
    ('MatMul', {}, [IMAGE[0, 0], IMAGE[0, 0]], 'MatMul: Matrix size-incompatible'),
    ('MatMul', {}, [IMAGE[0, 0], numpy.eye(3)], 'the attribute T would be both float32 and float64'),
    ('AssignAdd', {}, [IMAGE, IMAGE], 'AssignAdd takes or gives a reference to a variable'),
    ('AsString', {}, [IMAGE], 'AsString: output 0 has dtype string'),
    ('PartitionedCall', {}, [IMAGE], 'the attribute Tout is not known'),
])
def test_what_is_refused_is_named(calculator, op_type, attributes, inputs, words):
  refused = calculator(op_type, attributes, inputs)
  assert isinstance(refused, str) and words in refused
  assert calculator('Neg', {}, [numpy.float32(1)])[0] == -1
