import TFDiffTensor

/// Keeps the tensors of a ``DebuggerState`` within a budget of memory.
///
/// What is over the budget is moved to unlinked temporary files, mapped read-only, so that every tensor can still be
/// looked at and judged under another tolerance. The tensors looked at most stay in memory longest: those of the
/// first divergence and the most recent endpoint; operations of other endpoints go first. The operations of an
/// endpoint that is being stepped stay until it has been passed.
struct ActivationStore: Sendable {
  let budget: ActivationBudget
  /// At least what the recorded tensors take in memory: exact at the last count, and all that came since.
  private var estimate = 0
  private var hasFailed = false

  init(budget: ActivationBudget) { self.budget = budget }

  /// Takes note of tensors that were recorded.
  mutating func add(_ events: [TraceEvent]) {
    for event in events { estimate += event.valueByteCount }
  }

  /// Moves tensors out until the rest fits. Where no file can be written the tensors stay, and the log says so once.
  ///
  /// - Parameter focus: a row to keep in memory beside the first divergence and the most recent.
  /// - Complexity: O(rows and operations), but only once what came since the last count could have filled the budget.
  mutating func fit(_ state: inout DebuggerState, focus: Int? = nil) {
    guard !hasFailed, estimate > budget.bytes else { return }
    var resident: [ObjectIdentifier: Resident] = [:]
    state.forEachTensor(focus: focus) { tensor, priority in
      guard !tensor.storage.isMapped else { return }
      let id = ObjectIdentifier(tensor.storage)
      let fresh = Resident(storage: tensor.storage, priority: priority, order: resident.count)
      resident[id, default: fresh].raise(to: priority)
    }
    estimate = resident.values.reduce(0) { $0 + $1.storage.byteCount }
    guard estimate > budget.bytes else { return }
    let moved = moveOut(resident.values.sorted(), &state)
    state.replaceStorages(moved)
  }

  /// Moves out the least wanted until a quarter of the budget is free, so that not every endpoint moves something.
  private mutating func moveOut(_ residents: [Resident], _ state: inout DebuggerState)
    -> [ObjectIdentifier: TensorStorage]
  {
    var moved: [ObjectIdentifier: TensorStorage] = [:]
    for resident in residents where resident.priority != .pinned && estimate > budget.bytes / 4 * 3 {
      do {
        let storage = try SpillFile.moved(resident.storage, folder: budget.spillFolder)
        moved[ObjectIdentifier(resident.storage)] = storage
        estimate -= resident.storage.byteCount
      } catch {
        hasFailed = true
        state.answer(.keptInMemory(reason: String(describing: error)))
        return moved
      }
    }
    return moved
  }
}

/// How much a tensor in memory is wanted; the least wanted goes first.
enum KeepPriority: Int, Comparable {
  case otherOperations, otherEndpoints, focusedOperations, focusedEndpoints
  /// Also held by the recorder, so that moving it would free nothing.
  case pinned
  static func < (left: KeepPriority, right: KeepPriority) -> Bool { left.rawValue < right.rawValue }
}

extension TraceEvent {
  /// What the value that it tells takes of the memory, in bytes.
  public var valueByteCount: Int {
    switch self {
    case .operation(let operation): operation.output?.residentByteCount ?? 0
    case .endpoint(let endpoint): endpoint.value.residentByteCount
    case .free(let free): free.value.residentByteCount
    case .update(let update): update.value.residentByteCount
    case .variable, .initialValue, .random, .unpaired, .tentative, .log, .finished: 0
    }
  }
}

extension Tensor {
  /// What it takes of the memory; what is mapped from a file is the system's to take and to give.
  fileprivate var residentByteCount: Int { storage.isMapped ? 0 : byteCount }
}

/// A storage in memory; one that several tensors share is wanted as much as the most wanted of them.
private struct Resident: Comparable {
  let storage: TensorStorage
  var priority: KeepPriority
  let order: Int

  mutating func raise(to other: KeepPriority) { priority = max(priority, other) }

  static func < (left: Resident, right: Resident) -> Bool {
    (left.priority, left.order) < (right.priority, right.order)
  }
  static func == (left: Resident, right: Resident) -> Bool {
    (left.priority, left.order) == (right.priority, right.order)
  }
}
