import TFDiffTOML

/// The text of a configuration or theme file.
package enum ConfigurationFile {
  /// Its entries.
  ///
  /// - Throws: a ``ConfigurationWarning`` that names file, line and column where the text is not TOML.
  package static func entries(of text: String, file: String) throws(ConfigurationWarning) -> [String: TOMLValue] {
    do throws(TOMLError) {
      return try TOMLDocument.read(text)
    } catch {
      throw ConfigurationWarning(file: file, problem: .syntax(error))
    }
  }
}
