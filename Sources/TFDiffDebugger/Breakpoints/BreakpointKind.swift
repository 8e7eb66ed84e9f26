import TFDiffTensor

/// A kind of breakpoint: all that the debugger, the command line and the screen know of it. A new one is a file with its
/// value, and its place in ``all``.
public struct BreakpointKind: Sendable {
  /// What a glob names, where the kind takes one.
  public enum Names: Sendable, Hashable {
    /// End points and operations.
    case rows
    case variables
  }

  /// What it is held against.
  enum Test: Sendable {
    /// What both sides have passed: an end point, or an operation where the run is inside of one. Where it does not hold
    /// the way out, a run that leaves an end point is not stopped by its operations.
    case passed(holdsWayOut: Bool, @Sendable (BreakpointSubject, Glob) -> Bool)
    /// A variable that the candidate created, and the latest call on which the reference created one.
    case created(@Sendable (VariableEvent, _ latestCall: Int, Glob) -> Bool)
  }

  /// What a stop at it is called: by the breakpoint's number, or by what was found.
  enum Reason: Sendable { case breakpoint, divergence, creation }

  /// What it is remembered by.
  public let name: String
  /// What sets one, the first as help and completion write it; empty where every other text does.
  public let spellings: [String]
  public let names: Names?
  /// What it stops on, as the help lists it.
  public let summary: String
  /// What one with this glob stops on.
  public let words: @Sendable (_ glob: String) -> String
  let reason: Reason
  let test: Test

  /// How the manual writes its argument.
  public var usage: String {
    guard let spelling = spellings.first else { return "GLOB [if COND]" }
    return names == nil ? spelling : "\(spelling) [GLOB]"
  }

  /// In the order in which help lists them.
  public static let all: [BreakpointKind] = [.name, .mismatch, .nonFinite, .creation, .unexpectedCreation]
}

extension BreakpointKind: Hashable {
  public static func == (left: BreakpointKind, right: BreakpointKind) -> Bool { left.name == right.name }
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

/// What was passed, for a breakpoint to be held against.
struct BreakpointSubject {
  /// Nil where it was passed before.
  var name: String?
  var hasDiverged: Bool
  var hasNonFinite: () -> Bool
  /// Nil where there is nothing to hold against each other.
  var comparison: Comparison?
}

extension Breakpoint {
  /// Where to stop: a kind, and for some the glob of the names it is about.
  public struct Condition: Sendable, Hashable {
    public let kind: BreakpointKind
    /// Nil where the kind takes none.
    public let glob: String?
    /// How far the two sides must be apart besides; nil for however far.
    public let bound: ErrorBound?

    public init(_ kind: BreakpointKind, glob: String? = nil, bound: ErrorBound? = nil) {
      self.kind = kind
      self.glob = kind.names == nil ? nil : glob ?? "*"
      self.bound = bound
    }

    /// Reads what a person writes: a kind or a name, and for a name after `if` how far the two sides must be apart.
    public init(parsing text: String) throws(ErrorBoundFault) {
      guard let keyword = " \(text)".firstRange(of: " if ") else {
        self.init(unbound: text)
        return
      }
      let padded = " \(text)"
      let before = padded[..<keyword.lowerBound].drop { $0 == " " }
      let plain = Self(unbound: before.isEmpty ? "*" : String(before))
      guard plain.kind == .name else { throw .notOnAName(plain.words) }
      self.init(.name, glob: plain.glob, bound: try ErrorBound(parsing: String(padded[keyword.upperBound...])))
    }

    /// A text that no kind knows is the glob of a name.
    private init(unbound text: String) {
      let parts = text.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true).map(String.init)
      let kind = parts.first.flatMap { word in BreakpointKind.all.first { $0.spellings.contains(word.lowercased()) } }
      if let kind, parts.count == 1 || kind.names != nil {
        self.init(kind, glob: parts.count > 1 ? String(parts[1].drop { $0 == " " }) : nil)
      } else {
        self.init(.name, glob: text)
      }
    }

    /// What it stops on, in words.
    public var words: String { kind.words(glob ?? "") + (bound.map { " if \($0)" } ?? "") }

    /// Whether something that was passed is what it waits for.
    func isMet(by subject: BreakpointSubject) -> Bool {
      guard case .passed(_, let isMet) = kind.test, isMet(subject, Glob(glob ?? "*")) else { return false }
      guard let bound else { return true }
      return subject.comparison.map(bound.holds) ?? false
    }
  }
}

extension Breakpoint.Condition: CustomStringConvertible {
  public var description: String { words }
}
