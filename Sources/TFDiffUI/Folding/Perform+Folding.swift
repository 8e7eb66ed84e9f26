import TFDiffDebugger

extension Perform {
  static func cannotFold(_ state: AppState) -> Refusal? {
    if let refusal = state.noScopes { return refusal }
    let row = state.listCursor.index
    return state.fold(ofRow: row) == nil && state.scopeToFold(ofRow: row) == nil ? .noScope : nil
  }

  static func cannotFoldAll(_ state: AppState) -> Refusal? {
    state.noScopes ?? (state.listing.folded.isEmpty && state.scopesToFold.isEmpty ? .noScope : nil)
  }

  static func toggleFold(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    try noArguments(arguments, of: "fold")
    return try state.fold(ofRow: state.listCursor.index) == nil ? fold(&state) : unfold(&state)
  }

  /// Folds the scope of the row, and of a fold the next one around it.
  static func fold(_ state: inout AppState) throws(Refusal) -> [Effect] {
    if let refusal = state.noScopes { throw refusal }
    guard let scope = state.scopeToFold(ofRow: state.listCursor.index) else { throw .noScope }
    state.listing.folded.insert(scope)
    return []
  }

  static func unfold(_ state: inout AppState) throws(Refusal) -> [Effect] {
    if let refusal = state.noScopes { throw refusal }
    guard let fold = state.fold(ofRow: state.listCursor.index) else { throw .noFold }
    state.listing.folded.remove(fold.scope)
    return []
  }

  static func foldAll(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    try noArguments(arguments, of: "fold-all")
    if state.listing.folded.isEmpty {
      state.listing.folded = state.scopesToFold
    } else {
      state.listing.folded = []
    }
    return []
  }
}

extension AppState {
  /// Why the list has no scopes to fold; nil where it may have some.
  fileprivate var noScopes: Refusal? {
    if interface.openEndpoint != nil { return .noScope }
    return interface.listing.isByError ? .noScopesByError : nil
  }

  /// The scope that is folded next: the innermost of the row that has other rows too, and where that is in a fold the next one
  /// around the fold; not one that all rows are in.
  fileprivate func scopeToFold(ofRow row: Int) -> String? {
    guard scopes.rows.indices.contains(row) else { return nil }
    let folded = fold(ofRow: row)
    let limit = folded?.scope.count ?? .max
    let number = scopes.rows[row].last { number in
      let count = scopes.counts[number]
      return scopes.names[number].count < limit && count > (folded?.count ?? 1) && count < debugger.endpoints.count
    }
    return number.map { scopes.names[$0] }
  }

  /// The outermost scopes below what most rows share, of more than one row.
  fileprivate var scopesToFold: Set<String> {
    let depth = sharedPrefix.count { $0 == "/" }
    let outermost = scopes.rows.compactMap { row in
      guard depth > 0, row.count >= depth, scopes.names[row[depth - 1]] == sharedPrefix else { return row.first }
      return row.count > depth ? row[depth] : nil
    }
    let foldable = Set(outermost).filter { (2..<debugger.endpoints.count).contains(scopes.counts[$0]) }
    return Set(foldable.map { scopes.names[$0] })
  }
}
