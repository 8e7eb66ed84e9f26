"""Inception-ResNet-v2 whose batch norms have no gamma, as TF-Slim's arg scope has them by default."""

import inception_resnet_v2
import tensorflow as tf


def network(images, training):
  return inception_resnet_v2.inception_resnet_v2(images, training, scale=False)


class Layer(tf.keras.layers.Layer):

  @tf.compat.v1.keras.utils.track_tf1_style_variables
  def call(self, images, training=False):
    return network(images, training)
