import TFDiffLive
import TFDiffTerminal

extension FuzzParser {
  /// What a worker says: frames, one after the other.
  static let workerFrames = FuzzParser(
    name: "worker-frames", cost: 2,
    tokens: [
      "TFD1", "{\"type\":", "\"endpoint\"", "\"operation\"", "\"variable\"", "\"finished\"", "\"shape\":", "\"dtype\":",
    ]
      + [
        "\"float32\"", "[", "]", "{", "}", ",", "null", "true", "-1", "1e400", "9223372036854775807", "\"\\ud800\"",
        "\"nan\"", "\"name\":", "[4611686018427387904, 4, 0]",
      ]
  ) { _ in
    { bytes in isTaken { _ = try WorkerFrames.read(bytes, payloadLimit: 1 << 20) } }
  }

  /// What a terminal sends, cut in two, and then nothing more.
  static let terminalInput = FuzzParser(
    name: "terminal-input",
    tokens: [
      "\u{1B}", "\u{1B}[", "\u{1B}O", "\u{1B}[<0;1;1M", "\u{1B}[M", "\u{1B}[200~", "\u{1B}[201~", "\u{1B}[1;5A", ";",
      "~", "m",
    ]
      + ["\u{9B}", "é", "👩‍🚀", "\u{3}", "\r", "\u{7F}", "u", "?", "999999999999999999999"]
  ) { _ in
    let start = ContinuousClock.now
    return { bytes in
      var decoder = InputDecoder(pasteLimit: 1 << 12)
      let half = bytes.count / 2
      let events =
        decoder.decode(Array(bytes[..<half]), at: start)
        + decoder.decode(Array(bytes[half...]), at: start + .milliseconds(1)) + decoder.expire(at: start + .seconds(9))
      return !events.isEmpty
    }
  }
}
