import Synchronization
import TFDiffTensor
import TFDiffDebugger

/// What the runs of a target have found out of its variables, whichever way the candidate runs.
final class VariableDiscoveries: Sendable {
  /// What the candidate's variables are to have, where they are copied.
  let weights = ReferenceWeights()
  private let known: Mutex<VariableNames>

  init(_ map: LiveMap) { known = Mutex(VariableNames(map)) }

  var names: VariableNames { known.withLock { $0 } }

  func learn(_ names: VariableNames) { known.withLock { $0 = names } }
}
