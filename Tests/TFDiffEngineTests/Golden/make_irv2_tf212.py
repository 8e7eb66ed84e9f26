"""Runs TF-Slim's Inception-ResNet-v2 as a graph and eagerly under TensorFlow 2.12.1; writes irv2_tf212.json and
irv2_photo_tf212.json beside itself: the same runs on ones and on the photograph, scaled as Inception's preprocessing does.

    python make_irv2_tf212.py

Needs tf_slim 1.1.0; takes some minutes. Four cases, those of the migration guide, on each side: all variables 0.001;
inference and training with DeterministicRandomTestTool's num_random_ops, and training with its constant, seed 42. Of
each end point, and of some variables before the first run: shape, statistics in float64, and up to 64 elements.
"""
import json
import os
import sys
import warnings

os.environ['TF_CPP_MIN_LOG_LEVEL'] = '3'
warnings.filterwarnings('ignore')

import numpy as np
import tensorflow as tf

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(here, '..', '..', '..', 'Sources', 'tfdiff-benchmark', 'Python'))

from inception_resnet_v2 import inception_resnet_v2

v1 = tf.compat.v1
MODEL = ('slim inception_resnet_v2, num_classes 1000, arg scope defaults (weight decay 4e-5, BN decay 0.9997, eps 1e-3)')
SEED = 42
CASES = [('infer', False, 'const'), ('infer', False, 'num_random_ops'), ('train', True, 'num_random_ops'),
         ('train', True, 'constant')]
FIXED = 0.001


def described(array):
  flat = array.reshape(-1)
  wide = flat.astype(np.float64)
  index = np.unique(np.linspace(0, flat.size - 1, 64).astype(int))
  with np.errstate(all='ignore'):
    return {
        'shape': list(array.shape), 'min': float(flat.min()), 'max': float(flat.max()), 'mean': float(wide.mean()),
        'std': float(wide.std()), 'l2': float(np.sqrt((wide ** 2).sum())), 'sample_index': index.tolist(),
        'sample': [float(v) for v in flat[index]]}


def graph_side(images, training, fixed):
  """The regularization loss, the end points, the variables, and the values of the first and the last six."""
  with tf.Graph().as_default() as graph, v1.Session(graph=graph) as session:
    ends = inception_resnet_v2(tf.constant(images), training, scale=False)
    loss = tf.add_n(v1.get_collection(v1.GraphKeys.REGULARIZATION_LOSSES))
    variables = v1.global_variables()
    session.run(v1.global_variables_initializer())
    if fixed:
      session.run([v.assign(tf.fill(v.shape, FIXED)) for v in variables])
    shown = variables[:6] + variables[-6:]
    initial = dict(zip((v.name for v in shown), session.run(shown)))
    loss, ends = session.run([loss, ends])
    return loss, ends, [[v.name, v.shape.as_list(), v.trainable] for v in variables], initial


class Layer(tf.keras.layers.Layer):
  @v1.keras.utils.track_tf1_style_variables
  def call(self, images, training=False):
    return inception_resnet_v2(images, training, scale=False)


def eager_side(images, training, fixed):
  layer = Layer()
  ends = layer(tf.constant(images), training=training)
  if fixed:
    for variable in layer.variables:
      variable.assign(tf.fill(variable.shape, FIXED))
    ends = layer(tf.constant(images), training=training)
  return tf.add_n(layer.losses).numpy(), {name: value.numpy() for name, value in ends.items()}


def cases(images):
  """The runs' rows, and the variables of the first graph."""
  rows, variables = [], None
  for phase, training, mode in CASES:
    fixed = mode == 'const'
    for side, run in (('graph', graph_side), ('eager', eager_side)):
      tool = v1.keras.utils.DeterministicRandomTestTool(seed=SEED, mode='constant' if fixed else mode)
      with tool.scope():
        loss, ends, *rest = run(images, training, fixed)
      initial = {}
      if rest:
        variables = variables or rest[0]
        if (phase, mode) == ('infer', 'num_random_ops'):
          initial = {name: described(value) for name, value in rest[1].items()}
      rows.append({
          'case': '%s_%s_%s' % (phase, mode, side), 'training': training, 'mode': mode, 'side': side, 'seed': SEED,
          'regularization_loss': float(loss), 'regularization_loss_repr': str(loss),
          'logits_first5': [float(v) for v in ends['Logits'].reshape(-1)[:5]],
          'endpoints': [[name, described(value)] for name, value in ends.items()], 'initial_values': initial})
      print(rows[-1]['case'], loss, flush=True)
  return rows, variables


def write(name, input_name, images):
  rows, variables = cases(images)
  with open(os.path.join(here, name), 'w') as file:
    json.dump({'tensorflow': tf.__version__, 'model': MODEL, 'input': input_name,
               'global_variables_in_creation_order': variables, 'cases': rows}, file)


photo = np.load(os.path.join(here, 'photo_299_uint8.npy')).astype(np.float32) / np.float32(127.5) - np.float32(1)
write('irv2_tf212.json', 'ones(1,299,299,3)', np.ones((1, 299, 299, 3), np.float32))
# What the file calls its input is the photograph after scaling.
write('irv2_photo_tf212.json', 'photo_299.npy', photo)
