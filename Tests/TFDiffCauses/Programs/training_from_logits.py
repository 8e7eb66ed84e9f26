"""A compiled Keras model whose loss takes logits for probabilities."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_train(inputs, labels):
  net = v1.layers.dense(inputs, 6, tf.nn.relu, name='hidden')
  logits = v1.layers.dense(net, 3, name='logits')
  losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits)  # the reference's line
  loss = tf.reduce_mean(losses)
  return loss, v1.train.GradientDescentOptimizer(0.05).minimize(loss)


def _model(from_logits):
  model = tf.keras.Sequential([
      tf.keras.Input([5]), tf.keras.layers.Dense(6, 'relu', name='hidden'), tf.keras.layers.Dense(3, name='logits')])
  model.compile(tf.keras.optimizers.legacy.SGD(0.05), tf.keras.losses.SparseCategoricalCrossentropy(from_logits))
  return model


def tf2_train():
  return _model(False)


def right_train():
  return _model(True)


def inputs():
  random = np.random.RandomState(63)
  return random.randn(8, 5).astype('float32'), random.randint(0, 3, 8)
