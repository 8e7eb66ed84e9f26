import TFDiffDebugger

/// A scope whose rows are shown as one.
package struct Fold: Sendable, Hashable {
  package let scope: String
  /// How many rows it has.
  package private(set) var count = 0
  package private(set) var mismatches = 0
  package private(set) var matches = 0
  /// The row at which the runs first part, where that is one of its own.
  package private(set) var firstDivergence: Int?
  /// The greatest error of its rows, as rows are sorted by it.
  package private(set) var greatest = -1.0
  /// The row that stands for it, unless the cursor is on another: where it first differs, else its first.
  private(set) var representative: Int
  private var representativeIsMismatch = false

  init(_ scope: String, first row: Int) {
    self.scope = scope
    representative = row
  }

  mutating func add(_ row: Int, _ endpoint: borrowing EndpointRow, error: Double, isFirst: Bool) {
    count += 1
    greatest = max(greatest, error)
    if endpoint.status == .match { matches += 1 }
    if isFirst { firstDivergence = row }
    guard endpoint.diverges else { return }
    mismatches += 1
    if !representativeIsMismatch { (representative, representativeIsMismatch) = (row, true) }
  }
}

/// The order of a list as it is kept: without what hangs on the cursor.
struct KnownOrder: Sendable {
  let key: ListingKey
  let order: RowOrder
  /// By their scopes.
  let folds: [String: Fold]
}

extension AppState {
  /// The order without what it hangs on the cursor, where there is one among what is known.
  var wholeOrder: KnownOrder {
    let key = listingKey
    if let knownOrder, knownOrder.key == key { return knownOrder }
    let rows = unfoldedOrder
    guard hasFolds else { return KnownOrder(key: key, order: rows, folds: [:]) }
    let folds = folds
    var (shown, seen) = ([Int](), Set<String>())
    for place in 0..<rows.count {
      let row = rows.row(at: place)
      guard let fold = foldedScope(ofRow: row).flatMap({ folds[$0] }) else {
        shown.append(row)
        continue
      }
      if seen.insert(fold.scope).inserted { shown.append(fold.representative) }
    }
    return KnownOrder(key: key, order: RowOrder(shown), folds: folds)
  }

  private var hasFolds: Bool {
    interface.openEndpoint == nil && !interface.listing.isByError && !interface.listing.folded.isEmpty
  }

  /// What each scope that is folded comes to.
  private var folds: [String: Fold] {
    var folds: [String: Fold] = [:]
    for row in debugger.endpoints.indices {
      guard let scope = foldedScope(ofRow: row) else { continue }
      folds[scope, default: Fold(scope, first: row)].add(
        row, debugger.endpoints[row], error: facts.errors[row], isFirst: row == facts.firstDivergence)
    }
    return folds
  }

  /// The scope in whose fold a row is; nil for one that is shown itself.
  private func foldedScope(ofRow row: Int) -> String? {
    guard hasFolds, debugger.endpoints.indices.contains(row) else { return nil }
    return Scopes.outermost(of: debugger.endpoints[row].name, among: interface.listing.folded)
  }

  /// The fold that a row of the list stands for.
  package func fold(ofRow row: Int) -> Fold? { foldedScope(ofRow: row).flatMap { wholeOrder.folds[$0] } }

  /// Shows a row that is in a fold.
  mutating func unfold(row: Int) {
    guard !interface.listing.folded.isEmpty, debugger.endpoints.indices.contains(row) else { return }
    for scope in Scopes.of(debugger.endpoints[row].name) { interface.listing.folded.remove(String(scope)) }
  }
}
