import TFDiffTargets
import TFDiffDebugger
import TFDiffTensor

/// What a live comparison runs: the user's own Python, and where.
public struct LiveSettings: Sendable {
  /// An interpreter on some host.
  public struct Interpreter: Sendable, Hashable {
    /// A path, or a name that is looked up on the PATH.
    public var python: String
    /// The words of a command that is put before the interpreter's, such as `ssh gpu-box`.
    public var launch: [String]

    public init(python: String, launch: [String] = []) {
      self.python = python
      self.launch = launch
    }

    /// What starts a worker.
    var command: [String] { launch + [python] + Probe.interpreterArguments }
  }

  public var program: LiveProgram
  public var interpreters: SidePair<Interpreter>
  public var mode: WeightMode
  public var training: Bool
  /// The testing tool's seed.
  public var seed: Int
  /// Nil for what the program's own `inputs()` returns.
  public var input: Tensor?
  /// The words for the input.
  public var inputName: String
  public var candidate: CandidateKind
  /// Loaded into both sides' variables.
  public var checkpoint: CheckpointValues?
  /// Whether the candidate's variables get the values of the reference's of the same name.
  public var copiesWeights: Bool
  /// How many training steps are compared; 0 for the forward pass.
  public var steps = 0
  /// Whether the forward pass is that of a training step, as far as its loss.
  var endsAtLoss = false
  /// The side on which gradients flow through what the program stops them at.
  var passesGradientsOn: Side?
  public var rewrites: LiveRewrites
  /// Whether each element of the input is moved by one unit in the last place.
  var movesInput = false
  /// What the user has paired by hand.
  public var map: LiveMap
  /// Takes the pairs that were found, as a map's text; nil where nobody wants them.
  public var writesMap: (@Sendable (String) throws -> Void)?
  /// How many bytes of a tensor are moved to be compared; of a larger one, evenly spaced elements, and the statistics of
  /// all are computed where it is.
  public var tensorLimit: Int

  public init(
    program: LiveProgram, interpreters: SidePair<Interpreter>, mode: WeightMode = .numRandomOps,
    training: Bool = false, seed: Int = 42, input: Tensor? = nil, inputName: String = "inputs()",
    candidate: CandidateKind = .eager, checkpoint: CheckpointValues? = nil, copiesWeights: Bool = false,
    rewrites: LiveRewrites = .init(), map: LiveMap = .none, tensorLimit: Int = 256 << 20
  ) {
    self.program = program
    self.interpreters = interpreters
    self.mode = mode
    self.training = training
    self.seed = seed
    self.input = input
    self.inputName = inputName
    self.candidate = candidate
    self.checkpoint = checkpoint
    self.copiesWeights = copiesWeights
    self.rewrites = rewrites
    self.map = map
    self.tensorLimit = tensorLimit
  }
}

/// What TensorFlow's own optimizer (Grappler) may do to the graphs that are compared.
public struct LiveRewrites: Sendable, Hashable {
  /// The names of toggles of `RewriterConfig` (tensorflow/core/protobuf/rewriter_config.proto) that are off, such as
  /// `remapping`.
  public var disabled: [String]
  /// False for no optimization at all.
  public var optimizes: Bool

  public init(disabled: [String] = [], optimizes: Bool = true) {
    self.disabled = disabled
    self.optimizes = optimizes
  }
}

/// The user's code: a file that offers `tf1_model` and `tf2_model`, objects in modules, or both.
public struct LiveProgram: Sendable, Hashable {
  /// The file's absolute path and its source, which is sent to the worker.
  public var file: String?
  public var source: String?
  /// `package.module:function` and `package.module:Class`.
  public var tf1: String?
  public var tf2: String?
  /// Where modules are looked for first.
  public var folder: String
  /// The words for it.
  public var name: String

  /// - Throws: ``LiveError/unreadableFile(_:reason:)``.
  public init(file: String?, tf1: String? = nil, tf2: String? = nil, folder: String) throws(LiveError) {
    self.tf1 = tf1
    self.tf2 = tf2
    self.folder = folder
    if let file {
      (self.file, source) = try Self.read(file, in: folder)
      name = file
    } else {
      (self.file, source) = (nil, nil)
      name = [tf1, tf2].compactMap { $0 }.joined(separator: " ")
    }
  }
}
