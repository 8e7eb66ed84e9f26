"""Cuts the middle 299x299 of scikit-learn's sample image china.jpg; writes photo_299_uint8.npy beside itself.

    python make_photo.py

Needs scikit-learn, which carries the image (CC BY 2.0, danielbuechele on Flickr), and Pillow, which decodes it.
Written with scikit-learn 1.9.1 and Pillow 13.0.0; uint8 [1, 299, 299, 3].
"""
import os

import numpy as np
from sklearn.datasets import load_sample_image

SIZE = 299

image = load_sample_image('china.jpg')
top, left = ((extent - SIZE) // 2 for extent in image.shape[:2])
here = os.path.dirname(os.path.abspath(__file__))
np.save(os.path.join(here, 'photo_299_uint8.npy'), image[None, top:top + SIZE, left:left + SIZE])
