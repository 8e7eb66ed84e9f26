import Dispatch

/// The reports that are asked for from the screen, written one after the other on a thread of their own.
final class ReportExports: Sendable {
  private let queue = DispatchQueue(label: "tfdiff.reports", qos: .userInitiated)
  private let pending = DispatchGroup()

  func begin(_ work: @escaping @Sendable () -> Void) { queue.async(group: pending, execute: .init(block: work)) }

  /// Waits until all that were begun are written, or could not be.
  func wait() { pending.wait() }

  /// The same for so many seconds at most; returns whether they are.
  func wait(seconds: Double) -> Bool { pending.wait(timeout: .now() + seconds) == .success }
}
