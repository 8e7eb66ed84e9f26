"""Trains a small classifier of scikit-learn's digits under TensorFlow 1.15.5, as a user of TensorFlow 1 has one; writes the
name-based checkpoint ckpt_tf1 (with Adam's slots), tf115_infer.npz (16 held-out digits and every end point of them), and
tfdbg_dump (what the debugger dumps of that run).

    python make_digits_tf115.py

Needs tf_slim 1.1.0 and scikit-learn 1.0.2. The network is that of the live tests' digits_network.py. Every draw is seeded;
on another CPU the kernels' last bits go through 400 steps of training, so that another model comes out, as good as this.
"""
import os
import shutil
import sys
import warnings

os.environ['TF_CPP_MIN_LOG_LEVEL'] = '3'
warnings.filterwarnings('ignore')

import numpy as np
import tensorflow.compat.v1 as tf
import tf_slim as slim
from tensorflow.python import debug as tf_debug
from sklearn.datasets import load_digits

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(here, '..', '..', 'TFDiffSourcesTests', 'Live', 'models'))

from digits_network import network

# A checkpoint that is saved to a relative path names its files by relative paths.
os.chdir(here)
tf.logging.set_verbosity(tf.logging.ERROR)
STEPS, BATCH, TRAINED_ON, SHOWN = 400, 64, 1500, 16


def image_input():
  return tf.placeholder(tf.float32, (None, 8, 8, 1), name='images')


def train(images, labels, prefix):
  with tf.Graph().as_default() as graph, tf.Session(graph=graph) as session:
    tf.set_random_seed(1)
    x = image_input()
    y = tf.placeholder(tf.int32, (None,), name='labels')
    logits, _ = network(x, True)
    tf.losses.sparse_softmax_cross_entropy(y, logits)
    step = slim.learning.create_train_op(tf.losses.get_total_loss(), tf.train.AdamOptimizer(1e-3))
    session.run(tf.global_variables_initializer())
    random = np.random.RandomState(0)
    for _ in range(STEPS):
      batch = random.randint(0, TRAINED_ON, BATCH)
      session.run(step, {x: images[batch], y: labels[batch]})
    return tf.train.Saver().save(session, prefix, global_step=STEPS, write_meta_graph=False)


def infer(images, labels, checkpoint):
  """All end points of the first held-out digits; prints how many of the held-out are told right."""
  with tf.Graph().as_default() as graph, tf.Session(graph=graph) as session:
    x = image_input()
    logits, end_points = network(x, False)
    tf.train.Saver().restore(session, checkpoint)
    told = session.run(logits, {x: images[TRAINED_ON:]}).argmax(1)
    print('accuracy', (told == labels[TRAINED_ON:]).mean())
    shown = {x: images[TRAINED_ON:TRAINED_ON + SHOWN]}
    dumping = tf_debug.DumpingDebugWrapperSession(session, 'tfdbg_dump', watch_fn=watched, log_usage=False)
    dumping.run(list(end_points.values()), shown)
    return session.run(end_points, shown)


def watched(fetches, feeds):
  """What the debugger dumps: whole tensors of the operations that end points come from."""
  del fetches, feeds
  return ['DebugIdentity'], r'.*(Relu|MaxPool|AvgPool|BiasAdd|predictions|flatten|FusedBatchNorm).*', r'.*'


digits = load_digits()
images, labels = (digits.images / 16.).astype(np.float32)[..., None], digits.target.astype(np.int32)
shutil.rmtree('ckpt_tf1', ignore_errors=True)
shutil.rmtree('tfdbg_dump', ignore_errors=True)
os.makedirs('ckpt_tf1')
checkpoint = train(images, labels, 'ckpt_tf1/model.ckpt')
end_points = infer(images, labels, checkpoint)
np.savez_compressed('tf115_infer.npz', images=images[TRAINED_ON:TRAINED_ON + SHOWN], **end_points)
