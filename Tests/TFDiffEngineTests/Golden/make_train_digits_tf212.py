"""Five training steps of the built-in model `digits` from its TensorFlow 1.15 checkpoint, in TensorFlow 2.12.1's session and
eager worlds, with each pair of optimizers; writes train_digits_tf212.json beside itself.

    python make_train_digits_tf212.py

The batch is train_digits_batch.npz, which it draws from scikit-learn's digits where it is missing. Everything runs in
DeterministicRandomTestTool's scope, constant mode, seed 42. A session's random operation goes on in its stream at the second
run where eager execution in constant mode begins anew: so each step of a session is run in a fresh one, which is given
variables and slots.
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
sys.path.insert(0, os.path.join(here, '..', '..', 'TFDiffSourcesTests', 'Live', 'models'))

from digits_network import network

v1 = tf.compat.v1
STEPS = 5
OPTIMIZERS = {
    'sgd': (lambda: v1.train.GradientDescentOptimizer(0.1), lambda k: k.SGD(0.1)),
    'momentum': (lambda: v1.train.MomentumOptimizer(0.01, 0.9), lambda k: k.SGD(0.01, momentum=0.9)),
    'nesterov': (lambda: v1.train.MomentumOptimizer(0.01, 0.9, use_nesterov=True),
                 lambda k: k.SGD(0.01, momentum=0.9, nesterov=True)),
    'adam': (lambda: v1.train.AdamOptimizer(1e-3), lambda k: k.Adam(1e-3, epsilon=1e-8)),
    'adam-keras-epsilon': (lambda: v1.train.AdamOptimizer(1e-3), lambda k: k.Adam(1e-3)),
    'rmsprop': (lambda: v1.train.RMSPropOptimizer(1e-3, decay=0.9, epsilon=1e-7),
                lambda k: k.RMSprop(1e-3, rho=0.9, epsilon=1e-7)),
    'adagrad': (lambda: v1.train.AdagradOptimizer(0.05, initial_accumulator_value=0.1),
                lambda k: k.Adagrad(0.05, initial_accumulator_value=0.1, epsilon=1e-7)),
}
checkpoint = tf.train.load_checkpoint(
    os.path.join(here, '..', '..', 'TFDiffArtefactsTests', 'Fixtures', 'ckpt_tf1', 'model.ckpt-400'))


def batch():
  with np.load(os.path.join(here, 'train_digits_batch.npz')) as file:
    return file['images'], file['labels']


def norm(array):
  return float(np.sqrt((np.asarray(array, 'f8') ** 2).sum()))


def tool():
  return v1.keras.utils.DeterministicRandomTestTool(seed=42, mode='constant')


def row(data, penalty, loss, gradients, variables):
  return {'data_loss': float(data), 'regularization_loss': float(penalty), 'loss': float(loss),
          'gradients': {name: norm(value) for name, value in gradients},
          'variables': {name: norm(value) for name, value in variables}}


def in_session(make):
  images, labels = batch()
  rows = []
  with tool().scope(), tf.Graph().as_default() as graph:
    logits, _ = network(tf.constant(images), True)
    data = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=tf.constant(labels), logits=logits))
    penalty = tf.add_n(v1.get_collection(v1.GraphKeys.REGULARIZATION_LOSSES))
    loss = data + penalty
    trained, model = v1.trainable_variables(), v1.global_variables()
    gradients = tf.gradients(loss, trained)
    with tf.control_dependencies([loss] + gradients + v1.get_collection(v1.GraphKeys.UPDATE_OPS)):
      step = make().apply_gradients(zip(gradients, trained))
    everything = v1.global_variables()
    names = [variable.op.name for variable in everything]
    held = {variable.op.name: v1.placeholder(variable.dtype.base_dtype, variable.shape) for variable in everything}
    put = tf.group(*[variable.assign(held[variable.op.name]) for variable in everything])
    initializer = v1.global_variables_initializer()
    with v1.Session(graph=graph) as session:
      session.run(initializer)
      state = dict(zip(names, session.run(everything)))
    state.update({variable.op.name: checkpoint.get_tensor(variable.op.name) for variable in model})
    for _ in range(STEPS):
      with v1.Session(graph=graph) as session:
        session.run(put, {held[name]: value for name, value in state.items()})
        values = session.run([data, penalty, loss, gradients, step])
        state = dict(zip(names, session.run(everything)))
      rows.append(row(*values[:3], zip([v.op.name for v in trained], values[3]),
                      [(v.op.name, state[v.op.name]) for v in model]))
  return rows


def in_eager(make, module):
  images, labels = batch()

  class Digits(tf.keras.layers.Layer):
    @v1.keras.utils.track_tf1_style_variables
    def call(self, x, training=None):
      return network(x, training)

  rows = []
  with tool().scope():
    model = Digits()
    model(tf.constant(images), training=False)
    optimizer = make(module)
    for variable in model.variables:
      variable.assign(checkpoint.get_tensor(variable.name[:-2]))
    for _ in range(STEPS):
      with tf.GradientTape() as tape:
        logits, _ = model(tf.constant(images), training=True)
        data = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits))
        penalty = tf.add_n(model.losses)
        loss = data + penalty
      trained = model.trainable_variables
      gradients = tape.gradient(loss, trained)
      optimizer.apply_gradients(zip(gradients, trained))
      rows.append(row(data, penalty, loss, zip([v.name[:-2] for v in trained], gradients),
                      [(v.name[:-2], v) for v in model.variables]))
  return rows


def draw_batch():
  from sklearn.datasets import load_digits
  digits = load_digits()
  drawn = np.random.RandomState(5).randint(0, 1500, 64)
  np.savez_compressed(os.path.join(here, 'train_digits_batch.npz'),
                      images=(digits.images[drawn] / 16).astype('f4')[..., None], labels=digits.target[drawn].astype('i4'))


if __name__ == '__main__':
  if not os.path.exists(os.path.join(here, 'train_digits_batch.npz')):
    draw_batch()
  cases = {}
  for name, (session_optimizer, eager_optimizer) in OPTIMIZERS.items():
    cases[name] = {'graph': in_session(session_optimizer),
                   'eager_legacy': in_eager(eager_optimizer, tf.keras.optimizers.legacy),
                   'eager_new': in_eager(eager_optimizer, tf.keras.optimizers)}
  with open(os.path.join(here, 'train_digits_tf212.json'), 'w') as file:
    json.dump({'tensorflow': tf.__version__, 'cases': cases}, file)
