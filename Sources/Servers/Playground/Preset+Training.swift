import Vintner

extension Preset {
  static let training = [
    Preset(
      "fitting", lesson: 8, Text("Underfitting and overfitting", "不足與過度配適"),
      Text(
        "Few noisy points and a large network: the training loss falls while the test loss climbs again.",
        "雜訊多、點很少、網路很大：訓練損失一直下降，測試損失卻又升高。")
    ) {
      $0.data = "gaussian"
      $0.noise = 0.5
      $0.trainFraction = 0.1
      $0.hidden = [8, 8, 8]
      $0.learningRate = 0.1
      $0.batchSize = 5
    },
    Preset(
      "stopping", lesson: 9, Text("Early stopping and dropout", "提早停止與丟棄法"),
      Text(
        "The run ends by itself when the test loss stops improving, and goes back to its best epoch.",
        "測試損失不再進步時，訓練會自己停下，並回到最好的那一個週期。")
    ) {
      $0.data = "gaussian"
      $0.noise = 0.5
      $0.trainFraction = 0.2
      $0.numerics = .keras
      $0.optimizer = OptimizerDescription(Adam())
      $0.learningRate = 0.01
      $0.hidden = [8, 8]
      $0.dropout = 0.2
      $0.earlyStopping = true
      $0.patience = 50
      $0.minDelta = 0
    },
    Preset(
      "good-wine", lesson: 10, Text("Is it a good wine?", "這是好酒嗎？"),
      Text(
        "Is its quality 6 or more? The answer is a probability: read the confusion matrix, not only the accuracy.",
        "品質有沒有 6 分以上？答案是機率：別只看準確率，也要讀混淆矩陣。")
    ) {
      $0.data = redWineTable
      $0.run.features = nil
      $0.run.target = "quality"
      $0.run.positiveFrom = 6
      $0.numerics = .keras
      $0.trainFraction = 0.7
      $0.batchSize = 256
      $0.optimizer = OptimizerDescription(Adam())
      $0.loss = LossDescription(.binaryCrossEntropy)
      $0.activation = .relu
      $0.learningRate = 0.001
      $0.hidden = [32, 16]
      $0.earlyStopping = true
    },
    Preset(
      "playground", lesson: 11, Text("The Playground, one epoch", "遊樂場的一個週期"),
      Text(
        "The page as the Playground opens it: run one epoch, look at the weights, then let it run.",
        "遊樂場一開始的樣子：先跑一個週期，看看權重，再讓它一直跑。")
    ) { $0.seed = 7 },
    Preset(
      "hidden-layers", lesson: 12, Text("Hidden layers", "隱藏層"),
      Text(
        "Eight neurons on x₁ and x₂ cannot unwind the spiral: the loss stays high, however long you wait.",
        "只有 x₁、x₂ 和八個神經元，解不開螺旋：等再久，損失還是很高。")
    ) {
      $0.data = "spiral"
      $0.hidden = [8]
    },
    Preset(
      "spiral", lesson: 12, Text("Better inputs", "更好的輸入"),
      Text(
        "The same eight neurons with all seven features: the spiral is solved in some hundred epochs.",
        "同樣八個神經元，打開全部七個特徵：幾百個週期就解開螺旋。")
    ) {
      $0.data = "spiral"
      $0.features = PlaygroundData.features
      $0.hidden = [8]
      $0.seed = 4
    },
  ]
}
