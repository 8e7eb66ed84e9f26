import COneDNN
import TFDiffTensor

/// A compiled computation of oneDNN with its scratchpad left to the caller, so that several threads may
/// execute it at the same time.
///
/// `@unchecked Sendable`: the handle is written once, and `dnnl_primitive_execute` only reads a primitive
/// whose scratchpad mode is `user`.
final class Primitive: @unchecked Sendable {
  private let handle: dnnl_primitive_t
  private let operation: String
  private let scratchpad: MemoryDescriptor
  private let layouts: [Int32: MemoryDescriptor]
  /// Whether it is computed by oneDNN's matrix product, whose sums depend on how many threads it was compiled for on CPUs
  /// without AVX-512.
  let isMatrixProduct: Bool

  /// Compiles what a call of the library describes.
  ///
  /// - Parameters:
  ///   - call: the name of that call.
  ///   - arguments: the `DNNL_ARG_…` numbers that executions will give.
  ///   - describe: makes the call, for an engine and with the attributes that all primitives have.
  init(
    _ call: String, arguments: [Int32], for operation: String,
    describe: (inout dnnl_primitive_desc_t?, dnnl_engine_t, dnnl_primitive_attr_t) -> dnnl_status_t
  ) throws(EngineError) {
    let attributes = try PrimitiveAttributes(for: operation)
    var described: dnnl_primitive_desc_t?
    try OneDNN.check(
      describe(&described, OneDNN.engine(for: operation), attributes.handle), call, for: operation)
    guard let descriptor = described else { throw .kernelLibrary(operation: operation, call: call, status: 0) }
    defer { dnnl_primitive_desc_destroy(descriptor) }
    var handle: dnnl_primitive_t?
    try OneDNN.check(dnnl_primitive_create(&handle, descriptor), "dnnl_primitive_create", for: operation)
    guard let handle else {
      throw .kernelLibrary(operation: operation, call: "dnnl_primitive_create", status: 0)
    }
    self.handle = handle
    self.operation = operation
    func layout(_ what: dnnl_query_t, _ index: Int32) -> MemoryDescriptor {
      MemoryDescriptor(dnnl_primitive_desc_query_md(descriptor, what, index)?.pointee ?? .init())
    }
    scratchpad = layout(dnnl_query_scratchpad_md, 0)
    var words: UnsafePointer<CChar>?
    dnnl_primitive_desc_query(descriptor, dnnl_query_impl_info_str, 0, &words)
    isMatrixProduct = words.map { String(cString: $0).contains("gemm") } ?? false
    layouts = Dictionary(
      arguments.map { ($0, layout(dnnl_query_exec_arg_md, $0)) }, uniquingKeysWith: { $1 })
  }

  /// Compiles a computation of a source, weights and a target.
  ///
  /// - Parameter descriptor: the library's descriptor of it, which only this call reads.
  convenience init(
    weighing descriptor: UnsafeRawPointer, hasBias: Bool, for operation: String
  ) throws(EngineError) {
    let arguments = [DNNL_ARG_SRC, DNNL_ARG_WEIGHTS, DNNL_ARG_DST] + (hasBias ? [DNNL_ARG_BIAS] : [])
    try self.init("dnnl_primitive_desc_create", arguments: arguments, for: operation) { handle, engine, attributes in
      dnnl_primitive_desc_create(&handle, descriptor, attributes, engine, nil)
    }
  }

  /// Compiles the gradient of a computation, which the library asks to be described with it.
  ///
  /// - Parameters: the library's descriptors of the computation and of the gradient, which only this call reads.
  convenience init(
    differentiating forward: UnsafeRawPointer, by backward: UnsafeRawPointer, arguments: [Int32],
    for operation: String
  ) throws(EngineError) {
    try self.init("dnnl_primitive_desc_create", arguments: arguments, for: operation) { handle, engine, attributes in
      var hint: dnnl_primitive_desc_t?
      let status = dnnl_primitive_desc_create(&hint, forward, attributes, engine, nil)
      guard status == dnnl_success, let hint else { return status }
      defer { dnnl_primitive_desc_destroy(hint) }
      return dnnl_primitive_desc_create(&handle, backward, attributes, engine, hint)
    }
  }

  deinit { dnnl_primitive_destroy(handle) }

  /// The layout the primitive settled on for an argument.
  func layout(of argument: Int32) -> MemoryDescriptor { layouts[argument] ?? MemoryDescriptor(.init()) }

  /// Runs on the calling thread and up to `threads - 1` others, and returns when the result is there.
  ///
  /// The pointers must be to memory of the argument's layout; only outputs are written.
  func execute(_ arguments: [Int32: UnsafeRawPointer], threads: Int) throws(EngineError) {
    let engine = try OneDNN.engine(for: operation)
    var owned: [dnnl_memory_t] = []
    defer { for memory in owned { dnnl_memory_destroy(memory) } }
    let scratch = UnsafeMutableRawPointer.allocate(
      byteCount: max(scratchpad.byteCount, 1), alignment: TensorStorage.alignment)
    defer { scratch.deallocate() }

    var bound: [dnnl_exec_arg_t] = []
    func bind(_ argument: Int32, _ layout: MemoryDescriptor, _ pointer: UnsafeRawPointer) throws(EngineError) {
      var memory: dnnl_memory_t?
      var descriptor = layout.raw
      try OneDNN.check(
        dnnl_memory_create(&memory, &descriptor, engine, UnsafeMutableRawPointer(mutating: pointer)),
        "dnnl_memory_create", for: operation)
      guard let memory else { return }
      owned.append(memory)
      bound.append(dnnl_exec_arg_t(arg: argument, memory: memory))
    }
    for (argument, pointer) in arguments { try bind(argument, layout(of: argument), pointer) }
    if scratchpad.byteCount > 0 { try bind(DNNL_ARG_SCRATCHPAD, scratchpad, scratch) }
    try run(bound, engine: engine, threads: threads)
  }

  private func run(_ arguments: [dnnl_exec_arg_t], engine: dnnl_engine_t, threads: Int) throws(EngineError) {
    var stream: dnnl_stream_t?
    try OneDNN.check(
      dnnl_stream_create(&stream, engine, UInt32(dnnl_stream_default_flags.rawValue)), "dnnl_stream_create",
      for: operation)
    defer { dnnl_stream_destroy(stream) }
    let status = OneDNN.limitingThreads(to: threads) {
      let status = dnnl_primitive_execute(handle, stream, Int32(arguments.count), arguments)
      return status == dnnl_success ? dnnl_stream_wait(stream) : status
    }
    try OneDNN.check(status, "dnnl_primitive_execute", for: operation)
  }
}
