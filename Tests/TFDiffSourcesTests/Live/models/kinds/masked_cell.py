"""A cell written by hand in dynamic_rnn, which holds each sequence's state once it is over; the port's loop runs on."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1
LENGTHS = np.array([6, 2, 4], 'int32')


class Leaky(v1.nn.rnn_cell.RNNCell):
  state_size = 5
  output_size = 5

  def __call__(self, inputs, state, scope=None):
    kernel = v1.get_variable('kernel', [8, 5])
    mixed = tf.tanh(tf.matmul(tf.concat([inputs, state], 1), kernel))
    state = 0.7 * state + 0.3 * mixed
    return state, state


def tf1_model(inputs, training):
  with v1.variable_scope('walk'):
    _, state = v1.nn.dynamic_rnn(Leaky(), inputs, sequence_length=LENGTHS, dtype=tf.float32)  # the reference's line
  return v1.layers.dense(state, 2, name='head'), {'state': state}


class Ported(tf.Module):

  def __init__(self, is_masked):
    super().__init__(name='port')
    glorot = tf.keras.initializers.GlorotUniform(seed=1)
    self.kernel = tf.Variable(glorot([8, 5]), name='walk/rnn/kernel')
    self.weights = tf.Variable(glorot([5, 2]), name='head/kernel')
    self.bias = tf.Variable(tf.zeros([2]), name='head/bias')
    self.is_masked = is_masked

  def __call__(self, inputs):
    state = tf.zeros([3, 5])
    for step in range(inputs.shape[1]):
      mixed = tf.tanh(tf.matmul(tf.concat([inputs[:, step], state], 1), self.kernel))
      following = 0.7 * state + 0.3 * mixed  # the mistake
      state = tf.where((step < LENGTHS)[:, None], following, state) if self.is_masked else following
    return tf.matmul(state, self.weights) + self.bias, {'state': state}


def tf2_model():
  return Ported(is_masked=False)


def right_model():
  return Ported(is_masked=True)


def inputs():
  return np.random.RandomState(3).randn(3, 6, 3).astype('float32')
