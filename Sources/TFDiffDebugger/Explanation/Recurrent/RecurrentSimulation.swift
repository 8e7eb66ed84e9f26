import Foundation

/// Computes a recurrent cell in float64 from a zero state, by one convention.
///
/// Sources: Cho et al., "Learning phrase representations using RNN encoder-decoder", 2014 (GRU); Hochreiter and Schmidhuber, "Long
/// short-term memory", 1997; keras/layers/rnn/gru.py and lstm.py for what is added where.
struct RecurrentSimulation {
  let weights: RecurrentWeights
  let convention: RecurrentConvention

  /// The state after each time step: [time, units], row-major.
  ///
  /// - Parameter inputs: [time, features] of one example, row-major.
  func states(of inputs: [Double]) -> [Double] {
    var (state, cell) = ([Double](repeating: 0, count: weights.units), [Double](repeating: 0, count: weights.units))
    var found: [Double] = []
    for start in stride(from: 0, to: inputs.count, by: weights.features) {
      let input = Array(inputs[start..<start + weights.features])
      if weights.kind == .gru { gru(input, &state) } else { lstm(input, &state, &cell) }
      found += state
    }
    return found
  }

  private func gru(_ input: [Double], _ state: inout [Double]) {
    let own = product(input, weights.kernel, plus: weights.bias)
    let recurrent = product(state, weights.recurrent, plus: weights.recurrentBias)
    let (z, r, h) = (block("z"), block("r"), block("h"))
    let units = weights.units
    let reset = (0..<units).map { gate(own[r + $0] + recurrent[r + $0]) }
    let update = (0..<units).map { gate(own[z + $0] + recurrent[z + $0]) }
    let candidate: [Double]
    if convention.resetsAfter {
      candidate = (0..<units).map { tanh(own[h + $0] + reset[$0] * recurrent[h + $0]) }
    } else {
      let products = product(zip(reset, state).map(*), weights.recurrent, plus: weights.recurrentBias)
      candidate = (0..<units).map { tanh(own[h + $0] + products[h + $0]) }
    }
    for unit in 0..<units { state[unit] = update[unit] * state[unit] + (1 - update[unit]) * candidate[unit] }
  }

  private func lstm(_ input: [Double], _ state: inout [Double], _ cell: inout [Double]) {
    let own = product(input, weights.kernel, plus: weights.bias)
    let sums = zip(own, product(state, weights.recurrent, plus: weights.recurrentBias)).map(+)
    let (i, f, c, o) = (block("i"), block("f"), block("c"), block("o"))
    for unit in 0..<weights.units {
      let kept = gate(sums[f + unit] + convention.forgetBias) * cell[unit]
      cell[unit] = kept + gate(sums[i + unit]) * tanh(sums[c + unit])
      state[unit] = gate(sums[o + unit]) * tanh(cell[unit])
    }
  }

  /// Where a gate's columns begin.
  private func block(_ gate: Character) -> Int { (convention.gates.firstIndex(of: gate) ?? 0) * weights.units }

  private func gate(_ x: Double) -> Double {
    convention.recurrentActivation == .sigmoid ? 1 / (1 + exp(-x)) : min(max(0.2 * x + 0.5, 0), 1)
  }

  /// A row times a matrix of as many rows as it has elements, plus a row.
  private func product(_ row: [Double], _ matrix: [Double], plus bias: [Double]) -> [Double] {
    var sums = bias
    for (index, value) in row.enumerated() where value != 0 {
      let start = index * bias.count
      for column in sums.indices { sums[column] += value * matrix[start + column] }
    }
    return sums
  }
}
