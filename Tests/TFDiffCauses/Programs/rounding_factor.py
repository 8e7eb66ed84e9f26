"""A quotient, and a product with its reciprocal; a variance as a mean of squares less the mean's square."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_model(inputs, training):
  net = v1.layers.dense(inputs / 255.0, 10, name='dense')
  return tf.math.reduce_variance(net, 1)


class Ported(tf.keras.Model):

  def __init__(self):
    super().__init__()
    self.dense = tf.keras.layers.Dense(10, name='dense')

  def call(self, inputs):
    net = self.dense(inputs * (1.0 / 255.0))
    return tf.reduce_mean(tf.square(net), 1) - tf.square(tf.reduce_mean(net, 1))


def tf2_model():
  return Ported()


def inputs():
  return np.random.RandomState(63).randint(0, 256, [6, 9]).astype('float32')
