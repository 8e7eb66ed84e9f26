"""A product that the reference takes in float64, and that comes back to float32."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_model(inputs, training):
  net = v1.layers.dense(inputs, 20, tf.nn.tanh, name='dense')
  kernel = v1.get_variable('middle', [20, 12], initializer=v1.glorot_uniform_initializer())
  net = tf.cast(tf.matmul(tf.cast(net, tf.float64), tf.cast(kernel, tf.float64)), tf.float32)
  return tf.nn.softmax(net)


class Ported(tf.keras.Model):

  def __init__(self):
    super().__init__()
    self.dense = tf.keras.layers.Dense(20, 'tanh', name='dense')
    self.kernel = self.add_weight('middle', [20, 12])

  def call(self, inputs):
    return tf.nn.softmax(tf.matmul(self.dense(inputs), self.kernel))


def tf2_model():
  return Ported()


def inputs():
  return np.random.RandomState(61).randn(8, 10).astype('float32')
