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
  ///   - training: whether the forward pass is run in training mode.
  ///   - memory: how many bytes the input and both sides' runs may take.
  /// - Returns: `[batch, height, width, channels]`, float32; a uint8 image becomes x / 127.5 − 1, as Inception's
  ///   preprocessing has it (research/slim/preprocessing/inception_preprocessing.py).
  /// - Throws: ``TargetError``, for all that a file's header tells before its data are read; what building the model's
  ///   graph throws.
  public static func load(
    _ name: String, for model: any Model, training: Bool = false, memory: Int
  ) throws -> Tensor {
    guard name != ones else { return Tensor(repeating: Float(1), shape: model.inputShape) }
    let stored = try readable(name) { () throws(TensorError) in try open(name, for: model) }
    guard fits(stored.shape, model) else {
      throw TargetError.inputShape(path: name, found: stored.shape, wanted: model.inputShape)
    }
    guard stored.dtype == .float32 || stored.dtype == .uint8 else {
      throw TargetError.inputType(path: name, found: stored.dtype)
    }
    if stored.shape[0] > 1 {
      let item =
        model.inputShape.elementCount * DType.float32.byteCount + 2 * (try model.byteCountOfItem(training: training))
      try checkMemory(name, stored.shape, bytesOfItem: item, memory: memory)
    }
    let tensor = try readable(name) { () throws(TensorError) in try stored.tensor() }
    return tensor.dtype == .uint8 ? scaled(tensor) : tensor
  }

  /// Whether an array has the shape of the model's input, whatever its batch size.
  private static func fits(_ shape: Shape, _ model: any Model) -> Bool {
    let wanted = model.inputShape.dimensions
    return shape.rank == wanted.count && shape.elementCount > 0
      && shape.dimensions.dropFirst().elementsEqual(wanted.dropFirst())
  }

  private static func open(_ name: String, for model: any Model) throws(TensorError) -> StoredArray {
    let parts = name.split(separator: ":", maxSplits: 1).map(String.init)
    if name.hasSuffix(".npz") { return try onlyArray(of: NpzFile(name), thatFits: model) }
    if parts.count == 2, parts[0].hasSuffix(".npz") { return try NpzFile(parts[0]).array(parts[1]) }
    return try NpyFile.open(name)
  }

  private static func onlyArray(of file: NpzFile, thatFits model: any Model) throws(TensorError) -> StoredArray {
    if file.names.count == 1 { return try file.array(file.names[0]) }
    var fitting: [StoredArray] = []
    for name in file.names {
      let array = try file.array(name)
      if fits(array.shape, model) { fitting.append(array) }
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
