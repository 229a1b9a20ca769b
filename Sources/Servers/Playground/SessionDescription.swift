import Vintner

/// A run as a page needs it at first: points, inputs, axes and the current frame.
extension PlaygroundSession {
  /// The description as messages have it.
  ///
  /// - Parameter name: the run's name on this server.
  func description(_ name: String) throws(SessionError) -> [(String, JSON)] {
    let frame = try self.frame()
    let snapshot = self.snapshot
    let (material, plane) = (snapshot.material, snapshot.material.plane)
    return [
      ("session", .text(name)), ("state", snapshot.state.json),
      ("points", .object(["train": Self.points(material.train), "test": Self.points(material.test)])),
      (
        "inputs",
        .array(material.inputs.map { .object(["name": .text($0.name), "picture": .optional($0.picture)]) })
      ),
      ("axes", plane.columns.map { Self.axes(plane, $0) } ?? .null),
      (
        "grid",
        .object([
          "unit": .integer(Picture.unit),
          "output": .integer(FrameRenderer.outputSize(of: snapshot.network)),
          "x": Self.ends(plane.x), "y": Self.ends(plane.y),
        ])
      ),
      ("notices", .texts(material.notices)), ("frame", frame),
    ]
  }

  private static func axes(_ plane: SessionPlane, _ columns: [String]) -> JSON {
    .object([
      "names": .texts(plane.names), "columns": .texts(columns),
      "x": ends(plane.x), "y": ends(plane.y),
    ])
  }

  private static func ends(_ range: ClosedRange<Double>) -> JSON {
    .numbers([range.lowerBound, range.upperBound])
  }

  private static func points(_ rows: SessionMaterial.Rows) -> JSON {
    func list(_ value: (Int) -> Double) -> JSON {
      .array(rows.points.indices.map { .single(Float(value($0))) })
    }
    return .object([
      "x1": list { rows.points[$0].x1 }, "x2": list { rows.points[$0].x2 },
      "label": list { rows.targets[$0] },
    ])
  }
}
