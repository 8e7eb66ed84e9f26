import TFDiffDebugger
import TFDiffLive
import TFDiffTOML
import TFDiffUI
import TFDiffViews

extension FuzzParser {
  private static let marks =
    [
      "[", "]", "[[", "]]", "{", "}", "=", ",", ".", "\"", "'", "\"\"\"", "'''", "\\", "\n", "\r\n", "\t", " ", "#",
      "\u{0}", "_",
    ]
    + [
      "+", "-", "0x", "1e5", "inf", "true", "1979-05-27T07:32:00Z", "\\u00e9", "\\U0010FFFF", "\u{FEFF}", "é", "[a]\n",
      "[[a]]\n",
    ]

  static let map = FuzzParser(
    name: "map",
    tokens: marks + [
      "layers", "variables", "cells", "layout", "split", "name", "layer", "forget_bias", "\"transposed\"", "*",
    ]
  ) { _ in
    { bytes in isTaken { _ = try LiveMap(parsing: text(bytes), file: "map.toml") } }
  }

  static let waivers = FuzzParser(
    name: "waivers",
    tokens: marks + [
      "[[waiver]]\n", "layer", "rtol", "atol", "reason", "expires", "\"Mixed_6a*\"", "2027-03-01", "\"2027-03-01\"",
      "1e-3",
    ]
  ) { _ in
    let today = CalendarDay(year: 2026, month: 12, day: 1)
    return { bytes in
      isTaken { _ = try Waivers(parsing: text(bytes), file: "waivers.toml", today: today).expired.map(\.expiryWords) }
    }
  }

  static let theme = FuzzParser(
    name: "theme", cost: 2,
    tokens: marks + [
      "inherits", "palette", "roles", "mismatch", "fg", "bg", "bold", "\"input\"", "\"dark\"", "\"#ff9e4a\"", "208",
    ]
  ) { _ in
    { bytes in
      let text = text(bytes)
      let catalog = ThemeCatalog(directories: ["/"], read: { $0 == "//input.toml" ? text : nil }, list: { _ in [] })
      let (_, warnings) = catalog.load("input")
      _ = warnings.map { "\($0)" }
      return warnings.isEmpty
    }
  }

  static let configuration = FuzzParser(
    name: "configuration",
    tokens: marks + [
      "theme", "mouse", "ascii", "tolerance", "rtol", "atol", "keys", "step", "\"<F10> n\"", "<C-x>", "quit",
    ]
  ) { _ in
    { bytes in
      let (configuration, warnings) = UserConfiguration.parse(text(bytes), file: "config.toml")
      let (_, clashes) = KeyMap.make(rebinding: configuration.keys, file: "config.toml")
      _ = (warnings + clashes).map { "\($0)" }
      return warnings.isEmpty
    }
  }

  static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
