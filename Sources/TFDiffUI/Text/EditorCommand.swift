/// The person's editor, as a command that opens a file at a line.
public struct EditorCommand: Sendable, Hashable {
  /// The words of the command.
  public let words: [String]
  /// What it is called in messages.
  public let name: String

  /// - Parameter environment: of which `VISUAL` and then `EDITOR` name the editor, with arguments of its own.
  public init(file: String, line: Int, environment: [String: String]) {
    let chosen = [environment["VISUAL"], environment["EDITOR"]].compactMap(\.self).first { !$0.isEmpty } ?? "vi"
    name = chosen
    let program =
      chosen.split(separator: " ").first.map { $0.split(separator: "/").last.map(String.init) ?? chosen } ?? chosen
    // A name that begins with a dash is a file all the same.
    let path = file.hasPrefix("-") ? "./\(file)" : file
    // The shell takes the editor's own arguments apart, as git has it do; the file's name never becomes part of a script.
    words = ["/bin/sh", "-c", "\(chosen) \"$@\"", "sh"] + Self.arguments(of: program, path, line)
  }

  /// Most editors take the line as vi does.
  private static func arguments(of program: String, _ path: String, _ line: Int) -> [String] {
    switch program {
    case "code", "code-insiders", "codium", "cursor": ["--wait", "--goto", "\(path):\(line)"]
    case "hx", "helix", "subl", "zed": ["\(path):\(line)"]
    default: ["+\(line)", path]
    }
  }
}
