import Foundation
import TFDiffTensor

/// What a worker says: a frame's head, with its payload where it has one.
///
/// The probe's `messages.py` has the same messages, under the same names and with the same fields in Python's spelling.
enum WorkerMessage: Sendable {
  /// Begins each run.
  case hello(Hello)
  /// A line for the log.
  case log(Log)
  /// A variable was created.
  case variable(Variable)
  /// A random operation was given its seeds.
  case random(Random)
  /// An operation was executed.
  case operation(Operation)
  /// The elements of a value that the operations told next take.
  case operand(OperandValue)
  /// An end point was reached.
  case endpoint(EndPoint)
  /// The forward pass assigned to a variable.
  case update(Update)
  /// A value of a training step.
  case rung(Rung)
  /// Asks what values variables are to have; a ``WorkerRequest/value(_:)`` answers for each, in their order.
  case restore(Restore)
  /// A variable's value before the forward pass, or an input, as asked for.
  case initialValue(InitialValue)
  /// What is known before any run, as asked for.
  case preflight(Preflight)
  /// Digests of the inputs and of all variables' values before the forward pass, as asked for.
  case initialDigests(InitialDigests)
  /// The names that the program gives its end points.
  case layout(Layout)
  /// What the forward pass is made of, as asked for.
  case structure(LiveStructure)
  /// The end of a run.
  case finished(Finished)
  /// A request is answered; the run is held until the next.
  case done(Done)
  /// What ended a run.
  case error(Failure)
  /// An output of an operation that was to be executed.
  case output(Output)
  /// An operation that was to be executed cannot be.
  case refused(Refused)
  /// A run's process is gone; another run can be asked for.
  case ended
  /// Another run begins with the next ``WorkerRequest/run(_:)``.
  case ready
  /// A file of the program has changed since it was imported; the process ends.
  case stale

  /// What a head's `event` says a message is.
  enum Name: String, CaseIterable, Sendable {
    case hello, log, variable, random, operation, operand, endpoint, update, rung, restore
    case preflight
    case initialValue = "initial_value"
    case initialDigests = "initial_digests"
    case layout, structure, finished, done, error, output, refused, ended, ready, stale
  }
}

extension WorkerMessage {
  /// - Parameter head: as the probe's `codec.py` writes it, with NaN and infinities as Python has them.
  /// - Throws: ``ProtocolFault``, which names the message and the field.
  init(decoding head: Data, payload: TensorStorage) throws(ProtocolFault) {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    if let key = CodingUserInfoKey.payload { decoder.userInfo[key] = payload }
    do {
      self = try decoder.decode(Self.self, from: head)
    } catch let fault as ProtocolFault {
      throw fault
    } catch {
      throw .malformedHead(String(decoding: head.prefix(200), as: UTF8.self))
    }
    if payload.byteCount > 0, tensor == nil {
      throw .wrongPayload(message: name.rawValue, shape: [], dtype: "none", byteCount: payload.byteCount)
    }
  }

  /// The tensor that the payload is; nil where the message has none.
  var tensor: Tensor? {
    switch self {
    case .operation(let operation): operation.tensor?.value
    case .endpoint(let endpoint): endpoint.tensor.value
    case .update(let update): update.tensor.value
    case .rung(let rung): rung.tensor.value
    case .initialValue(let value): value.tensor.value
    case .operand(let operand): operand.tensor.value
    case .output(let output): output.tensor.value
    case .hello, .log, .variable, .random, .restore, .preflight, .initialDigests, .layout, .structure, .finished, .done,
      .error,
      .refused, .ended, .ready, .stale:
      nil
    }
  }

  var name: Name {
    switch self {
    case .hello: .hello
    case .log: .log
    case .variable: .variable
    case .random: .random
    case .operation: .operation
    case .operand: .operand
    case .endpoint: .endpoint
    case .update: .update
    case .rung: .rung
    case .restore: .restore
    case .initialValue: .initialValue
    case .preflight: .preflight
    case .initialDigests: .initialDigests
    case .layout: .layout
    case .structure: .structure
    case .finished: .finished
    case .done: .done
    case .error: .error
    case .output: .output
    case .refused: .refused
    case .ended: .ended
    case .ready: .ready
    case .stale: .stale
    }
  }
}

extension WorkerMessage: Decodable {
  private enum Key: CodingKey { case event }

  init(from decoder: any Decoder) throws {
    let event = try decoder.container(keyedBy: Key.self).decode(String.self, forKey: .event)
    guard let name = Name(rawValue: event) else { throw ProtocolFault.unknownMessage(event) }
    do {
      try self.init(name, from: decoder)
    } catch let error as DecodingError {
      throw ProtocolFault(error, in: event)
    } catch let fault as PayloadTensor.Fault {
      throw ProtocolFault.wrongPayload(
        message: event, shape: fault.shape, dtype: fault.dtype, byteCount: fault.byteCount)
    }
  }

  private init(_ name: Name, from decoder: any Decoder) throws {
    switch name {
    case .hello: self = .hello(try Hello(from: decoder))
    case .log: self = .log(try Log(from: decoder))
    case .variable: self = .variable(try Variable(from: decoder))
    case .random: self = .random(try Random(from: decoder))
    case .operation: self = .operation(try Operation(from: decoder))
    case .operand: self = .operand(try OperandValue(from: decoder))
    case .endpoint: self = .endpoint(try EndPoint(from: decoder))
    case .update: self = .update(try Update(from: decoder))
    case .rung: self = .rung(try Rung(from: decoder))
    case .restore: self = .restore(try Restore(from: decoder))
    case .initialValue: self = .initialValue(try InitialValue(from: decoder))
    case .preflight: self = .preflight(try Preflight(from: decoder))
    case .initialDigests: self = .initialDigests(try InitialDigests(from: decoder))
    case .layout: self = .layout(try Layout(from: decoder))
    case .structure: self = .structure(try LiveStructure(from: decoder))
    case .finished: self = .finished(try Finished(from: decoder))
    case .done: self = .done(try Done(from: decoder))
    case .error: self = .error(try Failure(from: decoder))
    case .output: self = .output(try Output(from: decoder))
    case .refused: self = .refused(try Refused(from: decoder))
    case .ended: self = .ended
    case .ready: self = .ready
    case .stale: self = .stale
    }
  }
}

extension ProtocolFault {
  /// - Parameter message: the message's name.
  fileprivate init(_ error: DecodingError, in message: String) {
    switch error {
    case .keyNotFound(let key, let context):
      self = .missingField(message: message, field: Self.path(context.codingPath + [key]))
    case .valueNotFound(_, let context):
      self = .missingField(message: message, field: Self.path(context.codingPath))
    case .typeMismatch(_, let context), .dataCorrupted(let context):
      self = .malformedField(message: message, field: Self.path(context.codingPath))
    @unknown default: self = .malformedField(message: message, field: "")
    }
  }

  /// A field as the probe spells it, such as `layers[0].is_named`.
  private static func path(_ keys: [any CodingKey]) -> String {
    keys.reduce("") { path, key in
      if let place = key.intValue { return path + "[\(place)]" }
      let name = key.stringValue.map { $0.isUppercase ? "_" + $0.lowercased() : String($0) }.joined()
      return path.isEmpty ? name : path + "." + name
    }
  }
}
