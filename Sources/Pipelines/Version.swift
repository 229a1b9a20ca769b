/// The version of this package, as `vintner --version` prints it and model files record it.
public let vintnerVersion = "0.1.0"
