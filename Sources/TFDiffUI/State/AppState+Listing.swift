import TFDiffDebugger
import TFDiffTensor

/// What the order of a list hangs on besides what the cursor is on.
struct ListingKey: Sendable, Hashable {
  var onlyMismatches: Bool
  var isByError: Bool
  var foldings: Int
  var openEndpoint: Int?
  /// How often the debugger has told something new.
  var news: Int
}

extension AppState {
  /// How many rows the list at the left has, whether or not they are shown.
  package var rowCount: Int {
    interface.openEndpoint.map { debugger.endpoints[$0].operations.count } ?? debugger.endpoints.count
  }

  /// How many of them are mismatches.
  package var mismatchCount: Int { mismatches.count }

  /// The rows of the list that are mismatches, in order.
  private var mismatches: [Int] {
    interface.openEndpoint == nil ? facts.mismatches : (0..<rowCount).filter { isMismatch(listed: $0) }
  }

  /// The rows of the list at the left as they are shown. What the cursor is on is always among them, so that what the panes
  /// are about can be seen in the list.
  package var order: RowOrder {
    let (known, cursor) = (wholeOrder, listCursor.index)
    if let fold = fold(ofRow: cursor) { return known.order.with(cursor, inPlaceOf: fold.representative) }
    return known.order.showing(cursor, of: rowCount) { self.comes($0, before: $1) }
  }

  var listingKey: ListingKey {
    ListingKey(
      onlyMismatches: interface.listing.onlyMismatches, isByError: interface.listing.isByError,
      foldings: interface.listing.foldings, openEndpoint: interface.openEndpoint, news: news)
  }

  /// Keeps the order for the next keys and drawings.
  mutating func normalizeOrder() {
    if knownOrder?.key != listingKey { knownOrder = wholeOrder }
  }

  /// The order without what it hangs on the cursor, with nothing folded.
  var unfoldedOrder: RowOrder {
    let listing = interface.listing
    if listing.isPlain { return RowOrder(all: rowCount) }
    let rows = listing.onlyMismatches ? mismatches : Array(0..<rowCount)
    guard listing.isByError else { return RowOrder(rows) }
    let errors = rows.map { (row: $0, error: error(ofRow: $0)) }
    return RowOrder(errors.sorted { ($0.error, $1.row) > ($1.error, $0.row) }.map(\.row))
  }

  /// Whether one row of the list stands before another.
  private func comes(_ row: Int, before other: Int) -> Bool {
    guard interface.listing.isByError else { return row < other }
    return (error(ofRow: row), other) > (error(ofRow: other), row)
  }

  /// The cursor of the list at the left; its index is a row, its offset a place among those that are shown.
  package var listCursor: ListCursor {
    get { interface.openEndpoint == nil ? interface.endpointCursor : interface.operationCursor }
    set {
      if interface.openEndpoint == nil {
        interface.endpointCursor = newValue
      } else {
        interface.operationCursor = newValue
      }
    }
  }

  /// The errors of the list from the smallest that is one to the greatest.
  package var errorScale: ErrorScale {
    guard let open = interface.openEndpoint else { return facts.scale }
    return ErrorScale(debugger.endpoints[open].operations.compactMap { $0.comparison?.maxAbs })
  }

  private func error(ofRow row: Int) -> Double {
    guard let open = interface.openEndpoint else { return facts.errors[row] }
    return Self.error(of: debugger.endpoints[open].operations[row].comparison, isMismatch: isMismatch(listed: row))
  }

  /// What a row is sorted by: what differs in kind comes before all numbers, and what was not compared after them.
  static func error(of comparison: Comparison?, isMismatch: Bool) -> Double {
    guard let comparison else { return isMismatch ? .infinity : -1 }
    return comparison.maxAbs.isNaN ? .infinity : comparison.maxAbs
  }

  /// Whether a row of the list at the left is a mismatch.
  func isMismatch(listed row: Int) -> Bool {
    guard let open = interface.openEndpoint else { return facts.isMismatch(row) }
    return debugger.endpoints[open].operations[row].isMismatch
  }
}
