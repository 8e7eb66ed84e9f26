/// What the debugger and a worker must agree upon to understand each other.
enum WorkerProtocol {
  /// The version of the messages, which both ends say in their `hello`. It counts up with every change to a message, here and
  /// in the probe's `messages.py`.
  static let version = 8
}

/// What can be wrong with what a worker sends.
public enum ProtocolFault: Error, Sendable, Hashable {
  case notAFrame([UInt8])
  case headTooLarge(UInt64)
  case payloadTooLarge(UInt64, limit: Int)
  /// No JSON, or none that says which message it is.
  case malformedHead(String)
  case unknownMessage(String)
  case missingField(message: String, field: String)
  case malformedField(message: String, field: String)
  /// A message that nothing had asked for.
  case unexpectedMessage(String)
  /// A request that was answered without what it asked for.
  case unanswered(request: String)
  case wrongPayload(message: String, shape: [Int], dtype: String, byteCount: Int)
  /// The worker speaks another version than ``WorkerProtocol/version``.
  case otherVersion(Int)
  /// The worker cannot read what it was told.
  case refused(String)
  /// Nothing that looked like a worker came before so many bytes of other output.
  case noGreeting
}

extension ProtocolFault: CustomStringConvertible {
  public var description: String {
    switch self {
    case .notAFrame(let bytes): "no frame, but the bytes \(bytes.map { String($0, radix: 16) }.joined(separator: " "))"
    case .headTooLarge(let size): "a frame whose head would be \(size) bytes long"
    case .payloadTooLarge(let size, let limit):
      "a tensor of \(size) bytes, of which this machine can take \(limit)"
    case .malformedHead(let text): "a frame with the malformed head \(text)"
    case .unknownMessage(let name): "the message '\(name)', which there is not"
    case .missingField(let message, let field): "the message '\(message)' without its field '\(field)'"
    case .malformedField(let message, let field): "the message '\(message)' with a malformed field '\(field)'"
    case .unexpectedMessage(let name): "the message '\(name)', which nothing had asked for"
    case .unanswered(let request): "no answer to the request '\(request)'"
    case .wrongPayload(let message, let shape, let dtype, let count):
      "\(count) bytes for the \(message) of \(dtype) \(shape)"
    case .otherVersion(let version):
      "version \(version) of the worker protocol, where this tfdiff-tui has version \(WorkerProtocol.version)"
    case .refused(let reason): "that it cannot read what it is told: \(reason)"
    case .noGreeting: "much output, and no greeting"
    }
  }

  /// What to do about it.
  var remedy: String {
    switch self {
    case .notAFrame, .headTooLarge, .payloadTooLarge, .malformedHead, .noGreeting:
      "Something in the program writes to the descriptors that belong to the debugger."
    case .unknownMessage, .missingField, .malformedField, .unexpectedMessage, .unanswered, .wrongPayload, .otherVersion,
      .refused:
      "The probe that it runs is not this tfdiff-tui's: build or install tfdiff-tui again, and see that the interpreter "
        + "imports no tfdiff_probe of its own."
    }
  }
}
