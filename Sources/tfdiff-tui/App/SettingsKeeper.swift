import Dispatch
import TFDiffUI

/// Saves one target's settings: while the program runs on a thread of its own, and at its end before it goes on.
final class SettingsKeeper: Sendable {
  let queue = DispatchQueue(label: "tfdiff.settings", qos: .userInitiated)
  private let folder: StateFolder
  private let target: String
  /// What need not be saved.
  private let unchanged: Settings?

  /// - Parameter unchanged: settings that are not worth saving: a script that changes nothing leaves alone what a person is
  ///   remembered by.
  init(folder: StateFolder, target: String, unlessThey unchanged: Settings?) {
    self.folder = folder
    self.target = target
    self.unchanged = unchanged
  }

  /// Saves them, to be called on the queue.
  ///
  /// - Returns: what to say where they could not be saved.
  func save(_ settings: Settings) -> String? {
    if settings == unchanged { return nil }
    do {
      try folder.save(settings, target: target)
      return nil
    } catch {
      return "The settings were not saved: \(error)"
    }
  }

  /// Saves them after all that was begun.
  func finish(_ settings: Settings) -> String? { queue.sync { save(settings) } }
}
