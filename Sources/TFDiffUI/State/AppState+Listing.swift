import TFDiffDebugger
import TFDiffTensor

extension AppState {
  /// How many rows the list at the left has, whether or not they are shown.
  package var rowCount: Int {
    interface.openEndpoint.map { debugger.endpoints[$0].operations.count } ?? debugger.endpoints.count
  }

  /// How many of them are mismatches.
  package var mismatchCount: Int { (0..<rowCount).count { isMismatch(listed: $0) } }

  /// The rows of the list at the left as they are shown. What the cursor is on is always among them, so that what the panes
  /// are about can be seen in the list.
  package var order: RowOrder {
    let listing = interface.listing
    if listing.isPlain { return RowOrder(all: rowCount) }
    let cursor = listCursor.index
    var rows = Array(0..<rowCount)
    if listing.onlyMismatches { rows = rows.filter { $0 == cursor || isMismatch(listed: $0) } }
    guard listing.isByError else { return RowOrder(rows) }
    let errors = rows.map { (row: $0, error: error(ofRow: $0)) }
    return RowOrder(errors.sorted { ($0.error, $1.row) > ($1.error, $0.row) }.map(\.row))
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
    ErrorScale((0..<rowCount).lazy.map { comparison(ofRow: $0) }.compactMap { $0?.maxAbs })
  }

  private func comparison(ofRow row: Int) -> Comparison? {
    guard let open = interface.openEndpoint else { return debugger.endpoints[row].comparison }
    return debugger.endpoints[open].operations[row].comparison
  }

  /// What a row is sorted by: what differs in kind comes before all numbers, and what was not compared after them.
  private func error(ofRow row: Int) -> Double {
    guard let comparison = comparison(ofRow: row) else { return isMismatch(listed: row) ? .infinity : -1 }
    return comparison.maxAbs.isNaN ? .infinity : comparison.maxAbs
  }

  /// Whether a row of the list at the left is a mismatch.
  func isMismatch(listed row: Int) -> Bool {
    guard let open = interface.openEndpoint else { return debugger.endpoints[row].diverges }
    return debugger.endpoints[open].operations[row].isMismatch
  }
}
