import Synchronization
import TFDiffDebugger
import TFDiffEngine

/// Hands both sides of a pair's run the same exchange, and the next run another.
final class TrainingExchanges: Sendable {
  private let current = Mutex(TrainingExchange())

  /// A pair's run begins with its reference.
  func exchange(for side: Side) -> TrainingExchange {
    current.withLock { current in
      if side == .reference { current = TrainingExchange() }
      return current
    }
  }
}

/// What the reference's run of training steps hands the candidate's: the state that each step begins with.
final class TrainingExchange: Sendable {
  typealias Handed = (state: TrainingState, slots: [Slot], optimizer: Optimizer)
  private let states = Mutex<[Int: Handed]>([:])

  /// The reference is about to take a step; it may be some ahead.
  func begin(step: Int, from state: Handed) { states.withLock { $0[step] = state } }

  /// The reference's state at the beginning of a step, which the candidate has come to; nil where the reference has not. What came
  /// before has served.
  func state(ofStep step: Int) -> Handed? {
    states.withLock { states in
      states = states.filter { $0.key >= step }
      return states[step]
    }
  }
}
