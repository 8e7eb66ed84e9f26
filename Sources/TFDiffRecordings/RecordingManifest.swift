import Foundation
import TFDiffTensor

/// What a recording says of itself and of its endpoints, as JSON in a member of the archive beside the arrays.
public struct RecordingManifest: Codable, Sendable, Hashable {
  static let format = "tfdiff-recording"
  static let version = 1
  /// The member's name.
  static let member = "tfdiff-recording.json"
  /// More bytes than this has no manifest.
  static let greatest = 256 << 20

  /// What was run.
  public struct Origin: Codable, Sendable, Hashable {
    public var target: String
    /// `reference` or `candidate`.
    public var side: String
    public var runtime: String
    public var mode: String?
    public var training: Bool
    public var seed: Int
    public var input: String
    public var command: String

    public init(
      target: String, side: String, runtime: String, mode: String?, training: Bool, seed: Int, input: String,
      command: String
    ) {
      (self.target, self.side, self.runtime, self.mode) = (target, side, runtime, mode)
      (self.training, self.seed, self.input, self.command) = (training, seed, input, command)
    }
  }

  struct Endpoint: Codable, Sendable, Hashable {
    var name: String
    /// The array's name in the archive; nil where the values were left out.
    var array: String?
    var shape: [Int]
    var dtype: String
    var spacing: Int
    /// Of NumPy's name of the element type, the shape and the bytes.
    var sha256: String
    var statistics: RecordedStatistics
  }

  var format = Self.format
  var version = Self.version
  var origin: Origin
  /// Null where there is none.
  var regularizationLoss: Double?
  var endpoints: [Endpoint]

  private enum CodingKeys: String, CodingKey {
    case format, version, origin, endpoints
    case regularizationLoss = "regularization_loss"
  }
}

/// Statistics under the names that the reports have for them.
struct RecordedStatistics: Codable, Sendable, Hashable {
  var min, max, mean, std, l2: Double
  var nan, inf: Int

  init(_ statistics: Statistics) {
    (min, max, mean) = (statistics.min, statistics.max, statistics.mean)
    (std, l2, nan, inf) = (statistics.std, statistics.l2, statistics.nan, statistics.inf)
  }
}

extension RecordingManifest {
  /// Its JSON, the same for the same recording.
  func encoded() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return Array(try encoder.encode(self))
  }

  /// - Throws: `ManifestFault`.
  init(_ bytes: [UInt8]) throws(ManifestFault) {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    struct Head: Decodable {
      var format: String
      var version: Int
    }
    guard let head = try? decoder.decode(Head.self, from: Data(bytes)) else { throw .unreadable }
    guard head.format == Self.format else { throw .otherFormat(head.format) }
    guard head.version <= Self.version else { throw .newer(version: head.version, known: Self.version) }
    guard let manifest = try? decoder.decode(Self.self, from: Data(bytes)) else { throw .unreadable }
    self = manifest
  }
}
