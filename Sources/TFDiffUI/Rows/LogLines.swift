import TFDiffDebugger

/// The lines of the Log tab, in order of time: each entry wrapped, what TensorFlow says of itself when it starts folded.
package struct LogLines: Sendable, Hashable {
  package struct Line: Sendable, Hashable {
    var pieces: [Piece]
    /// The entry that it is of; nil of the line in whose place folded ones are.
    var entry: Int?
  }

  /// What the lines were made of; where it is the same, so are the lines.
  private struct Source: Sendable, Hashable {
    var count: Int
    var last: LogEntry?
    var width: Int
    var isUnfolded: Bool
  }

  package private(set) var lines: [Line] = []
  private var source: Source?

  init() {}

  /// Makes the lines anew where the log, the width or what is folded is another.
  mutating func update(_ log: [LogEntry], width: Int, isUnfolded: Bool) {
    let new = Source(count: log.count, last: log.last, width: width, isUnfolded: isUnfolded)
    if new == source { return }
    source = new
    lines = []
    var index = 0
    while index < log.count {
      let run = log[index...].prefix { $0.side == log[index].side && StartupChatter.isPart($0.text) }
      if run.count > 0 { lines.append(fold(run.count, of: log[index].side, isUnfolded: isUnfolded)) }
      let shown = run.isEmpty ? index..<index + 1 : isUnfolded ? run.indices : index..<index
      for entry in shown { lines += Self.wrapped(log[entry], width: width).map { Line(pieces: $0, entry: entry) } }
      index += max(run.count, 1)
    }
  }

  private func fold(_ count: Int, of side: Side?, isUnfolded: Bool) -> Line {
    let words =
      count == 1 ? "1 line that TensorFlow writes of itself" : "\(count) lines that TensorFlow writes of itself"
    return Line(pieces: Self.name(of: side) + [Piece("\(words)  Enter \(isUnfolded ? "folds" : "unfolds")", .muted)])
  }

  private static func name(of side: Side?) -> [Piece] {
    side.map { [Piece("\($0.rawValue) ", $0 == .reference ? .reference : .candidate)] } ?? []
  }

  private static func wrapped(_ entry: LogEntry, width: Int) -> [[Piece]] {
    let name = name(of: entry.side)
    let indent = name.first?.text.displayWidth ?? 0
    let text = TextWrap.broken(entry.text.visible, to: max(width - indent, 10))
    return (text.isEmpty ? [""] : text).enumerated().map { index, line in
      index == 0 ? name + [Piece(line)] : [Piece(String(repeating: " ", count: indent) + line)]
    }
  }
}

/// What TensorFlow says of itself and of the machine when it starts, which is about no program.
enum StartupChatter {
  /// Beginnings of lines that are always of that kind.
  private static let beginnings = [
    "To enable the following instructions:", "WARNING: All log messages before absl::InitializeLog() is called",
    "Skipping registering GPU devices",
  ]
  /// What warnings and errors are about that only say that there is no graphics card, or that its libraries are there twice.
  private static let aboutDevices = [
    "cuda", "TensorRT", "TF-TRT", "cudart", "cuDNN", "cuBLAS", "cuFFT", "GPU", "mlir_graph_optimization_pass",
  ]

  static func isPart(_ line: String) -> Bool {
    if beginnings.contains(where: line.hasPrefix) { return true }
    guard let message = message(of: line), let level = message.first else { return false }
    if level == "I" { return true }
    return aboutDevices.contains { message.lowercased().contains($0.lowercased()) }
  }

  /// A line of TensorFlow's C++ code from its level on: `I tensorflow/core/…`, after the time or the words that Abseil
  /// begins with.
  ///
  /// Source: tensorflow/tsl/platform/default/logging.cc, `GenerateLogMessage`; absl/log/internal/log_format.cc.
  private static func message(of line: String) -> Substring? {
    let parts = line.split(separator: " ", maxSplits: 2)
    guard parts.count == 3 else { return nil }
    if parts[0].count == 10, parts[0].filter({ $0 == "-" }).count == 2, parts[1].hasSuffix(":"),
      parts[2].dropFirst().hasPrefix(" tensorflow/") || parts[2].dropFirst().hasPrefix(" external/")
    {
      return parts[2]
    }
    let isAbseil =
      parts[0].count == 5 && "IWE".contains(parts[0].first ?? " ") && parts[0].dropFirst().allSatisfy(\.isNumber)
    return isAbseil ? line[...] : nil
  }
}
