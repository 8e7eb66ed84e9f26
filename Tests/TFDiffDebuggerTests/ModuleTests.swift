import Testing
import TFDiffDebugger

@Suite struct ModuleTests {
  @Test func builds() {}
}
