import Synchronization
import TFDiffDebugger
import TFDiffTensor

/// A checkpoint's tensors by the names of the variables they belong to, for both sides to take.
///
/// A tensor is read when a variable first wants it, and kept for the other side and for later runs.
public struct CheckpointValues: Sendable {
  /// What a checkpoint has for a variable.
  public struct Entry: Sendable {
    public var key: String
    public var shape: Shape
    /// TensorFlow's name of the element type.
    public var dtype: String
    public init(key: String, shape: Shape, dtype: String) {
      self.key = key
      self.shape = shape
      self.dtype = dtype
    }
  }
  /// A variable as far as it decides what fits it.
  package struct Wanted: Sendable, Hashable {
    package var name: String
    package var shape: Shape
    package var dtype: DType
    package init(name: String, shape: Shape, dtype: DType) {
      self.name = name
      self.shape = shape
      self.dtype = dtype
    }
  }
  /// Reads tensors by their keys.
  public typealias Read = @Sendable (_ keys: [String]) throws -> [String: Tensor]

  public let description: CheckpointDescription
  private let entries: [String: Entry]
  private let read: Read
  private let cache = Cache()

  private final class Cache: Sendable {
    let tensors = Mutex<[String: Tensor]>([:])
  }

  public init(description: CheckpointDescription, entries: [String: Entry], read: @escaping Read) {
    self.description = description
    self.entries = entries
    self.read = read
  }

  /// The key of a variable; nil where the checkpoint has none of that name.
  package func key(of variable: String) -> String? { entries[variable]?.key }

  /// Reads at once what the checkpoint has for these variables; ``value(for:)`` then finds it.
  ///
  /// - Throws: ``TargetError`` where a tensor does not fit its variable or the checkpoint has none for any of them; else
  ///   what reading throws.
  package func load(_ variables: [Wanted]) throws {
    try verifyFits(variables.map(\.name))
    let keys = try variables.compactMap { try entry(for: $0)?.key }
    let missing = cache.tensors.withLock { tensors in keys.filter { tensors[$0] == nil } }
    if missing.isEmpty { return }
    let tensors = try read(missing)
    cache.tensors.withLock { $0.merge(tensors) { first, _ in first } }
  }

  /// The value for a variable; nil where the checkpoint has none of that name.
  ///
  /// - Throws: ``TargetError`` where it has one that does not fit; else what reading throws.
  package func value(for variable: Wanted) throws -> Tensor? {
    guard let entry = try entry(for: variable) else { return nil }
    if let known = cache.tensors.withLock({ $0[entry.key] }) { return known }
    let value = try read([entry.key])[entry.key]
    cache.tensors.withLock { $0[entry.key] = value }
    return value
  }

  private func entry(for variable: Wanted) throws(TargetError) -> Entry? {
    guard let entry = entries[variable.name] else { return nil }
    guard entry.shape == variable.shape else {
      throw .checkpointShape(
        path: description.path, variable: variable.name, found: entry.shape, wanted: variable.shape)
    }
    guard entry.dtype == variable.dtype.rawValue else {
      throw .checkpointType(
        path: description.path, variable: variable.name, found: entry.dtype, wanted: variable.dtype)
    }
    return entry
  }

  /// Refuses a checkpoint that has nothing for any variable of these names.
  package func verifyFits(_ variables: [String]) throws(TargetError) {
    guard !variables.isEmpty, !variables.contains(where: { entries[$0] != nil }) else { return }
    throw .checkpointOfAnotherModel(path: description.path, has: description.variables, wanted: variables)
  }
}
