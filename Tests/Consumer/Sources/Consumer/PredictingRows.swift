import Vintner

struct House: Codable {
  var area: Double
  var street: String?
}

func predictRows() throws {
  let houses = try DataFrame(
    csvText: "area,street,price\n" + (1...60).map { "\($0),\($0 % 2 == 0 ? "High" : "Mill"),\($0 * 3)\n" }.joined())
  var pipeline = RegressionPipeline(target: "price", network: .dense(hidden: [8], activation: .relu))
  pipeline.training.epochs = 20
  let model = try pipeline.fitted(to: houses)

  let price = try model.predict(["area": 31, "street": "Mill"])
  let same = try model.predict(House(area: 31, street: "Mill"))
  precondition(price == same)
  let many = try model.predict([House(area: 31, street: "Mill"), House(area: 40, street: nil)])
  precondition(many[0] == price)

  let predictor = model.predictor()
  precondition(try predictor.predict(House(area: 31, street: "Mill")) == price)

  do {
    _ = try model.predict(["area": "large", "street": "Mill"])
  } catch {
    print(error)
  }
}
