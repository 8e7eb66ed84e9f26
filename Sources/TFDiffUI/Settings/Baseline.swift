import TFDiffDebugger
import TFDiffTensor

/// How a start that remembers nothing judges, and where it stops: by it is told what was restored, and to it `forget` goes
/// back.
public struct Baseline: Sendable, Hashable {
  /// As the program and the person's configuration have it; this is not worth remembering.
  public var usual: TolerancePolicy
  /// The same with what the command line says.
  public var asked: TolerancePolicy
  /// Those that every start has, and the command line's.
  public var breakpoints: [Breakpoint.Condition]

  public init(
    usual: TolerancePolicy = .init(), asked: TolerancePolicy = .init(),
    breakpoints: [Breakpoint.Condition] = Self.breakpoints
  ) {
    self.usual = usual
    self.asked = asked
    self.breakpoints = breakpoints
  }

  /// The breakpoints of every start.
  public static let breakpoints: [Breakpoint.Condition] = [.mismatch, .unexpectedCreation]

  /// What a start has that it would not have without memory, in words, with the way back; nil where there is nothing.
  package func restored(_ choices: Choices) -> String? {
    let words = tolerances(choices.tolerance) + breakpoints(choices.breakpoints)
    return words.isEmpty ? nil : "restored: \(words.joined(separator: ", ")); :forget"
  }

  private func tolerances(_ policy: TolerancePolicy) -> [String] {
    var words: [String] = []
    if policy.isAutomatic != asked.isAutomatic {
      words.append(policy.isAutomatic ? "tolerance \(TolerancePolicy.automatic)" : "a tolerance that is not measured")
    }
    let (here, usual) = (policy.standard, asked.standard)
    if here.rtol != usual.rtol { words.append("rtol \(NumberText.exact(here.rtol))") }
    if here.atol != usual.atol { words.append("atol \(NumberText.exact(here.atol))") }
    let exceptions = policy.exceptions.count { !asked.exceptions.contains($0) }
    if exceptions > 0 { words.append(Self.count(exceptions, "tolerance exception")) }
    return words
  }

  private func breakpoints(_ list: [Breakpoint]) -> [String] {
    var words: [String] = []
    let further = list.count { !breakpoints.contains($0.condition) }
    if further > 0 { words.append(Self.count(further, "breakpoint")) }
    for condition in breakpoints where !list.contains(where: { $0.condition == condition && $0.isEnabled }) {
      words.append("no stop at \(condition.words)")
    }
    return words
  }

  private static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

  /// What brings breakpoints and tolerance to this.
  func effects(from list: [Breakpoint]) -> [Effect] {
    var effects: [Effect] = [.set(.setTolerance(asked))]
    for breakpoint in list {
      if !breakpoints.contains(breakpoint.condition) {
        effects.append(.set(.deleteBreakpoint(id: breakpoint.id)))
      } else if !breakpoint.isEnabled {
        effects.append(.set(.setBreakpoint(id: breakpoint.id, enabled: true)))
      }
    }
    let missing = breakpoints.filter { condition in !list.contains { $0.condition == condition } }
    return effects + missing.map { .set(.addBreakpoint($0)) }
  }
}
