"""Two branches of the same shapes that the port runs in another order, under names that say nothing."""

import numpy as np
import tensorflow as tf


def tf1_model(inputs, training):
  layers = tf.compat.v1.layers
  with tf.compat.v1.variable_scope('block'):
    stem = layers.conv2d(inputs, 8, 1, activation=tf.nn.relu, name='stem')
    shortcut = layers.conv2d(stem, 16, 1, name='shortcut')
    inner = layers.conv2d(stem, 8, 1, activation=tf.nn.relu, name='inner')
    outer = layers.conv2d(inner, 16, 1, name='outer')
  return tf.reduce_mean(tf.nn.relu(shortcut + outer), [1, 2])


def tf2_model():
  layers = tf.keras.layers
  symbol = tf.keras.Input([6, 6, 3])
  stem = layers.Conv2D(8, 1, activation='relu')(symbol)
  outer = layers.Conv2D(16, 1)(layers.Conv2D(8, 1, activation='relu')(stem))
  both = layers.Add()([layers.Conv2D(16, 1)(stem), outer])
  return tf.keras.Model(symbol, layers.GlobalAveragePooling2D()(layers.ReLU()(both)))


def inputs():
  return np.random.RandomState(1).randn(2, 6, 6, 3).astype('float32')
