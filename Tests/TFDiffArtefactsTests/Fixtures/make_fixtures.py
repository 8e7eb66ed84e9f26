"""Writes the checkpoints and archives beside it, and expected.json with what TensorFlow and NumPy read from them.

    python make_fixtures.py

Needs tensorflow-cpu 2.12.1 and cramjam 2.14. Writes partitioned, version1, dtypes, keras, npz and index_block.snappy. The
checkpoints in ckpt_tf1 and ckpt_tf2, and the two archives of activations, are those of make_digits_tf115.py and
make_digits_tf212.py; they are only read here.
"""
import io, json, os, shutil, zipfile, zlib
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import cramjam
import numpy as np
import tensorflow as tf
from tensorflow.core.protobuf import trackable_object_graph_pb2

v1 = tf.compat.v1
os.chdir(os.path.dirname(os.path.abspath(__file__)))


def folder(name):
    shutil.rmtree(name, ignore_errors=True)
    os.makedirs(name)
    return name


def make_partitioned():
    """A TF1 saver with one data file a device, and variables in parts along either dimension."""
    path = folder("partitioned")
    graph = tf.Graph()
    config = v1.ConfigProto(device_count={"CPU": 2})
    with graph.as_default(), v1.Session(graph=graph, config=config) as session:
        count = iter(range(1000))

        def variable(name, shape, partitions):
            with tf.device("/cpu:%d" % (next(count) % 2)):
                partitioner = v1.fixed_size_partitioner(*partitions) if partitions else None
                v1.get_variable(
                    name, shape, initializer=v1.random_normal_initializer(seed=3), partitioner=partitioner)

        variable("rows", (7, 5), (3, 0))
        variable("columns", (4, 300), (2, 1))
        variable("middle", (2, 6, 3), (3, 1))
        variable("whole", (3, 3), None)
        variable("other/whole", (2,), None)
        session.run(v1.global_variables_initializer())
        v1.train.Saver(sharded=True).save(session, path + "/model", write_meta_graph=False)
    return path + "/model"


def make_version1():
    path = folder("version1")
    graph = tf.Graph()
    with graph.as_default(), v1.Session(graph=graph) as session:
        v1.get_variable("x", (2, 3), initializer=v1.ones_initializer())
        session.run(v1.global_variables_initializer())
        saver = v1.train.Saver(write_version=v1.train.SaverDef.V1)
        saver.save(session, path + "/model", write_meta_graph=False)


def make_snappy():
    """The one data block of an index as Snappy compresses it: TensorFlow 1.1 wrote indexes so, 2.12 cannot."""
    index = open("ckpt_tf1/model.ckpt-400.index", "rb").read()
    footer = index[-48:]
    metaindex_offset = (footer[0] & 127) | footer[1] << 7
    with open("index_block.snappy", "wb") as file:
        file.write(bytes(cramjam.snappy.compress_raw(index[:metaindex_offset - 5])))


def make_dtypes():
    path = folder("dtypes")
    numbers = np.array([[0, 1, 2], [3, 100, 7]])
    tensors = {name: tf.cast(numbers, name) for name in [
        "float32", "float64", "int32", "int64", "uint8", "int8", "int16", "uint16", "uint32", "uint64", "bfloat16",
        "float16", "complex64", "complex128", "bool"]}
    tensors["qint8"] = tf.quantization.quantize(tf.cast(numbers, "float32"), -1, 1, tf.qint8).output
    tensors["string"] = tf.constant([["", "a"], ["\u00e9t\u00e9", "x" * 300]])
    tensors["variant"] = tf.raw_ops.TensorListFromTensor(tensor=[1.0, 2.0], element_shape=tf.constant([], tf.int32))
    tensors["scalar"] = tf.constant(2.5)
    tensors["empty"] = tf.zeros((0, 3))
    tensors["empty_string"] = tf.zeros((0,), tf.string)
    tensors["odd/name \u00e9 with.dots"] = tf.constant([1, 2], tf.int64)
    names = list(tensors)
    tf.raw_ops.SaveV2(
        prefix=path + "/all", tensor_names=names, shape_and_slices=[""] * len(names),
        tensors=[tensors[name] for name in names])
    return path + "/all"


def make_keras():
    """An object-based checkpoint of a model after one step of an optimizer with slots."""
    path = folder("keras")
    tf.keras.utils.set_random_seed(1)
    model = tf.keras.Sequential([tf.keras.layers.Dense(4, name="first"), tf.keras.layers.Dense(2, name="second")])
    model.compile(tf.keras.optimizers.legacy.Adam(), "mse")
    model.fit(np.ones((4, 3), "f4"), np.ones((4, 2), "f4"), verbose=0)
    tf.train.Checkpoint(model=model).write(path + "/model")
    return path + "/model"


