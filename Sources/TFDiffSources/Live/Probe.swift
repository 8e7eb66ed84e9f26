import Foundation

/// The Python modules that a worker runs, and how they get there: through the connection, so that a worker's host needs
/// nothing but Python and TensorFlow.
struct Probe: Sendable {
  /// Sources by module name.
  var modules: [String: String]

  /// What comes with the program.
  static let standard = Probe(modules: [
    "arrays": text(PackageResources.arrays_py), "candidate": text(PackageResources.candidate_py),
    "channel": text(PackageResources.channel_py), "eager_pass": text(PackageResources.eager_pass_py),
    "function_pass": text(PackageResources.function_pass_py),
    "functional": text(PackageResources.functional_py),
    "generated": text(PackageResources.generated_py), "layers": text(PackageResources.layers_py),
    "losses": text(PackageResources.losses_py),
    "main": text(PackageResources.main_py), "observer": text(PackageResources.observer_py),
    "problems": text(PackageResources.problems_py), "program": text(PackageResources.program_py),
    "random_tool": text(PackageResources.random_tool_py),
    "reference": text(PackageResources.reference_py), "spans": text(PackageResources.spans_py),
    "stacks": text(PackageResources.stacks_py), "target": text(PackageResources.target_py),
    "tensorflow_world": text(PackageResources.tensorflow_world_py),
    "watching": text(PackageResources.watching_py), "weights": text(PackageResources.weights_py),
    "assignments": text(PackageResources.assignments_py),
    "attributes": text(PackageResources.attributes_py),
    "eager_updates": text(PackageResources.eager_updates_py),
    "held_variables": text(PackageResources.held_variables_py),
    "initial_values": text(PackageResources.initial_values_py),
    "initializers": text(PackageResources.initializers_py),
    "layer_calls": text(PackageResources.layer_calls_py),
    "names": text(PackageResources.names_py),
    "operands": text(PackageResources.operands_py),
    "postponed": text(PackageResources.postponed_py),
    "seeding": text(PackageResources.seeding_py),
    "batches": text(PackageResources.batches_py),
    "signatures": text(PackageResources.signatures_py),
    "own_session": text(PackageResources.own_session_py),
    "legacy_keras": text(PackageResources.legacy_keras_py),
    "roles": text(PackageResources.roles_py), "warm": text(PackageResources.warm_py),
  ])

  /// What an interpreter is started with: its own prompt, read from stdin. Nothing in it needs quoting, so that it passes
  /// unchanged through whatever shell a launch command may have on its way.
  static let interpreterArguments = ["-m", "code"]

  /// The line that the prompt is given: greets, then reads the modules as one frame and runs `main`.
  static var bootstrap: String {
    let source = text(PackageResources.bootstrap_py)
    let escaped = source.unicodeScalars.map { scalar in
      switch scalar {
      case "\n": "\\n"
      case "\\": "\\\\"
      case "'": "\\'"
      default: String(scalar)
      }
    }
    return "exec('\(escaped.joined())')"
  }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
