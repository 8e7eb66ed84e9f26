import Foundation
import TFDiffDebugger
import TFDiffLive
import TFDiffTensor

/// What runs that were killed left behind: temporary files beside what they wrote, and environments in preparation.
enum Litter {
  /// Removes it, of what is surely this program's and whose process is gone.
  ///
  /// - Parameter paths: what this run is going to write.
  static func sweep(besides paths: [String]) {
    let environment = ProcessInfo.processInfo.environment
    let folders =
      [Console.folder, ActivationBudget().spillFolder, environment["TMPDIR"] ?? "/tmp"]
      + [StateFolder(environment: environment).path].compactMap(\.self) + paths.compactMap(AtomicFile.folder)
    for folder in Set(folders) { Leftovers.sweep(folder) }
    if let root = EnvironmentFolder.root(environment: environment) { EnvironmentFolder.sweep(root) }
  }
}

extension RunOptions {
  /// The files that were asked for.
  var writtenPaths: [String] { report + [live.mapToWrite].compactMap(\.self) }
}
