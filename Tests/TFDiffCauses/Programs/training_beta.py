"""Adam whose second moments the port lets decay faster."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_train(inputs, labels):
  outputs = v1.layers.dense(inputs, 2, name='out')
  loss = tf.reduce_mean(tf.square(outputs - labels))
  return loss, v1.train.AdamOptimizer(0.01, epsilon=1e-7).minimize(loss)  # the reference's line


def _training(is_right):
  model = tf.keras.layers.Dense(2, name='out')
  optimizer = tf.keras.optimizers.legacy.Adam(0.01, beta_2=0.999 if is_right else 0.99, epsilon=1e-7)  # the mistake

  def step(inputs, labels):
    with tf.GradientTape() as tape:
      loss = tf.reduce_mean(tf.square(model(inputs) - labels))
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
    return loss

  return step


def tf2_train():
  return _training(False)


def right_train():
  return _training(True)


def inputs():
  random = np.random.RandomState(84)
  return random.randn(8, 5).astype('float32'), random.randn(8, 2).astype('float32')
