import Foundation

/// What `setup-tensorflow` says in an environment it has finished.
public struct EnvironmentRecord: Sendable, Equatable, Codable {
  /// ``TensorFlowRelease``'s name.
  public var release: String
  public var requirements: [String]
  public var python: String
  /// `tensorflow.__version__`, as it was imported.
  public var tensorFlow: String
}
