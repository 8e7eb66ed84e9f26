import Foundation
import Synchronization
import TFDiffDebugger
import TFDiffTensor

/// Two runs of very many small layers, of which the last tenth differs, more and more.
struct LongTarget {
  let endpoints: Int

  var target: DebugTarget {
    let names = (0..<endpoints).map { "network/block_\($0 / 20)/unit_\($0 % 20)/conv" }
    func side(_ side: Side) -> TargetSide {
      TargetSide(runtime: "scripted \(side.rawValue)", plannedEndpoints: names) { LongSource(names, side) }
    }
    let description = TargetDescription(name: "long", mode: nil, training: false, seed: 42, input: "ones")
    return DebugTarget(description, sides: SidePair(reference: side(.reference), candidate: side(.candidate)))
  }
}

/// One of the two runs.
private final class LongSource: TraceSource {
  private let names: [String]
  private let side: Side
  private let told = Atomic(0)

  init(_ names: [String], _ side: Side) {
    self.names = names
    self.side = side
  }

  func advance(_ request: Advance, deliver: (TraceEvent) -> Void) throws -> Bool {
    let next = told.wrappingAdd(1, ordering: .relaxed).oldValue
    guard next < names.count else {
      deliver(.finished(RunSummary(regularizationLoss: nil, seconds: 0)))
      return false
    }
    deliver(.endpoint(EndpointEvent(name: names[next], value: value(next))))
    // As a layer takes: the run is on for as long as keys are typed.
    usleep(100)
    return true
  }

  func cancel() {}

  private func value(_ index: Int) -> Tensor {
    let isOff = side == .candidate && index * 10 >= names.count * 9
    let error: Float = isOff ? 1e-4 * Float(index % 97 + 1) : 1e-8 * Float(index % 7)
    return Tensor(
      (0..<64).map { Float(sin(Double($0 + index))) + (side == .candidate ? error : 0) }, shape: [1, 4, 4, 4])
  }
}

/// SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014.
struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
