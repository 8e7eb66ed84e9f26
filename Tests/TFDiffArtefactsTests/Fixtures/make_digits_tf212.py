"""Loads the checkpoint ckpt_tf1 into the same code as a layer of TensorFlow 2.12.1, as a user who migrates does; writes the
object-based checkpoint ckpt_tf2, and tf212_eager_infer.npz (the end points of the digits in tf115_infer.npz).

    python make_digits_tf212.py

Needs tf_slim 1.1.0. The network is that of the live tests' digits_network.py. Prints how far each end point is from that of
TensorFlow 1.15.
"""
import os
import shutil
import sys
import warnings

os.environ['TF_CPP_MIN_LOG_LEVEL'] = '3'
warnings.filterwarnings('ignore')

import numpy as np
import tensorflow as tf

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(here, '..', '..', 'TFDiffSourcesTests', 'Live', 'models'))

from digits_network import network

# A checkpoint that is saved to a relative path names its files by relative paths.
os.chdir(here)
shim = tf.compat.v1.keras.utils.track_tf1_style_variables


class Digits(tf.keras.layers.Layer):
  @shim
  def call(self, images, training=None):
    return network(images, bool(training))


expected = np.load('tf115_infer.npz')
images = tf.constant(expected['images'])
model = Digits(name='digits')
model(images, training=False)
reader = tf.train.load_checkpoint('ckpt_tf1/model.ckpt-400')
for variable in model.variables:
  variable.assign(reader.get_tensor(variable.name[:-2]))
_, end_points = model(images, training=False)
end_points = {name: value.numpy() for name, value in end_points.items()}
for name, value in end_points.items():
  print(name, np.abs(value - expected[name]).max())
np.savez_compressed('tf212_eager_infer.npz', images=expected['images'], **end_points)
shutil.rmtree('ckpt_tf2', ignore_errors=True)
tf.train.Checkpoint(model=model).save('ckpt_tf2/ckpt')
