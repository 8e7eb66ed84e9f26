import TFDiffTensor

extension WorkerMessage {
  struct Hello: Decodable, Sendable {
    /// The protocol's.
    var version: Int
    /// The interpreter's.
    var python: String
    var executable: String
    var pid: Int

    private enum Key: CodingKey { case version, python, executable, pid }

    /// - Throws: ``ProtocolFault/otherVersion(_:)``, whatever else another version may say.
    init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: Key.self)
      version = try fields.decode(Int.self, forKey: .version)
      guard version == WorkerProtocol.version else { throw ProtocolFault.otherVersion(version) }
      python = try fields.decode(String.self, forKey: .python)
      executable = try fields.decode(String.self, forKey: .executable)
      pid = try fields.decode(Int.self, forKey: .pid)
    }
  }

  struct Log: Decodable, Sendable {
    var text: String
  }

  struct Variable: Decodable, Sendable {
    var name: String
    var shape: [Int]
    var dtype: String
    var trainable: Bool
    /// On which call of the model it was created, from 1.
    var call: Int
    /// By whom, innermost first.
    var stack: [Frame]
    var role: String
    var initializer: String?
  }

  struct Random: Decodable, Sendable {
    /// Its place among the random operations of the run.
    var index: Int
    var name: String
    var type: String
    var shape: [Int]
    var seed: Int
    var seed2: Int
  }

  struct Operation: Decodable, Sendable {
    var name: String
    var type: String
    var stack: [Frame]
    /// What tells it from every other of the run.
    var id: String
    var attributes: [String: String]
    var inputs: [Operand]
    /// Its output; nil for one that cannot be compared.
    var tensor: PayloadTensor?
    /// Nil in a graph outside of loops.
    var repetition: Repetition?
    /// The values that it takes, in the order of its inputs, each nil where it is not known; nil as a whole where they were
    /// not asked for, and in a graph's loop.
    var operands: [TakenValue?]?

    /// Which of the executions of one place in the program it is.
    struct Repetition: Decodable, Sendable {
      var site: String
      /// From 1, on the way to one end point.
      var iteration: Int
      /// Of how many, and of which loop; nil where the program executes its operations one by one.
      var count: Int?
      var loop: String?
    }
  }

  /// A value as an operation takes it.
  struct TakenValue: Decodable, Sendable {
    var shape: [Int]
    /// The ``OperandValue/id`` of its elements; nil where an operation told on the way to the same end point gives them as
    /// its first output, and where they are too many to travel.
    var value: String?
  }

  struct OperandValue: Decodable, Sendable {
    /// What operations call it that take it.
    var id: String
    var tensor: PayloadTensor
  }

  struct EndPoint: Decodable, Sendable {
    var name: String
    /// How many elements it has for each that travels.
    var spacing: Int
    var tensor: PayloadTensor
  }

  struct Update: Decodable, Sendable {
    /// The variable's.
    var name: String
    var operation: String
    var stack: [Frame]
    /// The end point on the way to which it was made; nil where that is not known.
    var endpoint: String?
    /// How much of its old value a moving average keeps; nil where it is none, or its code does not show it.
    var decay: Double?
    /// The new value.
    var tensor: PayloadTensor
  }

  /// A value of a training step.
  struct Rung: Decodable, Sendable {
    /// From 1.
    var step: Int
    /// Such as `gradient`; the probe's `messages.py` says which there are, in their order.
    var kind: String
    /// Such as `gradients/VARIABLE`.
    var name: String
    /// Whether the step went on from the side's own state, where it was also made from the other side's.
    var isFree: Bool
    var stack: [Frame]
    /// How many elements it has for each that travels.
    var spacing: Int
    /// Of a gradient, the greatest element of all gradients of the step.
    var scale: Double?
    var tensor: PayloadTensor
  }

  struct Restore: Decodable, Sendable {
    var variables: [WantedVariable]
  }

  /// A variable that may be given a value.
  struct WantedVariable: Decodable, Sendable {
    var name: String
    var shape: [Int]
    var dtype: String
  }

  struct InitialValue: Decodable, Sendable {
    /// The variable's; an input's begins with `inputs()`.
    var name: String
    var tensor: PayloadTensor
  }

  struct InitialDigests: Decodable, Sendable {
    var digests: [Digest]

    /// What tells a variable's value, or an input, from others.
    struct Digest: Decodable, Sendable {
      var name: String
      var digest: String
    }
  }

  struct Layout: Decodable, Sendable {
    var names: [String]
    /// Which operations yield an eager run's end points; nil for a graph's.
    var endpoints: [LiveLayout.Entry]?
  }

  struct Finished: Decodable, Sendable {
    var regularizationLoss: Double?
    /// How long the run took without being held.
    var seconds: Double
    var losses: [Loss]
    /// The places of the variables, as created, that the model does not list.
    var untracked: [Int]
    /// Nil where capturing cannot be judged.
    var observer: Observer?

    struct Loss: Decodable, Sendable {
      var variable: String
      var value: Double
    }

    /// The output that capturing the run changes most, and by how much.
    struct Observer: Decodable, Sendable {
      var name: String
      var maxAbs: Double
    }
  }

  struct Done: Decodable, Sendable {
    /// False once the run is over.
    var more: Bool
  }

  struct Output: Decodable, Sendable {
    var tensor: PayloadTensor
  }

  struct Refused: Decodable, Sendable {
    /// What of the operation is refused, and why.
    var message: String
  }

  struct Failure: Decodable, Sendable {
    var kind: Kind
    var message: String
    var frames: [TracebackFrame]

    enum Kind: String, Decodable, Sendable {
      /// No TensorFlow, or one that lacks what is needed.
      case environment
      /// What is to be run is not there, or cannot be imported.
      case target
      /// The user's code raised it.
      case program
      /// A request that the worker cannot read.
      case `protocol`
    }
  }

  /// A frame of a call stack.
  struct Frame: Decodable, Sendable {
    var function: String
    var file: String
    var line: Int
    /// Whether its file is the user's own and no library's.
    var user: Bool
  }

  /// A frame that an exception came through.
  struct TracebackFrame: Decodable, Sendable {
    var function: String
    var file: String
    var line: Int
    var user: Bool
    /// The line's text; empty where it is not known.
    var source: String
  }

  /// Where a value that an operation takes comes from.
  enum Operand: Sendable, Hashable {
    case operation(id: String, output: Int)
    case variable(name: String)
    case constant(shape: [Int], dtype: String, values: [Double]?, digest: String?)
    case input
    case unknown
  }
}

extension WorkerMessage.Operand: Decodable {
  private enum Kind: String, Decodable { case operation, variable, constant, input, unknown }
  private enum Key: CodingKey { case kind, id, output, name, shape, dtype, values, digest }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    switch try fields.decode(Kind.self, forKey: .kind) {
    case .operation:
      self = .operation(
        id: try fields.decode(String.self, forKey: .id), output: try fields.decode(Int.self, forKey: .output))
    case .variable: self = .variable(name: try fields.decode(String.self, forKey: .name))
    case .constant:
      self = .constant(
        shape: try fields.decode([Int].self, forKey: .shape), dtype: try fields.decode(String.self, forKey: .dtype),
        values: try fields.decodeIfPresent([Double].self, forKey: .values),
        digest: try fields.decodeIfPresent(String.self, forKey: .digest))
    case .input: self = .input
    case .unknown: self = .unknown
    }
  }
}
