extension TensorPair {
  /// Whether the element at a row-major position is out of tolerance.
  ///
  /// - Precondition: the position is inside the tensors.
  public func isMismatch(at position: Int, tolerance: Tolerance) -> Bool {
    !tolerance.accepts(reference: reference.value(at: position), candidate: candidate.value(at: position))
  }

  /// Whether all elements are in tolerance; reads no further than to the first that is not.
  public func isMatch(under tolerance: Tolerance) -> Bool {
    mismatch(in: 0..<elementCount, forward: true, tolerance) == nil
  }

  /// The nearest element out of tolerance after (or, going backwards, before) a position; from the beginning (or
  /// the end) where there is none.
  ///
  /// - Parameter wraps: whether to go on from the other end, as far as the position itself.
  /// - Complexity: reads the elements on the way.
  public func nextMismatch(
    after position: Int?, forward: Bool = true, wraps: Bool = true, tolerance: Tolerance
  ) -> Int? {
    let end = elementCount
    guard let position else { return mismatch(in: 0..<end, forward: forward, tolerance) }
    let before = 0..<min(max(position, 0), end)
    let after = min(max(position, -1) + 1, end)..<end
    let found = mismatch(in: forward ? after : before, forward: forward, tolerance)
    guard found == nil, wraps else { return found }
    let rest = forward ? 0..<after.lowerBound : before.upperBound..<end
    return mismatch(in: rest, forward: forward, tolerance)
  }

  /// The first (or last) mismatch of a range.
  private func mismatch(in range: Range<Int>, forward: Bool, _ tolerance: Tolerance) -> Int? {
    var rest = range
    while !rest.isEmpty {
      let length = min(rest.count, Parallel.grain)
      let part =
        forward
        ? rest.lowerBound..<rest.lowerBound + length : rest.upperBound - length..<rest.upperBound
      if let found = edgeMismatch(in: part, forward: forward, tolerance) { return found }
      rest = forward ? part.upperBound..<rest.upperBound : rest.lowerBound..<part.lowerBound
    }
    return nil
  }

  private func edgeMismatch(in range: Range<Int>, forward: Bool, _ tolerance: Tolerance) -> Int? {
    var found: Int?
    forEachBlock(in: range) { reference, candidate, block in
      if !isClose(reference, candidate, block.count, tolerance) {
        for element in 0..<block.count
        where !tolerance.accepts(reference: reference[element], candidate: candidate[element]) {
          found = block.lowerBound + element
          if forward { break }
        }
      }
      return !(forward && found != nil)
    }
    return found
  }

  /// Whether all elements are finite and in tolerance; without a branch, so that it runs in vectors.
  private func isClose(
    _ reference: UnsafePointer<Double>, _ candidate: UnsafePointer<Double>, _ count: Int,
    _ tolerance: Tolerance
  ) -> Bool {
    var outside = 0
    for element in 0..<count {
      let difference = (reference[element] - candidate[element]).magnitude
      let allowed = tolerance.atol + tolerance.rtol * candidate[element].magnitude
      outside &+= difference <= allowed && difference < .infinity ? 0 : 1
    }
    return outside == 0
  }
}
