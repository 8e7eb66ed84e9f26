"""A layer that makes a new variable at each call."""

import numpy as np
import tensorflow as tf


def tf1_model(inputs, training):
  del training
  scale = tf.compat.v1.get_variable('scale', initializer=tf.constant(2.0))
  return inputs * scale


class Scaling(tf.keras.layers.Layer):

  def call(self, inputs):
    scale = tf.Variable(2.0, name='scale')
    return inputs * scale


def tf2_model():
  return Scaling()


def inputs():
  return np.ones([2, 3], 'float32')
