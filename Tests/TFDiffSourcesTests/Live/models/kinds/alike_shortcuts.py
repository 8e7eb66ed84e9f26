"""A residual unit whose shortcut and last convolution are alike, run in another order and trained: a batch norm is given
other inputs in the two worlds."""

import numpy as np
import tensorflow as tf
import tf_slim as slim


def _conv(inputs, name, activates, training):
  with tf.compat.v1.variable_scope(name):
    net = tf.compat.v1.layers.conv2d(inputs, 4, 1, name='conv')
    net = slim.batch_norm(net, decay=0.99, epsilon=0.001, scale=True, is_training=training, scope='bn')
    return tf.nn.relu(net) if activates else net


def tf1_model(inputs, training):
  with tf.compat.v1.variable_scope('net/unit'):
    inputs = _conv(inputs, 'stem', True, training)
    shortcut = _conv(inputs, '0', False, training)
    net = _conv(inputs, '1', True, training)
    net = _conv(net, '2', True, training)
    net = _conv(net, '3', False, training)
    return tf.nn.relu(shortcut + net)


def tf2_model():
  layers = tf.keras.layers

  def conv(net, name, activates):
    net = layers.Conv2D(4, 1, name='unit_%s_conv' % name)(net)
    net = layers.BatchNormalization(name='unit_%s_bn' % name)(net)
    return layers.ReLU()(net) if activates else net

  inputs = tf.keras.Input([5, 5, 4])
  stem = conv(inputs, 'stem', True)
  shortcut = conv(stem, '0', False)
  net = conv(stem, '1', True)
  net = conv(net, '2', True)
  net = conv(net, '3', False)
  return tf.keras.Model(inputs, layers.ReLU()(layers.Add()([shortcut, net])))


def inputs():
  return np.random.RandomState(3).randn(8, 5, 5, 4).astype('float32')
