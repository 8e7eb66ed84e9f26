import TFDiffTensor

/// The input of a model, as `--input` names it.
public enum ModelInput {
  /// The words for an input of ones.
  public static let ones = "ones"

  /// The input of a model whose input's shape is not known: an array as it stands in an `.npy` or `.npz` file; of several,
  /// the one named after a colon (`FILE.npz:images`).
  ///
  /// - Throws: ``TargetError/inputUnreadable(path:reason:)``.
  public static func load(_ name: String) throws(TargetError) -> Tensor {
    do throws(TensorError) {
      let parts = name.split(separator: ":", maxSplits: 1).map(String.init)
      if parts.count == 2, parts[0].hasSuffix(".npz") { return try NpzFile(parts[0]).tensor(parts[1]) }
      guard name.hasSuffix(".npz") else { return try NpyFile.read(name) }
      let file = try NpzFile(name)
      guard file.names.count == 1 else {
        throw .cannotRead(
          path: name,
          reason: "it has \(file.names.joined(separator: ", ")); name one as \(name):\(file.names.first ?? "NAME")")
      }
      return try file.tensor(file.names[0])
    } catch {
      throw .inputUnreadable(path: name, reason: "\(error)")
    }
  }
}
