import TFDiffUI

/// The themes that are compiled in, of the folder `Themes`, so that the program alone has them wherever it is copied.
package enum BuiltInTheme {
  /// The one that the others are laid over, and that is taken where none is named.
  package static let name = "dark"
  package static let file = ThemeFile(text: text, file: "built-in theme \(name)")
  package static let theme = file.resolve(name: name).0
  package static let text = texts[name] ?? ""

  /// By name; a test holds them to the folder.
  package static let texts: [String: String] = [
    "colour-blind": text(PackageResources.colour_blind_toml), "dark": text(PackageResources.dark_toml),
    "high-contrast": text(PackageResources.high_contrast_toml), "light": text(PackageResources.light_toml),
    "monochrome": text(PackageResources.monochrome_toml),
  ]

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
