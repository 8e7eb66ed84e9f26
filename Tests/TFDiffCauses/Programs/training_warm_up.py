"""A rate that grows with the steps, counted from zero in the port and from one in the reference."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def tf1_train(inputs, labels):
  outputs = v1.layers.dense(inputs, 2, name='out')
  loss = tf.reduce_mean(tf.square(outputs - labels))
  step = v1.train.get_or_create_global_step()
  rate = 0.01 * tf.cast(step + 1, tf.float32)  # the reference's line
  return loss, v1.train.GradientDescentOptimizer(rate).minimize(loss, global_step=step)


class Schedule(tf.keras.optimizers.schedules.LearningRateSchedule):

  def __init__(self, first):
    self.first = first

  def __call__(self, step):
    return 0.01 * (tf.cast(step, tf.float32) + self.first)


def _training(is_right):
  model = tf.keras.layers.Dense(2, name='out')
  optimizer = tf.keras.optimizers.legacy.SGD(Schedule(1.0 if is_right else 0.0))  # the mistake

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
  random = np.random.RandomState(85)
  return random.randn(8, 5).astype('float32'), random.randn(8, 2).astype('float32')
