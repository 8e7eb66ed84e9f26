"""A loop of TensorFlow 1's own over a TensorArray, and Keras' RNN around a cell of the same arithmetic; the port bounds the
state otherwise, which shows once the state has grown."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1
STEPS = 7


def tf1_model(inputs, training):
  kernel = v1.get_variable('cell/kernel', [3, 4], initializer=v1.ones_initializer())
  recurrent = v1.get_variable('cell/recurrent', [4, 4], initializer=v1.constant_initializer(0.25))
  series = tf.TensorArray(tf.float32, STEPS).unstack(tf.transpose(inputs, [1, 0, 2]))

  def step(count, state, states):
    state = tf.matmul(series.read(count), kernel) + tf.matmul(state, recurrent)
    state = tf.minimum(state, 3.5)  # the reference's line
    return count + 1, state, states.write(count, state)

  start = 0, tf.zeros([2, 4]), tf.TensorArray(tf.float32, STEPS)
  _, state, states = tf.while_loop(lambda count, *_: count < STEPS, step, start)
  return state, {'states': tf.transpose(states.stack(), [1, 0, 2])}


class Cell(tf.keras.layers.Layer):

  def __init__(self, bound):
    super().__init__(name='cell')
    self.bound = bound
    self.state_size = self.output_size = 4

  def build(self, _):
    self.kernel = self.add_weight(name='kernel', shape=[3, 4])
    self.recurrent = self.add_weight(name='recurrent', shape=[4, 4])

  def call(self, inputs, states):
    state = tf.matmul(inputs, self.kernel) + tf.matmul(states[0], self.recurrent)
    state = tf.minimum(state, self.bound)  # the mistake
    return state, [state]


class Ported(tf.keras.Model):

  def __init__(self, bound):
    super().__init__(name='port')
    self.recurrent = tf.keras.layers.RNN(Cell(bound), return_sequences=True)

  def call(self, inputs):
    states = self.recurrent(inputs)
    return states[:, -1], {'states': states}


def tf2_model():
  return Ported(4.5)


def right_model():
  return Ported(3.5)


def inputs():
  # Each step adds one to the state.
  return np.full([2, STEPS, 3], 1 / 3, 'float32')
