/// What a person or a script can have the debugger run.
public enum RunCommand: Sendable, Hashable {
  /// Run both sides to the next endpoint; inside an endpoint, to the next operation.
  case step
  /// From an endpoint that has not run: execute the first of its operations and stay inside. From one that has:
  /// record its operations by running again from the same initial state.
  case into(endpoint: Int)
  /// Run to the end of the endpoint the run is inside.
  case out
  /// Run to the next breakpoint or divergence, or to the end.
  case `continue`
  /// Run until the endpoint of this index has been passed.
  case until(endpoint: Int)
  /// Back to the start, with the same initial state.
  case restart
  /// Run both sides again into the first endpoint that diverges and record its operations, so that the first operation
  /// that diverges is known. Nothing changes where there is no divergence or where it is known.
  case locateDivergence
  /// Find out why the two sides part first: run both again into that endpoint, and make experiments.
  case explain
  /// Find out which layers add to the difference and which only hand it on: run the candidate on the reference's values. What is
  /// found is ``DebuggerState/propagation``; a cancellation leaves it as it was.
  case propagate
  /// Run the reference twice more to measure what rounding makes of it, where that is to judge what has been run and is not known.
  case measureNoise
  /// Run and judge the migration guide's steps in order, to the first that fails or, where told so, all of them.
  case ladder(keepsGoing: Bool)
  /// Begin anew with the runs of a step of the ladder, and continue.
  case openStep(LadderStep)
  /// Begin anew with the candidate's operation seed set at one more place, in the words that the target's
  /// ``DebugTarget/seeding`` takes.
  case operationSeed(String)

  /// Whether other runs take the place of those there are.
  public var beginsAnew: Bool {
    switch self {
    case .restart, .ladder, .openStep, .operationSeed: true
    case .step, .into, .out, .continue, .until, .locateDivergence, .explain, .propagate, .measureNoise: false
    }
  }
}
