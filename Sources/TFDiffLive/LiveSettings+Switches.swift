import TFDiffDebugger
import TFDiffTargets

extension LiveSettings {
  /// Switches that a side's numbers depend on and that are another on the two sides, as preflight's facts have them.
  ///
  /// - Throws: ``LiveError`` where a side cannot be asked.
  func differingSwitches(probe: Probe = .standard) throws -> [NumericSwitch] {
    let sides = try lookAhead(probe)
    let hasGPU = Side.allCases.contains { side in
      sides[side].facts.contains { $0.name == "devices" && $0.value.contains("GPU") }
    }
    let candidates = Dictionary(
      sides.candidate.facts.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    return sides.reference.facts.compactMap { fact in
      guard let value = candidates[fact.name], value != fact.value else { return nil }
      return numericSwitch(fact.name, SidePair(reference: fact.value, candidate: value), hasGPU: hasGPU)
    }
  }

  private func numericSwitch(_ name: String, _ values: SidePair<String>, hasGPU: Bool) -> NumericSwitch? {
    let isVariable = Self.isVariable(name)
    guard isVariable || Self.told.contains(name) else { return nil }
    if Self.ofGPUs.contains(name), !hasGPU {
      return NumericSwitch(name, values, obstacle: "it acts on GPUs alone, which neither side has")
    }
    guard isVariable else { return NumericSwitch(name, values, obstacle: "it is no variable that a rerun could set") }
    var settings = self
    settings.interpreters.candidate.launch += ["env"] + Self.words(setting: name, to: values.reference)
    settings.writesMap = nil
    return NumericSwitch(
      name, values, variant: settings.variant(.numericSwitch(name: name, value: values.reference)))
  }

  /// Whether a fact is a variable of the environment, which its name alone is written like: the probe's `environment.py` lists those.
  private static func isVariable(_ name: String) -> Bool {
    name.utf8.allSatisfy {
      (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) || $0 == UInt8(ascii: "_") || isDigit($0)
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

  /// The words for `env`.
  private static func words(setting name: String, to value: String) -> [String] {
    value == unset ? ["-u", name] : ["\(name)=\(value)"]
  }

  /// What the probe's `environment.py` calls a variable that is not set.
  private static let unset = "not set"
  /// What is told as evidence.
  private static let told: Set<String> = [
    "TensorFlow", "TensorFloat-32", "XLA jit", "deterministic operations", "mixed precision policy",
    "float type of Keras", "built with MKL", "processor", "processor features",
  ]
  private static let ofGPUs: Set<String> = ["NVIDIA_TF32_OVERRIDE", "TensorFloat-32", "TF_CUDNN_DETERMINISTIC"]
}
