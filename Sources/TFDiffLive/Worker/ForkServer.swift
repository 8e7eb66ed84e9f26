import Foundation
import Synchronization
import TFDiffProcesses

/// A process that imports TensorFlow once and forks workers off (the probe's `fork_server.py`), so that only the first of an
/// interpreter waits for that.
final class ForkServer: Sendable {
  private enum Stage { case starting, serving, gone }

  private let connection: WorkerConnection
  private let stage = Mutex(Stage.starting)
  private let isSettled = DispatchGroup()
  private let lines = Mutex<[String]>([])

  /// How much of what the import says is kept for the logs of its workers.
  private static let lineLimit = 200

  /// - Throws: `ProcessLaunchError`.
  init(command: [String]) throws(ProcessLaunchError) {
    connection = try WorkerConnection(command: command)
    isSettled.enter()
    Thread { self.serve() }.start()
  }

  /// What importing TensorFlow has said.
  var log: [String] { lines.withLock { $0 } }

  /// Asks for a worker that has these open. Waits until the server can be asked; false where it never will.
  func fork(connection worker: Int32, log: Int32, life: Int32) -> Bool {
    isSettled.wait()
    return stage.withLock { $0 == .serving } && connection.give((worker, log, life))
  }

  private func serve() {
    let isServing = (try? begin()) != nil
    stage.withLock { $0 = isServing ? .serving : .gone }
    isSettled.leave()
    while isServing, let message = try? connection.receive(keep) {
      if case .log(let log) = message { keep(log.text) }
    }
    stage.withLock { $0 = .gone }
  }

  private func begin() throws {
    try connection.greet(Probe.bootstrap)
    try connection.send(.hello(modules: Probe.standard.modules))
    try connection.send(.serve(bootstrap: Probe.bootstrapSource))
  }

  private func keep(_ line: String) {
    lines.withLock { if $0.count < Self.lineLimit { $0.append(line) } }
  }
}

/// The fork servers there are, one for each interpreter; they last as long as this process.
final class ForkServers: Sendable {
  static let shared = ForkServers()
  private let byCommand = Mutex<[[String]: ForkServer]>([:])

  private init() {}

  /// The server of an interpreter, started where there is none; nil where none can serve: descriptors do not travel through a launch
  /// command, and what is forked without being executed anew is safe on Linux only.
  ///
  /// - Throws: `ProcessLaunchError`.
  func server(of interpreter: LiveSettings.Interpreter) throws(ProcessLaunchError) -> ForkServer? {
    #if os(Linux)
      guard interpreter.launch.isEmpty else { return nil }
      let command = interpreter.command
      return try byCommand.withLock { servers throws(ProcessLaunchError) in
        if let server = servers[command] { return server }
        let server = try ForkServer(command: command)
        servers[command] = server
        return server
      }
    #else
      return nil
    #endif
  }
}
