extension Tensor {
  /// The same elements with the axes in another order, copied: axis `i` of the result is axis `order[i]` of this one, as with
  /// `np.transpose`.
  ///
  /// - Precondition: the order has each axis once.
  package func transposed(_ order: [Int]) -> Tensor {
    precondition(order.sorted() == Array(0..<shape.rank), "\(order) is no order of the axes of \(shape)")
    let target = Shape(order.map { shape[$0] })
    let steps = order.map { shape.strides[$0] }
    let storage =
      switch dtype.byteCount {
      case 1: gathered(target, steps, UInt8.self)
      case 4: gathered(target, steps, UInt32.self)
      default: gathered(target, steps, UInt64.self)
      }
    return Tensor(shape: target, dtype: dtype, storage: storage)
  }

  /// The elements in the order of a shape along whose axes they are so many elements apart; moved as bits.
  private func gathered<Word: BitwiseCopyable>(_ target: Shape, _ steps: [Int], _ type: Word.Type) -> TensorStorage {
    withExtendedLifetime(storage) {
      let source = bytes.assumingMemoryBound(to: Word.self)
      return TensorStorage(byteCount: byteCount) { memory in
        let words = memory.bindMemory(to: Word.self)
        var index = [Int](repeating: 0, count: target.rank)
        var offset = 0
        for position in words.indices {
          words.initializeElement(at: position, to: source[offset])
          var axis = target.rank - 1
          while axis >= 0 {
            index[axis] += 1
            offset += steps[axis]
            if index[axis] < target[axis] { break }
            offset -= index[axis] * steps[axis]
            index[axis] = 0
            axis -= 1
          }
        }
      }
    }
  }
}
