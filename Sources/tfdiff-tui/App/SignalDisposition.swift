import Foundation

/// What a process does about a signal.
enum SignalDisposition {
  case standard, ignored, handled

  init(of signal: Int32) {
    var present = sigaction()
    guard sigaction(signal, nil, &present) == 0 else {
      self = .standard
      return
    }
    // SIG_DFL and SIG_IGN are 0 and 1 in the place of a function's address.
    switch unsafeBitCast(present.__sigaction_handler.sa_handler, to: Int.self) {
    case 0: self = .standard
    case 1: self = .ignored
    default: self = .handled
    }
  }
}
