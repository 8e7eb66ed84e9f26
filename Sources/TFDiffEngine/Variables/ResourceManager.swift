import Synchronization
import TFDiffTensor

/// The values of one runtime's variables: a session has its own, and so has an eager context.
public final class ResourceManager: Sendable {
  private let values = Mutex<[String: Tensor]>([:])

  public init() {}

  /// - Throws: ``EngineError/uninitializedVariable(name:)``.
  public func read(_ name: String) throws(EngineError) -> Tensor {
    guard let value = values.withLock({ $0[name] }) else { throw .uninitializedVariable(name: name) }
    return value
  }

  public func assign(_ name: String, _ value: Tensor) { values.withLock { $0[name] = value } }

  public func isInitialized(_ name: String) -> Bool { values.withLock { $0[name] != nil } }

  /// Replaces a value by a function of it, with nobody between the reading and the writing.
  ///
  /// - Throws: ``EngineError/uninitializedVariable(name:)``, or what `change` throws.
  public func update(_ name: String, _ change: (Tensor) throws -> Tensor) throws {
    try values.withLock { values in
      guard let old = values[name] else { throw EngineError.uninitializedVariable(name: name) }
      values[name] = try change(old)
    }
  }
}
