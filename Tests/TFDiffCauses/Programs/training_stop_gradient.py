"""A target network whose gradient the reference stops, and the port lets through."""

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def loss_of(outputs, targets, labels):
  return tf.reduce_mean(tf.square(outputs - 0.9 * targets - labels))


def tf1_train(inputs, labels):
  features = v1.layers.dense(inputs, 6, tf.nn.tanh, name='features')
  outputs = v1.layers.dense(features, 2, name='outputs')
  targets = tf.stop_gradient(v1.layers.dense(features, 2, name='targets'))  # the reference's line
  loss = loss_of(outputs, targets, labels)
  variables = [each for each in v1.trainable_variables() if 'targets' not in each.name]
  return loss, v1.train.GradientDescentOptimizer(0.05).minimize(loss, var_list=variables)


class Ported(tf.keras.Model):

  def __init__(self, stops):
    super().__init__()
    self.features = tf.keras.layers.Dense(6, 'tanh', name='features')
    self.outputs_ = tf.keras.layers.Dense(2, name='outputs')
    self.targets = tf.keras.layers.Dense(2, name='targets')
    self.stops = stops

  def call(self, inputs):
    features = self.features(inputs)
    targets = self.targets(features)
    if self.stops:
      targets = tf.stop_gradient(targets)
    return self.outputs_(features), targets


def _training(stops):
  model, optimizer = Ported(stops), tf.keras.optimizers.legacy.SGD(0.05)

  def step(inputs, labels):
    with tf.GradientTape() as tape:
      outputs, targets = model(inputs)
      loss = loss_of(outputs, targets, labels)
    variables = model.features.trainable_variables + model.outputs_.trainable_variables
    gradients = tape.gradient(loss, variables)  # the mistake
    optimizer.apply_gradients(zip(gradients, variables))
    return loss

  return step


def tf2_train():
  return _training(False)


def right_train():
  return _training(True)


def inputs():
  random = np.random.RandomState(50)
  return random.randn(7, 4).astype('float32'), random.randn(7, 2).astype('float32')
