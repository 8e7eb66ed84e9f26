import ArgumentParser
import Foundation
import TFDiffDebugger
import TFDiffTargets
import TFDiffTensor

extension RunOptions {
  /// What to compare.
  ///
  /// - Parameter climbsLadder: whether the guide's steps are run, so that a fault need only show in one of them.
  /// - Throws: what is wrong with the arguments, naming the option and the remedy.
  func provider(climbsLadder: Bool = false) throws -> any TargetProvider {
    var arguments = arguments
    arguments.climbsLadder = climbsLadder
    return try TargetCatalog.standard.provider(of: arguments)
  }

  /// What to compare: the whole target, or the part of it that is asked for.
  ///
  /// - Throws: as ``provider(climbsLadder:)``, or `ModelPartError`.
  func compared(climbsLadder: Bool = false) throws -> DebugTarget {
    let target = try provider(climbsLadder: climbsLadder).target()
    return try ModelPart(from: from, to: to).map { try target.limited(to: $0) } ?? target
  }

  /// Refuses a part of the model where the whole is run.
  func validateWholeModel(for option: String) throws {
    guard let given = from.map({ _ in "--from" }) ?? to.map({ _ in "--to" }) else { return }
    throw ValidationError("\(given) does not go with \(option), which runs the whole model: leave one of them out.")
  }

  /// The differences to accept.
  func acceptedDifferences(today: CalendarDay = CalendarDay(Date())) throws(OptionError) -> Waivers {
    guard let waivers else { return .none }
    do throws(WaiverError) {
      return try Waivers(file: waivers, today: today)
    } catch {
      throw .waivers(error)
    }
  }

  /// Refuses what only a comparison of two runs can take.
  func validateNoJudging(for command: String) throws {
    guard let given = waivers.map({ _ in "--waivers" }) ?? baseline.map({ _ in "--baseline" }) else { return }
    throw ValidationError("\(given) does not go with \(command): leave it out, or run check.")
  }

  /// The report to hold the comparison of a target against.
  func baselineReport(of target: DebugTarget) throws(OptionError) -> BaselineReport? {
    guard let baseline else { return nil }
    do throws(BaselineError) {
      let report = try BaselineReport(file: baseline)
      try report.validate(for: target.description)
      return report
    } catch {
      throw .baseline(error)
    }
  }

  /// How to judge, given what the configuration file says of it.
  func tolerancePolicy(defaults: Tolerance) throws(OptionError) -> TolerancePolicy {
    let standard = Tolerance(rtol: rtol ?? defaults.rtol, atol: atol ?? defaults.atol)
    for (option, value) in [("rtol", standard.rtol), ("atol", standard.atol)] where !(value >= 0 && value.isFinite) {
      throw .toleranceNotANumber(option: option, value: value)
    }
    return TolerancePolicy(standard: standard, exceptions: try exceptions(), isAutomatic: measuresTolerance)
  }

  /// Whether the tolerance is to be measured.
  var measuresTolerance: Bool { tolerance.contains(TolerancePolicy.automatic) }

  private func exceptions() throws(OptionError) -> [TolerancePolicy.Exception] {
    try tolerance.filter { $0 != TolerancePolicy.automatic }.map { text throws(OptionError) in
      guard let exception = TolerancePolicy.Exception(parsing: text) else { throw .malformedTolerance(text) }
      return exception
    }
  }
}
