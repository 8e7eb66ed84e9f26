import TFDiffEngine

/// A place in the candidate's program where the testing tool's `operation_seed` is set, as the migration guide does to
/// align random operations that come in another order.
///
/// On the command line: `N[@ENDPOINT[#CALL]]`; without an end point, at the start of the call; the first call without one.
public struct OperationSeeding: Sendable, Hashable {
  public let seed: Int
  /// Set when this end point has been passed; nil at the start of the call.
  public let endpoint: String?
  /// From 1.
  public let call: Int

  /// - Throws: ``EmbeddedError/malformedOperationSeed(_:)``.
  public init(parsing text: String) throws(EmbeddedError) {
    let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    let place = parts.count == 2 ? parts[1] : ""
    let halves = (parts.count == 2 ? place : parts[0]).split(
      separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    guard let seed = Int(parts.count == 2 ? parts[0] : halves[0]), seed >= 0,
      let call = halves.count == 2 ? Int(halves[1]) : 1, call >= 1, parts.count == 1 || !halves[0].isEmpty
    else { throw .malformedOperationSeed(text) }
    self.seed = seed
    self.call = call
    endpoint = parts.count == 2 ? String(halves[0]) : nil
  }

  public var text: String { "\(seed)" + (endpoint.map { "@\($0)" } ?? "") + (call > 1 ? "#\(call)" : "") }
}

/// Sets a tool's operation seed where the settings say so.
final class OperationSeeder {
  private let seedings: [OperationSeeding]
  private let tool: DeterministicRandomTestTool
  private var call = 0

  init(_ seedings: [OperationSeeding], tool: DeterministicRandomTestTool) {
    self.seedings = seedings
    self.tool = tool
  }

  func beginCall() {
    call += 1
    apply(nil)
  }

  func pass(_ endpoint: String) { apply(endpoint) }

  private func apply(_ endpoint: String?) {
    for seeding in seedings where seeding.call == call && seeding.endpoint == endpoint {
      tool.operationSeed = seeding.seed
    }
  }
}
