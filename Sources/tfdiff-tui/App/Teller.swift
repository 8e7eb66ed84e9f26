/// What is said while something runs, from where nothing can be thrown: the first write that fails stops what runs, and is
/// thrown once that has ended.
final class Teller {
  private let stop: () -> Void
  private var failure: StreamFailure?

  init(stoppingBy stop: @escaping () -> Void) { self.stop = stop }

  func lines(_ lines: [String]) { tell { () throws(StreamFailure) in try Console.lines(lines) } }

  func progress(_ words: String) { tell { () throws(StreamFailure) in try Console.progress(words) } }

  /// To be called when what runs has ended, before anything else is said or written.
  func check() throws(StreamFailure) {
    if let failure { throw failure }
    try Console.endProgress()
  }

  private func tell(_ body: () throws(StreamFailure) -> Void) {
    if failure != nil { return }
    do throws(StreamFailure) {
      try body()
    } catch {
      failure = error
      stop()
    }
  }
}
