import TFDiffDebugger
import TFDiffTensor

/// A slice of what is looked at that is to be written to a file.
public struct SliceExport: Sendable, Hashable {
  package let slice: TensorSlice
  package let sides: [Side]
  public let path: String

  package init(slice: TensorSlice, sides: [Side], path: String) {
    self.slice = slice
    self.sides = sides
    self.path = path
  }

  /// Cuts the slice out of tensors, and writes it: a `.npy` file of the only one, or a `.npz` file of all under their names.
  public func write(_ tensors: [(name: String, tensor: Tensor)]) throws(TensorError) {
    var arrays: [(name: String, tensor: Tensor)] = []
    for (name, tensor) in tensors { arrays.append((name, try tensor.sliced(slice))) }
    if path.lowercased().hasSuffix(Self.archive) {
      try NpzFile.write(arrays, to: path)
    } else if let only = arrays.first {
      try NpyFile.write(only.tensor, to: path)
    }
  }

  static let archive = ".npz"
  static let array = ".npy"
}

extension AppState {
  /// The tensors that a slice is to be cut out of, by their sides.
  public func tensors(of export: SliceExport) -> [(name: String, tensor: Tensor)] {
    export.sides.compactMap { side in subject?.halves[side]?.tensor.map { (side.rawValue, $0) } }
  }
}
