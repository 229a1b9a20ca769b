import Foundation
import NeuralNetworks
import Testing

/// The defaults that comments state. The values are those of the signatures in Keras 3.15.1; those of the
/// optimizers are tested with the optimizers.
struct DocumentedDefaultsTests {
  struct Case: Sendable {
    let value: any Configurable
    let json: String
  }

  static let cases = [
    Case(
      value: Dense(7),
      json: #"""
        {"activation":"linear","bias_initializer":"zeros","bias_l1":0,"bias_l2":0,"kernel_constraint":null,\#
        "kernel_initializer":"glorot_uniform","l1":0,"l2":0,"type":"dense","units":7,"use_bias":true}
        """#),
    Case(
      value: BatchNormalization(),
      json: #"{"center":true,"epsilon":0.001,"momentum":0.99,"scale":true,"type":"batch_normalization"}"#),
    Case(value: Huber(), json: #"{"delta":1,"name":"huber"}"#),
    Case(
      value: BinaryCrossEntropy(),
      json: #"{"from_logits":false,"label_smoothing":0,"name":"binary_crossentropy"}"#),
    Case(
      value: CategoricalCrossEntropy(),
      json: #"{"from_logits":false,"label_smoothing":0,"name":"categorical_crossentropy"}"#),
    Case(
      value: SparseCategoricalCrossEntropy(),
      json: #"{"from_logits":false,"name":"sparse_categorical_crossentropy"}"#),
    Case(value: TopKCategoricalAccuracy(), json: #"{"k":5,"name":"top_k_categorical_accuracy"}"#),
    Case(
      value: SparseTopKCategoricalAccuracy(), json: #"{"k":5,"name":"sparse_top_k_categorical_accuracy"}"#),
    Case(value: BinaryAccuracy(), json: #"{"name":"binary_accuracy","threshold":0.5}"#),
    Case(value: BinaryPrecision(), json: #"{"name":"precision","thresholds":0.5}"#),
    Case(value: BinaryRecall(), json: #"{"name":"recall","thresholds":0.5}"#),
    Case(value: AUC.defaults, json: #"{"name":"auc","num_thresholds":200}"#),
    Case(
      value: EarlyStopping(),
      json: #"""
        {"min_delta":0,"mode":"auto","monitor":"val_loss","name":"early_stopping","patience":0,\#
        "restore_best_weights":false,"start_from_epoch":0}
        """#),
    Case(
      value: ReduceLearningRateOnPlateau(),
      json: #"""
        {"cooldown":0,"factor":0.1,"min_delta":0.0001,"min_lr":0,"mode":"auto","monitor":"val_loss",\#
        "name":"reduce_lr_on_plateau","patience":10}
        """#),
    Case(
      value: ModelCheckpoint(path: "m"),
      json: #"""
        {"every_epochs":1,"filepath":"m","mode":"auto","monitor":"val_loss","name":"model_checkpoint",\#
        "save_best_only":false}
        """#),
    Case(
      value: ExponentialDecay(initialLearningRate: 1, decaySteps: 2, decayRate: 0.5),
      json: #"""
        {"decay_rate":0.5,"decay_steps":2,"initial_learning_rate":1,"name":"exponential_decay",\#
        "staircase":false}
        """#),
    Case(
      value: InverseTimeDecay(initialLearningRate: 1, decaySteps: 2, decayRate: 0.5),
      json: #"""
        {"decay_rate":0.5,"decay_steps":2,"initial_learning_rate":1,"name":"inverse_time_decay",\#
        "staircase":false}
        """#),
    Case(
      value: PolynomialDecay(initialLearningRate: 1, decaySteps: 2),
      json: #"""
        {"cycle":false,"decay_steps":2,"end_learning_rate":0.0001,"initial_learning_rate":1,\#
        "name":"polynomial_decay","power":1}
        """#),
    Case(
      value: CosineDecay(initialLearningRate: 1, decaySteps: 2),
      json: #"{"alpha":0,"decay_steps":2,"initial_learning_rate":1,"name":"cosine_decay","warmup_steps":0}"#),
    Case(
      value: CosineDecayRestarts(initialLearningRate: 1, firstDecaySteps: 2),
      json: #"""
        {"alpha":0,"first_decay_steps":2,"initial_learning_rate":1,"m_mul":1,\#
        "name":"cosine_decay_restarts","t_mul":2}
        """#),
  ]

  @Test(arguments: cases) func areKeras(_ example: Case) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    #expect(String(decoding: try encoder.encode(example.value), as: UTF8.self) == example.json)
  }

  @Test func ofFunctionsAndPenaltiesAreKeras() {
    #expect(Activation.leakyReLU() == .leakyReLU(negativeSlope: 0.2))
    #expect(Activation.elu() == .elu(alpha: 1))
    #expect(Activation.gelu() == .gelu(approximate: false))
    #expect(Initializer.constant() == .constant(0))
    #expect(Initializer.randomUniform() == .randomUniform(minimum: -0.05, maximum: 0.05))
    #expect(Initializer.randomNormal() == .randomNormal(mean: 0, standardDeviation: 0.05))
    #expect(Initializer.truncatedNormal() == .truncatedNormal(mean: 0, standardDeviation: 0.05))
    #expect(Initializer.orthogonal() == .orthogonal(gain: 1))
    #expect(Constraint.maxNorm() == .maxNorm(2))
    #expect(Regularizer.l1() == Regularizer(l1: 0.01) && Regularizer.l2() == Regularizer(l2: 0.01))
    #expect(Regularizer() == Regularizer(l1: 0, l2: 0))
  }

  @Test func ofTrainingAreThoseOfFit() {
    let training = Training(loss: .meanSquaredError)
    #expect(training.batchSize == 32 && training.epochs == 1 && training.shuffles)
    #expect(training.optimizer as? Adam == Adam())
  }
}