def make_archives():
    path = folder("npz")
    member = zipfile.ZipInfo  # Of a fixed time, where a mere name would be given today's.
    arrays = {
        "float32": np.arange(6, dtype="f4").reshape(2, 3), "float64": np.array([1.5, np.nan, -np.inf]),
        "int32": np.arange(-3, 3, dtype="i4"), "int64": np.array(7), "uint8": np.arange(300) .astype("u1"),
        "bool": np.array([True, False]), "fortran": np.asfortranarray(np.arange(12, dtype="f4").reshape(3, 4)),
        "big": np.arange(4, dtype=">i4"), "scope/name:0": np.zeros((0, 2), "f4"), "float16": np.ones(2, "f2"),
        "text": np.array(["a", "bc"]), "zeros": np.zeros(100000, "f4")}
    small = {name: array for name, array in arrays.items() if name != "zeros"}
    np.savez(path + "/stored.npz", **small)
    np.savez_compressed(path + "/compressed.npz", **arrays)
    limits = zipfile.ZIP64_LIMIT, zipfile.ZIP_FILECOUNT_LIMIT
    zipfile.ZIP64_LIMIT, zipfile.ZIP_FILECOUNT_LIMIT = 40, 2
    np.savez(path + "/zip64.npz", **small)
    zipfile.ZIP64_LIMIT, zipfile.ZIP_FILECOUNT_LIMIT = limits

    class Stream(io.BytesIO):
        def seekable(self): return False
        def seek(self, *_): raise io.UnsupportedOperation
        def tell(self): raise io.UnsupportedOperation

    stream = Stream()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, array in small.items():
            file = io.BytesIO()
            np.save(file, array)
            archive.writestr(member(name + ".npy"), file.getvalue(), zipfile.ZIP_DEFLATED)
    open(path + "/streamed.npz", "wb").write(stream.getvalue())
    with zipfile.ZipFile(path + "/bzip2.npz", "w", zipfile.ZIP_BZIP2) as archive:
        file = io.BytesIO()
        np.save(file, arrays["uint8"])
        archive.writestr(member("uint8.npy"), file.getvalue(), zipfile.ZIP_BZIP2)
    with zipfile.ZipFile(path + "/other_members.npz", "w") as archive:
        archive.comment = b"a comment with PK\x05\x06 in it"
        archive.writestr(member("README"), "not an array")
        file = io.BytesIO()
        np.save(file, arrays["int32"])
        archive.writestr(member("int32.npy"), file.getvalue())


SUPPORTED = {"float32", "float64", "int32", "int64", "uint8", "bool"}


def described(array, dtype):
    """Shape, type and, where it is one that is read here, CRC-32 of the little-endian bytes and the first elements."""
    result = {"dtype": dtype, "shape": list(array.shape)}
    if dtype in SUPPORTED:
        data = np.ascontiguousarray(array).astype(array.dtype.newbyteorder("<"))
        result["crc32"] = zlib.crc32(data.tobytes())
        result["first"] = [repr(float(x)) for x in data.reshape(-1)[:4]]
    return result


def read_checkpoint(prefix):
    reader = tf.train.load_checkpoint(prefix)
    dtypes = reader.get_variable_to_dtype_map()
    entries = {}
    for key, shape in reader.get_variable_to_shape_map().items():
        name = dtypes[key].name
        array = reader.get_tensor(key) if name in SUPPORTED else np.empty(shape, "u1")
        entries[key] = described(array, name)
    return entries


def read_variables(prefix):
    """The variables of an object graph: name, key, and the path that leads to it, found by walking the graph."""
    graph = trackable_object_graph_pb2.TrackableObjectGraph()
    graph.ParseFromString(tf.train.load_checkpoint(prefix).get_tensor("_CHECKPOINTABLE_OBJECT_GRAPH"))
    paths, queue = {0: ""}, [0]
    while queue:
        node = queue.pop(0)
        for child in graph.nodes[node].children:
            if child.node_id not in paths:
                paths[child.node_id] = (paths[node] + "/" if node else "") + child.local_name
                queue.append(child.node_id)
    for node, path in list(paths.items()):
        for slot in graph.nodes[node].slot_variables:
            paths[slot.slot_variable_node_id] = "/".join([
                paths[slot.original_variable_node_id], ".OPTIMIZER_SLOT", path, slot.slot_name])
    return [{"name": attribute.full_name, "key": attribute.checkpoint_key, "path": paths[number]}
            for number, node in enumerate(graph.nodes) for attribute in node.attributes
            if attribute.name == "VARIABLE_VALUE"]


def read_archive(path):
    arrays = np.load(path)
    names = {"<f4": "float32", "<f8": "float64", "<i4": "int32", ">i4": "int32", "<i8": "int64", "|u1": "uint8",
             "|b1": "bool"}
    return {name: described(arrays[name], names.get(arrays[name].dtype.str, arrays[name].dtype.str))
            for name in arrays.files}


def main():
    make_version1()
    make_snappy()
    make_archives()
    prefixes = ["ckpt_tf1/model.ckpt-400", "ckpt_tf2/ckpt-1", make_partitioned(), make_dtypes(), make_keras()]
    archives = ["tf115_infer.npz", "tf212_eager_infer.npz"] + [
        "npz/%s.npz" % name for name in ["stored", "compressed", "zip64", "streamed"]]
    expected = {
        "checkpoints": {prefix: read_checkpoint(prefix) for prefix in prefixes},
        "variables": {prefix: read_variables(prefix) for prefix in ["ckpt_tf2/ckpt-1", "keras/model"]},
        "archives": {path: read_archive(path) for path in archives}}
    with open("expected.json", "w") as file:
        json.dump(expected, file, indent=1, sort_keys=True)


main()
