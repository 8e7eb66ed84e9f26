import Testing
import TFDiffTensor

@Suite struct ModuleTests {
  @Test func builds() {}
}
