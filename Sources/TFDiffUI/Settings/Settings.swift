import TFDiffDebugger
import TFDiffTensor

/// What is worth remembering from one start to the next; the first three for every target, the rest for one.
public struct Settings: Sendable, Hashable, Codable {
  public struct TolerancePart: Sendable, Hashable, Codable {
    /// Nil is the standard.
    public var glob: String?
    public var rtol: Double
    public var atol: Double
  }
  public struct BreakpointPart: Sendable, Hashable, Codable {
    /// The glob of a name, or of what another kind is about; nil for those that take none.
    public var glob: String?
    /// The kind's ``BreakpointKind/name``; nil for a name.
    public var condition: String?
    public var isEnabled: Bool
  }
  public var theme: String
  public var mouse: Bool
  public var heatMap: Bool
  public var tab: Int
  public var tolerances: [TolerancePart]
  public var breakpoints: [BreakpointPart]
  public var commandHistory: [String]
}

extension AppState {
  public var settings: Settings {
    let policy = debugger.tolerance
    let standard = Settings.TolerancePart(rtol: policy.standard.rtol, atol: policy.standard.atol)
    return Settings(
      theme: interface.themeName, mouse: interface.mouse, heatMap: interface.heatMap,
      tab: interface.tab.rawValue,
      tolerances: [standard]
        + policy.exceptions.map { .init(glob: $0.glob, rtol: $0.tolerance.rtol, atol: $0.tolerance.atol) },
      breakpoints: debugger.breakpoints.map(Settings.BreakpointPart.init),
      commandHistory: interface.commandHistory)
  }

  /// Takes over what was remembered of the screen. Tolerance and breakpoints belong to the debugger: give
  /// ``Settings/tolerance`` and ``Settings/breakpointList`` to it.
  public mutating func apply(_ settings: Settings) {
    interface.mouse = settings.mouse
    interface.heatMap = settings.heatMap
    interface.tab = BottomTab(rawValue: settings.tab) ?? interface.tab
    interface.commandHistory = Array(settings.commandHistory.suffix(Perform.historyLimit))
    normalize()
  }

  /// Takes over the person's own configuration; the keys that cannot be had are told of.
  public mutating func apply(_ configuration: UserConfiguration, file: String) -> [ConfigurationWarning] {
    if let mouse = configuration.mouse { interface.mouse = mouse }
    let (map, warnings) = KeyMap.make(rebinding: configuration.keys, file: file)
    keyMap = map
    return warnings
  }

  /// The names of the themes there are, for the command line and for walking through them.
  public mutating func setThemeNames(_ names: [String]) { interface.themeNames = names }

  /// Shows a line to the person until the next key.
  public mutating func showWarnings(_ warnings: [ConfigurationWarning]) {
    guard let first = warnings.first else { return }
    let more = warnings.count > 1 ? " (and \(warnings.count - 1) more)" : ""
    interface.message = Message("\(first)\(more)", kind: .warning)
  }

  public var themeName: String { interface.themeName }
  public var mouseIsOn: Bool { interface.mouse }
}

extension Settings {
  public var tolerance: TolerancePolicy? {
    guard let standard = tolerances.first(where: { $0.glob == nil }) else { return nil }
    return TolerancePolicy(
      standard: Tolerance(rtol: standard.rtol, atol: standard.atol),
      exceptions: tolerances.compactMap { part in
        part.glob.map { .init(glob: $0, tolerance: Tolerance(rtol: part.rtol, atol: part.atol)) }
      })
  }

  /// The breakpoints, numbered from 1; a condition of a later version is left out.
  public var breakpointList: [Breakpoint] {
    let conditions = breakpoints.compactMap { part in part.value.map { ($0, part.isEnabled) } }
    return conditions.enumerated().map { index, part in
      Breakpoint(id: index + 1, condition: part.0, isEnabled: part.1)
    }
  }
}

extension Settings.BreakpointPart {
  init(_ breakpoint: Breakpoint) {
    isEnabled = breakpoint.isEnabled
    glob = breakpoint.condition.glob
    condition = breakpoint.condition.kind == .name ? nil : breakpoint.condition.kind.name
  }

  var value: Breakpoint.Condition? {
    guard let condition else { return glob.map { .name(glob: $0) } }
    guard let kind = BreakpointKind.all.first(where: { $0.name == condition }), kind.names == nil || glob != nil else {
      return nil
    }
    return Breakpoint.Condition(kind, glob: glob)
  }
}
