"""A cell with gates written by hand in dynamic_rnn, and a loop over the steps that were taken apart beforehand; the port adds
another forget bias."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def step(inputs, carry, state, kernel, forget_bias):
  mixed = tf.matmul(tf.concat([inputs, state], 1), kernel)
  write, new, forget, read = tf.split(mixed, 4, 1)
  carry = carry * tf.sigmoid(forget + forget_bias) + tf.sigmoid(write) * tf.tanh(new)  # the reference's line
  return carry, tf.tanh(carry) * tf.sigmoid(read)


class Gated(v1.nn.rnn_cell.RNNCell):
  state_size = (3, 3)
  output_size = 3

  def __call__(self, inputs, state, scope=None):
    carry, state = step(inputs, *state, v1.get_variable('kernel', [5, 12]), 1.0)
    return state, (carry, state)


def tf1_model(inputs, training):
  states, _ = v1.nn.dynamic_rnn(Gated(), inputs, dtype=tf.float32)
  return states


class Ported(tf.Module):

  def __init__(self, forget_bias):
    super().__init__(name='port')
    self.kernel = tf.Variable(tf.ones([5, 12]), name='rnn/kernel')
    self.forget_bias = forget_bias

  def __call__(self, inputs):
    carry = state = tf.zeros([2, 3])
    states = []
    for each in tf.unstack(inputs, axis=1):
      carry, state = step(each, carry, state, self.kernel, self.forget_bias)
      states.append(state)
    return tf.stack(states, 1)


def tf2_model():
  return Ported(0.0)


def right_model():
  return Ported(1.0)


def inputs():
  return np.random.RandomState(2).randn(2, 9, 2).astype('float32')
