import NeuralNetworks
import Testing

struct NetworkSummaryTests {
  private let network = Sequential([
    Dense(512, activation: .relu), BatchNormalization(), Activation.leakyReLU(), Dropout(rate: 0.25),
    GaussianNoise(standardDeviation: 0.1), Dense(1, useBias: false),
  ])

  @Test func showsABuiltNetwork() {
    let text = """
      Layer                    Output shape  Parameters
      ─────────────────────────────────────────────────
      Dense (relu)             (rows, 512)        6,144
      BatchNormalization       (rows, 512)        2,048
      Activation (leaky_relu)  (rows, 512)            0
      Dropout (0.25)           (rows, 512)            0
      GaussianNoise (0.1)      (rows, 512)            0
      Dense                    (rows, 1)            512
      ─────────────────────────────────────────────────
      Parameters:       8,704
        trainable:      7,680
        non-trainable:  1,024
      """
    #expect(TrainedNetwork(network, inputs: 11).summary() == text)
    #expect(network.summary(inputs: 11) == text)
  }

  @Test func saysWhatIsNotBuilt() {
    #expect(
      Sequential([BatchNormalization(), Dense(3), Dropout(rate: 0.5)]).summary() == """
        Layer               Output shape  Parameters
        ────────────────────────────────────────────
        BatchNormalization  (rows, ?)              ?
        Dense               (rows, 3)              ?
        Dropout (0.5)       (rows, 3)              ?
        ────────────────────────────────────────────
        Not built: the number of inputs, and with it that of the parameters, comes from the data of the
        first fit.
        """)
  }

  @Test func groupsLargeNumbers() {
    let text = Sequential([Dense(1000), Dense(1234), Dense(1)]).summary(inputs: 1000)
    #expect(text.contains("(rows, 1000)   1,001,000"))
    #expect(text.contains("Parameters:       2,237,469"))
  }
}
