extension Tensor {
  /// The same with each element moved to its neighbour among the numbers of its type, up or down by a fixed pattern; nil for
  /// integers, which have no last place.
  ///
  /// The element at the row-major position `i` goes up where the number of ones in `i` written in binary is even, and down where
  /// it is odd (the Thue–Morse sequence, which repeats in no period, so that no stride of a model sees one direction alone).
  /// Zeros stay, as their neighbours are lost in any sum, and so does what is not finite.
  public var movedInTheLastPlace: Tensor? {
    switch dtype {
    case .float32: moved(of: Float.self)
    case .float64: moved(of: Double.self)
    case .int32, .int64, .uint8, .bool: nil
    }
  }

  private func moved<Element: TensorElement & BinaryFloatingPoint>(of type: Element.Type) -> Tensor {
    withElements(of: type) { elements in
      Tensor(shape: shape, of: type) { target in
        for place in elements.indices {
          let element = elements[place]
          let isUp = place.nonzeroBitCount.isMultiple(of: 2)
          let isFixed = element == 0 || !element.isFinite
          target.initializeElement(at: place, to: isFixed ? element : isUp ? element.nextUp : element.nextDown)
        }
      }
    }
  }
}
