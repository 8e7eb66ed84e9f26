import TFDiffDebugger
import TFDiffTensor

extension Perform {
  static func tolerance(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    if arguments.isEmpty {
      state.overlay = .tolerance(ToleranceEditor(state.choices.tolerance))
      return []
    }
    var policy = state.choices.tolerance
    if arguments == TolerancePolicy.automatic {
      policy.isAutomatic = true
      return [.set(.setTolerance(policy)), .saveSettings] + measureNoise(&state)
    }
    if let equals = arguments.lastIndex(of: "=") {
      let glob = String(arguments[..<equals]).trimmed
      let numbers = String(arguments[arguments.index(after: equals)...]).trimmed
      if glob.isEmpty { throw .badTolerance(arguments) }
      policy.exceptions.removeAll { $0.glob == glob }
      if !numbers.isEmpty {
        policy.exceptions.append(.init(glob: glob, tolerance: try parse(numbers, separator: ",")))
      }
    } else {
      policy.standard = try parse(arguments, separator: " ")
      policy.isAutomatic = false
    }
    return [.set(.setTolerance(policy)), .saveSettings]
  }

  /// What has been run already is judged by a measurement of its own; a run that goes on makes it by itself.
  static func measureNoise(_ state: inout AppState) -> [Effect] {
    guard state.debugger.position > 0, state.debugger.noise == nil, !state.isBusy else { return [] }
    state.isAwaiting = true
    return [.run(.measureNoise)]
  }

  private static func parse(_ text: String, separator: Character) throws(Refusal) -> Tolerance {
    let parts = text.split(separator: separator).map { String($0).trimmed }
    guard parts.count == 2 else { throw .badTolerance(text) }
    return Tolerance(rtol: try number(parts[0], "rtol"), atol: try number(parts[1], "atol"))
  }

  static func number(_ text: String, _ name: String) throws(Refusal) -> Double {
    guard let value = Double(text.trimmed), value >= 0, value.isFinite else {
      throw .notANumber(text, needed: "a number of 0 or more, as \(name) needs to be")
    }
    return value
  }

  static func acceptTolerance(
    _ editor: ToleranceEditor, _ state: inout AppState
  ) throws(Refusal) -> [Effect] {
    do throws(Refusal) {
      var policy = state.choices.tolerance
      policy.exceptions = editor.original.exceptions
      policy.isAutomatic = false
      policy.standard = Tolerance(
        rtol: try number(editor.rtol.text, "rtol"), atol: try number(editor.atol.text, "atol"))
      state.overlay = nil
      return [.set(.setTolerance(policy)), .saveSettings]
    } catch {
      var open = editor
      open.problem = error
      state.overlay = .tolerance(open)
      return []
    }
  }

  /// Multiplies the number under edit and puts it in force at once, so that the verdicts can be watched.
  static func scaleTolerance(_ state: inout AppState, by factor: Double) -> [Effect] {
    guard case .tolerance(var editor) = state.overlay else { return [] }
    guard let value = Double(editor.line.text.trimmed), value.isFinite, value >= 0 else { return [] }
    let scaled = value == 0 ? 1e-12 : value * factor
    guard scaled.isFinite else { return [] }
    editor.line.text = NumberText.rounded(scaled)
    var policy = editor.original
    guard let rtol = Double(editor.rtol.text.trimmed), let atol = Double(editor.atol.text.trimmed) else {
      return []
    }
    policy.standard = Tolerance(rtol: rtol, atol: atol)
    policy.isAutomatic = false
    editor.isChanged = true
    state.overlay = .tolerance(editor)
    return [.set(.setTolerance(policy))]
  }
}
