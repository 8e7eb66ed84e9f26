import TFDiffDebugger
import TFDiffTOML

/// Pairs that the user has pinned by hand: the reference's name of something, and the candidate's.
public struct LiveMap: Sendable, Hashable {
  public var layers: [String: String]
  /// Names, or patterns with one `*` in both.
  public var variables: [String: String]
  public var layouts: [Layout]
  public var cells: [Cell]
  /// The file it was read from; empty where nothing is pinned.
  public var file: String

  public init(
    layers: [String: String] = [:], variables: [String: String] = [:], layouts: [Layout] = [], cells: [Cell] = [],
    file: String = ""
  ) {
    self.layouts = layouts
    self.cells = cells
    self.layers = layers
    self.variables = variables
    self.file = file
  }

  /// Nothing is pinned.
  public static let none = LiveMap()

  var isEmpty: Bool { layers.isEmpty && variables.isEmpty && layouts.isEmpty && cells.isEmpty }
}

/// What can be wrong with a map.
public enum LiveMapFault: Error, Sendable, Hashable {
  case syntax(TOMLError)
  /// A key at the top that is none of the tables.
  case unknownTable(String)
  case notATable(String)
  case notAName(table: String, key: String)
  /// Two of the reference's names for one of the candidate's.
  case pinnedTwice(table: String, candidate: String, references: [String])
  /// A table's line that says neither a name nor a layout.
  case notALayout(table: String, key: String)
  case unknownLayer(Side, String, known: [String])
  case unknownVariable(Side, String, known: [String])
}

extension LiveMapFault: CustomStringConvertible {
  public var description: String {
    switch self {
    case .syntax(let error):
      "line \(error.line), column \(error.column) is not TOML: \(error.fault). Write [layers] and [variables] with lines "
        + "of \"reference name\" = \"candidate name\""
    case .unknownTable(let name):
      "there is no table '\(name)'.\(NearestName.suggestion(name, LiveMap.tables)) "
        + "The tables are [layers], [variables] and [cells]"
    case .notATable(let name):
      "\(name) is not a table. Write [\(name)] and below it lines of \"reference name\" = \"candidate name\""
    case .notAName(let table, let key):
      "[\(table)] '\(key)' is not paired with a name. Write \"\(key)\" = \"candidate name\" (names with dots or slashes "
        + "need quotes)"
    case .pinnedTwice(let table, let candidate, let references):
      "[\(table)] pins '\(candidate)' twice, to \(references.map { "'\($0)'" }.joined(separator: " and ")). Keep one"
    case .notALayout(let table, let key):
      "[\(table)] '\(key)' says no layout that there is. Write { name = \"…\", layout = \"transposed\" } or "
        + "\"reshaped\", { split = [\"…\", \"…\"] }, or under [cells] { layer = \"…\", forget_bias = 1.0 }"
    case .unknownLayer(let side, let name, let known):
      "[layers] the \(side.rawValue) has no layer or operation '\(name)'.\(Self.nearest(name, known))"
    case .unknownVariable(let side, let name, let known):
      "[variables] the \(side.rawValue) has no variable '\(name)'.\(Self.nearest(name, known))"
    }
  }

  private static func nearest(_ name: String, _ known: [String]) -> String {
    let names = NearestName.nearest(name, in: known, count: 3)
    return names.isEmpty
      ? " It has none at all: leave it out"
      : " Nearest: \(names.joined(separator: ", ")). Write one of the side's names"
  }
}
