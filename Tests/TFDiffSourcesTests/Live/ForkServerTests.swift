import Foundation
import TFDiffDebugger
import Testing

@testable import TFDiffLive

/// Protects: TensorFlow is imported once for all programs of an interpreter, and a program that this would change runs as one that
/// imports it itself. No TensorFlow: a stub that counts its imports stands for it.
struct ForkServerTests {
  private let folder: TestFolder
  private let interpreter: String

  init() throws {
    folder = try TestFolder()
    let packages = folder.path + "/packages"
    try FileManager.default.createDirectory(atPath: packages + "/tensorflow", withIntermediateDirectories: true)
    try """
    import os, sys, helper_of_the_stub
    print('the stub is imported')
    with open('\(folder.path)/imports', 'a') as file:
      file.write('%s ' % os.environ.get('STUB_SWITCH', 'unset'))
    os.environ['STUB_OWN'] = '1'
    if os.path.exists('\(folder.path)/crash'):
      os.kill(os.getpid(), 11)
    """.write(toFile: packages + "/tensorflow/__init__.py", atomically: true, encoding: .utf8)
    try "kind = 'installed'".write(
      toFile: packages + "/helper_of_the_stub.py", atomically: true, encoding: .utf8)
    interpreter = try folder.write(
      "#!/bin/sh\nPYTHONPATH=\(packages) exec \(Python.plain) \"$@\"\n", to: "interpreter")
    chmod(interpreter, 0o755)
  }

  /// With what each import of the stub found in the environment.
  private var imports: [String] {
    let text = (try? String(contentsOfFile: folder.path + "/imports", encoding: .utf8)) ?? ""
    return text.split(separator: " ").map(String.init)
  }

  /// A program of its own that tells the process that forked its own, and what it has at hand.
  private func source(_ imports: String, program: String = UUID().uuidString) throws -> LiveSource {
    let own = folder.path + "/" + program
    try FileManager.default.createDirectory(atPath: own, withIntermediateDirectories: true)
    var world = FakeWorld(
      body: """
        import helper_of_the_stub
        with open('/proc/%d/stat' % os.getppid()) as file:
          server = int(file.read().rpartition(')')[2].split()[1])
        switch = os.environ.get('STUB_SWITCH', 'unset')
        channel.log('facts %d %s %s %s' % (server, switch, helper_of_the_stub.kind, os.environ.get('STUB_OWN')))
        channel.finish(END)
        """)
    world.imports = imports + "\nimport tensorflow"
    world.python = interpreter
    world.program = "# \(program)\n" + world.program
    var settings = try world.settings(in: folder)
    let file = own + "/model.py"
    try world.program.write(toFile: file, atomically: true, encoding: .utf8)
    settings.program = try LiveProgram(file: file, folder: own)
    return LiveSource(settings, side: .candidate, discoveries: LiveDiscoveries(.none), probe: world.probe)
  }

  private func facts(_ source: LiveSource) throws -> (words: [String], log: [String]) {
    let log = try source.log(.endpoint(deliveringOperations: false))
    let told = log.last { $0.hasPrefix("facts ") } ?? ""
    return (told.split(separator: " ").dropFirst().map(String.init), log)
  }

  @Test func oneImportServesAllPrograms() throws {
    let first = try facts(source("pass"))
    let second = try facts(source("pass"))
    #expect(first.words == second.words && first.words.count == 4, "\(first) \(second)")
    #expect(first.words.dropFirst() == ["unset", "installed", "1"])
    #expect(imports == ["unset"])
    #expect(second.log.contains("the stub is imported"), "what the import has said is in the log of each")
  }

  /// TensorFlow reads its switches when it is imported.
  @Test(arguments: [
    "os.environ['STUB_SWITCH'] = 'set'", "os.putenv('STUB_SWITCH', 'set')\nos.environ['STUB_SWITCH'] = 'set'",
    "os.environ.update(STUB_SWITCH='set')",
  ])
  func aProgramThatSetsASwitchFirstIsHeard(imports: String) throws {
    let own = try facts(source(imports))
    #expect(own.words.dropFirst() == ["set", "installed", "1"], "\(own)")
    #expect(self.imports == ["unset", "set"])
  }

  /// Nothing is imported twice for what changes nothing.
  @Test func aSwitchThatStandsSoAlreadyChangesNothing() throws {
    let own = try facts(source("os.environ['STUB_OWN'] = '1'\nos.environ.pop('STUB_SWITCH', None)"))
    #expect(own.words.dropFirst() == ["unset", "installed", "1"])
    #expect(imports == ["unset"])
  }

  /// The program's folder comes first among the places for modules.
  @Test func aModuleOfTheProgramsOwnTakesTheInstalledOnesPlace() throws {
    let program = UUID().uuidString
    let own = folder.path + "/" + program
    try FileManager.default.createDirectory(atPath: own, withIntermediateDirectories: true)
    try "kind = 'own'".write(toFile: own + "/helper_of_the_stub.py", atomically: true, encoding: .utf8)
    let found = try facts(source("sys.path.insert(0, '\(own)')", program: program))
    #expect(found.words.dropFirst() == ["unset", "own", "1"], "\(found)")
    #expect(imports == ["unset", "unset"])
  }

  /// A place that the program adds itself is known only once it is imported.
  @Test func soDoesOneInAPlaceThatItAdds() throws {
    let added = folder.path + "/added"
    try FileManager.default.createDirectory(atPath: added, withIntermediateDirectories: true)
    try "kind = 'added'".write(toFile: added + "/helper_of_the_stub.py", atomically: true, encoding: .utf8)
    let found = try facts(source("sys.path.insert(0, '\(added)')"))
    #expect(found.words.dropFirst() == ["unset", "added", "1"], "\(found)")
  }

  @Test func aServerThatIsKilledIsMissedByNobody() throws {
    let first = try facts(source("pass"))
    let server = try #require(first.words.first.flatMap { pid_t($0) })
    #expect(kill(server, SIGKILL) == 0)
    let second = try facts(source("pass"))
    #expect(second.words.dropFirst() == first.words.dropFirst())
    #expect(imports == ["unset", "unset"])
  }

  /// The worker says what happens to it, in its own words.
  @Test func aTensorFlowThatCrashesIsTheWorkersFailure() throws {
    _ = try folder.write("", to: "crash")
    let failure = try source("pass").failure()
    guard case .workerDied(_, .signal(SIGSEGV), _, _) = failure as? LiveError else {
      Issue.record("\(String(describing: failure))")
      return
    }
  }

  @Test func aWorkerThatIsKilledIsKnownToHaveBeen() throws {
    let failure = try source("os.kill(os.getpid(), signal.SIGTERM)").failure()
    guard case .workerDied(_, .signal(SIGTERM), _, _) = failure as? LiveError else {
      Issue.record("\(String(describing: failure))")
      return
    }
  }
}
