import Testing
import TFDiffUI

@Suite struct ModuleTests {
  @Test func builds() {}
}
