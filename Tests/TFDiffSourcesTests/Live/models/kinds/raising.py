"""A port that raises in its second layer."""

import numpy as np
import tensorflow as tf


def tf1_model(inputs, training):
  return tf.compat.v1.layers.dense(inputs, 3, name='fc')


class Ported(tf.keras.Model):

  def call(self, inputs):
    return tf.matmul(inputs, tf.ones([7, 7]))  # the mistake


def tf2_model():
  return Ported()


def inputs():
  return np.random.RandomState(1).randn(4, 5).astype('float32')
