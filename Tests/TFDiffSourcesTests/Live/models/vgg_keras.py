"""TF-Slim's VGG 16, whose end points come from a graph collection, and Keras' own, which names none."""

import numpy as np
import tensorflow as tf
from tf_slim.nets import vgg


def tf1_model(inputs, training):
  return vgg.vgg_16(inputs, is_training=training)


def tf2_model():
  return tf.keras.applications.VGG16(weights=None, classifier_activation=None)


def inputs():
  return np.random.RandomState(9).rand(1, 224, 224, 3).astype('float32')
