"""A layer whose Python `if` depends on a tensor, which AutoGraph makes part of a function's graph."""

import numpy as np
import tensorflow as tf


def tf1_model(inputs, training):
  del training
  return {'doubled': inputs * 2.0}


class Ported(tf.keras.layers.Layer):

  def call(self, inputs):
    if tf.reduce_sum(inputs) > 0:
      doubled = inputs * 2.0
    else:
      doubled = inputs
    return {'doubled': doubled}


def tf2_model():
  return Ported()


def inputs():
  return np.ones([2, 3], 'float32')
