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
      $0.layers = []
    },
    Preset(
      "activations", lesson: 2, Text("Activation functions", "激勵函數"),
      Text(
        "Without a bending function depth buys nothing: with linear the ring stays unsolved; switch to tanh.",
        "沒有會彎曲的函數，再深也沒用：用 linear 時圓環始終分不開；改成 tanh 再試一次。")
    ) {
      $0.layers = [4, 4]
      $0.activation = "linear"
    },
    Preset(
      "layers", lesson: 3, Text("Layers in sequence", "一層接一層"),
      Text(
        "Each layer builds its pictures from those of the layer before: look from left to right.",
        "每一層都用前一層的圖樣組出自己的圖樣：由左往右看。")
    ) {
      $0.data = "xor"
      $0.layers = [4, 3, 2]
    },
    Preset(
      "loss", lesson: 4, Text("Loss", "損失"),
      Text(
        "Training makes one number small: with mae a noisy point counts less than with mse; change the loss and compare the curves.",
        "訓練就是把一個數字變小：用 mae 時，雜訊點的影響比 mse 小；換一種損失，比較兩條曲線。")
    ) {
      $0.problem = "regression"
      $0.data = "plane"
      $0.noise = 25
      $0.numerics = "keras"
      $0.loss = "mae"
      $0.layers = [4]
      $0.learningRate = 0.01
    },
    Preset(
      "descent", lesson: 5, Text("Gradient descent", "梯度下降"),
      Text(
        "A step downhill can be too large: at rate 3 the loss jumps about; lower it while it runs.",
        "往下坡的一步可能太大：學習率 3 時損失跳來跳去；在執行中把它調小看看。")
    ) {
      $0.layers = [3]
      $0.learningRate = 3
    },
    Preset(
      "back-propagation", lesson: 6, Text("Back-propagation", "反向傳播"),
      Text(
        "Step by single updates and watch which weights move most: the error flows back through the thick edges.",
        "一次只更新一步，看哪些權重動得最多：誤差沿著粗的連線往回流。")
    ) {
      $0.data = "xor"
      $0.layers = [2]
      $0.batchSize = 1
    },
    Preset(
      "red-wine", lesson: 7, Text("Red wine", "紅酒"),
      Text(
        "Load data/winequality-red.csv and predict quality: these are the lesson's settings, with a smaller network.",
        "載入 data/winequality-red.csv 來預測 quality：設定與課程相同，只是網路較小。")
    ) {
      $0.problem = "regression"
      $0.numerics = "keras"
      $0.optimizer = "adam"
      $0.loss = "mae"
      $0.activation = "relu"
      $0.layers = [64, 64]
      $0.batchSize = 256
      $0.learningRate = 0.001
      $0.trainPercent = 70
      $0.earlyStopping = true
    },
  ]

  static let training = [
    Preset(
      "fitting", lesson: 8, Text("Underfitting and overfitting", "不足與過度配適"),
      Text(
        "Few noisy points and a large network: the training loss falls while the test loss climbs again.",
        "雜訊多、點很少、網路很大：訓練損失一直下降，測試損失卻又升高。")
    ) {
      $0.data = "gaussian"
      $0.noise = 50
      $0.trainPercent = 10
      $0.layers = [8, 8, 8]
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
      $0.noise = 50
      $0.trainPercent = 20
      $0.numerics = "keras"
      $0.optimizer = "adam"
      $0.learningRate = 0.01
      $0.layers = [8, 8]
      $0.dropout = 0.2
      $0.earlyStopping = true
      $0.patience = 50
      $0.minDelta = 0
    },
    Preset(
      "good-wine", lesson: 10, Text("Is it a good wine?", "這是好酒嗎？"),
      Text(
        "A probability instead of a label: read the confusion matrix, not only the accuracy.",
        "輸出機率而不是標籤：別只看準確率，也要讀混淆矩陣。")
    ) {
      $0.data = "gaussian"
      $0.noise = 40
      $0.numerics = "keras"
      $0.optimizer = "adam"
      $0.loss = "binary_crossentropy"
      $0.activation = "relu"
      $0.learningRate = 0.01
      $0.layers = [8, 4]
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
      $0.layers = [8]
    },
    Preset(
      "spiral", lesson: 12, Text("Better inputs", "更好的輸入"),
      Text(
        "The same eight neurons with all seven features: the spiral is solved in some hundred epochs.",
        "同樣八個神經元，打開全部七個特徵：幾百個週期就解開螺旋。")
    ) {
      $0.data = "spiral"
      $0.features = PlaygroundData.features
      $0.layers = [8]
    },
  ]

  static let hyperparameters = [
    Preset(
      "activations-compared", lesson: 13, Text("Activations compared", "比較激勵函數"),
      Text(
        "Three neurons on the ring: keep this run, then compare relu, sigmoid and linear.",
        "用三個神經元學圓環：保留這一次，再和 relu、sigmoid、linear 比較。")
    ) { $0.layers = [3] },
    Preset(
      "batch-size", lesson: 14, Text("Batch size", "批次大小"),
      Text(
        "A batch of one learns most from an epoch and jumps about most: move the batch size while it runs.",
        "批次為一時，每個週期學得最多，也跳動得最厲害：在執行中調整批次大小。")
    ) {
      $0.data = "spiral"
      $0.features = PlaygroundData.features
      $0.layers = [8]
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
      $0.layers = [8]
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
      $0.layers = [8]
      $0.numerics = "keras"
      $0.learningRate = 0.3
      $0.schedule = "cosine_decay"
      $0.scheduleSteps = 12_500
      $0.stopEpoch = 500
    },
    Preset(
      "penalties", lesson: 17, Text("L1 and L2", "L1 與 L2"),
      Text(
        "L1 sets weights to exactly 0: edges vanish one after the other; with L2 they only grow thin.",
        "L1 會把權重變成 0：連線一條接一條消失；L2 只會讓它們變細。")
    ) {
      $0.data = "spiral"
      $0.features = PlaygroundData.features
      $0.layers = [8]
      $0.learningRate = 0.3
      $0.regularization = "l1"
      $0.regularizationRate = 0.001
    },
    Preset(
      "finding", lesson: 18, Text("Finding hyperparameters", "尋找超參數"),
      Text(
        "Rate, batch, size and penalty are chosen, not learned: sweep one after the other and keep the best.",
        "學習率、批次、大小與懲罰是選出來的，不是學出來的：一個一個掃描，留下最好的。")
    ) {
      $0.data = "spiral"
      $0.noise = 10
      $0.features = PlaygroundData.features
      $0.layers = [8]
      $0.stopEpoch = 200
    },
    Preset(
      "quiz", lesson: 19, Text("A question, measured", "用測量回答問題"),
      Text(
        "Which closes the gap between training and test: fewer neurons, a penalty or dropout? Change one and measure.",
        "什麼能縮小訓練與測試的差距：較少的神經元、懲罰，還是丟棄法？一次改一個，量量看。")
    ) {
      $0.data = "circle"
      $0.noise = 50
      $0.trainPercent = 20
      $0.layers = [8, 8]
      $0.learningRate = 0.1
    },
  ]
}
