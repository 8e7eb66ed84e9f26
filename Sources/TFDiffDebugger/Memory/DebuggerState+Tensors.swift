import TFDiffTensor

extension DebuggerState {
  /// Visits every recorded tensor, with how much it is wanted in memory.
  func forEachTensor(focus: Int?, _ visit: (Tensor, KeepPriority) -> Void) {
    let focused = Set([firstDivergence, position - 1, focus].compactMap { $0 })
    for (index, row) in endpoints.enumerated() {
      let isFocused = focused.contains(index)
      for side in Side.allCases {
        if let tensor = row[side]?.tensor { visit(tensor, isFocused ? .focusedEndpoints : .otherEndpoints) }
        for update in row.updates {
          if let tensor = update[side] { visit(tensor, isFocused ? .focusedEndpoints : .otherEndpoints) }
        }
        let isStepped = isInside && index == position
        for operation in row.operations {
          if let tensor = operation[side]?.output {
            visit(tensor, isStepped ? .pinned : isFocused ? .focusedOperations : .otherOperations)
          }
        }
      }
    }
  }

  /// Puts other storages of the same bytes in the place of some.
  mutating func replaceStorages(_ moved: [ObjectIdentifier: TensorStorage]) {
    if moved.isEmpty { return }
    for index in endpoints.indices {
      for side in Side.allCases {
        if let tensor = endpoints[index][side]?.tensor?.replacing(moved) {
          endpoints[index][side]?.tensor = tensor
        }
        for at in endpoints[index].updates.indices {
          if let tensor = endpoints[index].updates[at][side]?.replacing(moved) {
            endpoints[index].updates[at][side] = tensor
          }
        }
        for at in endpoints[index].operations.indices {
          guard let event = endpoints[index].operations[at][side],
            let tensor = event.output?.replacing(moved)
          else { continue }
          endpoints[index].operations[at][side] = event.with(output: tensor)
        }
      }
    }
  }
}

extension Tensor {
  /// The same tensor on the storage that took the place of its own; nil where none did.
  fileprivate func replacing(_ moved: [ObjectIdentifier: TensorStorage]) -> Tensor? {
    moved[ObjectIdentifier(storage)].map { Tensor(shape: shape, dtype: dtype, storage: $0) }
  }
}
