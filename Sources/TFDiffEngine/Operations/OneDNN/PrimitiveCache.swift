import Synchronization

/// Compiled computations by what they compute, for the whole process: compiling one costs up to a
/// millisecond. The least recently used goes when there are more than `capacity`.
final class PrimitiveCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private struct State {
    var entries: [Key: (value: Value, lastUse: Int)] = [:]
    var clock = 0
  }

  private let capacity: Int
  private let state = Mutex(State())

  init(capacity: Int = 512) { self.capacity = capacity }

  /// The value for `key`, made by `make` where there is none. The lock is not held meanwhile, so two
  /// threads that miss at once both make one, and the first kept serves from then on.
  func value(for key: Key, make: () throws -> Value) rethrows -> Value {
    if let hit = state.withLock({ Self.use(key, in: &$0) }) { return hit }
    let made = try make()
    return state.withLock { state in
      if let hit = Self.use(key, in: &state) { return hit }
      if state.entries.count >= capacity,
        let oldest = state.entries.min(by: { $0.value.lastUse < $1.value.lastUse })?.key
      {
        state.entries[oldest] = nil
      }
      state.entries[key] = (made, state.clock)
      return made
    }
  }

  private static func use(_ key: Key, in state: inout State) -> Value? {
    state.clock += 1
    state.entries[key]?.lastUse = state.clock
    return state.entries[key]?.value
  }
}
