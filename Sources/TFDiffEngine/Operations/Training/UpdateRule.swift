import TFDiffTensor

// One file, so that the loops are specialized in builds that compile files apart.

/// The arithmetic of a ``ParameterUpdate`` with its numbers: what becomes of a variable and its slots.
struct UpdateRule: Sendable {
  private let update: ParameterUpdate
  private let looksAhead: Bool
  private let rate: Float
  private let momentum: Float
  private let decay: Float
  private let epsilon: Float
  private let beta1: Float
  private let beta2: Float
  /// Adam's learning rate, corrected for moments that start at zero.
  private let correctedRate: Float

  /// - Parameters:
  ///   - looksAhead: whether the momentum is Nesterov's.
  init(_ update: ParameterUpdate, _ numbers: [ParameterUpdate.Operand: Float], looksAhead: Bool) {
    self.update = update
    self.looksAhead = looksAhead
    func number(_ operand: ParameterUpdate.Operand) -> Float { numbers[operand] ?? 0 }
    rate = number(.learningRate)
    momentum = number(.momentum)
    decay = number(.decay)
    epsilon = number(.epsilon)
    beta1 = number(.beta1)
    beta2 = number(.beta2)
    correctedRate = rate * (1 - number(.beta2Power)).squareRoot() / (1 - number(.beta1Power))
  }

  /// - Parameters:
  ///   - old: the variable and its slots, all of the gradient's shape.
  /// - Returns: what takes their places.
  func applied(to old: [Tensor], _ gradient: Tensor, threads: Int) -> [Tensor] {
    let new = old.map { tensor in
      // The loops read and write in place, so that each starts from a copy.
      Tensor(shape: tensor.shape, of: Float.self) { target in
        tensor.withElements(of: Float.self) { _ = target.initialize(from: $0) }
      }
    }
    let state = new.map { UnsafeMutablePointer(mutating: $0.bytes.assumingMemoryBound(to: Float.self).baseAddress) }
      .compactMap(\.self)
    gradient.withElements(of: Float.self) { gradient in
      guard let gradient = gradient.baseAddress, state.count == new.count else { return }
      withExtendedLifetime(new) {
        Parallel.forEachRange(of: new[0].elementCount, threads: threads) { apply(state, gradient, $0) }
      }
    }
    return new
  }

  private func apply(_ state: [UnsafeMutablePointer<Float>], _ g: UnsafePointer<Float>, _ range: Range<Int>) {
    let w = state[0]
    switch update {
    case .gradientDescent: for i in range { w[i] -= g[i] * rate }
    case .momentum: momentum(w, state[1], g, range)
    case .kerasMomentum: kerasMomentum(w, state[1], g, range)
    case .adam: adam(w, state[1], state[2], g, range)
    case .rmsProp: rmsProp(w, state[1], state[2], g, range)
    case .centeredRMSProp: centeredRMSProp(w, state[1], state[2], state[3], g, range)
    case .adagrad:
      let sum = state[1]
      for i in range {
        sum[i] += g[i] * g[i]
        w[i] -= g[i] * rate * (1 / sum[i].squareRoot())
      }
    case .adagradV2:
      let sum = state[1]
      for i in range {
        sum[i] += g[i] * g[i]
        w[i] -= g[i] * rate / (sum[i].squareRoot() + epsilon)
      }
    }
  }

  private typealias Elements = UnsafeMutablePointer<Float>

  private func momentum(_ w: Elements, _ v: Elements, _ g: UnsafePointer<Float>, _ range: Range<Int>) {
    for i in range {
      v[i] = v[i] * momentum + g[i]
      w[i] -= looksAhead ? g[i] * rate + v[i] * momentum * rate : v[i] * rate
    }
  }

  private func kerasMomentum(_ w: Elements, _ v: Elements, _ g: UnsafePointer<Float>, _ range: Range<Int>) {
    for i in range {
      v[i] = v[i] * momentum - g[i] * rate
      w[i] += looksAhead ? v[i] * momentum - g[i] * rate : v[i]
    }
  }

  private func adam(_ w: Elements, _ m: Elements, _ v: Elements, _ g: UnsafePointer<Float>, _ range: Range<Int>) {
    for i in range {
      m[i] += (g[i] - m[i]) * (1 - beta1)
      v[i] += (g[i] * g[i] - v[i]) * (1 - beta2)
      let direction = looksAhead ? g[i] * (1 - beta1) + beta1 * m[i] : m[i]
      w[i] -= direction * correctedRate / (v[i].squareRoot() + epsilon)
    }
  }

  private func rmsProp(_ w: Elements, _ ms: Elements, _ v: Elements, _ g: UnsafePointer<Float>, _ range: Range<Int>) {
    for i in range {
      ms[i] += (g[i] * g[i] - ms[i]) * (1 - decay)
      v[i] = v[i] * momentum + g[i] * rate / (ms[i] + epsilon).squareRoot()
      w[i] -= v[i]
    }
  }

  private func centeredRMSProp(
    _ w: Elements, _ mg: Elements, _ ms: Elements, _ v: Elements, _ g: UnsafePointer<Float>, _ range: Range<Int>
  ) {
    for i in range {
      ms[i] += (g[i] * g[i] - ms[i]) * (1 - decay)
      mg[i] += (g[i] - mg[i]) * (1 - decay)
      let spread = ms[i] - mg[i] * mg[i] + epsilon
      v[i] = v[i] * momentum + g[i] * rate / spread.squareRoot()
      w[i] -= v[i]
    }
  }
}
