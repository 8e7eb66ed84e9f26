import Foundation
import TFDiffEmbedded
import TFDiffTargets
import TFDiffTensor
import Testing

/// Protects: `--input` takes what the model takes, and says what to do about anything else.
@Suite struct ModelInputTests {
  private func inFile<Result>(_ tensor: Tensor, _ body: (String) throws -> Result) throws -> Result {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).npy").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try NpyFile.write(tensor, to: path)
    return try body(path)
  }

  @Test func onesHaveTheModelsShape() throws {
    let input = try ModelInput.load("ones", for: TinyModel())
    #expect(input.isIdentical(to: Tensor(repeating: Float(1), shape: [1, 12, 12, 3])))
  }

  @Test func imagesAreScaledAsInceptionScalesThem() throws {
    let image = Tensor((0..<432).map { UInt8($0 % 256) }, shape: [1, 12, 12, 3])
    let input = try inFile(image) { try ModelInput.load($0, for: TinyModel()) }
    let expected: [Float] = (0..<432).map { index in Float(index % 256) / 127.5 - 1 }
    #expect(input.elements(of: Float.self) == expected)
  }

  @Test func floatsAreTakenAsTheyAre() throws {
    let input = try inFile(TinyModel.image) { try ModelInput.load($0, for: TinyModel()) }
    #expect(input.isIdentical(to: TinyModel.image))
  }

  @Test func otherRanksTypesAndFilesSayWhatToDo() throws {
    func message(_ path: String) -> String {
      do {
        _ = try ModelInput.load(path, for: TinyModel())
        return "accepted"
      } catch { return "\(error)" }
    }
    let flat = try inFile(Tensor(repeating: Float(1), shape: [12, 12, 3]), message)
    #expect(flat.contains("[12, 12, 3]") && flat.contains("[1, 12, 12, 3]"))
    let whole = try inFile(Tensor(repeating: Int32(1), shape: [1, 12, 12, 3]), message)
    #expect(whole.contains("int32") && whole.contains("astype(np.float32)"))
    #expect(message("/nonexistent/x.npy").contains("/nonexistent/x.npy"))
  }
}
