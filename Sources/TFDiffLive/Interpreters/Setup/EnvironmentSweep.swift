import Foundation
import TFDiffTensor

extension EnvironmentFolder {
  /// Removes what runs of `setup-tensorflow` that were killed left in a folder of environments. What another process is
  /// still making, it holds a claim on, as a pip does that outlived it.
  public static func sweep(_ root: String) {
    // Where there is no such folder, nothing was ever made.
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
    for name in names { EnvironmentFolder(path: "\(root)/\(name)").sweep() }
  }

  private func sweep() {
    let mark = "\(path)/\(Self.mark)"
    guard FileManager.default.fileExists(atPath: mark), let claim = try? EnvironmentClaim(self) else { return }
    defer { withExtendedLifetime(claim) {} }
    switch state {
    case .unfinished: remove()
    case .finished:
      Leftovers.sweep(path)
      unlink(mark)
    case .absent, .foreign: break
    }
  }
}
