/// A pattern for names, as a shell has it: `*` for any run of characters (slashes too), `?` for one, `[a-c]` and
/// `[!a-c]` for one of a set, everything else for itself. Case counts.
///
///     Glob("Conv2d_?[ab]*").matches("Conv2d_2b_3x3")  // true
///
/// A `[` that nothing closes stands for itself. Source of the rules: Python's `fnmatch.fnmatchcase`, which
/// TensorFlow's users know; it differs from POSIX in that a backslash has no meaning.
public struct Glob: Sendable, Hashable {
  private enum Part: Sendable, Hashable {
    case anyRun
    case anyOne
    case one(Character)
    case set([ClosedRange<Character>], isNegated: Bool)
  }
  public let pattern: String
  private let parts: [Part]

  public init(_ pattern: String) {
    self.pattern = pattern
    parts = Self.parse(Array(pattern))
  }

  /// Whether the whole name fits the pattern.
  ///
  /// - Complexity: O(name × pattern) at worst, where there are many `*`.
  public func matches(_ name: String) -> Bool {
    let name = Array(name)
    var (at, part) = (0, 0)
    // Where the latest `*` stands, and how far the name was when it began to swallow.
    var retry: (part: Int, at: Int)?
    while at < name.count {
      if part < parts.count, parts[part] == .anyRun {
        retry = (part, at)
        part += 1
      } else if part < parts.count, Self.accepts(parts[part], name[at]) {
        at += 1
        part += 1
      } else if let last = retry {
        retry = (last.part, last.at + 1)
        (at, part) = (last.at + 1, last.part + 1)
      } else {
        return false
      }
    }
    return parts[part...].allSatisfy { $0 == .anyRun }
  }

  private static func accepts(_ part: Part, _ character: Character) -> Bool {
    switch part {
    case .anyRun: false
    case .anyOne: true
    case .one(let expected): expected == character
    case .set(let ranges, let isNegated): ranges.contains { $0.contains(character) } != isNegated
    }
  }

  private static func parse(_ pattern: [Character]) -> [Part] {
    var parts: [Part] = []
    var at = 0
    // Where one `[` finds no end none after it does, and need not look for it.
    var setsEnd = true
    while at < pattern.count {
      switch pattern[at] {
      case "*":
        if parts.last != .anyRun { parts.append(.anyRun) }
      case "?":
        parts.append(.anyOne)
      case "[":
        guard setsEnd, let (set, end) = parseSet(pattern, from: at + 1) else {
          setsEnd = false
          fallthrough
        }
        parts.append(set)
        at = end
      default:
        parts.append(.one(pattern[at]))
      }
      at += 1
    }
    return parts
  }

  /// The set that begins after a `[`, and where its `]` is; a `]` that comes first belongs to the set.
  private static func parseSet(_ pattern: [Character], from start: Int) -> (set: Part, end: Int)? {
    var at = start
    let isNegated = at < pattern.count && pattern[at] == "!"
    if isNegated { at += 1 }
    let first = at
    var ranges: [ClosedRange<Character>] = []
    while at < pattern.count {
      if pattern[at] == "]", at > first { return (.set(ranges, isNegated: isNegated), at) }
      if at + 2 < pattern.count, pattern[at + 1] == "-", pattern[at + 2] != "]" {
        // A range whose ends are the wrong way round holds nothing, as in Python.
        if pattern[at] <= pattern[at + 2] { ranges.append(pattern[at]...pattern[at + 2]) }
        at += 3
      } else {
        ranges.append(pattern[at]...pattern[at])
        at += 1
      }
    }
    return nil
  }
}
