import TFDiffTargets
import TFDiffTensor

/// The labels of a built-in model's input, as `--labels` names them.
enum TrainingLabels {
  /// - Parameters:
  ///   - name: an `.npy` or `.npz` file's path; of an `.npz` file's arrays, the one named after a colon.
  ///   - batch: how many items the input has.
  ///   - classes: how many classes the model tells apart.
  /// - Returns: `[batch]`, int32.
  /// - Throws: ``EmbeddedError``, for all that a file's header tells before its data are read.
  static func load(_ name: String, batch: Int, classes: Int) throws(EmbeddedError) -> Tensor {
    let stored = try readable(name) { () throws(TensorError) in try ModelInput.stored(name) }
    guard !stored.dtype.isFloatingPoint, stored.dtype != .bool else {
      throw .labelType(path: name, found: stored.dtype)
    }
    guard stored.shape == [batch] else { throw .labelShape(path: name, found: stored.shape, batch: batch) }
    let tensor = try readable(name) { () throws(TensorError) in try stored.tensor() }
    let values = (0..<tensor.elementCount).map { tensor.value(at: $0) }
    if let wrong = values.first(where: { $0 < 0 || $0 >= Double(classes) }) {
      throw .labelOutside(path: name, found: Int(wrong), classes: classes)
    }
    return Tensor(values.map { Int32($0) }, shape: tensor.shape)
  }

  private static func readable<Result>(
    _ name: String, _ read: () throws(TensorError) -> Result
  ) throws(EmbeddedError) -> Result {
    do throws(TensorError) { return try read() } catch { throw .labelsUnreadable(path: name, reason: "\(error)") }
  }
}
