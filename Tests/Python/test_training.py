"""Protects: on real TensorFlow a training step of TensorFlow 1's is told as the same step in TensorFlow 2 is, rung by rung,
and the programs need no change for it.

Runs where TFDIFF_TEST_PYTHON (2.12) names a Python with TensorFlow, with TFDIFF_TEST_PYTHON_TF1 (1.15) and
TFDIFF_TEST_PYTHON_LATEST for what is about these.
"""

import os
import pathlib
import zlib

import numpy
import pytest

import worker

FOLDER = pathlib.Path(__file__).resolve().parents[1] / 'TFDiffSourcesTests' / 'Live' / 'models' / 'training'
PYTHONS = {'2.12': 'TFDIFF_TEST_PYTHON', '1.15': 'TFDIFF_TEST_PYTHON_TF1', 'latest': 'TFDIFF_TEST_PYTHON_LATEST'}
# What rungs of the same step may differ by, relative to their largest element: rounding, and Adam's second moment, which
# takes 1 - 0.999 in float32 on one side and in float64 on the other.
CLOSE = 2e-5


def python(version):
  path = os.environ.get(PYTHONS[version])
  if not path:
    pytest.skip('%s names no Python with TensorFlow %s' % (PYTHONS[version], version))
  return path


def initial(name, shapes):
  """A value for a variable of a model, the same on both sides; None for what an optimizer keeps."""
  # A moving average begins as what it is of.
  name = name.replace('/ExponentialMovingAverage', '')
  shape = shapes.get(name)
  return None if shape is None else numpy.random.RandomState(zlib.crc32(name.encode())).randn(*shape).astype('float32')


def compare(file, shapes, reference='2.12', candidate='2.12', **settings):
  """Both sides' rungs by name, and the differences of those that both have."""
  first, second, found = worker.pair(
      python(reference), python(candidate), FOLDER / file, lambda name: initial(name, shapes), is_quiet=True, **settings)
  for each in (first, second):
    assert [event for event in each.events if event['event'] == 'error'] == []
  return first, second, found


def names(told, kind, step=1):
  return sorted(name for number, each, name, is_free, _ in told.rungs if each == kind and number == step and not is_free)


def lines(told, file):
  """The line of the user's own file in each rung of the first step, by name."""
  source = (FOLDER / file).read_text().splitlines()
  frames = {event['name']: event['stack'] for event in told.events if event['event'] == 'rung' and event['step'] == 1}
  return {name: source[stack[0]['line'] - 1].strip() for name, stack in frames.items() if stack}


CUSTOM = {'net/hidden/kernel': [6, 8], 'net/hidden/bias': [8], 'net/out/kernel': [8, 3]}


@pytest.mark.parametrize('reference, candidate', [('2.12', '2.12'), ('1.15', '2.12'), ('2.12', 'latest')])
def test_a_loop_of_the_users_own_with_clipping_and_momentum(reference, candidate):
  first, second, found = compare('custom_loop.py', CUSTOM, reference, candidate, steps=3)
  for kind, beginning in [('gradient', 'gradients/'), ('applied_gradient', 'applied/'), ('slot', 'slots/momentum/'),
                          ('initial_slots', 'initial_slots/momentum/'), ('variable', 'variables/')]:
    expected = sorted(beginning + name for name in CUSTOM)
    assert names(first, kind) == names(second, kind) == expected
  assert names(first, 'loss') == ['loss', 'losses/data', 'losses/regularization']
  assert names(first, 'learning_rate') == names(second, 'learning_rate') == ['learning_rate']
  assert max(found.values()) < CLOSE
  # From the second step on the candidate makes each from the reference's state and from its own.
  assert {(step, is_free) for step, is_free, _, _ in found} == {
      (1, False), (2, False), (2, True), (3, False), (3, True)}


def test_the_lines_are_those_that_took_changed_and_applied_a_gradient():
  first, second, _ = compare('custom_loop.py', CUSTOM, steps=1)
  kernel = 'net/hidden/kernel'
  for told, took in [(first, 'tf.gradients(loss, variables)'), (second, 'tape.gradient(loss, variables)')]:
    found = lines(told, 'custom_loop.py')
    assert took in found['gradients/' + kernel]
    assert 'clip_by_global_norm' in found['applied/' + kernel]
    assert 'apply_gradients(zip(clipped, variables))' in found['variables/' + kernel]
    assert 'optimizer = ' in found['learning_rate']
    assert 'loss = ' in found['loss']


