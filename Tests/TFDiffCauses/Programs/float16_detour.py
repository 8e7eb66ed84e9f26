"""A port that takes one product in float16, with layers after it that enlarge what is lost."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_model(inputs, training):
  net = v1.layers.dense(inputs, 8, tf.nn.tanh, name='dense')
  kernel = v1.get_variable('middle', [8, 8], initializer=v1.glorot_uniform_initializer())
  net = tf.matmul(net, kernel)  # the reference's line
  return tf.exp(4.0 * net)


class Ported(tf.keras.Model):

  def __init__(self, dtype):
    super().__init__()
    self.dense = tf.keras.layers.Dense(8, 'tanh', name='dense')
    self.kernel = self.add_weight('middle', [8, 8])
    self.detour = dtype

  def call(self, inputs):
    net = self.dense(inputs)
    if self.detour is not None:
      net = tf.matmul(tf.cast(net, self.detour), tf.cast(self.kernel, self.detour))  # the mistake
      net = tf.cast(net, tf.float32)  # the mistake
    else:
      net = tf.matmul(net, self.kernel)
    return tf.exp(4.0 * net)


def tf2_model():
  return Ported(tf.float16)


def right_model():
  return Ported(None)


def inputs():
  return np.random.RandomState(37).randn(5, 6).astype('float32')
