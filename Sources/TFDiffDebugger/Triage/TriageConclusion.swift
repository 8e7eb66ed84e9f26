import TFDiffTensor

extension TriageResult {
  /// Equal where session and eager agree within tolerance; a failed execution of either makes it incomparable.
  public var verdict: Verdict {
    guard let difference = difference(.session, .eager) else { return .incomparable }
    return difference.isMatch ? .equal : .diverged
  }

  /// What follows from the matrix, in a sentence or two.
  public var sentence: String {
    guard let whole = difference(.session, .eager) else {
      let failed = failures.min { $0.key.title < $1.key.title }
      return "Nothing follows: \(failed.map { "\($0.key.title) failed: \($0.value)" } ?? "nothing was run")"
    }
    if whole.isIdentical {
      return "Session and eager agree to the bit: the rewrites change nothing here." + wordsForFunction
    }
    return (whole.isMatch ? sentenceWithinTolerance(whole) : sentenceOutOfTolerance(whole))
  }

  private func sentenceWithinTolerance(_ whole: Difference) -> String {
    let size = "The difference (\(formatShort(whole.maxAbs)) at \(whole.endpoint ?? "")) is within tolerance"
    if let cause = rewrite(where: { $0.isIdentical }) {
      return "\(size) and goes away with `\(cause.name)` off: it is \(cause.effect), not your code." + wordsForFunction
    }
    if difference(.sessionPlain, .eager)?.isIdentical == true {
      return "\(size) and goes away with all rewrites off: it is the graph's rewrites together, not your code."
        + wordsForFunction
    }
    return "\(size) and does not come from one rewrite: it is how sums are ordered." + wordsForFunction
  }

  private func sentenceOutOfTolerance(_ whole: Difference) -> String {
    if let cause = rewrite(where: { $0.isMatch }) {
      return "The difference goes away with `\(cause.name)` off: it is \(cause.effect), not your code."
        + wordsForFunction
    }
    if difference(.sessionPlain, .eager)?.isMatch == true {
      return "The difference goes away with all rewrites off: it is the graph's rewrites together, not your code."
        + wordsForFunction
    }
    let plain = difference(.sessionPlain, .eager)
    let place = plain?.firstDivergence ?? whole.firstDivergence ?? ""
    let start = plain == nil ? "The difference is out of tolerance" : "The difference stays with every rewrite off"
    let remedy = hasSteps ? "have the same steps explained" : "step into it there"
    return "\(start)\(clauseForFunction). The two part first at \(place): \(remedy)."
  }

  /// How a traced function stands to session and eager, which differ; nothing where it was not run to its end.
  private var clauseForFunction: String {
    switch (difference(.session, .function)?.isMatch, difference(.function, .eager)?.isMatch) {
    case (nil, _), (_, nil): ""
    case (true?, _): ", and a traced function agrees with the session: it is what eager execution does differently"
    case (false?, true?):
      ", and a traced function differs from the session in the same way: it is the code, whichever way it runs"
    case (false?, false?): ", and a traced function differs from both: tracing it changes what the code does as well"
    }
  }

  /// Where session and eager agree, or would without a rewrite, and a traced function differs from eager execution of the same
  /// code; nothing where it does not.
  private var wordsForFunction: String {
    guard let difference = difference(.function, .eager), let place = difference.firstDivergence else { return "" }
    let alike = self.difference(.session, .function)?.isMatch == true
    return alike
      ? " A traced function agrees with the session, and differs from eager execution first at \(place)."
      : " A traced function differs from eager execution first at \(place) (greatest \(formatShort(difference.maxAbs))): "
        + "tracing changes what the code does, as where Python runs once and not at each call."
  }

  /// The one rewrite without which session and eager stand as asked.
  private func rewrite(where stands: (Difference) -> Bool) -> (name: String, effect: String)? {
    for kind in kinds {
      guard case .sessionWithout(let name, let effect) = kind, let difference = difference(kind, .eager),
        stands(difference)
      else { continue }
      return (name, effect)
    }
    return nil
  }
}
