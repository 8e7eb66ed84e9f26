import TFDiffTensor

/// What a candidate that goes on from its own state has come to in a step.
public struct FreeStep: Sendable, Hashable {
  /// By rung.
  public var losses: [String: Double] = [:]
  /// Over all variables, the sum of the squared differences to the reference's, and of the reference's squares.
  var squaredDistance = 0.0
  var squaredSize = 0.0
}

extension DebuggerState {
  mutating func record(_ free: FreeRung) {
    let rung = free.rung
    switch rung.kind {
    case .loss:
      guard free.value.elementCount == 1 else { return }
      freeSteps[rung.step, default: FreeStep()].losses[rung.name] = free.value.value(at: 0)
    case .variable:
      guard let reference = endpoints.last(where: { $0.name == rung.title })?.reference?.tensor,
        let distance = TensorDistance(reference, free.value)
      else { return }
      freeSteps[rung.step, default: FreeStep()].squaredDistance += distance.squared
      freeSteps[rung.step, default: FreeStep()].squaredSize += distance.squaredSize
    case .batch, .initialSlot, .endpoint, .endpointGradient, .gradient, .appliedGradient, .learningRate, .slot: break
    }
  }
}
