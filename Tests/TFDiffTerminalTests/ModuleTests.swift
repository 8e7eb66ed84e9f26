import Testing
import TFDiffTerminal

@Suite struct ModuleTests {
  @Test func builds() {}
}
