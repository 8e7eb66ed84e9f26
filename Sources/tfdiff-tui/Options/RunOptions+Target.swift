import TFDiffDebugger
import TFDiffEngine
import TFDiffSources
import TFDiffTensor

extension RunOptions {
  /// What to compare.
  ///
  /// - Throws: ``SourceError`` or ``OptionError``, naming the option and the remedy.
  func debugTarget() throws -> DebugTarget {
    let model = try BuiltinModels.named(target)
    let faults = try fault.map { text throws(SourceError) in try Fault(parsing: text) }
    let settings = EmbeddedSettings(
      model: model, mode: try weightMode(), training: training, seed: seed,
      input: try ModelInput.load(input, for: model), inputName: input, faults: faults, rewrites: try rewrites())
    return try .embedded(settings)
  }

  /// How to judge, given what the configuration file says of it.
  func tolerancePolicy(defaults: Tolerance) throws(OptionError) -> TolerancePolicy {
    let standard = Tolerance(rtol: rtol ?? defaults.rtol, atol: atol ?? defaults.atol)
    for (option, value) in [("rtol", standard.rtol), ("atol", standard.atol)] where !(value >= 0 && value.isFinite) {
      throw .toleranceNotANumber(option: option, value: value)
    }
    return TolerancePolicy(standard: standard, exceptions: try exceptions())
  }

  /// - Throws: ``OptionError/memoryBudget(_:)``.
  func memoryBudgetBytes() throws(OptionError) -> Int {
    guard memoryBudget >= 1, memoryBudget <= Int.max >> 20 else { throw .memoryBudget(memoryBudget) }
    return memoryBudget << 20
  }

  private func exceptions() throws(OptionError) -> [TolerancePolicy.Exception] {
    var exceptions: [TolerancePolicy.Exception] = []
    for text in tolerance {
      let halves = text.split(separator: "=", maxSplits: 1).map(String.init)
      let numbers = halves.last?.split(separator: ",").compactMap { Double($0) } ?? []
      guard halves.count == 2, numbers.count == 2, numbers.allSatisfy({ $0 >= 0 && $0.isFinite }) else {
        throw .malformedTolerance(text)
      }
      let tolerance = Tolerance(rtol: numbers[0], atol: numbers[1])
      exceptions.append(TolerancePolicy.Exception(glob: halves[0], tolerance: tolerance))
    }
    return exceptions
  }

  private func weightMode() throws(SourceError) -> WeightMode {
    switch mode {
    case "fixed-weights": return .fixedWeights(weightValue)
    case "constant": return .constant
    case "num_random_ops": return .numRandomOps
    default: throw .unknownMode(mode)
    }
  }

  private func rewrites() throws(OptionError) -> RewriteOptions {
    var options = RewriteOptions()
    for name in disabledRewrites {
      guard let rewrite = RewriteOptions.Rewrite(rawValue: name) else { throw .unknownRewrite(name) }
      options.enabled.remove(rewrite)
    }
    return options
  }
}
