import TFDiffTensor

/// A difference that is known and accepted, at endpoints (or rungs) of a name and up to a tolerance of its own.
///
/// It accepts elements out of tolerance and nothing else: neither another shape, nor an endpoint that a side lacks, nor a loss.
public struct Waiver: Sendable, Hashable {
  /// Which endpoints.
  public let layer: Glob
  /// What is accepted; of the two, one that is nil is what holds anyway.
  public let rtol: Double?
  public let atol: Double?
  /// Why it is accepted.
  public let reason: String
  /// The last day on which it is.
  public let expires: CalendarDay?

  public init(layer: String, rtol: Double? = nil, atol: Double? = nil, reason: String, expires: CalendarDay? = nil) {
    self.layer = Glob(layer)
    (self.rtol, self.atol, self.reason, self.expires) = (rtol, atol, reason, expires)
  }

  /// What a row is held to that it covers.
  ///
  /// - Parameter held: what holds for it anyway.
  func tolerance(besides held: Tolerance) -> Tolerance { Tolerance(rtol: rtol ?? held.rtol, atol: atol ?? held.atol) }

  /// What it accepts, and until when, in words.
  var words: String {
    let bounds = [("rtol", rtol), ("atol", atol)].compactMap { name, value in
      value.map { "\(name) \(NumberText.exact($0))" }
    }
    return bounds.joined(separator: " ") + (expires.map { ", until \($0)" } ?? "")
  }
}

/// The waivers that a comparison is given.
public struct Waivers: Sendable, Hashable {
  public let all: [Waiver]
  /// The file that they were read from, as it was named.
  public let file: String
  /// The day on which it is judged what has expired.
  public let today: CalendarDay

  public static let none = Waivers([], file: "", today: CalendarDay(year: 1970, month: 1, day: 1))

  public init(_ all: [Waiver], file: String, today: CalendarDay) {
    (self.all, self.file, self.today) = (all, file, today)
  }

  public var isEmpty: Bool { all.isEmpty }

  func isExpired(_ waiver: Waiver) -> Bool { waiver.expires.map { $0 < today } ?? false }

  /// Those that accept nothing any more.
  public var expired: [Waiver] { all.filter(isExpired) }

  /// The first that accepts the difference of two tensors; nil where none does.
  func accepting(_ reference: Tensor, _ candidate: Tensor, at names: [String], held: Tolerance) -> Waiver? {
    all.first { waiver in
      guard !isExpired(waiver), names.contains(where: { waiver.layer.matches($0) }) else { return false }
      let tolerance = waiver.tolerance(besides: held)
      return Judgement(reference: reference, candidate: candidate, tolerance: tolerance).status == .match
    }
  }
}

extension Waiver {
  /// What is said of one that has expired.
  public var expiryWords: String { "the waiver of '\(layer.pattern)' \(expiry)" }

  var expiry: String {
    "has expired\(expires.map { " (its last day was \($0))" } ?? "") and accepts nothing any more"
  }
}
