"""A batch norm in training mode, ported with its own arithmetic, over images that vary or do not."""

import numpy as np
import tensorflow as tf


def varied():
  return np.random.RandomState(1).uniform(-1, 1, [2, 8, 8, 3]).astype(np.float32)


def constant():
  return np.full([2, 8, 8, 3], 0.3, np.float32)


def whole():
  return np.arange(384).reshape([2, 8, 8, 3])


def tf1_model(inputs, training):
  images = tf.cast(inputs, tf.float32)
  ones, zeros = tf.ones([3]), tf.zeros([3])
  normalized, _, _ = tf.compat.v1.nn.fused_batch_norm(images, ones, zeros, epsilon=1e-3, is_training=True)
  return {'scaled': images * 0.7, 'normalized': normalized, 'outputs': tf.reduce_mean(tf.abs(normalized), [1, 2])}


class Ported(tf.Module):
  """The same by its formula."""

  def __call__(self, inputs, training=False):
    images = tf.cast(inputs, tf.float32)
    mean, variance = tf.nn.moments(images, [0, 1, 2])
    normalized = (images - mean) / tf.sqrt(variance + 1e-3)
    return {'scaled': images * 0.7, 'normalized': normalized, 'outputs': tf.reduce_mean(tf.abs(normalized), [1, 2])}


def tf2_model():
  return Ported()
