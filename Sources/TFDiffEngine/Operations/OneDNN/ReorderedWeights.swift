import COneDNN
import Synchronization
import TFDiffTensor

/// Convolution filters in the blocked layout their primitives want, for the whole process.
///
/// Bounded in bytes, since each entry is a second copy of a model's weights. A forward pass reads weights in
/// a cycle, in which dropping the least recently used would drop everything just before it is read again;
/// so an entry makes room only once its weights are gone or it was not asked for during `staleAfter`
/// look-ups, and what does not fit is reordered anew on each use.
package final class ReorderedWeights: Sendable {
  /// What an entry was made from: storage by identity, and the layout it was made for.
  struct Key: Hashable, Sendable {
    let sources: [ObjectIdentifier]
    let layout: [Int64]
    /// Distinguishes filters scaled with different batch norm constants.
    let epsilon: Double?
  }

  private struct WeakStorage {
    weak var storage: TensorStorage?
  }

  private struct Entry {
    let weights: TensorStorage
    let sources: [WeakStorage]
    var lastUse: Int
    var isAlive: Bool { sources.allSatisfy { $0.storage != nil } }
  }

  private struct State {
    var entries: [Key: Entry] = [:]
    var bytes = 0
    var clock = 0
    var byteLimit: Int
  }

  package static let shared = ReorderedWeights(byteLimit: 96 << 20)
  private static let staleAfter = 4096

  private let state: Mutex<State>

  package init(byteLimit: Int) { state = Mutex(State(byteLimit: byteLimit)) }

  /// Bytes held now, and the most that may be.
  package var byteCount: Int { state.withLock { $0.bytes } }

  /// A lower limit takes effect at once.
  package var byteLimit: Int {
    get { state.withLock { $0.byteLimit } }
    set {
      state.withLock { state in
        state.byteLimit = newValue
        if state.bytes > newValue { Self.removeAll(from: &state) { _ in true } }
      }
    }
  }

  /// The weights made from `sources` for `layout`, made by `make` where they are not held.
  package func weights(
    from sources: [TensorStorage], layout: [Int64], epsilon: Double? = nil, make: () throws -> TensorStorage
  ) rethrows -> TensorStorage {
    let key = Key(sources: sources.map { ObjectIdentifier($0) }, layout: layout, epsilon: epsilon)
    if let hit = state.withLock({ Self.use(key, in: &$0) }) { return hit }
    let made = try make()
    let entry = Entry(weights: made, sources: sources.map { WeakStorage(storage: $0) }, lastUse: 0)
    state.withLock { Self.admit(entry, for: key, to: &$0) }
    return made
  }

  /// An identity may have been reused after its object went, which the weak references tell.
  private static func use(_ key: Key, in state: inout State) -> TensorStorage? {
    state.clock += 1
    guard let entry = state.entries[key] else { return nil }
    guard entry.isAlive else {
      remove(key, from: &state)
      return nil
    }
    state.entries[key]?.lastUse = state.clock
    return entry.weights
  }

  private static func admit(_ entry: Entry, for key: Key, to state: inout State) {
    let size = entry.weights.byteCount
    guard size <= state.byteLimit, state.entries[key] == nil else { return }
    if state.bytes + size > state.byteLimit { removeAll(from: &state) { !$0.isAlive } }
    if state.bytes + size > state.byteLimit {
      let oldestKept = state.clock - staleAfter
      removeAll(from: &state) { $0.lastUse < oldestKept }
    }
    guard state.bytes + size <= state.byteLimit else { return }
    var entry = entry
    entry.lastUse = state.clock
    state.entries[key] = entry
    state.bytes += size
  }

  private static func removeAll(from state: inout State, where condition: (Entry) -> Bool) {
    for (key, entry) in state.entries where condition(entry) { remove(key, from: &state) }
  }

  private static func remove(_ key: Key, from state: inout State) {
    state.bytes -= state.entries.removeValue(forKey: key)?.weights.byteCount ?? 0
  }
}
