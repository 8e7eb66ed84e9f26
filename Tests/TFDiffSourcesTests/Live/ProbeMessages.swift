import Foundation
import Testing

@testable import TFDiffLive

/// The messages as the probe's own Python has them, told by `Tests/Python/examples.py`.
struct ProbeMessages: Decodable {
  struct Event {
    /// An example with every field filled, as JSON.
    var head: [String: Any]
    /// The fields that may be null.
    var optional: Set<String>
  }
  struct Request: Decodable {
    var fields: Set<String>
    var optional: Set<String>
  }
  var version: Int
  var requests: [String: Request]

  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  static func load() throws -> (messages: ProbeMessages, events: [String: Event]) {
    let data = Data(try run([]).utf8)
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let events = try #require(object["events"] as? [String: [String: Any]])
    return (
      try JSONDecoder().decode(Self.self, from: data),
      try events.mapValues { event in
        Event(
          head: try #require(event["head"] as? [String: Any]),
          optional: Set(try #require(event["optional"] as? [String])))
      }
    )
  }

  /// The requests that the probe reads heads as, each as JSON has it.
  static func read(_ heads: [Data]) throws -> [[String: Any]] {
    let text = try run(heads.map { String(decoding: $0, as: UTF8.self) })
    return try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])
  }

  private static func run(_ arguments: [String]) throws -> String {
    let probe = root.appendingPathComponent("Sources/TFDiffLive/Probe").path
    let script = root.appendingPathComponent("Tests/Python/examples.py").path
    let environment = ProcessInfo.processInfo.environment.merging(
      ["PYTHONPATH": probe, "PYTHONDONTWRITEBYTECODE": "1"]) { _, ours in ours }
    let result = try ChildProgram("/usr/bin/env", [Python.plain, script] + arguments, environment: environment).run()
    try #require(result.ending == .exited(0), "\(result.errors)")
    return result.output
  }
}
