import TFDiffTensor

/// The input of a model, as `--input` names it.
public enum ModelInput {
  /// The words for an input of ones.
  public static let ones = "ones"

  /// An array that goes to workers is here and in each side's.
  private static let copies = 3

  /// The input of a model whose input's shape is not known: an array as it stands in an `.npy` or `.npz` file; of several,
  /// the one named after a colon (`FILE.npz:images`).
  ///
  /// - Parameter memory: how many bytes the array may take in this program and on both sides.
  /// - Throws: ``TargetError/inputUnreadable(path:reason:)`` or
  ///   ``TargetError/inputTooLarge(path:items:needed:memory:fitting:)``.
  public static func load(_ name: String, memory: Int) throws(TargetError) -> Tensor {
    let stored = try readable(name) { () throws(TensorError) in try self.stored(name) }
    let items = stored.shape.rank == 0 ? 1 : stored.shape[0]
    try checkMemory(name, stored.shape, bytesOfItem: copies * (stored.byteCount / max(items, 1)), memory: memory)
    return try readable(name) { () throws(TensorError) in try stored.tensor() }
  }

  /// An array as it stands in an `.npy` or `.npz` file, of which the header alone is read; of several, the one named after a
  /// colon.
  package static func stored(_ name: String) throws(TensorError) -> StoredArray {
    let parts = name.split(separator: ":", maxSplits: 1).map(String.init)
    if parts.count == 2, parts[0].hasSuffix(".npz") { return try NpzFile(parts[0]).array(parts[1]) }
    guard name.hasSuffix(".npz") else { return try NpyFile.open(name) }
    let file = try NpzFile(name)
    guard file.names.count == 1 else {
      throw .cannotRead(
        path: name,
        reason: "it has \(file.names.joined(separator: ", ")); name one as \(name):\(file.names.first ?? "NAME")")
    }
    return try file.array(file.names[0])
  }

  /// - Throws: ``TargetError/inputUnreadable(path:reason:)`` for what reading a file throws.
  package static func readable<Result>(
    _ name: String, _ read: () throws(TensorError) -> Result
  ) throws(TargetError) -> Result {
    do throws(TensorError) { return try read() } catch { throw .inputUnreadable(path: name, reason: "\(error)") }
  }

  /// Refuses a batch that takes more memory than there is, before it takes any.
  ///
  /// - Throws: ``TargetError/inputTooLarge(path:items:needed:memory:fitting:)``.
  package static func checkMemory(
    _ name: String, _ shape: Shape, bytesOfItem: Int, memory: Int
  ) throws(TargetError) {
    let items = shape.rank == 0 ? 1 : shape[0]
    let (needed, overflow) = items.multipliedReportingOverflow(by: bytesOfItem)
    guard overflow || needed > memory else { return }
    let fitting = bytesOfItem > 0 ? memory / bytesOfItem : 0
    throw .inputTooLarge(
      path: name, items: items, needed: overflow ? .max : needed, memory: memory, fitting: fitting > 0 ? fitting : nil)
  }
}
