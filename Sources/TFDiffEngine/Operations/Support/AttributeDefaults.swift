/// Readers for attributes that TensorFlow's op registration gives a default: a missing one reads as the
/// default, one of another kind is an error still.
extension Attributes {
  func int(_ name: String, default value: Int) throws(EngineError) -> Int {
    self[name] == nil ? value : try int(name)
  }
  func ints(_ name: String, default value: [Int]) throws(EngineError) -> [Int] {
    self[name] == nil ? value : try ints(name)
  }
  func float(_ name: String, default value: Double) throws(EngineError) -> Double {
    self[name] == nil ? value : try float(name)
  }
  func bool(_ name: String, default value: Bool) throws(EngineError) -> Bool {
    self[name] == nil ? value : try bool(name)
  }
  func string(_ name: String, default value: String) throws(EngineError) -> String {
    self[name] == nil ? value : try string(name)
  }
}
