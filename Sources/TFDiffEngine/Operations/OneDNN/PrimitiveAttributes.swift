import COneDNN

/// Attributes of a primitive: a scratchpad the caller brings and, where asked, a ReLU on the result.
final class PrimitiveAttributes {
  let handle: dnnl_primitive_attr_t

  init(relu: Bool, for operation: String) throws(EngineError) {
    var handle: dnnl_primitive_attr_t?
    try OneDNN.check(dnnl_primitive_attr_create(&handle), "dnnl_primitive_attr_create", for: operation)
    guard let handle else {
      throw .kernelLibrary(operation: operation, call: "dnnl_primitive_attr_create", status: 0)
    }
    self.handle = handle
    try OneDNN.check(
      dnnl_primitive_attr_set_scratchpad_mode(handle, dnnl_scratchpad_mode_user),
      "dnnl_primitive_attr_set_scratchpad_mode", for: operation)
    if relu { try appendReLU(for: operation) }
  }

  deinit { dnnl_primitive_attr_destroy(handle) }

  private func appendReLU(for operation: String) throws(EngineError) {
    var operations: dnnl_post_ops_t?
    try OneDNN.check(dnnl_post_ops_create(&operations), "dnnl_post_ops_create", for: operation)
    defer { dnnl_post_ops_destroy(operations) }
    try OneDNN.check(
      dnnl_post_ops_append_eltwise(operations, 1, dnnl_eltwise_relu, 0, 0),
      "dnnl_post_ops_append_eltwise", for: operation)
    try OneDNN.check(
      dnnl_primitive_attr_set_post_ops(handle, operations), "dnnl_primitive_attr_set_post_ops",
      for: operation)
  }
}
