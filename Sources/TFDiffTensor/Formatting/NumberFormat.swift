/// Two significant digits, for lists: `6.0e-08`, `3.2e-02`; `0` for zero, `inf`, `-inf`, `nan`.
public func formatShort(_ value: Double) -> String {
  guard value.isFinite else { return nonFiniteText(value) }
  return value == 0 ? "0" : DecimalDigits(value).scientific(fractionDigits: 1)
}

/// The fewest digits that read back as the same number of the element type: `0.1` for the float32 nearest to 0.1;
/// whole numbers and `True`/`False` for the others; `inf`, `-inf`, `nan`.
public func formatExact(_ value: Double, dtype: DType) -> String {
  guard value.isFinite else { return nonFiniteText(value) }
  switch dtype {
  case .float32: return Float(value).description
  case .float64: return value.description
  case .bool: return boolText(value != 0)
  case .int32, .int64, .uint8:
    return Int64(exactly: value).map(String.init) ?? DecimalDigits(value).fixed(fractionDigits: 0)
  }
}

extension Tensor {
  /// The element at a row-major position with the fewest digits that read back as the same number; an int64 beyond
  /// 2⁵³ too is exact.
  public func text(at position: Int) -> String {
    switch dtype {
    case .float32, .float64: formatExact(value(at: position), dtype: dtype)
    case .bool: boolText(integer(at: position) != 0)
    case .int32, .int64, .uint8: String(integer(at: position))
    }
  }
}

/// As NumPy writes them.
func nonFiniteText(_ value: Double) -> String { value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }

/// As NumPy writes them.
func boolText(_ value: Bool) -> String { value ? "True" : "False" }
