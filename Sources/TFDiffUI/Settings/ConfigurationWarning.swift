import TFDiffDebugger
import TFDiffTOML

/// Something in a theme or configuration file that was passed over.
public struct ConfigurationWarning: Error, Sendable, Hashable {
  public enum Problem: Sendable, Hashable {
    case syntax(TOMLError)
    case unreadable(TOMLFile.Fault)
    case unknownTheme(String, known: [String])
    case unknownRole(String, nearest: String?)
    case unknownColor(String)
    case unknownKey(String, nearest: String?)
    case wrongType(expected: String)
    case inheritsUnknown(String, known: [String])
    case inheritanceCycle([String])
    case unknownCommand(String, nearest: String?)
    case unknownKeyNotation(String)
    case keyTaken(String, by: String)
    case notPositive(String)
  }
  public let file: String
  /// Where in the file, such as `roles.mismatch.fg`; nil for the file as a whole.
  public let key: String?
  public let problem: Problem

  package init(file: String, key: String? = nil, problem: Problem) {
    self.file = file
    self.key = key
    self.problem = problem
  }
}

extension ConfigurationWarning: CustomStringConvertible {
  public var description: String {
    file + (key.map { ": \($0)" } ?? "") + ": \(problem)"
  }
}

extension ConfigurationWarning.Problem: CustomStringConvertible {
  public var description: String {
    switch self {
    case .syntax(let error): "\(error)"
    case .unreadable(let fault): "\(fault); the defaults are used"
    case .unknownTheme(let name, let known):
      "no theme ‘\(name)’" + Self.suggestion(NearestName.find(name, in: known))
        + "; there are \(known.joined(separator: ", "))"
    case .unknownRole(let name, let nearest): "unknown role ‘\(name)’" + Self.suggestion(nearest)
    case .unknownColor(let name):
      "unknown colour ‘\(name)’; write #rrggbb, 0–255, an ANSI name or a name of [palette]"
    case .unknownKey(let name, let nearest): "unknown key ‘\(name)’" + Self.suggestion(nearest)
    case .wrongType(let expected): "expected \(expected)"
    case .inheritsUnknown(let name, let known):
      "inherits ‘\(name)’, which is not there" + Self.suggestion(NearestName.find(name, in: known))
        + "; there are \(known.joined(separator: ", "))"
    case .inheritanceCycle(let names): "inherits itself: \(names.joined(separator: " → "))"
    case .unknownCommand(let name, let nearest): "no command ‘\(name)’" + Self.suggestion(nearest)
    case .unknownKeyNotation(let text): "‘\(text)’ is not a key; write n, <Tab>, <C-x> or <F2>"
    case .keyTaken(let key, let command): "\(key) already belongs to ‘\(command)’"
    case .notPositive(let value): "\(value) is not a number of 0 or more"
    }
  }

  private static func suggestion(_ nearest: String?) -> String {
    nearest.map { "; did you mean ‘\($0)’?" } ?? ""
  }
}
