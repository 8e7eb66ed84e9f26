import Foundation
import TFDiffDebugger

/// What must be said of a fault; of several that are right, any.
struct Expectation: Sendable {
  var origins: [Origin]
  var kinds: Set<ErrorKind>
  var causes: Set<Cause>

  /// Where the difference is born. All that is given must fit; names are globs.
  struct Origin: Sendable {
    var endpoint: String?
    var operation: String?
    var rung: String?
    var variable: String?
    /// Whether the line of either side is one that its program marks.
    var isMarkedLine = false
  }

  func hasOrigin(of explanation: Explanation, marks: Marks) -> Bool {
    origins.contains { $0.fits(explanation, marks) }
  }
}

extension Expectation.Origin {
  fileprivate func fits(_ explanation: Explanation, _ marks: Marks) -> Bool {
    let origin = explanation.origin
    func fits(_ glob: String?, _ name: String?) -> Bool {
      guard let glob else { return true }
      return name.map { Glob(glob).matches($0) } ?? false
    }
    return fits(endpoint, origin.endpoint) && fits(operation, origin.operation) && fits(rung, origin.rung)
      && fits(variable, origin.variable) && (!isMarkedLine || marks.areAt(explanation.stacks))
  }

  /// As it is printed.
  var words: String {
    ([endpoint, operation, rung, variable].compactMap(\.self) + (isMarkedLine ? ["the marked line"] : []))
      .joined(separator: ":")
  }
}

extension Explanation.Origin {
  var words: String { [endpoint, operation, rung, variable].compactMap(\.self).joined(separator: ":") }
}

/// The lines of a program that it marks as those that differ.
struct Marks: Sendable {
  private let file: String
  private let lines: SidePair<Set<Int>>

  /// None for a built-in model.
  init(of pair: Pair, _ surroundings: Surroundings) {
    file = pair.program.map { "\($0).py" } ?? ""
    let source = pair.program.flatMap {
      try? String(contentsOfFile: "\(surroundings.programs)/\($0).py", encoding: .utf8)
    }
    let text = (source ?? "").split(separator: "\n", omittingEmptySubsequences: false)
    func numbers(_ mark: String) -> Set<Int> { Set(text.indices.filter { text[$0].hasSuffix(mark) }.map { $0 + 1 }) }
    lines = SidePair(reference: numbers("# the reference's line"), candidate: numbers("# the mistake"))
  }

  /// Whether the code of either side is at a line that is marked for it.
  func areAt(_ stacks: SidePair<CallStack>) -> Bool {
    Side.allCases.contains { side in
      guard let frame = stacks[side].culprit, frame.file.hasSuffix("/" + file) else { return false }
      return lines[side].contains(frame.line) || lines.candidate.contains(frame.line)
    }
  }
}
