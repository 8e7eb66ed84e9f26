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

  mutating func add(_ row: Int, status: Status, isMismatch: Bool, error: Double, isFirst: Bool) {
    count += 1
    greatest = max(greatest, error)
    if status == .match { matches += 1 }
    if isFirst { firstDivergence = row }
    guard isMismatch else { return }
    mismatches += 1
    if !representativeIsMismatch { (representative, representativeIsMismatch) = (row, true) }
  }
}

/// The order of a list as it is kept: without what hangs on the cursor.
struct KnownOrder: Sendable {
  let key: ListingKey
  let order: RowOrder
  /// By the numbers of their scopes.
  let folds: [Int: Fold]
}

extension AppState {
  /// The order without what it hangs on the cursor, where there is one among what is known.
  var wholeOrder: KnownOrder {
    let key = listingKey
    if let knownOrder, knownOrder.key == key { return knownOrder }
    let rows = unfoldedOrder
    guard hasFolds else { return KnownOrder(key: key, order: rows, folds: [:]) }
    let scopes = foldedScopes
    let folds = folds(scopes)
    var (shown, seen) = ([Int](), Set<Int>())
    for place in 0..<rows.count {
      let row = rows.row(at: place)
      if let scope = scopes[row], let fold = folds[scope] {
        if seen.insert(scope).inserted { shown.append(fold.representative) }
      } else {
        shown.append(row)
      }
    }
    return KnownOrder(key: key, order: RowOrder(shown), folds: folds)
  }

  private var hasFolds: Bool {
    interface.openEndpoint == nil && !interface.listing.isByError && !interface.listing.folded.isEmpty
  }

  /// Of each endpoint the scope in whose fold it is; nil for one that is shown itself.
  private var foldedScopes: [Int?] {
    let isFolded = scopes.areAmong(interface.listing.folded)
    return scopes.rows.map { $0.first { isFolded[$0] } }
  }

  /// What each scope that is folded comes to.
  private func folds(_ foldedScopes: [Int?]) -> [Int: Fold] {
    // Not by way of this state, which would be copied for each row.
    let (endpoints, facts, names) = (debugger.endpoints, facts, scopes.names)
    var folds: [Int: Fold] = [:]
    for (row, scope) in foldedScopes.enumerated() {
      guard let scope else { continue }
      var fold = folds.removeValue(forKey: scope) ?? Fold(names[scope], first: row)
      fold.add(
        row, status: endpoints[row].status, isMismatch: facts.isMismatch(row), error: facts.errors[row],
        isFirst: row == facts.firstDivergence)
      folds[scope] = fold
    }
    return folds
  }

  /// The fold that a row of the list stands for.
  package func fold(ofRow row: Int) -> Fold? {
    guard hasFolds, let scope = scopes.outermost(ofRow: row, among: interface.listing.folded) else { return nil }
    return wholeOrder.folds[scope]
  }

  /// Shows a row that is in a fold.
  mutating func unfold(row: Int) {
    guard !interface.listing.folded.isEmpty, scopes.rows.indices.contains(row) else { return }
    interface.listing.folded.subtract(scopes.rows[row].map { scopes.names[$0] })
  }
}