def test_a_candidate_with_an_error_of_its_own_has_it_in_each_step_from_the_references_state(tmp_path):
  source = (FOLDER / 'custom_loop.py').read_text()
  wrong = tmp_path / 'wrong.py'
  wrong.write_text(source.replace('SGD(0.5, momentum=0.9)', 'SGD(0.5, momentum=0.8)'))
  assert wrong.read_text() != source
  _, _, found = compare(wrong, CUSTOM, steps=3)
  assert all(found[2, False, 'gradient', 'gradients/' + name] < CLOSE for name in CUSTOM)
  assert all(found[3, False, 'slot', 'slots/momentum/' + name] > 1e-3 for name in CUSTOM)
  # Its own course has the second step's error when the third begins.
  assert found[3, True, 'loss', 'loss'] > 100 * found[3, False, 'loss', 'loss'] + CLOSE


def test_two_optimizers_and_their_losses():
  shapes = {'generator/hidden/kernel': [3, 8], 'generator/hidden/bias': [8], 'generator/out/kernel': [8, 4],
            'generator/out/bias': [4], 'discriminator/hidden/kernel': [4, 8], 'discriminator/hidden/bias': [8],
            'discriminator/out/kernel': [8, 1], 'discriminator/out/bias': [1]}
  first, second, found = compare('gan.py', shapes, steps=2)
  assert names(first, 'loss') == names(second, 'loss') == ['loss/0', 'loss/1']
  assert names(first, 'learning_rate') == names(second, 'learning_rate') == ['learning_rate/0', 'learning_rate/1']
  assert names(first, 'slot') == names(second, 'slot') and len(names(first, 'slot')) == 2 * len(shapes)
  assert max(value for (_, is_free, _, _), value in found.items() if not is_free) < CLOSE


def test_rows_of_an_embedding_and_moving_averages():
  shapes = {'table': [9, 4], 'unused': [2], 'out': [4, 3]}
  first, second, found = compare('embedding.py', shapes, steps=3)
  for told in (first, second):
    text = [event['text'] for event in told.events if event['event'] == 'log']
    assert 'unused has no gradient: the loss does not depend on it' in text
    assert 'the gradient of table is IndexedSlices, which is compared whole' in text
    assert names(told, 'gradient') == ['gradients/out', 'gradients/table']
    assert names(told, 'slot') == [
        'slots/accumulator/out', 'slots/accumulator/table', 'slots/average/out', 'slots/average/table']
  assert max(found.values()) < CLOSE


@pytest.mark.parametrize('tool_mode', ['constant', 'num_random_ops'])
def test_an_estimators_model_function_draws_alike_in_every_step(tool_mode):
  first, second, found = compare(
      'estimator.py', {'net/kernel': [6, 8], 'net/out': [8, 3]}, steps=4, tool_mode=tool_mode)
  assert names(first, 'endpoint_gradient') == ['gradients/endpoints/hidden', 'gradients/endpoints/logits']
  assert {'hidden', 'logits'} <= {name for _, _, _, name in found}
  assert max(found.values()) < CLOSE
  # The batches of an uneven number of examples are of different sizes, and begin again.
  sizes = [value.shape[0] for _, _, name, _, value in first.rungs if name == 'batch/labels']
  assert sizes == [16, 16, 8, 16]


@pytest.mark.parametrize('side', ['reference', 'candidate'])
def test_a_run_that_is_to_be_paired_is_held_and_says_what_it_is_made_of(side):
  told = worker.Worker(
      python('2.12'), side, FOLDER / 'custom_loop.py', steps=1, asks_pairing=True, is_quiet=True)
  events = [event['event'] for event in told.ask('advance', to='endpoint')]
  assert events[-2:] == ['layout', 'done'] and 'rung' not in events
  structure = next(event for event in told.ask('structure') if event['event'] == 'structure')
  assert [layer['layer'] for layer in structure['layers'] if layer['is_named']] == ['loss']
  # The way forward to the loss, and nothing of the way back.
  types = [operation['type'] for operation in structure['operations']]
  assert types.count('MatMul') == 2 and not any('Grad' in each or 'Apply' in each for each in types)
  read = {name for operation in structure['operations'] for name in operation['variables']}
  assert read == set(CUSTOM)
  digests = next(event for event in told.ask('initial_digests') if event['event'] == 'initial_digests')['digests']
  assert set(CUSTOM) | {'inputs()', 'inputs() labels'} <= {each['name'] for each in digests}
  assert [rung[2] for rung in told.run()][:2] == ['batch/inputs', 'batch/labels']


