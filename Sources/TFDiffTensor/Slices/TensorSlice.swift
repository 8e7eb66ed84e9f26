/// Which part of a tensor to look at, in NumPy's notation: `[0, 17, 0:12, ::2]`, `[..., -1]`.
public struct TensorSlice: Sendable, Hashable, CustomStringConvertible {
  public enum Item: Sendable, Hashable {
    /// One index; counts from the end where negative.
    case index(Int)
    case range(start: Int?, stop: Int?, step: Int?)
    /// As many whole dimensions as are left over.
    case ellipsis
  }

  public let items: [Item]

  /// - Precondition: at most one ellipsis, and no step of 0.
  public init(_ items: [Item]) {
    precondition(items.count { $0 == .ellipsis } <= 1, "more than one ellipsis")
    precondition(!items.contains { $0.hasZeroStep }, "a step of 0")
    self.items = items
  }

  /// The whole tensor.
  public static let everything = TensorSlice([.ellipsis])

  /// Reads the notation, brackets included.
  ///
  /// - Throws: ``TensorError/sliceSyntax(text:column:fault:)``.
  public init(_ text: String) throws(TensorError) { self.init(try SliceParser(text).parse()) }

  /// Takes apart tfdbg's `name[0,:,:]`; the slice is nil where there is no bracket.
  ///
  /// - Throws: ``TensorError/sliceSyntax(text:column:fault:)``.
  public static func split(_ text: String) throws(TensorError) -> (name: String, slice: TensorSlice?) {
    guard let bracket = text.firstIndex(of: "[") else { return (trimmed(text[...]), nil) }
    return (trimmed(text[..<bracket]), try TensorSlice(String(text[bracket...])))
  }

  private static func trimmed(_ text: Substring) -> String {
    let start = text.drop { $0.isWhitespace }
    guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(start[...end])
  }

  public var description: String { "[" + items.map(\.description).joined(separator: ", ") + "]" }
}

extension TensorSlice.Item: CustomStringConvertible {
  public var description: String {
    switch self {
    case .index(let index): String(index)
    case .ellipsis: "..."
    case .range(let start, let stop, let step):
      Self.text(start) + ":" + Self.text(stop) + (step.map { ":\($0)" } ?? "")
    }
  }

  private static func text(_ bound: Int?) -> String { bound.map(String.init) ?? "" }

  fileprivate var hasZeroStep: Bool {
    if case .range(_, _, 0) = self { true } else { false }
  }
}

extension TensorSlice {
  /// What the slice takes of each dimension of a shape, as NumPy's basic indexing does: ranges are clipped, an index
  /// outside is an error, missing items take whole dimensions.
  ///
  /// - Throws: ``TensorError/sliceRank(slice:items:shape:)`` or
  ///   ``TensorError/sliceIndex(slice:axis:index:shape:)``.
  func selections(of shape: Shape) throws(TensorError) -> [AxisSelection] {
    let named = items.count { $0 != .ellipsis }
    guard named <= shape.rank else {
      throw .sliceRank(slice: description, items: named, shape: shape)
    }
    let whole = Item.range(start: nil, stop: nil, step: nil)
    let filling = Array(repeating: whole, count: shape.rank - named)
    let position = items.firstIndex(of: .ellipsis) ?? items.count
    let full = items[..<position] + filling + items[position...].dropFirst()
    var selections: [AxisSelection] = []
    for (axis, item) in full.enumerated() { selections.append(try selection(item, axis, shape)) }
    return selections
  }

  private func selection(_ item: Item, _ axis: Int, _ shape: Shape) throws(TensorError) -> AxisSelection {
    let size = shape[axis]
    switch item {
    case .index(let index):
      let position = index < 0 ? index + size : index
      guard position >= 0 && position < size else {
        throw .sliceIndex(slice: description, axis: axis, index: index, shape: shape)
      }
      return .index(position)
    case .range(let start, let stop, let step):
      return .range(AxisRange(start: start, stop: stop, step: step ?? 1, size: size))
    case .ellipsis:
      return .range(AxisRange(start: nil, stop: nil, step: 1, size: size))
    }
  }
}

/// What is taken of one dimension.
enum AxisSelection: Sendable, Hashable {
  case index(Int)
  case range(AxisRange)
}
