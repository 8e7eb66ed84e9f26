import TFDiffDebugger
import TFDiffTensor
import TFDiffUI
import TFDiffViews
import Testing

/// A person at the screen: types keys, sees states and effects.
struct Driver {
  var state: AppState

  init(_ debugger: DebuggerState = Fixture.diverged, columns: Int = 120, rows: Int = 40) {
    state = AppState(
      debugger: Fixture.ready, size: Size(columns: columns, rows: rows), currentDirectory: "/home/kim/models")
    state.setThemeNames(["dark", "light", "monochrome"])
    _ = send(.snapshot(runID: 1, debugger))
  }

  /// The effects, with analyses and stacks performed and answered as the program does.
  @discardableResult
  mutating func send(_ action: Action) -> [Effect] {
    var effects: [Effect] = []
    for effect in reduce(into: &state, action) {
      if case .analyze(let request) = effect {
        effects += send(.analyzed(request.run()))
      } else if case .summarize(let request) = effect {
        effects += send(.summarized(request.run()))
      } else if case .resolve(let request) = effect {
        effects += send(.resolved(request.run(reading: { Fixture.sources[$0] })))
      } else {
        effects.append(effect)
      }
    }
    return effects
  }

  @discardableResult
  mutating func type(_ keys: String, sourceLocation: SourceLocation = #_sourceLocation) -> [Effect] {
    guard let parsed = KeyNotation.parseAll(keys) else {
      Issue.record("\(keys) are not keys", sourceLocation: sourceLocation)
      return []
    }
    return parsed.flatMap { send(.input(.key($0))) }
  }

  mutating func snapshot(_ debugger: DebuggerState, run: Int = 1) -> [Effect] {
    send(.snapshot(runID: run, debugger))
  }

  /// Types keys and holds everything that came of it against what should have: all effects, and the whole of what
  /// a person did to the screen (but for the tensors' slices, which have their own tests).
  mutating func expect(
    _ keys: String, _ effects: [Effect] = [], sourceLocation: SourceLocation = #_sourceLocation,
    _ change: (inout Interface) -> Void = { _ in }
  ) {
    var expected = state.interface
    expected.message = nil
    let got = type(keys, sourceLocation: sourceLocation)
    expected.views = state.views
    change(&expected)
    #expect(got == effects, "effects of \(keys)", sourceLocation: sourceLocation)
    for difference in Self.differences(expected, state.interface) {
      Issue.record("\(keys): \(difference)", sourceLocation: sourceLocation)
    }
  }

  static func differences(_ expected: Interface, _ got: Interface) -> [String] {
    if expected == got { return [] }
    let pairs = zip(Mirror(reflecting: expected).children, Mirror(reflecting: got).children)
    let fields = pairs.compactMap { a, b -> String? in
      let (wanted, seen) = ("\(a.value)", "\(b.value)")
      return wanted == seen ? nil : "\(a.label ?? "?"): expected \(wanted), got \(seen)"
    }
    return fields.isEmpty ? ["the states differ"] : fields
  }

  func screen(
    theme: Theme = BuiltInTheme.theme, capabilities: Capabilities = Capabilities()
  ) -> Screen {
    render(state, theme: theme, capabilities: capabilities)
  }
}
