/// Something that reads what people or other programs give it.
struct FuzzParser: Sendable {
  /// Reads one input: true where it is taken, false where it is refused with an error of ours.
  typealias Reader = ([UInt8]) throws -> Bool

  let name: String
  /// How many inputs of a plain parser take about as long as one of this.
  var cost = 1
  /// Words of its language, for the mutations.
  var tokens: [String] = []
  /// Makes the reader, once in a process; `folder` is its own, for parsers that read files.
  let reader: @Sendable (_ folder: String) throws -> Reader

  /// The parsers of the program.
  static let all: [FuzzParser] =
    [
      .npy, .npz, .recordingManifest, .debuggerEvent, .checkpointIndex, .checkpointEntries, .checkpointData,
      .objectGraph,
    ]
    + [
      .map, .waivers, .report, .theme, .configuration, .playScript, .slice, .glob, .tolerance, .workerFrames,
      .terminalInput, .session,
    ]

  /// What the campaign is tried on: each goes wrong in its own way.
  static let broken: [FuzzParser] = [.trapping, .hanging, .hoarding]

  /// Whether reading throws no error of ours; one whose message cannot be made goes wrong here too.
  static func isTaken(_ read: () throws -> Void) -> Bool {
    do {
      try read()
      return true
    } catch {
      _ = "\(error)"
      return false
    }
  }
}

extension FuzzParser {
  private static let trigger = UInt8(ascii: "!")

  static let trapping = FuzzParser(name: "broken-trap", tokens: ["!"]) { _ in
    { bytes in
      precondition(!bytes.contains(trigger), "as asked")
      return true
    }
  }

  static let hanging = FuzzParser(name: "broken-hang", tokens: ["!"]) { _ in
    { bytes in
      while bytes.contains(trigger) {}
      return true
    }
  }

  static let hoarding = FuzzParser(name: "broken-memory", tokens: ["!"]) { _ in
    { bytes in
      let size = bytes.contains(trigger) ? 640 << 20 : 1
      return [UInt8](repeating: 1, count: size).count == size
    }
  }
}
