/// One way of writing numbers for all cells of a window, so that they stand in columns: NumPy's choice between fixed
/// and scientific, as many digits as the cells need, and one width.
public struct CellFormat: Sendable, Hashable {
  public enum Style: Sendable, Hashable {
    case fixed(fractionDigits: Int)
    case scientific(fractionDigits: Int)
    /// Whole numbers, or `True` and `False`.
    case plain
  }

  public let dtype: DType
  public let style: Style
  /// Characters that every cell takes, the blanks before it included.
  public let width: Int

  /// - Parameter precision: digits behind the decimal point at most; NumPy's default is 8.
  public init(for values: some Sequence<Double>, dtype: DType, precision: Int = 4) {
    let values = Array(values)
    self.dtype = dtype
    style = Self.style(for: values.filter(\.isFinite), dtype, max(0, precision))
    width = values.map { [dtype, style] in Self.text($0, dtype, style).utf8.count }.max() ?? 1
  }

  /// The format for what a window shows of one or more tensors of one element type.
  ///
  /// - Precondition: the tensors have the window's shape.
  public init(for window: TensorWindow, of tensors: [Tensor], precision: Int = 4) {
    self.init(
      for: tensors.flatMap { window.values(of: $0) }, dtype: tensors.first?.dtype ?? .float32,
      precision: precision)
  }

  /// The number, right-aligned; longer than `width` where it is not one of the numbers the format was chosen for.
  public func text(_ value: Double) -> String { padded(Self.text(value, dtype, style)) }

  /// The element at a row-major position, right-aligned; an int64 beyond 2⁵³ too is exact.
  public func text(of tensor: Tensor, at position: Int) -> String {
    style == .plain ? padded(tensor.text(at: position)) : text(tensor.value(at: position))
  }

  private func padded(_ text: String) -> String {
    String(repeating: " ", count: max(0, width - text.utf8.count)) + text
  }

  static func text(_ value: Double, _ dtype: DType, _ style: Style) -> String {
    guard value.isFinite else { return nonFiniteText(value) }
    return switch style {
    case .fixed(let fractionDigits): digits(value, dtype).fixed(fractionDigits: fractionDigits)
    case .scientific(let fractionDigits): digits(value, dtype).scientific(fractionDigits: fractionDigits)
    case .plain: formatExact(value, dtype: dtype)
    }
  }

  private static func digits(_ value: Double, _ dtype: DType) -> DecimalDigits {
    dtype == .float32 ? DecimalDigits(Float(value)) : DecimalDigits(value)
  }

  /// Scientific where fixed would be too wide or lose small numbers.
  ///
  /// Source: numpy/core/arrayprint.py, `FloatingFormat.fillFormat`.
  private static func style(for values: [Double], _ dtype: DType, _ precision: Int) -> Style {
    guard dtype.isFloatingPoint else { return .plain }
    let sizes = values.lazy.map(\.magnitude).filter { $0 > 0 }
    let greatest = sizes.max() ?? 0
    let least = sizes.min() ?? 0
    let isScientific = greatest >= 1e8 || (least > 0 && (least < 1e-4 || greatest / least > 1000))
    let shortest = values.map { digits($0, dtype) }
    if isScientific {
      let needed = shortest.map(\.significantFractionDigits).max() ?? 0
      return .scientific(fractionDigits: min(precision, max(1, needed)))
    }
    let needed = shortest.map(\.fractionDigits).max() ?? 0
    return .fixed(fractionDigits: min(precision, max(1, needed)))
  }
}
