"""A leaky ReLU written out before a convolution's successor, as many generators and discriminators have it: TensorFlow's
remapper fuses what is looked at, and the session does not find it any more."""

import numpy as np
import tensorflow as tf


def lrelu(net, leak=0.2):
  return tf.maximum(net, leak * net)  # the reference's line


def tf1_model(inputs, training):
  with tf.compat.v1.variable_scope('critic'):
    net = lrelu(tf.compat.v1.layers.conv2d(inputs, 4, 3, name='first'))
    return tf.compat.v1.layers.conv2d(net, 2, 3, name='second')


def _ported(slope):
  model = tf.keras.Sequential()
  model.add(tf.keras.layers.Conv2D(4, 3, name='first'))
  model.add(tf.keras.layers.LeakyReLU(slope))  # the mistake
  model.add(tf.keras.layers.Conv2D(2, 3, name='second'))
  return model


def tf2_model():
  return _ported(0.3)


def right_model():
  return _ported(0.2)


def inputs():
  return np.random.RandomState(5).randn(2, 9, 9, 3).astype('float32')
