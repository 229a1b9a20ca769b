import NeuralNetworks
import Pipelines
import Testing

struct PresetTests {
  /// What a run leaves to its defaults is what the preset says.
  @Test(arguments: RunTask.allCases) func kerasRedWineIsTheDefault(_ task: RunTask) {
    let preset = Preset.kerasRedWine.run(for: task)
    #expect(preset.over(.defaults(for: task)) == RunConfiguration.defaults(for: task))
    #expect(preset.hidden == [512, 512, 512] && preset.batchSize == 256 && preset.epochs == 500)
    #expect(Preset.standard.name == "keras-red-wine")
  }

  @Test func namesDiffer() {
    #expect(Set(Preset.all.map(\.name)).count == Preset.all.count)
    #expect(Preset.named("keras-red-wine") != nil && Preset.named("keras") == nil)
  }

  @Test func settingsGivenBesidesWin() {
    var run = RunConfiguration()
    run.epochs = 7
    run.hidden = [16]
    let both = run.over(.kerasRedWine, for: .regression)
    #expect(both.epochs == 7 && both.hidden == [16] && both.batchSize == 256)
    run.hidden = nil
    run.layers = [LayerDescription(Dense(1))]
    let layered = run.over(.kerasRedWine, for: .regression)
    #expect(layered.hidden == nil && layered.activation == nil && layered.layers != nil)
    #expect(throws: Never.self) { try layered.checkNetwork() }
  }

  /// What is said of layers in short would change nothing, or replace a network that the rest of the preset is made for.
  @Test func layersOfAPresetStay() {
    let preset = Preset("layered", "Layers.") { _ in
      var run = RunConfiguration()
      run.layers = [LayerDescription(Dense(1))]
      return run
    }
    var run = RunConfiguration()
    run.hidden = [8]
    #expect {
      try run.over(preset, for: .regression).checkNetwork()
    } throws: {
      "\($0)"
        == "`hidden` does not go with `layers`, of the run or its preset, which give the whole network: leave it out."
    }
    #expect(RunConfiguration().over(preset, for: .regression).layers?.count == 1)
  }
}
