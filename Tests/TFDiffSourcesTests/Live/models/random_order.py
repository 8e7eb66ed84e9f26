"""Random operations that a port makes in another order."""

import numpy as np
import tensorflow as tf


def tf1_model(inputs, training):
  del training
  noise = tf.random.uniform([2, 3])
  bias = tf.random.normal([3])
  end_points = {'noise': inputs + noise}
  end_points['sum'] = end_points['noise'] + bias
  return end_points['sum'], end_points


class Ported(tf.Module):

  def __call__(self, inputs):
    bias = tf.random.normal([3])
    noise = tf.random.uniform([2, 3])
    end_points = {'noise': inputs + noise}
    end_points['sum'] = end_points['noise'] + bias
    return end_points['sum'], end_points


def tf2_model():
  return Ported()


def inputs():
  return np.zeros([2, 3], 'float32')
