import TFDiffEngine
import TFDiffTensor

/// The input of a model, as `--input` names it.
public enum ModelInput {
  /// The words for an input of ones.
  public static let ones = "ones"

  /// - Parameters:
  ///   - name: `ones`, or the path of an `.npy` file.
  ///   - model: what takes the input; a file must have its input's shape (any batch size will do).
  /// - Returns: `[batch, height, width, channels]`, float32; a uint8 image becomes x / 127.5 − 1, as Inception's
  ///   preprocessing has it (research/slim/preprocessing/inception_preprocessing.py).
  /// - Throws: ``SourceError``.
  public static func load(_ name: String, for model: any Model) throws(SourceError) -> Tensor {
    guard name != ones else { return Tensor(repeating: Float(1), shape: model.inputShape) }
    let tensor: Tensor
    do {
      tensor = try NpyFile.read(name)
    } catch {
      throw .inputUnreadable(path: name, reason: "\(error)")
    }
    let wanted = model.inputShape.dimensions
    guard tensor.shape.rank == wanted.count, tensor.shape.dimensions.dropFirst().elementsEqual(wanted.dropFirst()),
      tensor.shape.elementCount > 0
    else { throw .inputShape(path: name, found: tensor.shape, wanted: model.inputShape) }
    switch tensor.dtype {
    case .float32: return tensor
    case .uint8: return scaled(tensor)
    default: throw .inputType(path: name, found: tensor.dtype)
    }
  }

  private static func scaled(_ image: Tensor) -> Tensor {
    image.withElements(of: UInt8.self) { bytes in
      Tensor(shape: image.shape, of: Float.self) { target in
        for index in bytes.indices { target[index] = Float(bytes[index]) / 127.5 - 1 }
      }
    }
  }
}
