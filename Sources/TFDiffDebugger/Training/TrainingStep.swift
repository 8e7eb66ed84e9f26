import Foundation
import TFDiffTensor

/// The losses and the learning rate of one side in a step; nil what it did not tell.
public struct StepLosses: Sendable, Hashable {
  public var loss: Double?
  public var dataLoss: Double?
  public var regularizationLoss: Double?
  public var learningRate: Double?
}

/// A training step of both sides.
public struct TrainingStep: Sendable {
  /// From 1.
  public var number: Int
  /// Each side going on from its own state.
  public var free: SidePair<StepLosses>
  /// The candidate's, from the reference's state.
  public var own: StepLosses
  /// What is compared of it, in order, as far as the sides have come.
  public var rungs: [EndpointRow]
  /// How far the variables of two sides that each go on from their own state are apart after it: the norm of the difference over
  /// that of the reference's; nil where no variables are told.
  public var distance: Double?

  /// The greatest difference of a rung beside what its tolerance is relative to, both sides having begun with the reference's
  /// state.
  public var ownError: Double { rungs.compactMap(\.relativeError).max() ?? 0 }
}

/// Two trajectories that part though no step's own error is outside its tolerance.
public struct Drift: Sendable, Hashable {
  /// By what factor the distance grows from step to step, on average.
  public var growsBy: Double
  /// The greatest of the steps' own errors.
  public var ownError: Double
  /// The distance after the last step.
  public var distance: Double
  public var steps: Int
}

extension EndpointRow {
  /// Of what is judged, the greatest difference beside what its tolerance is relative to.
  var relativeError: Double? {
    guard let comparison, let rung, let greatest = reference?.statistics.greatest else { return nil }
    let size = RungTolerance.size(of: rung, greatest: greatest)
    return size > 0 ? comparison.maxAbs / size : nil
  }
}

extension DebuggerState {
  /// Whether training steps are compared.
  public var comparesTraining: Bool { target.steps > 0 }

  /// As far as the runs have come.
  public var trainingSteps: [TrainingStep] {
    var rows: [Int: [EndpointRow]] = [:]
    for row in endpoints { if let step = row.rung?.step { rows[step, default: []].append(row) } }
    return rows.sorted { $0.key < $1.key }.map { step(number: $0.key, rungs: $0.value) }
  }

  private func step(number: Int, rungs: [EndpointRow]) -> TrainingStep {
    let (reference, own) = (losses(of: rungs, .reference), losses(of: rungs, .candidate))
    // The first step is taken from the reference's state on both sides.
    let free = freeSteps[number]
    let candidate = free.map { free in
      StepLosses(
        loss: free.losses[Rung.loss], dataLoss: free.losses[Rung.dataLoss],
        regularizationLoss: free.losses[Rung.regularizationLoss], learningRate: own.learningRate)
    }
    return TrainingStep(
      number: number, free: SidePair(reference: reference, candidate: candidate ?? own), own: own, rungs: rungs,
      distance: free.map { $0.squaredSize > 0 ? ($0.squaredDistance / $0.squaredSize).squareRoot() : nil }
        ?? distance(of: rungs))
  }

  private func losses(of rungs: [EndpointRow], _ side: Side) -> StepLosses {
    func value(_ name: String) -> Double? {
      guard let activation = rungs.first(where: { $0.rung?.name == name })?[side] else { return nil }
      return activation.shape.elementCount == 1 ? activation.statistics.mean : nil
    }
    return StepLosses(
      loss: value(Rung.loss), dataLoss: value(Rung.dataLoss), regularizationLoss: value(Rung.regularizationLoss),
      learningRate: value(Rung.learningRate))
  }

  private func distance(of rungs: [EndpointRow]) -> Double? {
    let variables = rungs.filter { $0.rung?.kind == .variable && $0.distance != nil }
    let size = variables.reduce(0) { $0 + ($1.reference?.statistics.l2 ?? 0) * ($1.reference?.statistics.l2 ?? 0) }
    guard size > 0 else { return nil }
    return (variables.reduce(0) { $0 + ($1.distance ?? 0) * ($1.distance ?? 0) } / size).squareRoot()
  }

  /// How two runs that were compared to the end, and of which no step's own error is outside its tolerance, part all the same;
  /// nil where they do not.
  public var drift: Drift? {
    let steps = trainingSteps
    guard steps.count > 1, !endpoints.contains(where: \.status.isDivergence), phase == .finished,
      let last = steps.last?.distance,
      last > RungTolerance.forwardRate
    else { return nil }
    let distances = steps.compactMap(\.distance).filter { $0 > 0 }
    guard let first = distances.first, distances.count > 1 else { return nil }
    let growth = pow(last / first, 1 / Double(distances.count - 1))
    return Drift(
      growsBy: growth, ownError: steps.map(\.ownError).max() ?? 0, distance: last, steps: steps.count)
  }
}

extension Drift: CustomStringConvertible {
  public var description: String {
    "drift: after \(steps) steps the variables are \(formatShort(distance)) of their size apart, and part "
      + "\(formatShort(growsBy)) times as far with each step; no step's own error is outside its tolerance (greatest "
      + "\(formatShort(ownError)) of a tensor's size), so rounding alone does it"
  }
}
