"""A small TF-Slim network and its TF2 port through the variable shim, as a migrating engineer has them."""

import numpy as np
import tensorflow as tf
import tf_slim as slim


def network(images, is_training):
  end_points = {}
  with tf.compat.v1.variable_scope('Net'):
    with slim.arg_scope([slim.conv2d, slim.fully_connected], weights_regularizer=slim.l2_regularizer(1e-4)):
      with slim.arg_scope(
          [slim.conv2d], normalizer_fn=slim.batch_norm,
          normalizer_params={'is_training': is_training, 'decay': 0.9, 'epsilon': 1e-3, 'scale': True}):
        net = slim.conv2d(images, 8, 3, scope='conv1')
        end_points['conv1'] = net
        net = slim.max_pool2d(net, 2, scope='pool1')
        end_points['pool1'] = net
      net = slim.flatten(net)
      net = slim.fully_connected(net, 16, scope='fc1')
      end_points['fc1'] = net
      net = slim.dropout(net, 0.75, is_training=is_training, scope='dropout')
      end_points['dropout'] = net
      logits = slim.fully_connected(net, 4, activation_fn=None, scope='logits')
      end_points['logits'] = logits
  return logits, end_points


def tf1_model(inputs, training):
  return network(inputs, training)


class Ported(tf.keras.layers.Layer):

  @tf.compat.v1.keras.utils.track_tf1_style_variables
  def call(self, inputs, training=False):
    return network(inputs, training)


def tf2_model():
  return Ported()


def inputs():
  print('these are the inputs')
  return np.random.RandomState(7).rand(2, 8, 8, 1).astype('float32')
