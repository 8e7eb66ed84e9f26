import TFDiffUI

/// Turns the terminal's mouse reports into events: the left button and the wheel, which is all `MouseEvent`
/// knows. Time is an argument, so a double press is decided the same way whenever it is asked.
package struct MouseDecoder: Sendable {
  /// Two presses on one place within this time are a double press.
  static let doublePressTime: Duration = .milliseconds(400)

  private var lastPress: (location: Point, time: ContinuousClock.Instant)?
  private var isDown = false

  package init() {}

  /// - Parameters:
  ///   - code: the report's button byte: the button in bits 0–1, modifiers in 2–4, motion in 5, wheel in 6.
  ///   - isRelease: set by SGR reports; X10's say it by button 3.
  ///   - column: counted from 1, as `row`.
  package mutating func decode(
    code: Int, column: Int, row: Int, isRelease: Bool, at time: ContinuousClock.Instant
  ) -> MouseEvent? {
    guard (0..<128).contains(code) else { return nil }
    let location = Point(column: max(column - 1, 0), row: max(row - 1, 0))
    let button = code & 3
    if code & 64 != 0 { return wheel(button, at: location) }
    if code & 32 != 0 {
      return button == 0 && isDown ? MouseEvent(kind: .drag, location: location) : nil
    }
    if isRelease || button == 3 { return release(button, at: location) }
    return button == 0 ? press(at: location, time) : nil
  }

  private func wheel(_ button: Int, at location: Point) -> MouseEvent? {
    switch button {
    case 0: MouseEvent(kind: .scrollUp, location: location)
    case 1: MouseEvent(kind: .scrollDown, location: location)
    default: nil
    }
  }

  private mutating func press(at location: Point, _ time: ContinuousClock.Instant) -> MouseEvent {
    isDown = true
    if let lastPress, lastPress.location == location, time - lastPress.time <= Self.doublePressTime {
      self.lastPress = nil
      return MouseEvent(kind: .doublePress, location: location)
    }
    lastPress = (location, time)
    return MouseEvent(kind: .press, location: location)
  }

  private mutating func release(_ button: Int, at location: Point) -> MouseEvent? {
    guard isDown, button == 0 || button == 3 else { return nil }
    isDown = false
    return MouseEvent(kind: .release, location: location)
  }
}
