"""A small residual TF-Slim network without end points, and its port with an activation forgotten in one unit."""

import numpy as np
import tensorflow as tf
import tf_slim as slim


def unit(net, depth, is_training, scope, last=tf.nn.relu):
  with tf.compat.v1.variable_scope(scope):
    with slim.arg_scope([slim.conv2d], normalizer_fn=slim.batch_norm, normalizer_params={'is_training': is_training}):
      inner = slim.conv2d(net, depth, 3, scope='conv1')
      inner = slim.conv2d(inner, depth, 3, activation_fn=last, scope='conv2')
    return net + inner


def network(images, is_training, third=tf.nn.relu):
  with tf.compat.v1.variable_scope('Small'):
    net = slim.conv2d(images, 8, 3, scope='stem')
    net = unit(net, 8, is_training, 'unit1')
    net = unit(net, 8, is_training, 'unit2')
    net = unit(net, 8, is_training, 'unit3', third)
    net = tf.reduce_mean(net, [1, 2], name='pool')
    return slim.fully_connected(net, 4, activation_fn=None, scope='logits')


def tf1_model(inputs, training):
  return network(inputs, training)


class Ported(tf.Module):

  @tf.compat.v1.keras.utils.track_tf1_style_variables
  def __call__(self, inputs, training=False):
    return network(inputs, training, third=None)


def tf2_model():
  return Ported()


def inputs():
  return np.random.RandomState(5).rand(2, 9, 9, 3).astype('float32')
