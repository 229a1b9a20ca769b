@testable import PlaygroundServer
