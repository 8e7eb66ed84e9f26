import Foundation
import TFDiffDebugger
import TFDiffTensor

/// The head of a frame from a worker: what its `event` says it is, with the fields that such an event has.
struct WorkerMessage: Decodable, Sendable {
  var event: String
  var name: String?
  var type: String?
  var text: String?
  var operation: String?
  var dtype: String?
  var shape: [Int]?
  var trainable: Bool?
  var call: Int?
  var stack: [Frame]?
  var index: Int?
  var seed: Int?
  var seed2: Int?
  var more: Bool?
  var kind: String?
  var message: String?
  var frames: [Frame]?
  var python: String?
  var executable: String?
  var seconds: Double?
  var regularizationLoss: Double?
  var losses: [Loss]?
  var untracked: [Int]?
  var endpoints: [LiveLayout.Entry]?
  var variables: [Variable]?
  var observer: Observer?
  var spacing: Int?
  var names: [String]?
  var operations: [LiveStructure.Operation]?
  var layers: [LiveStructure.Layer]?
  var outputs: [LiveStructure.Layer]?
  var role: String?
  var initializer: String?
  var endpoint: String?
  var id: String?
  var attributes: [String: String]?
  var inputs: [Input]?
  var digests: [Digest]?

  /// Where a value that an operation takes comes from.
  struct Input: Decodable, Sendable {
    var kind: String
    var id: String?
    var output: Int?
    var name: String?
    var shape: [Int]?
    var dtype: String?
    var values: [Double]?
    var digest: String?
  }

  /// What tells a variable's value from others.
  struct Digest: Decodable, Sendable {
    var name: String
    var digest: String
  }

  /// A variable that is to be given a value.
  struct Variable: Decodable, Sendable {
    var name: String
    var shape: [Int]
    var dtype: String

    /// Nil where the debugger has no tensors of its element type.
    var wanted: CheckpointValues.Wanted? {
      DType(rawValue: dtype).map { CheckpointValues.Wanted(name: name, shape: Shape(shape), dtype: $0) }
    }
  }

  struct Observer: Decodable, Sendable {
    var name: String
    var maxAbs: Double
  }

  struct Frame: Decodable, Sendable {
    var function: String
    var file: String
    var line: Int
    var user: Bool
    var source: String?
  }

  struct Loss: Decodable, Sendable {
    var variable: String
    var value: Double
  }

  /// As the probe's `json.dumps` writes it, with NaN and infinities as Python has them.
  ///
  /// - Throws: ``FrameFault/malformedHead(_:)``.
  init(decoding head: Data) throws(FrameFault) {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    do {
      self = try decoder.decode(Self.self, from: head)
    } catch {
      throw .malformedHead(String(decoding: head.prefix(200), as: UTF8.self))
    }
  }
}

extension WorkerMessage {
  /// The tensor that the payload is; nil where the event has none.
  ///
  /// - Throws: ``FrameFault/wrongPayload(event:shape:dtype:byteCount:)``.
  func tensor(_ payload: TensorStorage) throws(FrameFault) -> Tensor? {
    guard let dtype, let shape else {
      guard payload.byteCount == 0 else { throw fault(payload) }
      return nil
    }
    guard let type = DType(rawValue: dtype), shape.allSatisfy({ $0 >= 0 }),
      let count = Self.product(shape + [type.byteCount]), count == payload.byteCount
    else { throw fault(payload) }
    return Tensor(shape: Shape(shape), dtype: type, storage: payload)
  }

  private func fault(_ payload: TensorStorage) -> FrameFault {
    .wrongPayload(event: event, shape: shape ?? [], dtype: dtype ?? "none", byteCount: payload.byteCount)
  }

  private static func product(_ factors: [Int]) -> Int? {
    if factors.contains(0) { return 0 }
    var product = 1
    for factor in factors {
      let (result, overflow) = product.multipliedReportingOverflow(by: factor)
      if overflow { return nil }
      product = result
    }
    return product
  }
}
