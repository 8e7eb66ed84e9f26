"""The digits' network trained in both worlds by the optimizer that TRAIN_OPTIMIZER names, with the arguments that ports give it;
Keras' legacy optimizers where TRAIN_LEGACY is set; on a batch of random digits where TRAIN_BATCH names no file."""

import os
import sys

import numpy as np
import tensorflow as tf

sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..'))
import digits_network  # noqa: E402

v1 = tf.compat.v1
NAME = os.environ.get('TRAIN_OPTIMIZER', 'adam')


def tf1_optimizer():
  return {
      'sgd': lambda: v1.train.GradientDescentOptimizer(0.1),
      'momentum': lambda: v1.train.MomentumOptimizer(0.01, 0.9),
      'nesterov': lambda: v1.train.MomentumOptimizer(0.01, 0.9, use_nesterov=True),
      'adam': lambda: v1.train.AdamOptimizer(1e-3),
      'adam-keras-epsilon': lambda: v1.train.AdamOptimizer(1e-3),
      'rmsprop': lambda: v1.train.RMSPropOptimizer(1e-3, decay=0.9, epsilon=1e-7),
      'adagrad': lambda: v1.train.AdagradOptimizer(0.05, initial_accumulator_value=0.1),
  }[NAME]()


def tf2_optimizer():
  keras = tf.keras.optimizers.legacy if os.environ.get('TRAIN_LEGACY') else tf.keras.optimizers
  return {
      'sgd': lambda: keras.SGD(0.1),
      'momentum': lambda: keras.SGD(0.01, momentum=0.9),
      'nesterov': lambda: keras.SGD(0.01, momentum=0.9, nesterov=True),
      'adam': lambda: keras.Adam(1e-3, epsilon=1e-8),
      'adam-keras-epsilon': lambda: keras.Adam(1e-3),
      'rmsprop': lambda: keras.RMSprop(1e-3, rho=0.9, epsilon=1e-7),
      'adagrad': lambda: keras.Adagrad(0.05, initial_accumulator_value=0.1, epsilon=1e-7),
  }[NAME]()


def cross_entropy(logits, labels):
  return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits))


def tf1_model(inputs, training):
  return digits_network.network(inputs, training)


def tf1_loss(logits, labels):
  return cross_entropy(logits, labels) + v1.losses.get_regularization_loss()


class Digits(tf.keras.layers.Layer):

  @v1.keras.utils.track_tf1_style_variables
  def call(self, images, training=None):
    return digits_network.network(images, bool(training))


def tf2_model():
  return Digits(name='digits')


def tf2_loss(logits, labels, model):
  return cross_entropy(logits, labels) + tf.add_n(model.losses)


def inputs():
  if 'TRAIN_BATCH' in os.environ:
    batch = np.load(os.environ['TRAIN_BATCH'])
    return batch['images'], batch['labels']
  random = np.random.RandomState(3)
  return random.rand(16, 8, 8, 1).astype('float32'), random.randint(0, 10, [16]).astype('int32')
