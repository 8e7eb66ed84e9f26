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
    guard debugger.endpoints.indices.contains(row) else { return nil }
    let folded = fold(ofRow: row)
    let limit = folded?.scope.count ?? .max
    return Scopes.of(debugger.endpoints[row].name).lazy.filter { $0.count < limit }.map(String.init).last { scope in
      let count = self.scopes[scope] ?? 0
      return count > (folded?.count ?? 1) && count < self.debugger.endpoints.count
    }
  }

  /// The outermost scopes below what most rows share, of more than one row.
  fileprivate var scopesToFold: Set<String> {
    var outermost: Set<String> = []
    for row in debugger.endpoints.indices {
      let name = debugger.endpoints[row].name
      let shared = name.hasPrefix(sharedPrefix) ? sharedPrefix.count : 0
      if let scope = Scopes.of(name).first(where: { $0.count > shared }) { outermost.insert(String(scope)) }
    }
    return outermost.filter { (2..<debugger.endpoints.count).contains(scopes[$0] ?? 0) }
  }
}
