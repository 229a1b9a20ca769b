import Vintner

extension Preset {
  static let firstSteps = [
    Preset(
      "neuron", lesson: 1, Text("A neuron", "一個神經元"),
      Text(
        "One neuron draws one straight line: watch its two weights and its bias turn it until it parts the clouds.",
        "一個神經元只能畫一條直線：看兩個權重與一個偏差如何轉動它，直到分開兩團點。")
    ) {
      $0.data = "gaussian"
      $0.hidden = []
    },
    Preset(
      "activations", lesson: 2, Text("Activation functions", "激勵函數"),
      Text(
        "Without a bending function depth buys nothing: with linear the ring stays unsolved; switch to tanh.",
        "沒有會彎曲的函數，再深也沒用：用 linear 時圓環始終分不開；改成 tanh 再試一次。")
    ) {
      $0.hidden = [4, 4]
      $0.activation = .linear
    },
    Preset(
      "layers", lesson: 3, Text("Layers in sequence", "一層接一層"),
      Text(
        "Each layer builds its pictures from those of the layer before: look from left to right.",
        "每一層都用前一層的圖樣組出自己的圖樣：由左往右看。")
    ) {
      $0.data = "xor"
      $0.hidden = [4, 3, 2]
    },
    Preset(
      "loss", lesson: 4, Text("Loss", "損失"),
      Text(
        "Training makes one number small: with mae a noisy point counts less than with mse; change the loss and compare the curves.",
        "訓練就是把一個數字變小：用 mae 時，雜訊點的影響比 mse 小；換一種損失，比較兩條曲線。")
    ) {
      $0.task = .regression
      $0.data = "plane"
      $0.noise = 0.25
      $0.numerics = .keras
      $0.loss = LossDescription(.meanAbsoluteError)
      $0.hidden = [4]
      $0.learningRate = 0.01
    },
    Preset(
      "descent", lesson: 5, Text("Gradient descent", "梯度下降"),
      Text(
        "A step downhill can be too large: at rate 3 the loss jumps about; lower it while it runs.",
        "往下坡的一步可能太大：學習率 3 時損失跳來跳去；在執行中把它調小看看。")
    ) {
      $0.hidden = [3]
      $0.learningRate = 3
    },
    Preset(
      "back-propagation", lesson: 6, Text("Back-propagation", "反向傳播"),
      Text(
        "Step by single updates and watch which weights move most: the error flows back through the thick edges.",
        "一次只更新一步，看哪些權重動得最多：誤差沿著粗的連線往回流。")
    ) {
      $0.data = "xor"
      $0.hidden = [2]
      $0.batchSize = 1
    },
    Preset(
      "red-wine", lesson: 7, Text("Red wine", "紅酒"),
      Text(
        "A real table: its quality, predicted from eleven measurements, with the lesson's settings and a smaller network.",
        "真實的表格：由十一項化驗值預測品質；設定與課程相同，只是網路較小。")
    ) {
      $0.task = .regression
      $0.data = redWineTable
      $0.run.features = nil
      $0.run.target = "quality"
      $0.numerics = .keras
      $0.optimizer = OptimizerDescription(Adam())
      $0.loss = LossDescription(.meanAbsoluteError)
      $0.activation = .relu
      $0.hidden = [64, 64]
      $0.batchSize = 256
      $0.learningRate = 0.001
      $0.trainFraction = 0.7
      $0.earlyStopping = true
    },
  ]
}
