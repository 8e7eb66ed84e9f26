"""The digits' layer with a checkpoint that the program restores by itself."""

import os

import digits
import tensorflow as tf


def restored():
  layer = digits.tf2_model()
  layer(tf.zeros([1, 8, 8, 1]))
  reader = tf.train.load_checkpoint(os.environ['DIGITS_CHECKPOINT'])
  for variable in layer.variables:
    variable.assign(reader.get_tensor(variable.name.rsplit(':', 1)[0]))
  return layer
