"""A layer that TensorFlow fuses where nobody asks for what it computes on the way."""

import numpy as np
import tensorflow as tf


def network(images):
  with tf.compat.v1.variable_scope('net', reuse=tf.compat.v1.AUTO_REUSE):
    kernel = tf.compat.v1.get_variable('kernel', [3, 3, 16, 32])
    bias = tf.compat.v1.get_variable('bias', [32], initializer=tf.compat.v1.random_normal_initializer())
    scale = tf.compat.v1.get_variable('scale', [32], initializer=tf.compat.v1.random_normal_initializer())
  convolved = tf.nn.conv2d(images, kernel, 1, 'SAME', name='convolved')
  normal, _, _ = tf.compat.v1.nn.fused_batch_norm(
      convolved, scale, bias, mean=bias, variance=scale * scale, is_training=False, name='normal')
  return tf.nn.relu(normal), {'convolved': convolved}


def tf1_model(inputs, training):
  del training
  return network(inputs)


def inputs():
  return np.random.RandomState(5).rand(2, 16, 16, 16).astype('float32')
