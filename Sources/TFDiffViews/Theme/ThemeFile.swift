import TFDiffDebugger
import TFDiffTOML
import TFDiffUI

/// One theme file as written, before inheritance: names of colours, and roles that refer to them.
///
///     inherits = "dark"
///     [palette]
///     ember = "#ff9e4a"
///     [roles]
///     mismatch = { fg = "ember", bold = true }
///     match = "blue"
package struct ThemeFile: Sendable, Hashable {
  struct RoleStyle: Sendable, Hashable {
    var foreground: String?
    var background: String?
    var attributes: Set<Attribute> = []
    /// The file that says so, for warnings.
    var file: String
  }
  enum Attribute: String, Sendable, Hashable, CaseIterable { case bold, dim, italic, underline, reverse }

  let file: String
  package private(set) var inherits: String?
  var palette: [String: String] = [:]
  var roles: [Role: RoleStyle] = [:]
  package private(set) var warnings: [ConfigurationWarning] = []

  package init(text: String, file: String) {
    self.file = file
    let document: [String: TOMLValue]
    do {
      document = try ConfigurationFile.entries(of: text, file: file)
    } catch {
      warnings.append(error)
      return
    }
    for (key, value) in document.sorted(by: { $0.key < $1.key }) { read(key, value) }
  }

  /// A file that is there and gives no text: it says nothing, and that is told.
  init(unreadable fault: TOMLFile.Fault, file: String) {
    self.file = file
    warnings = [ConfigurationWarning(file: file, problem: .unreadable(fault))]
  }

  private mutating func read(_ key: String, _ value: TOMLValue) {
    switch (key, value) {
    case ("inherits", .string(let name)): inherits = name
    case ("inherits", _): warn(key, .wrongType(expected: "a theme's name"))
    case ("palette", .table(let colors)): readPalette(colors)
    case ("roles", .table(let entries)): readRoles(entries)
    case ("palette", _), ("roles", _): warn(key, .wrongType(expected: "a table"))
    default:
      let nearest = NearestName.find(key, in: ["inherits", "palette", "roles"])
      warn(key, .unknownKey(key, nearest: nearest))
    }
  }

  private mutating func readPalette(_ colors: [String: TOMLValue]) {
    for (name, value) in colors.sorted(by: { $0.key < $1.key }) {
      guard let text = value.colorNotation else {
        warn("palette.\(name)", .wrongType(expected: "a colour"))
        continue
      }
      if Color(notation: text) == nil { warn("palette.\(name)", .unknownColor(text)) }
      palette[name] = text
    }
  }

  private mutating func readRoles(_ entries: [String: TOMLValue]) {
    for (name, value) in entries.sorted(by: { $0.key < $1.key }) {
      guard let role = Role(rawValue: name) else {
        let nearest = NearestName.find(name, in: Role.allCases.map(\.rawValue))
        warn("roles.\(name)", .unknownRole(name, nearest: nearest))
        continue
      }
      var style = RoleStyle(file: file)
      switch value {
      case .string(let color): style.foreground = color
      case .table(let parts):
        for (part, node) in parts.sorted(by: { $0.key < $1.key }) { read(part, node, of: name, into: &style) }
      default: warn("roles.\(name)", .wrongType(expected: "a colour or a table"))
      }
      roles[role] = style
    }
  }

  private mutating func read(_ part: String, _ value: TOMLValue, of role: String, into style: inout RoleStyle) {
    let key = "roles.\(role).\(part)"
    if part == "fg" || part == "bg" {
      guard let color = value.colorNotation else { return warn(key, .wrongType(expected: "a colour")) }
      if part == "fg" { style.foreground = color } else { style.background = color }
    } else if let attribute = Attribute(rawValue: part) {
      guard case .boolean(let isOn) = value else { return warn(key, .wrongType(expected: "true or false")) }
      if isOn { style.attributes.insert(attribute) }
    } else {
      let known = ["fg", "bg"] + Attribute.allCases.map(\.rawValue)
      warn(key, .unknownKey(part, nearest: NearestName.find(part, in: known)))
    }
  }

  mutating func warn(_ key: String, _ problem: ConfigurationWarning.Problem) {
    warnings.append(ConfigurationWarning(file: file, key: key, problem: problem))
  }

  mutating func removeParent() { inherits = nil }

  /// This file's words laid over a parent's: colours by name, roles as wholes.
  func laid(over parent: ThemeFile) -> ThemeFile {
    var merged = self
    merged.palette = parent.palette.merging(palette) { _, own in own }
    merged.roles = parent.roles.merging(roles) { _, own in own }
    merged.warnings = parent.warnings + warnings
    merged.inherits = parent.inherits
    return merged
  }

  /// Turns names into colours; a colour that is not known warns and leaves the role the theme's text colour.
  package func resolve(name: String) -> (Theme, [ConfigurationWarning]) {
    var warnings = warnings
    var styles: [Role: Style] = [:]
    for (role, style) in roles.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      styles[role] = resolve(style, of: role, warnings: &warnings)
    }
    return (Theme(name: name, styles: styles), warnings)
  }

  private func resolve(
    _ style: RoleStyle, of role: Role, warnings: inout [ConfigurationWarning]
  ) -> Style {
    func color(_ name: String?, _ part: String) -> Color {
      guard let name else { return .default }
      if let text = palette[name] {
        return Color(notation: text) ?? .default
      }
      if let color = Color(notation: name) { return color }
      let key = "roles.\(role.rawValue).\(part)"
      warnings.append(ConfigurationWarning(file: style.file, key: key, problem: .unknownColor(name)))
      return .default
    }
    return Style(
      foreground: color(style.foreground, "fg"), background: color(style.background, "bg"),
      bold: style.attributes.contains(.bold), dim: style.attributes.contains(.dim),
      italic: style.attributes.contains(.italic), underline: style.attributes.contains(.underline),
      reverse: style.attributes.contains(.reverse))
  }
}

extension TOMLValue {
  /// A colour as it is written: a string, or the number of one of xterm's.
  fileprivate var colorNotation: String? {
    switch self {
    case .string(let text): text
    case .integer(let number): String(number)
    default: nil
    }
  }
}
