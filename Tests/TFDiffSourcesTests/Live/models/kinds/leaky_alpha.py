"""A port whose leaky ReLU has Keras' own slope, and layers that nobody named."""

import numpy as np
import tensorflow as tf


def tf1_model(inputs, training):
  net = tf.compat.v1.layers.conv2d(inputs, 4, 3, name='c1')
  net = tf.nn.leaky_relu(net, alpha=0.2)  # the reference's line
  return tf.compat.v1.layers.conv2d(net, 2, 3, name='c2')


def _ported(slope):
  layers = tf.keras.layers
  model = tf.keras.Sequential()
  model.add(layers.Conv2D(4, 3))
  model.add(layers.LeakyReLU(slope))  # the mistake
  model.add(layers.Conv2D(2, 3))
  return model


def tf2_model():
  return _ported(0.3)


def right_model():
  return _ported(0.2)


def inputs():
  return np.random.RandomState(3).randn(2, 9, 9, 3).astype('float32')
