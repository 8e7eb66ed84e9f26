/// The kinds of target there are.
public struct TargetCatalog: Sendable {
  /// In the order in which they are asked whether arguments are theirs.
  public var kinds: [any TargetProvider.Type]

  public init(_ kinds: [any TargetProvider.Type]) { self.kinds = kinds }

  /// The kind of target that the arguments name.
  ///
  /// - Throws: ``TargetError/noTarget``, or ``TargetError/argumentOfAnotherKind(_:)`` where some go with another kind.
  public func kind(of arguments: TargetArguments) throws(TargetError) -> any TargetProvider.Type {
    guard let place = kinds.firstIndex(where: { $0.claims(arguments) }) else { throw .noTarget }
    for other in kinds.indices where other != place && !kinds[place].isComposed {
      if let words = kinds[other].refusal(of: arguments, for: kinds[place].kind) { throw .argumentOfAnotherKind(words) }
    }
    return kinds[place]
  }

  /// What the arguments ask to be compared.
  ///
  /// - Throws: as ``kind(of:)``; else what is wrong with the arguments, naming the option and the remedy.
  public func provider(of arguments: TargetArguments) throws -> any TargetProvider {
    try kind(of: arguments).init(arguments)
  }
}
