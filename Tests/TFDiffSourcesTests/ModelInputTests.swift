import Foundation
import TFDiffEmbedded
import TFDiffEngine
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
    let input = try ModelInput.load("ones", for: TinyModel(), memory: .max)
    #expect(input.isIdentical(to: Tensor(repeating: Float(1), shape: [1, 12, 12, 3])))
  }

  @Test func imagesAreScaledAsInceptionScalesThem() throws {
    let image = Tensor((0..<432).map { UInt8($0 % 256) }, shape: [1, 12, 12, 3])
    let input = try inFile(image) { try ModelInput.load($0, for: TinyModel(), memory: .max) }
    let expected: [Float] = (0..<432).map { index in Float(index % 256) / 127.5 - 1 }
    #expect(input.elements(of: Float.self) == expected)
  }

  @Test func floatsAreTakenAsTheyAre() throws {
    let input = try inFile(TinyModel.image) { try ModelInput.load($0, for: TinyModel(), memory: .max) }
    #expect(input.isIdentical(to: TinyModel.image))
  }

  /// The message's batch is one that is taken, and one more item is not.
  @Test func aBatchBeyondTheMemorySaysHowManyItemsWouldDo() throws {
    let batch = Tensor(repeating: UInt8(7), shape: [40, 12, 12, 3])
    let memory = 40 * (1728 + 2 * (try TinyModel().byteCountOfItem(training: true))) - 1
    let error = try inFile(batch) { path in
      try #require(throws: TargetError.self) {
        try ModelInput.load(path, for: TinyModel(), training: true, memory: memory)
      }
    }
    guard case .inputTooLarge(_, 40, let needed, memory, 39) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(needed == memory + 1 && "\(error)".contains("x[:39]"))
    let fitting = Tensor(repeating: UInt8(7), shape: [39, 12, 12, 3])
    let input = try inFile(fitting) { try ModelInput.load($0, for: TinyModel(), training: true, memory: memory) }
    #expect(input.shape == [39, 12, 12, 3])
  }

  @Test func anArrayForWorkersHasRoomOnAllSides() throws {
    let array = Tensor(repeating: Int64(7), shape: [10, 8])
    #expect(try inFile(array) { try ModelInput.load($0, memory: 3 * 640) }.isIdentical(to: array))
    let error = try inFile(array) { path in
      try #require(throws: TargetError.self) { try ModelInput.load(path, memory: 3 * 640 - 1) }
    }
    #expect("\(error)".contains("x[:9]"), "\(error)")
  }

  @Test func otherRanksTypesAndFilesSayWhatToDo() throws {
    func message(_ path: String) -> String {
      do {
        _ = try ModelInput.load(path, for: TinyModel(), memory: .max)
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
