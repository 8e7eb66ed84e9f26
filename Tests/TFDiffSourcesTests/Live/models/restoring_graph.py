"""The digits' network with a checkpoint that the program restores by itself, as TF1 code does."""

import os

import digits_network
import tensorflow as tf


def network(images, is_training):
  result = digits_network.network(images, is_training)
  tf.compat.v1.train.init_from_checkpoint(os.environ['DIGITS_CHECKPOINT'], {'/': '/'})
  return result
