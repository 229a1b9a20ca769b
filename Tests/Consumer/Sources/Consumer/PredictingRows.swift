import Vintner

struct House: Codable {
  var area: Double
  var street: String?
}

func predictRows() throws {
  let areas = 1...60
  let houses = DataFrame(columns: [
    Column(name: "area", areas.map(Double.init)),
    Column(name: "street", areas.map { $0 % 10 == 7 ? nil : $0 % 2 == 0 ? "High" : "Mill" }),
    Column(name: "price", areas.map { $0 * 3 }),
  ])
  var pipeline = RegressionPipeline(
    target: "price", preprocessor: Preprocessor(missingValues: .automatic),
    network: .dense(hidden: [8], activation: .relu))
  pipeline.training.epochs = 20
  let model = try pipeline.fitted(to: houses)

  let price = try model.predict(["area": 31, "street": "Mill"])
  let same = try model.predict(House(area: 31, street: "Mill"))
  precondition(price == same)
  let many = try model.predict([House(area: 31, street: "Mill"), House(area: 40, street: nil)])
  precondition(many[0] == price)

  let predictor = model.predictor()
  let third = try predictor.predict(House(area: 31, street: "Mill"))
  precondition(third == price)

  do {
    _ = try model.predict(["area": "large", "street": "Mill"])
  } catch {
    print(error)
  }
}
