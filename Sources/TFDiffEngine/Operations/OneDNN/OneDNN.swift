import COneDNN

/// The process's one CPU engine of oneDNN, and what every call into the library shares.
enum OneDNN {
  /// Makes a library status that is not success an error that names the call.
  static func check(_ status: dnnl_status_t, _ call: String, for operation: String) throws(EngineError) {
    guard status != dnnl_success else { return }
    throw .kernelLibrary(operation: operation, call: call, status: Int(status.rawValue))
  }

  /// The CPU engine, made on first use and never destroyed.
  static func engine(for operation: String) throws(EngineError) -> dnnl_engine_t {
    try check(cpu.status, "dnnl_engine_create", for: operation)
    guard let handle = cpu.handle else {
      throw .kernelLibrary(operation: operation, call: "dnnl_engine_create", status: 0)
    }
    return handle
  }

  /// Runs `body` with OpenMP limited to `threads` threads on the calling thread, whose limit is its own.
  static func limitingThreads<Result>(to threads: Int, _ body: () throws -> Result) rethrows -> Result {
    let before = omp_get_max_threads()
    omp_set_num_threads(Int32(clamping: max(threads, 1)))
    defer { omp_set_num_threads(before) }
    return try body()
  }

  /// `@unchecked Sendable`: the handle is written once, and oneDNN's engines may be used from any thread.
  private struct CPU: @unchecked Sendable {
    let handle: dnnl_engine_t?
    let status: dnnl_status_t
  }

  private static let cpu: CPU = {
    var handle: dnnl_engine_t?
    let status = dnnl_engine_create(&handle, dnnl_cpu, 0)
    return CPU(handle: handle, status: status)
  }()
}
