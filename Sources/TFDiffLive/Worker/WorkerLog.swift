/// What a worker writes on stderr, as lines: handed on up to a limit, the latest kept for an error's message.
struct WorkerLog: Sendable {
  private var rest: [UInt8] = []
  private(set) var latest: [String] = []
  private var told = 0
  private(set) var dropped = 0

  static let latestLimit = 12
  /// A program that prints without end must not fill the debugger's memory.
  static let lineLimit = 5000
  private static let widthLimit = 4000

  /// Takes in bytes and returns the lines they complete that are to be told.
  mutating func take(_ bytes: some Sequence<UInt8>) -> [String] {
    var lines: [String] = []
    for byte in bytes {
      if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") || rest.count == Self.widthLimit {
        endLine(into: &lines)
      }
      if byte != UInt8(ascii: "\n") && byte != UInt8(ascii: "\r") { rest.append(byte) }
    }
    return lines
  }

  /// The last line, where nothing ended it.
  mutating func finish() -> [String] {
    var lines: [String] = []
    endLine(into: &lines)
    return lines
  }

  /// Forgets what an interpreter says of itself when it starts.
  mutating func forget() {
    rest = []
    latest = []
  }

  private mutating func endLine(into lines: inout [String]) {
    guard !rest.isEmpty else { return }
    let line = String(decoding: rest, as: UTF8.self)
    rest.removeAll(keepingCapacity: true)
    latest.append(line)
    if latest.count > Self.latestLimit { latest.removeFirst() }
    if told < Self.lineLimit {
      told += 1
      lines.append(line)
      if told == Self.lineLimit { lines.append("… what the program prints from here on is left out") }
    } else {
      dropped += 1
    }
  }
}
