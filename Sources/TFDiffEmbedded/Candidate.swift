import TFDiffDebugger
import TFDiffEngine
import TFDiffTensor

/// The TF2 side's model, its eager world and what is planted in it: what every way of running the candidate shares.
///
/// Used from the thread of the run.
final class Candidate {
  let settings: EmbeddedSettings
  let context: EagerContext
  let tool: DeterministicRandomTestTool
  let instance: any ModelInstance
  let planter: FaultPlanter
  private let seeder: OperationSeeder
  /// How often the model has been called, the call under way included.
  private(set) var call = 0
  private var namedSites: Set<CallStack> = []
  private static let namedSitesLimit = 8

  init(_ settings: EmbeddedSettings, observer: EagerObserver) {
    self.settings = settings
    tool = settings.makeTool()
    context = EagerContext(tool: tool, threads: settings.threads, observer: observer)
    planter = FaultPlanter(settings)
    seeder = OperationSeeder(settings.seedings, tool: tool)
    instance = settings.model.makeInstance()
    context.hooks = hooks
  }

  var hooks: Hooks {
    var hooks = planter.hooks
    hooks.passedEndpoint = { [unowned self] name in
      planter.pass(name)
      seeder.pass(name)
    }
    return hooks
  }

  func beginCall() {
    call += 1
    planter.beginCall(call)
    seeder.beginCall()
  }

  /// Inside `body`, a variable that is made gets its value from the checkpoint, where that has it.
  ///
  /// Its initializer has run before, as it does where a variable is made and then restored, so that the random operations
  /// that follow are seeded alike with and without a checkpoint.
  func restoring<Result>(_ body: () throws -> Result) throws -> Result {
    guard let checkpoint = settings.checkpoint else { return try body() }
    return try context.variableStore.withCreator { [unowned self] next, request in
      let variable = try next(request)
      if !planter.leavesInitial(variable.name), let value = try checkpoint.value(for: .init(variable)) {
        context.resources.assign(variable.resource, value)
      }
      return variable
    } body: {
      try body()
    }
  }

  /// Sets the model's variables to one value: all but those a checkpoint gave theirs. As in the migration guide, what the
  /// model does not list keeps its own.
  func fixWeights(to value: Float) throws {
    for variable in tracked where settings.checkpoint?.key(of: variable.name) == nil {
      try context.assign(variable, context.filled(value, shape: variable.shape, name: "fixed"))
    }
  }

  /// The variables that the model lists as its own.
  private var tracked: [Variable] { Array(context.variableStore.variables.values) + instance.attributes }

  /// The places, in the order of creation, of variables that the model does not list.
  var untracked: [Int] {
    let tracked = Set(tracked.map(\.resource))
    return context.variableStore.created.indices.filter { index in
      !tracked.contains(context.variableStore.created[index].resource)
    }
  }

  /// The losses one by one, and their sum; nil where there are none.
  func regularizationLosses() throws -> (each: [RegularizationLoss], total: Double?) {
    let losses = try context.losses()
    if losses.isEmpty { return ([], nil) }
    let each = losses.map {
      RegularizationLoss(variable: $0.variable.name, value: $0.loss.tensor?.value(at: 0) ?? .nan)
    }
    return (each, try context.addN(losses.map(\.loss)).tensor?.value(at: 0))
  }

  /// What is told of a variable when it is made. Where that is on a later call, its stack is named at once: it will be
  /// looked at, and the places in the user's code tell such creations apart. Where very many are made, only the first
  /// are: naming takes its time.
  func event(_ variable: Variable) -> VariableEvent {
    let origin = settings.origin(of: variable.name, isRestored: !planter.leavesInitial(variable.name))
    let event = VariableEvent(variable, call: max(call, 1), origin: origin)
    if event.call > 1, namedSites.count < Self.namedSitesLimit || namedSites.contains(event.stack) {
      namedSites.insert(event.stack)
      event.stack.resolveFrames()
    }
    return event
  }
}
