import TFDiffUI

/// Reads the terminal and decodes what it says.
final class InputReader {
  /// Reads at most this much at a time, so that a flood cannot keep the screen from being repainted.
  private static let roundLimit = 1 << 18

  private let descriptor: Int32
  private var decoder: InputDecoder

  init(descriptor: Int32, decoder: InputDecoder) {
    self.descriptor = descriptor
    self.decoder = decoder
  }

  var deadline: ContinuousClock.Instant? { decoder.deadline }

  /// What has been typed; a hangup last, when the terminal is gone.
  func collect(isReadable: Bool, now: ContinuousClock.Instant) -> [TerminalEvent] {
    guard isReadable else { return decoder.expire(at: now).map(TerminalEvent.input) }
    var events: [TerminalEvent] = []
    var count = 0
    while count < Self.roundLimit {
      switch Descriptors.readAvailable(descriptor) {
      case .nothing: return events
      case .end: return events + [.hangup]
      case .bytes(let bytes):
        count += bytes.count
        events += decoder.decode(bytes, at: now).map(TerminalEvent.input)
      }
    }
    return events
  }
}
