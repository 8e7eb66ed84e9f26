/// The part of a model that is compared: from the reference's value at one endpoint up to another.
public struct ModelPart: Sendable, Hashable {
  /// The endpoint at which the candidate is given the reference's value; nil where the part begins with the model.
  public var from: String?
  /// The last endpoint that is compared, after which the runs end; nil where the part ends with the model.
  public var to: String?

  /// Nil where neither is given, which is the whole model.
  public init?(from: String?, to: String?) {
    if from == nil, to == nil { return nil }
    (self.from, self.to) = (from, to)
  }
}

extension ModelPart: CustomStringConvertible {
  public var description: String {
    [from.map { "from \($0)" }, to.map { "up to \($0)" }].compactMap(\.self).joined(separator: " ")
  }
}

extension ModelPart {
  /// The endpoints that are named, each with what it is to the part.
  var ends: [(ModelPartError.End, String)] {
    [from.map { (.begin, $0) }, to.map { (.end, $0) }].compactMap(\.self)
  }
}

/// What can be wrong with a part of a model, as facts.
public enum ModelPartError: Error, Sendable, Hashable {
  /// Where a part begins or ends.
  public enum End: String, Sendable, Hashable {
    case begin, end
  }

  /// An end is no endpoint; the side is nil where neither plans it.
  case unknownEndpoint(End, name: String, side: Side?, known: [String])
  /// The part would end before it begins.
  case empty(ModelPart)
  /// The candidate cannot be given the reference's value.
  case cannotBegin(reason: String)
}

extension ModelPartError: IncomparableError {}

extension ModelPartError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknownEndpoint(let end, let name, let side, let known):
      "the part cannot \(end.rawValue) at '\(name)': \(side.map { "the \($0.rawValue)" } ?? "the model") has no such endpoint."
        + NearestName.suggestion(name, known) + " Its endpoints: \(known.joined(separator: ", "))."
    case .empty(let part):
      "\(part): no endpoint lies in that part; end it at an endpoint that comes after the one where it begins."
    case .cannotBegin(let reason):
      "a part begins where the candidate is given the reference's value, and this one cannot be: \(reason)."
    }
  }
}
