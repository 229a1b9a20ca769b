@testable import Pipelines
import TestSupport
import Testing
import Vintner

/// How a CSV file is written, as a model remembers it.
struct FileSettingsTests {
  private static let run: RunConfiguration = {
    var run = RunConfiguration()
    run.target = "quality"
    run.delimiter = "\t"
    run.header = .no
    run.decimal = ","
    run.thousands = "."
    run.missingValues = ["--", "5", "true"]
    run.types = [ColumnTypeRule(column: "a=b", type: .text)]
    run.skipRows = 2
    run.comment = "#"
    run.ragged = .fill
    run.encoding = .windows1252
    run.epochs = 1
    return run
  }()

  @Test func areThoseThatWereGiven() throws {
    let settings = Self.run.fileSettings
    #expect(
      settings.given.map(\.name) == [
        "delimiter", "header", "decimal", "thousands", "missing_values", "types", "skip_rows", "comment",
        "ragged",
        "encoding",
      ])
    #expect(settings.reading == Self.run.reading)
    let json = try JSON.decoded(JSON.self, from: Self.run.fileJSON.bytes)
    #expect(try RunConfiguration(fileJSON: json) == settings)
    #expect(throws: FieldFault.self) { try RunConfiguration(fileJSON: .object(["skip_rows": .integer(-1)])) }
    #expect(try RunConfiguration(fileJSON: .object(["later": .integer(1)])).given.isEmpty)
  }

  @Test func surviveAModelsFile() throws {
    let wine = try DataFrame(contentsOfCSVFile: Repository.redWine.path)
    var run = Self.run
    run.hidden = [2]
    let model = try RegressionPipeline(run).fitted(to: wine)
    #expect(model.fileSettings == run.fileSettings)
    try withTemporaryDirectory { folder in
      let path = folder.appending(path: "model.safetensors").path
      try model.save(to: path)
      #expect(try LoadedModel(contentsOf: path).model.fileSettings == run.fileSettings)
      var file = try SafeTensors(contentsOfModel: path)
      file.metadata["file"] = "{\"delimiter\": \"ab\"}"
      let error = #expect(throws: VintnerError.self) { try LoadedModel(file, name: "m") }
      #expect("\(error!)".contains("its metadata's 'file' cannot be read"))
      run = RunConfiguration()
      (run.target, run.hidden, run.epochs) = ("quality", [2], 1)
      try RegressionPipeline(run).fitted(to: wine).save(to: path)
      #expect(try SafeTensors(contentsOfModel: path).metadata["file"] == nil)
    }
  }
}
