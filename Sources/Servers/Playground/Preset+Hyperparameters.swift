import Vintner

extension Preset {
  static let hyperparameters = [
    Preset(
      "activations-compared", lesson: 13, Text("Activations compared", "比較激勵函數"),
      Text(
        "Three neurons on the ring: keep this run, then compare relu, sigmoid and linear.",
        "用三個神經元學圓環：保留這一次，再和 relu、sigmoid、linear 比較。")
    ) { $0.hidden = [3] },
    Preset(
      "batch-size", lesson: 14, Text("Batch size", "批次大小"),
      Text(
        "A batch of one learns most from an epoch and jumps about most: move the batch size while it runs.",
        "批次為一時，每個週期學得最多，也跳動得最厲害：在執行中調整批次大小。")
    ) {
      $0.data = "spiral"
      $0.features = PlaygroundData.features
      $0.hidden = [8]
      $0.batchSize = 1
    },
    Preset(
      "learning-rate", lesson: 15, Text("Learning rate", "學習率"),
      Text(
        "The rate in the middle is not the best one: sweep it from 0.001 to 10 on the spiral.",
        "中間的學習率不一定最好：在螺旋上從 0.001 掃到 10 看看。")
    ) {
      $0.data = "spiral"
      $0.features = PlaygroundData.features
      $0.hidden = [8]
      $0.learningRate = 0.3
    },
    Preset(
      "schedules", lesson: 16, Text("Learning-rate schedules", "學習率排程"),
      Text(
        "A large rate at first, a small one at the end: watch the curve calm down as the rate falls.",
        "一開始用大的學習率，最後用小的：看曲線如何隨著學習率下降而平靜。")
    ) {
      $0.data = "spiral"
      $0.features = PlaygroundData.features
      $0.hidden = [8]
      $0.numerics = .keras
      $0.learningRate = .schedule(CosineDecay(initialLearningRate: 0.3, decaySteps: 12_500, alpha: 0.01))
      $0.run.epochs = 500
    },
    Preset(
      "penalties", lesson: 17, Text("L1 and L2", "L1 與 L2"),
      Text(
        "L1 sets weights to exactly 0: edges vanish one after the other; with L2 they only grow thin.",
        "L1 會把權重變成 0：連線一條接一條消失；L2 只會讓它們變細。")
    ) {
      $0.data = "spiral"
      $0.features = PlaygroundData.features
      $0.hidden = [8]
      $0.learningRate = 0.3
      $0.regularization = .l1
      $0.regularizationRate = 0.001
    },
    Preset(
      "finding", lesson: 18, Text("Finding hyperparameters", "尋找超參數"),
      Text(
        "Rate, batch, size and penalty are chosen, not learned: sweep one after the other and keep the best.",
        "學習率、批次、大小與懲罰是選出來的，不是學出來的：一個一個掃描，留下最好的。")
    ) {
      $0.data = "spiral"
      $0.noise = 0.1
      $0.features = PlaygroundData.features
      $0.hidden = [8]
      $0.run.epochs = 200
    },
    Preset(
      "quiz", lesson: 19, Text("A question, measured", "用測量回答問題"),
      Text(
        "Which closes the gap between training and test: fewer neurons, a penalty or dropout? Change one and measure.",
        "什麼能縮小訓練與測試的差距：較少的神經元、懲罰，還是丟棄法？一次改一個，量量看。")
    ) {
      $0.data = "circle"
      $0.noise = 0.5
      $0.trainFraction = 0.2
      $0.hidden = [8, 8]
      $0.learningRate = 0.1
    },
  ]
}
