"""A metric and a step counter in the forward pass, which each side keeps in its own way."""

import numpy as np
import tensorflow as tf

LABELS = np.array([0, 1, 2, 1])


def tf1_model(inputs, training):
  logits = tf.compat.v1.layers.dense(inputs, 3, name='fc')
  _, update = tf.compat.v1.metrics.accuracy(LABELS, tf.argmax(logits, 1))
  step = tf.compat.v1.train.get_or_create_global_step()
  with tf.control_dependencies([update, tf.compat.v1.assign_add(step, 1)]):
    return tf.identity(logits)


class Ported(tf.Module):

  def __init__(self):
    super().__init__()
    self.fc = tf.keras.layers.Dense(3)
    self.accuracy = tf.keras.metrics.Accuracy()
    self.step = tf.Variable(0, trainable=False, dtype=tf.int64)

  def __call__(self, inputs, training=False):
    logits = self.fc(inputs)
    self.accuracy.update_state(LABELS, tf.argmax(logits, 1))
    self.step.assign_add(1)
    return logits


def tf2_model():
  return Ported()


def inputs():
  return np.random.RandomState(1).randn(4, 5).astype('float32')
