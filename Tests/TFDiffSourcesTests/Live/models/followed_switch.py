"""A layer whose numbers follow a variable of the environment, as kernels do."""

import os

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def kernel(net):
  return net + 0.001 * tf.sin(100.0 * net) * float(os.environ.get('TF_ENABLE_ONEDNN_OPTS', '1'))


def bent(net):
  made = tf.py_function(kernel, [net], tf.float32)
  made.set_shape(net.shape)
  return made


def tf1_model(inputs, training):
  return v1.layers.dense(bent(v1.layers.dense(inputs, 8, name='first')), 3, name='second')


class Ported(tf.keras.Model):

  def __init__(self):
    super().__init__()
    self.first = tf.keras.layers.Dense(8, name='first')
    self.second = tf.keras.layers.Dense(3, name='second')

  def call(self, inputs):
    return self.second(bent(self.first(inputs)))


def tf2_model():
  return Ported()


def inputs():
  return np.random.RandomState(4).rand(6, 4).astype('float32')
