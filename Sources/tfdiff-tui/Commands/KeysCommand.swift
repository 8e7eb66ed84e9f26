import ArgumentParser
import Foundation
import TFDiffUI

struct KeysCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keys", abstract: "Print the debugger's manual: every command, its keys, and what it does.")

  func run() throws { try Console.lines(ManualText.make().components(separatedBy: "\n")) }
}
