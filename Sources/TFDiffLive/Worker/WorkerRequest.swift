import Foundation
import TFDiffDebugger
import TFDiffTensor

/// What a worker is told: a frame's head.
///
/// The probe's `messages.py` has the same requests, under the same names and with the same fields in Python's spelling.
enum WorkerRequest: Sendable {
  /// The first frame to a fresh process: the protocol's version, and the probe's sources by module.
  case hello(modules: [String: String])
  /// To a process that is to run nothing itself: fork a worker whenever one is asked for. `bootstrap`: what a fresh interpreter begins
  /// a worker with.
  case serve(bootstrap: String)
  /// What to run; the payload is its input.
  case run(RunSetup)
  /// Go on.
  case advance(Advance)
  /// Asks a run that is held what it is made of.
  case structure
  /// Asks a run that is held for the digests of its inputs and of its variables' initial values.
  case initialDigests
  /// Asks a run that is held for the inputs and the initial values of the variables named.
  case initialValues(names: [String])
  /// The end points to be told in the place of those that the program names.
  case layers([LivePlan.Layer])
  /// Answers ``WorkerMessage/restore(_:)`` for one variable: its value, which is the payload; nil where it keeps its own.
  case value(Tensor?)
  /// A run that is held at an end point goes on with the payload in the place of its own value there.
  case substitute(Tensor)
  /// Asks a worker that calculates for an operation's outputs; its inputs follow, each as a ``value(_:)``.
  case calculate(CalculationSetup)
  /// No more of this run; the process may be wanted for another.
  case abandon
  /// Another run is wanted, after ``WorkerMessage/ended``.
  case again

  /// What a head's `request` says a request is.
  enum Name: String, CaseIterable, Sendable {
    case hello, serve, run, advance, structure
    case initialDigests = "initial_digests"
    case initialValues = "initial_values"
    case layers, value, substitute, calculate, abandon, again
  }

  var name: Name {
    switch self {
    case .hello: .hello
    case .serve: .serve
    case .run: .run
    case .advance: .advance
    case .structure: .structure
    case .initialDigests: .initialDigests
    case .initialValues: .initialValues
    case .layers: .layers
    case .value: .value
    case .substitute: .substitute
    case .calculate: .calculate
    case .abandon: .abandon
    case .again: .again
    }
  }

  /// The frame's payload.
  var payload: Tensor? {
    switch self {
    case .run(let setup): setup.inputValue
    case .value(let value): value
    case .substitute(let value): value
    case .hello, .serve, .advance, .structure, .initialDigests, .initialValues, .layers, .calculate, .abandon, .again:
      nil
    }
  }
}

extension WorkerRequest: Encodable {
  private enum Key: CodingKey { case request, version, modules, bootstrap, to, names, layers, tensor }

  func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: Key.self)
    try fields.encode(name.rawValue, forKey: .request)
    switch self {
    case .hello(let modules):
      try fields.encode(WorkerProtocol.version, forKey: .version)
      try fields.encode(modules, forKey: .modules)
    case .serve(let bootstrap): try fields.encode(bootstrap, forKey: .bootstrap)
    case .run(let setup): try setup.encode(to: encoder)
    case .advance(let request): try fields.encode(request.word, forKey: .to)
    case .initialValues(let names): try fields.encode(names, forKey: .names)
    case .layers(let layers): try fields.encode(layers, forKey: .layers)
    case .calculate(let setup): try setup.encode(to: encoder)
    case .value(let value): try fields.encode(value.map { TensorFacts($0) }, forKey: .tensor)
    case .substitute(let value): try fields.encode(TensorFacts(value), forKey: .tensor)
    case .structure, .initialDigests, .abandon, .again: break
    }
  }

  /// As the probe's `codec.py` reads it.
  func head() throws -> Data {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    return try encoder.encode(self)
  }
}

extension Advance {
  /// The protocol's word for it.
  fileprivate var word: String {
    switch self {
    case .operation: "operation"
    case .endpoint(deliveringOperations: true): "operations"
    case .operands: "operands"
    case .endpoint(deliveringOperations: false): "endpoint"
    }
  }
}
