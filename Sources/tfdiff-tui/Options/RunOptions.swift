import ArgumentParser
import Foundation
import TFDiffDebugger
import TFDiffEmbedded
import TFDiffTargets
import TFDiffTensor

/// What `debug` and `check` share: what to run, what to plant, how to judge.
struct RunOptions: ParsableArguments {
  @Argument(
    help:
      "A built-in model ('tfdiff-tui models' lists them), a Python file with tf1_model and tf2_model, or a recording.")
  var target = ""

  @OptionGroup(title: "Python targets") var live: LiveOptions

  @OptionGroup(title: "Training steps") var stepping: TrainingOptions

  func validate() throws {
    if let option = from.map({ _ in "--from" }) ?? to.map({ _ in "--to" }),
      let other = training ? "--training" : stepping.steps.map({ _ in "--steps" })
    {
      throw ValidationError(
        "\(option) does not go with \(other): a part of a model is compared in inference; leave one of them out.")
    }
    do throws(TargetError) {
      _ = try TargetCatalog.standard.kind(of: arguments)
    } catch {
      throw ValidationError(error.description)
    }
  }

  @Option(
    help: ArgumentHelp(
      "Compare the target's reference, or the recording that it is, with this recording, or with the candidate of this target.",
      valueName: "RECORDING|TARGET"))
  var against: String?

  @Option(
    help: ArgumentHelp(
      "Where weights come from: every one set to --weight-value, or random numbers aligned by the testing tool.",
      valueName: "fixed-weights|constant|num_random_ops"))
  var mode = "num_random_ops"

  @Option(help: ArgumentHelp("The value of every variable with --mode fixed-weights.", valueName: "X"))
  var weightValue: Float = 0.001

  @Flag(help: "Run the forward pass in training mode.")
  var training = false

  @Option(help: ArgumentHelp("The testing tool's seed.", valueName: "N"))
  var seed = 42

  @Option(
    help: ArgumentHelp(
      "The model's input; a uint8 image is scaled as Inception does, x / 127.5 - 1.",
      valueName: "ones|FILE.npy|FILE.npz[:NAME]"))
  var input = ModelInput.ones

  @Option(
    help: ArgumentHelp(
      "A TF1 or TF2 checkpoint to load into both sides' variables: its prefix, or a folder with a 'checkpoint' file.",
      valueName: "PREFIX"))
  var checkpoint: String?

  @Option(
    help: ArgumentHelp(
      "How the candidate is run: operation by operation, traced by tf.function, or inside a Keras functional model.",
      valueName: "eager|function|functional-model"))
  var candidate = CandidateKind.eager.rawValue

  @Option(
    name: .customLong("operation-seed"),
    help: ArgumentHelp(
      "Set the candidate's operation_seed after an endpoint of a call (repeatable).", valueName: "N[@ENDPOINT[#CALL]]")
  )
  var operationSeeds: [String] = []

  @Option(help: ArgumentHelp("Relative tolerance.", valueName: "R"))
  var rtol: Double?

  @Option(help: ArgumentHelp("Absolute tolerance.", valueName: "A"))
  var atol: Double?

  @Option(
    help: ArgumentHelp(
      "Tolerance for the endpoints a glob matches (repeatable); auto: measured from what rounding makes of the reference.",
      valueName: "GLOB=R,A|auto"))
  var tolerance: [String] = []

  @Option(name: .customLong("break"), help: ArgumentHelp("Stop at a layer (repeatable).", valueName: "GLOB"))
  var breakpoints: [String] = []

  @Option(
    help: ArgumentHelp(
      "Plant a migration fault in the candidate (repeatable): \(FaultKind.all.map(\.name).joined(separator: ", ")).",
      valueName: "KIND[=VALUE]@ENDPOINT"))
  var fault: [String] = []

  @Option(
    help: ArgumentHelp(
      "Write a report; the ending picks the kind, \(ReportKind.choice); github annotates in GitHub Actions (repeatable).",
      valueName: "FILE|github"))
  var report: [String] = []

  @Option(
    help: ArgumentHelp(
      "Accept the known differences that a TOML file lists, each with its layer, tolerance, reason and perhaps its last day.",
      valueName: "FILE"))
  var waivers: String?

  @Option(
    help: ArgumentHelp(
      "Say what is fixed, new, worse and unchanged since a JSON report of the same comparison.",
      valueName: "REPORT.json"))
  var baseline: String?

  @Option(
    name: .customLong("disable-rewrite"),
    help: ArgumentHelp(
      "Leave out a graph rewrite of the reference (repeatable): constant_folding, arithmetic_optimization, remapping.",
      valueName: "NAME"))
  var disabledRewrites: [String] = []

  @Option(
    help: ArgumentHelp(
      "Compare a part of the model: the candidate is given the reference's value at this endpoint.", valueName: "LAYER")
  )
  var from: String?

  @Option(help: ArgumentHelp("Compare a part of the model: the last endpoint of it.", valueName: "LAYER"))
  var to: String?

  @Option(help: ArgumentHelp("How much memory recorded tensors may take before they are spilled.", valueName: "MiB"))
  var memoryBudget = 1024
}

extension RunOptions {
  /// What is asked for.
  var arguments: TargetArguments {
    var arguments = TargetArguments(target: target)
    arguments.against = against
    (arguments.mode, arguments.weightValue, arguments.training) = (mode, weightValue, training)
    (arguments.seed, arguments.input, arguments.checkpoint) = (seed, input, checkpoint)
    (arguments.candidate, arguments.operationSeeds, arguments.faults) = (candidate, operationSeeds, fault)
    (arguments.disabledRewrites, arguments.memoryBudget) = (disabledRewrites, memoryBudget)
    arguments.python = live.arguments
    arguments.steps = stepping.arguments
    (arguments.from, arguments.to) = (from, to)
    arguments.folder = FileManager.default.currentDirectoryPath
    arguments.environment = ProcessInfo.processInfo.environment
    return arguments
  }
}
