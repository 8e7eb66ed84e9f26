"""Xavier's uniform initializer in the reference and the normal one in the port, drawn anew on both sides."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_model(inputs, training):
  net = v1.layers.dense(
      inputs, 24, tf.nn.relu, kernel_initializer=v1.glorot_uniform_initializer(), name='wide')  # the reference's line
  return tf.reduce_mean(net, 1)


class Ported(tf.keras.Model):

  def __init__(self, initializer):
    super().__init__()
    self.wide = tf.keras.layers.Dense(24, 'relu', kernel_initializer=initializer, name='wide')

  def call(self, inputs):
    net = self.wide(inputs)  # the mistake
    return tf.reduce_mean(net, 1)


def tf2_model():
  return Ported(v1.glorot_normal_initializer())


def right_model():
  return Ported(v1.glorot_uniform_initializer())


def inputs():
  return np.random.RandomState(28).rand(4, 30).astype('float32')
