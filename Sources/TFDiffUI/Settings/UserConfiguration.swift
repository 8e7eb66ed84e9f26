import TFDiffDebugger
import TFDiffTOML
import TFDiffTensor

/// What a person wrote into `config.toml`; what is not written there is nil or empty.
///
///     theme = "light"
///     mouse = false
///     ascii = false
///     [tolerance]
///     rtol = 1e-6
///     atol = 1e-5
///     [keys]
///     step = "<F10>"
public struct UserConfiguration: Sendable, Hashable {
  public var theme: String?
  public var mouse: Bool?
  public var ascii: Bool?
  public var rtol: Double?
  public var atol: Double?
  /// Keys by command name, to be used instead of the command's own.
  public var keys: [String: [Key]] = [:]

  public init() {}

  /// The folder of the person's configuration: `$XDG_CONFIG_HOME/tfdiff-tui`, else `~/.config/tfdiff-tui`.
  public static func directory(environment: [String: String]) -> String? {
    if let home = environment["XDG_CONFIG_HOME"], home.hasPrefix("/") { return home + "/tfdiff-tui" }
    return environment["HOME"].map { $0 + "/.config/tfdiff-tui" }
  }

  /// Reads the configuration file of the environment; a file that is not there is an empty one.
  ///
  /// - Parameter read: a file's text; nil where there is no such file.
  public static func load(
    environment: [String: String], reading read: (String) throws(TOMLFile.Fault) -> String?
  ) -> (UserConfiguration, [ConfigurationWarning]) {
    guard let directory = directory(environment: environment) else { return (UserConfiguration(), []) }
    let path = directory + "/config.toml"
    do throws(TOMLFile.Fault) {
      return try read(path).map { parse($0, file: path) } ?? (UserConfiguration(), [])
    } catch {
      return (UserConfiguration(), [ConfigurationWarning(file: path, problem: .unreadable(error))])
    }
  }

  public static func parse(_ text: String, file: String) -> (UserConfiguration, [ConfigurationWarning]) {
    let document: [String: TOMLValue]
    do {
      document = try ConfigurationFile.entries(of: text, file: file)
    } catch {
      return (UserConfiguration(), [error])
    }
    var reader = ConfigurationReader(file: file)
    for (key, value) in document.sorted(by: { $0.key < $1.key }) { reader.read(key, value) }
    return (reader.result, reader.warnings)
  }
}

private struct ConfigurationReader {
  let file: String
  var result = UserConfiguration()
  var warnings: [ConfigurationWarning] = []

  mutating func read(_ key: String, _ value: TOMLValue) {
    switch (key, value) {
    case ("theme", .string(let name)): result.theme = name
    case ("mouse", .boolean(let isOn)): result.mouse = isOn
    case ("ascii", .boolean(let isOn)): result.ascii = isOn
    case ("tolerance", .table(let parts)): readTolerance(parts)
    case ("keys", .table(let bindings)): readKeys(bindings)
    case ("theme", _): warn(key, .wrongType(expected: "a theme's name"))
    case ("mouse", _), ("ascii", _): warn(key, .wrongType(expected: "true or false"))
    case ("tolerance", _), ("keys", _): warn(key, .wrongType(expected: "a table"))
    default:
      let known = ["theme", "mouse", "ascii", "tolerance", "keys"]
      warn(key, .unknownKey(key, nearest: NearestName.find(key, in: known)))
    }
  }

  private mutating func readTolerance(_ parts: [String: TOMLValue]) {
    for (name, node) in parts.sorted(by: { $0.key < $1.key }) {
      let key = "tolerance.\(name)"
      guard name == "rtol" || name == "atol" else {
        warn(key, .unknownKey(name, nearest: NearestName.find(name, in: ["rtol", "atol"])))
        continue
      }
      guard let value = node.double else {
        warn(key, .wrongType(expected: "a number"))
        continue
      }
      guard value >= 0, value.isFinite else {
        warn(key, .notPositive("\(value)"))
        continue
      }
      if name == "rtol" { result.rtol = value } else { result.atol = value }
    }
  }

  private mutating func readKeys(_ bindings: [String: TOMLValue]) {
    for (name, node) in bindings.sorted(by: { $0.key < $1.key }) {
      let key = "keys.\(name)"
      guard case .string(let text) = node else {
        warn(key, .wrongType(expected: "keys, such as \"n <F10>\""))
        continue
      }
      var keys: [Key] = []
      for word in text.split(separator: " ") {
        guard let parsed = KeyNotation.parse(String(word)) else {
          warn(key, .unknownKeyNotation(String(word)))
          continue
        }
        keys.append(parsed)
      }
      result.keys[name] = keys
    }
  }

  private mutating func warn(_ key: String, _ problem: ConfigurationWarning.Problem) {
    warnings.append(ConfigurationWarning(file: file, key: key, problem: problem))
  }
}
