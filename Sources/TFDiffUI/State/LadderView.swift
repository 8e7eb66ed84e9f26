import TFDiffDebugger

/// Where a person is in the ladder: the chosen step, and the line at the top of the window.
package struct LadderView: Sendable, Hashable {
  package var selected = 0
  package var offset = 0

  package init(selected: Int = 0, offset: Int = 0) {
    self.selected = selected
    self.offset = offset
  }

  /// Brings a step's lines into the window; of more than it holds, a part.
  package mutating func reveal(_ block: Range<Int>, count: Int, height: Int) {
    let height = max(height, 1)
    if block.count > height {
      offset = min(max(offset, block.lowerBound), block.upperBound - height)
    } else {
      offset = min(max(offset, block.upperBound - height), block.lowerBound)
    }
    offset = min(max(offset, 0), max(count - height, 0))
  }
}

/// How the ladder stands with the debugger.
package struct Climb: Sendable, Hashable {
  /// Whether it was asked for and has not ended.
  package var isRunning = false
  /// Whether it goes on after a failure; what running it again does too.
  package var keepsGoing = false
  /// The failing step whose runs the debugger holds, until something else is run.
  package var standsAt: LadderStep?
  /// The step whose runs were asked for and have not stopped yet.
  package var opening: LadderStep?

  package init(isRunning: Bool = false, keepsGoing: Bool = false) {
    self.isRunning = isRunning
    self.keepsGoing = keepsGoing
  }
}

extension AppState {
  /// The first step that failed, or could not be judged.
  package var failingStep: LadderRow? { debugger.ladder.first { $0.verdict.isFailure } }

  /// The place of the step that is being run.
  package var runningStep: Int? {
    interface.climb.isRunning && isBusy ? debugger.ladder.firstIndex { $0.verdict == .notRun } : nil
  }

  /// Brings the chosen step into the ladder and the window to it.
  mutating func normalizeLadder() {
    guard case .ladder(var view) = interface.overlay else { return }
    view.selected = min(max(view.selected, 0), max(debugger.ladder.count - 1, 0))
    let lines = LadderLines.steps(self, width: layout.overlayWidth)
    if let block = LadderLines.block(of: view.selected, in: lines) {
      view.reveal(block, count: lines.count, height: LadderLines.height(in: layout))
    }
    interface.overlay = .ladder(view)
  }
}
