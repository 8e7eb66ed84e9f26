import TFDiffTargets
import TFDiffEngine
import TFDiffTensor

extension ModelInput {
  /// The input of a model whose input's shape is known.
  ///
  /// - Parameters:
  ///   - name: `ones`, or the path of an `.npy` or `.npz` file; of an `.npz` file's arrays, the one named after a colon
  ///     (`FILE.npz:images`), else the only one that has the shape of the model's input.
  ///   - model: what takes the input; a file must have its input's shape (any batch size will do).
  /// - Returns: `[batch, height, width, channels]`, float32; a uint8 image becomes x / 127.5 − 1, as Inception's
  ///   preprocessing has it (research/slim/preprocessing/inception_preprocessing.py).
  /// - Throws: ``TargetError``.
  public static func load(_ name: String, for model: any Model) throws(TargetError) -> Tensor {
    guard name != ones else { return Tensor(repeating: Float(1), shape: model.inputShape) }
    let tensor: Tensor
    do throws(TensorError) {
      tensor = try read(name, for: model)
    } catch {
      throw .inputUnreadable(path: name, reason: "\(error)")
    }
    guard fits(tensor.shape, model) else {
      throw .inputShape(path: name, found: tensor.shape, wanted: model.inputShape)
    }
    switch tensor.dtype {
    case .float32: return tensor
    case .uint8: return scaled(tensor)
    default: throw .inputType(path: name, found: tensor.dtype)
    }
  }

  /// Whether an array has the shape of the model's input, whatever its batch size.
  private static func fits(_ shape: Shape, _ model: any Model) -> Bool {
    let wanted = model.inputShape.dimensions
    return shape.rank == wanted.count && shape.elementCount > 0
      && shape.dimensions.dropFirst().elementsEqual(wanted.dropFirst())
  }

  private static func read(_ name: String, for model: any Model) throws(TensorError) -> Tensor {
    let parts = name.split(separator: ":", maxSplits: 1).map(String.init)
    if name.hasSuffix(".npz") { return try onlyArray(of: NpzFile(name), thatFits: model) }
    if parts.count == 2, parts[0].hasSuffix(".npz") { return try NpzFile(parts[0]).tensor(parts[1]) }
    return try NpyFile.read(name)
  }

  private static func onlyArray(of file: NpzFile, thatFits model: any Model) throws(TensorError) -> Tensor {
    if file.names.count == 1 { return try file.tensor(file.names[0]) }
    var fitting: [Tensor] = []
    for name in file.names {
      let tensor = try file.tensor(name)
      if fits(tensor.shape, model) { fitting.append(tensor) }
    }
    guard let only = fitting.first, fitting.count == 1 else {
      let problem = fitting.isEmpty ? "none of its arrays has" : "several of its arrays have"
      throw .cannotRead(
        path: file.path,
        reason: "\(problem) the shape of the model's input, \(model.inputShape) with any batch size; name one as "
          + "\(file.path):\(file.names.first ?? "NAME") (it has \(file.names.joined(separator: ", ")))")
    }
    return only
  }

  private static func scaled(_ image: Tensor) -> Tensor {
    image.withElements(of: UInt8.self) { bytes in
      Tensor(shape: image.shape, of: Float.self) { target in
        for index in bytes.indices { target[index] = Float(bytes[index]) / 127.5 - 1 }
      }
    }
  }
}
