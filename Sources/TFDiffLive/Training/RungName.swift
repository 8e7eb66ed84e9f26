import TFDiffDebugger

/// A rung's name taken apart: what comes before the variable that it is of.
struct RungName: Sendable, Hashable {
  /// `gradients/`, `slots/m/`; all of it where it is of no variable.
  var prefix: String
  var variable: String?

  init(_ name: String, kind: Rung.Kind) {
    guard let parts = Self.places(of: kind) else { (prefix, variable) = (name, nil); return }
    let words = name.split(separator: "/", maxSplits: parts, omittingEmptySubsequences: false)
    guard words.count == parts + 1 else { (prefix, variable) = (name, nil); return }
    prefix = words.dropLast().joined(separator: "/") + "/"
    variable = String(words[parts])
  }

  /// The same of another variable.
  func of(_ variable: String) -> String { prefix + variable }

  var text: String { prefix + (variable ?? "") }

  /// How many words come before a variable's name.
  private static func places(of kind: Rung.Kind) -> Int? {
    switch kind {
    case .gradient, .appliedGradient, .variable: 1
    case .slot, .initialSlot: 2
    case .batch, .endpoint, .loss, .endpointGradient, .learningRate: nil
    }
  }
}
