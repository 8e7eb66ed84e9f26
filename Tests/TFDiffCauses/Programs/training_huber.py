"""A Huber loss whose delta is 1 in the reference and 2 in the port."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_train(inputs, labels):
  outputs = v1.layers.dense(inputs, 2, name='out')
  loss = v1.losses.huber_loss(labels, outputs, delta=1.0)  # the reference's line
  return loss, v1.train.GradientDescentOptimizer(0.1).minimize(loss)


def _training(delta):
  model = tf.keras.layers.Dense(2, name='out')
  optimizer = tf.keras.optimizers.legacy.SGD(0.1)
  huber = tf.keras.losses.Huber(delta)

  def step(inputs, labels):
    with tf.GradientTape() as tape:
      loss = huber(labels, model(inputs))  # the mistake
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
    return loss

  return step


def tf2_train():
  return _training(2.0)


def right_train():
  return _training(1.0)


def inputs():
  random = np.random.RandomState(65)
  return random.randn(8, 5).astype('float32'), 3 * random.randn(8, 2).astype('float32')
