import TFDiffDebugger
import TFDiffEngine

/// A side whose forward pass is one run of a graph, carried out fetch by fetch.
protocol SegmentedProgram {
  /// In the order of the fetches.
  var endpoints: [String] { get }
  /// The variables and random operations that building the graph made, told before the run.
  var preparations: [TraceEvent] { get }

  /// Begins the run of the forward pass; called once, after the preparations have been told.
  func begin() throws -> SegmentedRun

  /// The name of the variable whose value is kept under a resource's name.
  func variableName(ofResource resource: String) -> String

  /// Reads what is known after the forward pass.
  func finish() throws -> ForwardOutcome
}

/// What is known of a side once its forward pass is over.
struct ForwardOutcome {
  var losses: [RegularizationLoss]
  /// Their sum; nil where there are none.
  var totalLoss: Double?
  /// The places of variables that the model does not list as its own.
  var untracked: [Int]
}
