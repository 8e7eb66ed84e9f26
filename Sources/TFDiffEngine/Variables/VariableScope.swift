/// Whether variables of a scope must be new, must exist, or may be either.
public enum Reuse: Sendable, Hashable {
  case create, reuse, automatic
}

/// A variable scope that has been entered, to be entered again or to be looked at.
public struct VariableScope: Sendable, Hashable {
  /// Without a `/` at its end; empty at the root.
  public let name: String
  public let reuse: Reuse

  static let root = VariableScope(name: "", reuse: .create)

  func full(_ name: String) -> String { self.name.isEmpty ? name : "\(self.name)/\(name)" }
}

extension ExecutionContext {
  /// Runs `body` in the variable scope of a name below the current one and in a name scope of that name; without a
  /// name, in the next free one like `default`.
  ///
  /// Reuse is inherited once set. Source: tensorflow/python/ops/variable_scope.py.
  @discardableResult
  public func withVariableScope<Result>(
    _ name: String?, default defaultName: String, reuse: Reuse? = nil,
    _ body: (VariableScope) throws -> Result
  ) throws -> Result {
    let outer = scopes.variableScope
    let local = name ?? variableStore.uniqueScope(outer.full(defaultName)).localName(below: outer)
    let scope = VariableScope(name: outer.full(local), reuse: inherited(reuse))
    return try withNameScope(local) { _ in try enter(scope, body) }
  }

  /// Enters a scope again: its variables are those of before, the operations go to a name scope named like
  /// it below the current one.
  @discardableResult
  public func withVariableScope<Result>(
    _ scope: VariableScope, reuse: Reuse? = nil, _ body: (VariableScope) throws -> Result
  ) throws -> Result {
    let again = VariableScope(name: scope.name, reuse: reuse ?? scope.reuse)
    let local = scope.name.split(separator: "/").last.map(String.init) ?? scope.name
    let counts = variableStore.scopeCounts
    defer { variableStore.scopeCounts = counts }
    return try withNameScope(local) { _ in try enter(again, body) }
  }

  private func inherited(_ reuse: Reuse?) -> Reuse {
    switch (scopes.variableScope.reuse, reuse) {
    case (.reuse, _): .reuse
    case (let outer, nil): outer
    case (_, let reuse?): reuse
    }
  }

  private func enter<Result>(
    _ scope: VariableScope, _ body: (VariableScope) throws -> Result
  ) throws -> Result {
    variableStore.open(scope.name)
    defer { variableStore.closeSubscopes(of: scope.name) }
    return try withScopes({ $0.variableScope = scope }, { try body(scope) })
  }
}

extension String {
  fileprivate func localName(below scope: VariableScope) -> String {
    scope.name.isEmpty ? self : String(dropFirst(scope.name.count + 1))
  }
}
