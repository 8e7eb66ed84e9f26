import TFDiffDebugger
import TFDiffEngine

/// A side whose forward pass is one run of a graph, carried out fetch by fetch.
protocol SegmentedProgram {
  /// In the order of the fetches.
  var endpoints: [String] { get }
  /// The variables and random operations that building the graph made, told before the run.
  var preparations: [TraceEvent] { get }
  var run: SegmentedRun { get }

  /// The name of the variable whose value is kept under a resource's name.
  func variableName(ofResource resource: String) -> String

  /// Does what comes after the forward pass: reads the losses, and calls the model again where that must make nothing.
  func finish(_ deliver: (TraceEvent) -> Void) throws -> ForwardOutcome
}

/// What is known of a side once its forward pass is over.
struct ForwardOutcome {
  var losses: [RegularizationLoss]
  /// Their sum; nil where there are none.
  var totalLoss: Double?
  /// The places of variables that the model does not list as its own.
  var untracked: [Int]
}
