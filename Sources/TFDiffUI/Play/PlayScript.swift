import TFDiffDebugger

/// A script of keys and commands to run instead of a person; one item a line:
///
///     # to the first divergence
///     key c
///     wait idle
///     expect diverged
///     keys jj<Tab>
///     :tolerance 1e-3 1e-3
///     resize 80x24
///     key q
public struct PlayScript: Sendable, Hashable {
  public enum Item: Sendable, Hashable {
    case key(Key)
    /// A line as after `:`.
    case command(String)
    /// Go on when nothing runs, no command waits and what was asked for has come.
    case waitIdle
    case resize(Size)
    /// The screen must show the text in one of its rows.
    case expect(String)
  }
  public struct Step: Sendable, Hashable {
    /// From 1.
    public let line: Int
    public let item: Item
  }
  public let steps: [Step]

  /// - Throws: a ``PlayError`` that names the line.
  public init(parsing text: String) throws(PlayError) {
    var steps: [Step] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let line = String(line).trimmed
      if line.isEmpty || line.hasPrefix("#") { continue }
      steps += try Self.items(line, at: index + 1).map { Step(line: index + 1, item: $0) }
    }
    self.steps = steps
  }

  private static func items(_ line: String, at number: Int) throws(PlayError) -> [Item] {
    if line.hasPrefix(":") { return [.command(String(line.dropFirst()).trimmed)] }
    let end = line.firstIndex { $0.isWhitespace } ?? line.endIndex
    let verb = String(line[..<end])
    let rest = String(line[end...]).trimmed
    func fail(_ problem: PlayError.Problem) -> PlayError { PlayError(line: number, problem: problem) }
    if rest.isEmpty, ["key", "keys", "wait", "resize", "expect"].contains(verb) {
      throw fail(.missing(verb))
    }
    switch verb {
    case "key":
      guard let key = KeyNotation.parse(rest) else { throw fail(.notAKey(rest)) }
      return [.key(key)]
    case "keys":
      guard let keys = KeyNotation.parseAll(rest) else { throw fail(.notAKey(rest)) }
      return keys.map { .key($0) }
    case "wait":
      guard rest == "idle" else { throw fail(.notIdle(rest)) }
      return [.waitIdle]
    case "resize":
      guard let size = size(rest) else { throw fail(.notASize(rest)) }
      return [.resize(size)]
    case "expect": return [.expect(rest)]
    default:
      let known = ["key", "keys", "wait", "resize", "expect"]
      throw fail(.unknownItem(verb, nearest: NearestName.find(verb, in: known)))
    }
  }

  private static func size(_ text: String) -> Size? {
    let parts = text.split(separator: "x", omittingEmptySubsequences: false)
    guard parts.count == 2, let columns = Int(parts[0]), let rows = Int(parts[1]) else { return nil }
    guard (1...1000).contains(columns), (1...1000).contains(rows) else { return nil }
    return Size(columns: columns, rows: rows)
  }
}

/// What is wrong with a script, and where.
public struct PlayError: Error, Sendable, Hashable {
  public enum Problem: Sendable, Hashable {
    case unknownItem(String, nearest: String?)
    case missing(String)
    case notAKey(String)
    case notIdle(String)
    case notASize(String)
  }
  /// From 1.
  public let line: Int
  public let problem: Problem
}

extension PlayError: CustomStringConvertible {
  public var description: String {
    let words: String
    switch problem {
    case .unknownItem(let verb, let nearest):
      let remedy =
        nearest.map { "did you mean ‘\($0)’?" } ?? "write key, keys, wait idle, resize, expect or :command"
      words = "unknown item ‘\(verb)’; \(remedy)"
    case .missing(let verb): words = "‘\(verb)’ needs an argument"
    case .notAKey(let text):
      words = "‘\(text)’ is not a key; write n, <Tab>, <C-c>, <PageDown>, <F1> or <lt> for <"
    case .notIdle(let text): words = "cannot wait for ‘\(text)’; write wait idle"
    case .notASize(let text): words = "‘\(text)’ is not a size; write COLUMNSxROWS, such as 80x24"
    }
    return "line \(line): \(words)"
  }
}
