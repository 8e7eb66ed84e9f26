import Testing
import TFDiffEngine

@Suite struct ModuleTests {
  @Test func builds() {}
}
