import Foundation
import PackagePlugin

/// Lists the modules of the probe, the Python package that is embedded in the program, as `Probe.embedded`.
///
/// The list's lines are the arguments of the command that writes them, so that other modules are another command, which the
/// build then runs.
@main
struct ProbeModules: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let folder = target.directoryURL.appending(path: "Probe/tfdiff_probe")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    let modules = files.filter { $0.hasSuffix(".py") && !$0.hasPrefix("__") }.map { $0.dropLast(3) }
    let entries = modules.map { "    \"\($0)\": PackageResources.\($0)_py," }
    let lines =
      ["extension Probe {", "  /// Sources by module name.", "  static let embedded: [String: [UInt8]] = ["] + entries
      + ["  ]", "}"]
    let list = context.pluginWorkDirectoryURL.appending(path: "Probe+Embedded.swift")
    return [
      .buildCommand(
        displayName: "Listing the probe's modules", executable: URL(filePath: "/bin/sh"),
        arguments: ["-c", #"printf '%s\n' "$@" > "$0""#, list.path] + lines, outputFiles: [list])
    ]
  }
}
