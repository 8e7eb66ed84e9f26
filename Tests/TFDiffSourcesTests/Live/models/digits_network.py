"""A TF-Slim classifier of 8×8 digits, for TensorFlow 1.15 and for the graphs of TensorFlow 2."""

import tensorflow as tf
import tf_slim as slim


def network(images, is_training):
  end_points = {}
  with tf.compat.v1.variable_scope('DigitsNet'):
    with slim.arg_scope([slim.conv2d, slim.fully_connected], weights_regularizer=slim.l2_regularizer(1e-4)):
      with slim.arg_scope(
          [slim.conv2d], normalizer_fn=slim.batch_norm,
          normalizer_params={'is_training': is_training, 'decay': 0.9, 'epsilon': 1e-3, 'scale': True}):
        end_points['conv1'] = net = slim.conv2d(images, 16, 3, scope='conv1')
        end_points['pool1'] = net = slim.max_pool2d(net, 2, scope='pool1')
        end_points['conv2'] = net = slim.conv2d(net, 32, 3, scope='conv2')
        end_points['pool2'] = net = slim.avg_pool2d(net, 2, scope='pool2')
      end_points['flatten'] = net = slim.flatten(net)
      end_points['fc1'] = net = slim.fully_connected(net, 64, scope='fc1')
      end_points['dropout'] = net = slim.dropout(net, 0.75, is_training=is_training, scope='dropout')
      end_points['logits'] = logits = slim.fully_connected(net, 10, activation_fn=None, scope='logits')
      end_points['predictions'] = tf.nn.softmax(logits, name='predictions')
  return logits, end_points