@pytest.mark.parametrize('optimizer, legacy, differs', [
    ('nesterov', '', None), ('adam', '1', None), ('adagrad', '', None), ('rmsprop', '', 'initial_slots')])
def test_a_model_a_loss_and_an_optimizer_are_trained_as_the_guides_do(monkeypatch, optimizer, legacy, differs):
  monkeypatch.setenv('TRAIN_OPTIMIZER', optimizer)
  monkeypatch.setenv('TRAIN_LEGACY', legacy)
  monkeypatch.delenv('TRAIN_BATCH', raising=False)
  first, _, found = compare('digits_optimizers.py', {}, steps=2)
  assert len(names(first, 'gradient')) == 10 and len(names(first, 'variable')) == 14
  own = [(kind, value) for (_, is_free, kind, _), value in found.items() if not is_free]
  apart = [kind for kind, value in own if value > 1e-3]
  # TensorFlow 1's means of squares begin at one, and Keras' at zero.
  assert apart[:1] == ([differs] if differs else [])
  forward = [value for kind, value in own if kind in ('endpoint', 'loss', 'endpoint_gradient', 'gradient')]
  assert max(forward) < CLOSE


PROGRAM = """
import numpy as np
import tensorflow as tf
v1 = tf.compat.v1
def loss_of(x, y, kernel): return tf.reduce_mean(tf.square(tf.matmul(x, kernel) - y))
def tf1_train(x, y):
  loss = loss_of(x, y, v1.get_variable('kernel', [3, 2]))
  return loss, v1.train.GradientDescentOptimizer(0.1).minimize(loss)
def tf2_train():
  kernel = tf.Variable(tf.ones([3, 2]), name='kernel')
  def step(x, y):
    with tf.GradientTape() as tape:
      loss = loss_of(x, y, kernel)
    kernel.assign_sub(0.1 * tape.gradient(loss, [kernel])[0])
    return loss
  return step
def inputs(): return np.ones([4, 3], 'float32'), np.ones([4, 2], 'float32')
"""


@pytest.mark.parametrize('side, change, kind, words, steps', [
    ('reference', ('tf.reduce_mean(tf.square', 'abs(tf.square'), 'target', 'a loss of shape [4, 2], and not a scalar', 0),
    ('candidate', ('tf.reduce_mean(tf.square', 'abs(tf.square'), 'target', 'a loss of shape [4, 2], and not a scalar', 0),
    ('reference', (", np.ones([4, 2], 'float32')", ''), 'target', 'there are no labels', 0),
    ('candidate', ("np.ones([4, 2], 'float32')", "np.ones([9, 2], 'float32')"), 'target', 'labels of shape [9, 2]', 0),
    ('reference', ('def tf1_train', 'def train'), 'target', 'defines neither tf1_train(inputs, labels) nor', 0),
    ('candidate', ('def tf2_train', 'def train'), 'target', 'defines neither tf2_train() nor', 0),
    ('candidate', ('loss = loss_of(x, y, kernel)\n    kernel', "loss = loss_of(x, y, kernel)\n    if float(loss) < 4: "
                   "raise ValueError('no good')\n    kernel"), 'program', 'in step 2: ValueError: no good', 1)])
def test_what_is_wrong_is_said_and_what_was_told_stays(tmp_path, side, change, kind, words, steps):
  file = tmp_path / 'program.py'
  file.write_text(PROGRAM.replace(*change))
  assert file.read_text() != PROGRAM
  told = worker.Worker(python('2.12'), side, file, steps=3, is_quiet=True)
  told.run()
  error = next(event for event in told.events if event['event'] == 'error')
  assert error['kind'] == kind and words in error['message']
  assert max([rung[0] for rung in told.rungs], default=0) == steps
  if kind == 'program':
    assert [frame['source'][:5] for frame in error['frames'] if frame['user']][:1] == ['if fl']


def test_a_compiled_keras_model_makes_its_own_step():
  told = worker.Worker(python('2.12'), 'candidate', FOLDER / 'keras_fit.py', steps=2, is_quiet=True)
  told.run()
  kernels = ['hidden/kernel', 'hidden/bias', 'norm/gamma', 'norm/beta', 'out/kernel', 'out/bias']
  assert names(told, 'gradient') == sorted('gradients/' + name for name in kernels)
  assert names(told, 'variable') == sorted(
      'variables/' + name for name in kernels + ['norm/moving_mean', 'norm/moving_variance'])
  assert names(told, 'loss') == ['loss', 'losses/data', 'losses/regularization']
  assert names(told, 'endpoint') == ['outputs'] and names(told, 'endpoint_gradient') == ['gradients/endpoints/outputs']
