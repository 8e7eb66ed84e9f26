import TFDiffDebugger
import TFDiffTensor

/// What is worth remembering from one start to the next; the first three for every target, the rest for one.
public struct Settings: Sendable, Hashable, Codable {
  public struct TolerancePart: Sendable, Hashable, Codable {
    /// Nil is the standard.
    public var glob: String?
    public var rtol: Double
    public var atol: Double

    /// nil where a file has been tampered with.
    var value: Tolerance? {
      let isSound = [rtol, atol].allSatisfy { $0 >= 0 && $0.isFinite }
      return isSound ? Tolerance(rtol: rtol, atol: atol) : nil
    }
  }
  public struct BreakpointPart: Sendable, Hashable, Codable {
    /// The glob of a name, or of what another kind is about; nil for those that take none.
    public var glob: String?
    /// The kind's ``BreakpointKind/name``; nil for a name.
    public var condition: String?
    public var isEnabled: Bool
    /// The ``ErrorBound`` as it is written; nil where there is none.
    public var bound: String?
  }
  public var theme: String
  public var mouse: Bool
  public var heatMap: Bool
  public var tab: Int
  /// What a cell of the heat map is; nil is the usual.
  public var reduction: String?
  /// How the tensor panes write numbers; nil is the usual way.
  public var notation: String?
  /// Empty where they are the usual ones.
  public var tolerances: [TolerancePart]
  /// Whether the tolerance is measured; nil is no.
  public var isAutomatic: Bool?
  public var breakpoints: [BreakpointPart]
  public var commandHistory: [String]
  /// Nil for the usual ones.
  public var paneSizes: PaneSizes?
  /// As they are typed; nil for none.
  public var watches: [String]?
}

extension AppState {
  /// What is to be remembered. A tolerance that is still being edited is not.
  public var settings: Settings {
    let policy = settledTolerance
    let standard = Settings.TolerancePart(rtol: policy.standard.rtol, atol: policy.standard.atol)
    let exceptions = policy.exceptions.map {
      Settings.TolerancePart(glob: $0.glob, rtol: $0.tolerance.rtol, atol: $0.tolerance.atol)
    }
    return Settings(
      theme: interface.themeName, mouse: interface.mouse, heatMap: interface.heatMap,
      tab: interface.tab.rawValue, reduction: interface.reduction == .greatest ? nil : interface.reduction.rawValue,
      notation: interface.notation == .decimal ? nil : interface.notation.rawValue,
      tolerances: policy == baseline.usual ? [] : [standard] + exceptions,
      isAutomatic: policy.isAutomatic ? true : nil,
      breakpoints: choices.breakpoints.filter { !$0.isTemporary }.map(Settings.BreakpointPart.init),
      commandHistory: interface.commandHistory,
      paneSizes: interface.paneSizes == PaneSizes() ? nil : interface.paneSizes,
      watches: interface.watches.isEmpty ? nil : interface.watches.map { "\($0)" })
  }

  /// Takes over what was remembered of the screen. Tolerance and breakpoints belong to the debugger: give
  /// ``Settings/tolerance`` and ``Settings/breakpointList`` to it.
  public mutating func apply(_ settings: Settings) {
    interface.mouse = settings.mouse
    interface.heatMap = settings.heatMap
    interface.tab = BottomTab(rawValue: settings.tab) ?? interface.tab
    interface.reduction = settings.reduction.flatMap(HeatMapReduction.init) ?? interface.reduction
    interface.notation = settings.notation.flatMap(NumberNotation.init) ?? interface.notation
    interface.commandHistory = Array(settings.commandHistory.suffix(Perform.historyLimit))
    interface.paneSizes = settings.paneSizes?.limited ?? PaneSizes()
    interface.watches = (settings.watches ?? []).prefix(Perform.watchLimit).compactMap { try? Watch(parsing: $0) }
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

  /// Shows the person until the next key what was remembered, and what of it and of the configuration could not be used.
  public mutating func greet(_ warnings: [String]) {
    let more = warnings.count > 1 ? " (and \(warnings.count - 1) more)" : ""
    let parts = [warnings.first.map { "\($0)\(more)" }, baseline.restored(choices)].compactMap(\.self)
    if parts.isEmpty { return }
    interface.message = Message(parts.joined(separator: "; "), kind: warnings.isEmpty ? .information : .warning)
  }

  public var themeName: String { interface.themeName }
  public var mouseIsOn: Bool { interface.mouse }
}

extension Settings {
  /// nil where they are the usual ones.
  public var tolerance: TolerancePolicy? {
    guard let standard = tolerances.first(where: { $0.glob == nil })?.value else { return nil }
    return TolerancePolicy(
      standard: standard,
      exceptions: tolerances.compactMap { part in
        guard let glob = part.glob, let tolerance = part.value else { return nil }
        return .init(glob: glob, tolerance: tolerance)
      }, isAutomatic: isAutomatic ?? false)
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
    bound = breakpoint.condition.bound.map { "\($0)" }
  }

  var value: Breakpoint.Condition? {
    guard let condition else { return glob.flatMap(name) }
    guard let kind = BreakpointKind.all.first(where: { $0.name == condition }), kind.names == nil || glob != nil else {
      return nil
    }
    return Breakpoint.Condition(kind, glob: glob)
  }

  private func name(_ glob: String) -> Breakpoint.Condition? {
    guard let bound else { return .name(glob: glob) }
    return (try? ErrorBound(parsing: bound)).map { Breakpoint.Condition(.name, glob: glob, bound: $0) }
  }
}
