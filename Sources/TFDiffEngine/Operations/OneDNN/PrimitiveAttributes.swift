import COneDNN

/// Attributes of a primitive: a scratchpad that the caller brings.
///
/// oneDNN could also apply a ReLU to the result, but its ReLU makes NaN zero, where TensorFlow's keeps it.
final class PrimitiveAttributes {
  let handle: dnnl_primitive_attr_t

  init(for operation: String) throws(EngineError) {
    var handle: dnnl_primitive_attr_t?
    try OneDNN.check(dnnl_primitive_attr_create(&handle), "dnnl_primitive_attr_create", for: operation)
    guard let handle else {
      throw .kernelLibrary(operation: operation, call: "dnnl_primitive_attr_create", status: 0)
    }
    self.handle = handle
    try OneDNN.check(
      dnnl_primitive_attr_set_scratchpad_mode(handle, dnnl_scratchpad_mode_user),
      "dnnl_primitive_attr_set_scratchpad_mode", for: operation)
  }

  deinit { dnnl_primitive_attr_destroy(handle) }
}
