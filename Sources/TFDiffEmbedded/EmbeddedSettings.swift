import TFDiffTargets
import TFDiffEngine
import TFDiffTensor

/// What an embedded comparison runs.
public struct EmbeddedSettings: Sendable {
  public var model: any Model
  public var mode: WeightMode
  public var training: Bool
  /// The testing tool's seed.
  public var seed: Int
  /// `[batch, height, width, channels]`, float32.
  public var input: Tensor
  /// The words for the input: `ones`, or a file's path.
  public var inputName: String
  public var candidate: CandidateKind
  /// Loaded into both sides' variables.
  public var checkpoint: CheckpointValues?
  /// Where the candidate's operation seed is set.
  public var seedings: [OperationSeeding]
  /// Planted in the candidate.
  public var faults: [Fault]
  /// The graph rewrites of the reference, and of a candidate that is a graph too.
  public var rewrites: RewriteOptions
  public var threads: Int
  /// The training steps that are compared; nil for the forward pass.
  public var plan: TrainingPlan?

  public init(
    model: any Model, mode: WeightMode = .numRandomOps, training: Bool = false, seed: Int = 42, input: Tensor,
    inputName: String = "ones", candidate: CandidateKind = .eager, checkpoint: CheckpointValues? = nil,
    seedings: [OperationSeeding] = [], faults: [Fault] = [], rewrites: RewriteOptions = .init(),
    threads: Int = Processors.count
  ) {
    self.model = model
    self.mode = mode
    self.training = training
    self.seed = seed
    self.input = input
    self.inputName = inputName
    self.candidate = candidate
    self.checkpoint = checkpoint
    self.seedings = seedings
    self.faults = faults
    self.rewrites = rewrites
    self.threads = threads
  }
}
