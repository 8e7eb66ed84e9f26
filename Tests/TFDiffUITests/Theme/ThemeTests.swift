import Foundation
import TFDiffUI
import TFDiffViews
import Testing

/// Protects: the shipped themes are whole, readable and built in; others are taken as far as they can be, and told of.
@Suite struct ThemeTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("themes").path
  private static let shipped = ThemeCatalog(directories: [folder])
  static let names = ["colour-blind", "dark", "high-contrast", "light", "monochrome"]

  private static func catalog(_ files: [String: String]) -> ThemeCatalog {
    ThemeCatalog(
      directories: ["/user", "/shipped"], read: { files[$0] },
      list: { folder in
        files.keys.filter { $0.hasPrefix(folder + "/") }.map { String($0.dropFirst(folder.count + 1)) }
      })
  }

  @Test func theShippedThemesAreThere() { #expect(Self.shipped.names == Self.names) }

  @Test(arguments: names)
  func shippedThemesAreWhole(name: String) {
    let (theme, warnings) = Self.shipped.load(name)
    #expect(warnings == [])
    #expect(theme.name == name)
    for role in Role.allCases { #expect(theme.styles[role] != nil, "\(name) lacks \(role.rawValue)") }
  }

  /// A program that is copied elsewhere has them all.
  @Test func everyThemeOfTheFolderIsBuiltIn() {
    let alone = ThemeCatalog(directories: [])
    #expect(Self.shipped.names.count == 5 && alone.names == Self.shipped.names)
    for name in alone.names {
      #expect(alone.load(name).0 == Self.shipped.load(name).0, "\(name)")
      #expect(alone.load(name).1 == [], "\(name)")
    }
  }

  @Test func theBuiltInThemeIsTheFileDark() {
    #expect(Self.shipped.load("dark").0 == BuiltInTheme.theme)
    #expect(BuiltInTheme.file.warnings == [])
  }

  /// Source of the formula and of 4.5: WCAG 2.1, relative luminance and success criterion 1.4.3.
  private static func contrast(_ a: Color, _ b: Color) -> Double? {
    func luminance(_ color: Color) -> Double? {
      guard case .rgb(let r, let g, let b) = color else { return nil }
      let parts = [r, g, b].map { part -> Double in
        let value = Double(part) / 255
        return value <= 0.03928 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
      }
      return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }
    guard let a = luminance(a), let b = luminance(b) else { return nil }
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)
  }

  @Test(arguments: names)
  func wordsCanBeRead(name: String) throws {
    let sheet = StyleSheet(theme: Self.shipped.load(name).0, capabilities: Capabilities())
    for role in Role.allCases {
      let style = sheet[role]
      let ratio = try #require(Self.contrast(style.foreground, style.background), "\(role.rawValue)")
      let least = role.isOrnament ? 1.5 : 4.5
      #expect(ratio >= least, "\(name): \(role.rawValue) has \(ratio)")
    }
    // What stands on a highlighted row.
    let words: [Role] = [
      .text, .muted, .match, .mismatch, .notRun, .breakpoint, .current, .number, .numberMismatch, .reference,
      .candidate, .found,
    ]
    for highlight in [Role.cursor, .cursorInactive, .firstDivergence, .cellCursor, .overlay, .overlaySelected] {
      for word in words {
        let style = sheet.highlight(sheet[word], with: highlight)
        let ratio = try #require(Self.contrast(style.foreground, style.background))
        #expect(ratio >= 4.5, "\(name): \(word.rawValue) on \(highlight.rawValue) has \(ratio)")
      }
    }
  }

  /// Cursor, divergence and the rest must not look like plain text, in any theme nor without colour.
  @Test(arguments: names)
  func statesLookDifferent(name: String) {
    for depth in [Capabilities.ColorDepth.trueColor, .none] {
      let capabilities = Capabilities(colorDepth: depth)
      let sheet = StyleSheet(theme: Self.shipped.load(name).0, capabilities: capabilities)
      let plain = sheet[.text]
      for role in [
        Role.mismatch, .numberMismatch, .numberDifference, .current, .breakpoint, .titleBar, .titleBarMismatch,
        .tabActive,
      ] {
        #expect(sheet[role] != plain, "\(name), \(depth.rawValue): \(role.rawValue)")
      }
      for role in [Role.cursor, .firstDivergence, .cellCursor, .cursorInactive] {
        #expect(sheet.highlight(plain, with: role) != plain, "\(name), \(depth.rawValue): \(role.rawValue)")
      }
    }
  }

  @Test func aChildChangesWhatItSays() {
    let catalog = Self.catalog([
      "/shipped/dark.toml": BuiltInTheme.text,
      "/user/mine.toml":
        "inherits = \"dark\"\n[palette]\nblue = \"#0000ff\"\n[roles]\nmismatch = \"magenta\"\n",
    ])
    let (theme, warnings) = catalog.load("mine")
    #expect(warnings == [])
    #expect(theme.styles[.match]?.foreground == .rgb(0, 0, 255))
    #expect(theme.styles[.mismatch] == Style(foreground: .indexed(5)))
    #expect(theme.styles[.text] == BuiltInTheme.theme.styles[.text])
    #expect(catalog.names == ["colour-blind", "dark", "high-contrast", "light", "mine", "monochrome"])
  }

  /// A theme that is there and cannot be read is not said to be missing.
  @Test(arguments: [
    (Data([0x23, 0xFF, 0x0A]), "is not UTF-8 text; the defaults are used"), (nil, "cannot be read: it is a folder"),
  ])
  func oneThatGivesNoTextIsToldOf(bytes: Data?, words: String) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("themes-\(UUID())")
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("mine.toml")
    try FileManager.default.createDirectory(
      at: bytes == nil ? file : folder, withIntermediateDirectories: true)
    try bytes?.write(to: file)
    let (theme, warnings) = ThemeCatalog(directories: [folder.path]).load("mine")
    #expect(warnings.count == 1 && "\(warnings)".contains("\(file.path): \(words)"), "\(warnings)")
    #expect(theme.styles == BuiltInTheme.theme.styles)
  }

  @Test func aUsersDarkMayInheritTheShippedOne() {
    let catalog = Self.catalog([
      "/shipped/dark.toml": BuiltInTheme.text,
      "/user/dark.toml": "inherits = \"dark\"\n[roles]\nmatch = 10\n",
    ])
    let (theme, warnings) = catalog.load("dark")
    #expect(warnings.map { "\($0)" } == ["/user/dark.toml: roles.match: expected a colour or a table"])
    #expect(theme.styles[.text] == BuiltInTheme.theme.styles[.text])
  }

  @Test(arguments: [
    ("inherits = \"nope\"", "inherits: inherits ‘nope’, which is not there; there are bad, colour-blind, dark"),
    ("inherits = \"bad\"", "inherits"), ("[palette]\nx = \"#12\"", "palette.x: unknown colour ‘#12’"),
    ("[roles]\nmatch = \"blurple\"", "roles.match.fg: unknown colour ‘blurple’"),
    ("[roles]\nmach = \"blue\"", "roles.mach: unknown role ‘mach’; did you mean ‘match’?"),
    ("[roles]\nmatch = { gf = \"blue\" }", "roles.match.gf: unknown key ‘gf’; did you mean ‘fg’?"),
    ("[roles]\nmatch = { bold = 1 }", "roles.match.bold: expected true or false"),
    ("pallete = 1", "pallete: unknown key ‘pallete’; did you mean ‘palette’?"),
    ("roles = 1", "roles: expected a table"),
    ("inherits = 3", "inherits: expected a theme's name"), ("[roles\nx", "line "),
    ("[/", "line 1, column 2: expected a key"),
  ])
  func badThemesWarnAndWork(text: String, warning: String) {
    let (theme, warnings) = Self.catalog(["/user/bad.toml": text]).load("bad")
    let words = warnings.map { "\($0)" }
    #expect(words.contains { $0.hasPrefix("/user/bad.toml: \(warning)") }, "\(words)")
    #expect(theme.styles[.text] == BuiltInTheme.theme.styles[.text])
  }

  @Test func cyclesEnd() {
    let catalog = Self.catalog([
      "/user/a.toml": "inherits = \"b\"", "/user/b.toml": "inherits = \"c\"",
      "/user/c.toml": "inherits = \"a\"",
    ])
    let warnings = catalog.load("a").1.map { "\($0)" }
    #expect(warnings == ["/user/a.toml: inherits: inherits itself: a → b → c → a"])
  }

  @Test func anUnknownThemeGivesTheBuiltInOne() {
    let (theme, warnings) = Self.catalog([:]).load("drak")
    #expect(theme == BuiltInTheme.theme)
    #expect(
      warnings.map { "\($0)" } == [
        "theme: no theme ‘drak’; did you mean ‘dark’?; there are colour-blind, dark, high-contrast, light, monochrome"
      ])
    #expect(Self.catalog(["/etc/x.toml": ""]).load("../etc/x").0 == BuiltInTheme.theme)
  }

  @Test func theCatalogLooksInTheUsersFolderFirst() {
    let catalog = ThemeCatalog.standard(
      environment: ["XDG_CONFIG_HOME": "/cfg", "TFDIFF_THEMES": "/extra"], executable: "/opt/x/bin/tfdiff-tui"
    )
    #expect(Array(catalog.directories.prefix(2)) == ["/cfg/tfdiff-tui/themes", "/extra"])
    let home = ThemeCatalog.standard(environment: ["HOME": "/home/me"], executable: "/x")
    #expect(home.directories.first == "/home/me/.config/tfdiff-tui/themes")
  }

  @Test(arguments: [
    ("#ff9e4a", Color.rgb(255, 158, 74)), ("#fff", .rgb(255, 255, 255)), ("208", .indexed(208)),
    ("bright-red", .indexed(9)), ("default", .default), ("RED", .indexed(1)),
  ])
  func colorNotation(text: String, color: Color) { #expect(Color(notation: text) == color) }

  @Test(arguments: ["#ff", "#gggggg", "256", "-1", "", "#+12345", "#１２３"])
  func notColors(text: String) { #expect(Color(notation: text) == nil) }
}
