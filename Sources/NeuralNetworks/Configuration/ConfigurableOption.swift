/// One option of a ``Configurable`` type: its key in files, where its value stands, and which are allowed.
///
///     ConfigurableOption("beta_1", \.beta1, .fraction)
public struct ConfigurableOption<Owner> {
  /// One key, or several that exclude each other.
  let keys: [String]
  let isRequired: Bool
  let decode: (inout Owner, KeyedDecodingContainer<ConfigurationKey>) throws -> Void
  let encode: (Owner, inout KeyedEncodingContainer<ConfigurationKey>) throws -> Void
  /// What is wrong with the owner's value: `beta_1 lies in [0, 1), received 2.0`.
  let fault: (Owner) -> String?

  init(
    keys: [String], isRequired: Bool = false,
    decode: @escaping (inout Owner, KeyedDecodingContainer<ConfigurationKey>) throws -> Void,
    encode: @escaping (Owner, inout KeyedEncodingContainer<ConfigurationKey>) throws -> Void,
    fault: @escaping (Owner) -> String?
  ) {
    self.keys = keys
    self.isRequired = isRequired
    self.decode = decode
    self.encode = encode
    self.fault = fault
  }

  /// An option with a value of its own.
  ///
  /// - Parameters:
  ///   - key: Keras's name of it.
  ///   - path: where its value stands.
  ///   - allowed: the values that it may have. Default: any.
  ///   - isRequired: whether a file must name it. Default `false`.
  public init<Value: Codable>(
    _ key: String, _ path: WritableKeyPath<Owner, Value>, _ allowed: AllowedValues<Value> = .any,
    isRequired: Bool = false
  ) {
    self.init(
      keys: [key], isRequired: isRequired,
      decode: { owner, container in
        let key = ConfigurationKey(key)
        guard container.contains(key) else { return }
        owner[keyPath: path] = try container.decode(Value.self, forKey: key)
      },
      encode: { owner, container in
        try container.encode(owner[keyPath: path], forKey: ConfigurationKey(key))
      },
      fault: { owner in
        let value = owner[keyPath: path]
        return allowed.contains(value) ? nil : "\(key) \(allowed.requirement), received \(value)"
      })
  }

  /// An option that may have no value.
  ///
  /// Parameters are those of ``init(_:_:_:isRequired:)``; `null` in a file is no value either.
  public init<Value: Codable>(
    _ key: String, _ path: WritableKeyPath<Owner, Value?>, _ allowed: AllowedValues<Value> = .any
  ) {
    self.init(
      keys: [key],
      decode: { owner, container in
        let key = ConfigurationKey(key)
        guard container.contains(key) else { return }
        owner[keyPath: path] = try container.decodeIfPresent(Value.self, forKey: key)
      },
      encode: { owner, container in
        try container.encodeIfPresent(owner[keyPath: path], forKey: ConfigurationKey(key))
      },
      fault: { owner in
        guard let value = owner[keyPath: path], !allowed.contains(value) else { return nil }
        return "\(key) \(allowed.requirement), received \(value)"
      })
  }

  /// The option with another requirement, which may look at its neighbours: what is wrong, or `nil`.
  func and(_ requirement: @escaping (Owner) -> String?) -> Self {
    Self(
      keys: keys, isRequired: isRequired, decode: decode, encode: encode,
      fault: { fault($0) ?? requirement($0) })
  }
}

extension ConfigurableOption where Owner: Configurable {
  func missing(at path: [any CodingKey]) -> DecodingError {
    .refused("\(Owner.kind) lacks the option \(keys[0]).", at: path)
  }
}

/// Which values an option may have.
public struct AllowedValues<Value> {
  /// What a value does that is allowed: `lies in [0, 1)`.
  let requirement: String
  let contains: (Value) -> Bool

  /// Says which values are allowed.
  ///
  /// - Parameters:
  ///   - requirement: what a value does that is allowed: `lies in [0, 1)`.
  ///   - contains: whether a value is allowed.
  public init(_ requirement: String, _ contains: @escaping (Value) -> Bool) {
    self.requirement = requirement
    self.contains = contains
  }

  /// Every value.
  public static var any: Self { Self("") { _ in true } }
}

extension AllowedValues where Value: Comparable & ExpressibleByIntegerLiteral {
  /// Above 0.
  public static var aboveZero: Self { Self("is above 0") { $0 > 0 } }
  /// 0 or more.
  public static var zeroOrMore: Self { Self("is 0 or more") { $0 >= 0 } }
  /// [0, 1)
  public static var fraction: Self { Self("lies in [0, 1)") { $0 >= 0 && $0 < 1 } }
}
