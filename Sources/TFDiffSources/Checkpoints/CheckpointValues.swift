import TFDiffDebugger
import TFDiffEngine
import TFDiffTensor

/// A checkpoint's tensors by the names of the variables they belong to, ready to be given to either side.
public struct CheckpointValues: Sendable {
  public struct Entry: Sendable {
    public var key: String
    public var value: Tensor
    public init(key: String, value: Tensor) {
      self.key = key
      self.value = value
    }
  }
  public let description: CheckpointDescription
  private let entries: [String: Entry]

  public init(description: CheckpointDescription, entries: [String: Entry]) {
    self.description = description
    self.entries = entries
  }

  /// The key of a variable; nil where the checkpoint has none of that name.
  func key(of variable: String) -> String? { entries[variable]?.key }

  /// The value for a variable; nil where the checkpoint has none of that name.
  ///
  /// - Throws: ``SourceError/checkpointShape(path:variable:found:wanted:)`` or
  ///   ``SourceError/checkpointType(path:variable:found:wanted:)`` where it has one that does not fit.
  func value(for variable: Variable) throws(SourceError) -> Tensor? {
    guard let value = entries[variable.name]?.value else { return nil }
    guard value.shape == variable.shape else {
      throw .checkpointShape(
        path: description.path, variable: variable.name, found: value.shape, wanted: variable.shape)
    }
    guard value.dtype == variable.dtype else {
      throw .checkpointType(
        path: description.path, variable: variable.name, found: value.dtype, wanted: variable.dtype)
    }
    return value
  }

  /// Refuses a checkpoint that has nothing for any of these variables.
  func verifyFits(_ variables: [Variable]) throws(SourceError) {
    guard !variables.isEmpty, !variables.contains(where: { entries[$0.name] != nil }) else { return }
    throw .checkpointOfAnotherModel(
      path: description.path, has: description.variables, wanted: variables.map(\.name))
  }
}
