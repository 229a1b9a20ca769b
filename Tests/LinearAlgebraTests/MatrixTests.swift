import LinearAlgebra
import Testing

struct MatrixTests {
  private let matrix = Matrix<Double>([[1, 2, 3], [4, 5, 6]])

  @Test func isStoredRowAfterRow() {
    #expect(matrix.rows == 2)
    #expect(matrix.columns == 3)
    #expect(matrix.scalars == [1, 2, 3, 4, 5, 6])
    #expect(matrix[1, 0] == 4)
    #expect(matrix[0, 2] == 3)
    #expect(matrix.row(1) == [4, 5, 6])
    #expect(matrix.column(1) == [2, 5])
    #expect(matrix.withUnsafeBufferPointer { $0.count } == 6)
  }

  @Test func startsWithZeros() {
    #expect(Matrix<Float>(rows: 2, columns: 2).scalars == [0, 0, 0, 0])
    #expect(Matrix<Float>([]).scalars.isEmpty)
    #expect(Matrix<Float>(rows: 0, columns: 3).scalars.isEmpty)
  }

  @Test func isMadeFromAColumn() {
    let column = Matrix<Float>(column: [7, 8])
    #expect(column.rows == 2)
    #expect(column.columns == 1)
    #expect(column.scalars == [7, 8])
  }

  @Test func isCopiedWhenItIsChanged() {
    var copy = matrix
    copy[0, 0] = -1
    #expect(matrix[0, 0] == 1)
    #expect(copy.scalars == [-1, 2, 3, 4, 5, 6])

    var other = copy
    other.withUnsafeMutableBufferPointer { $0[5] = 60 }
    #expect(copy[1, 2] == 6)
    #expect(other[1, 2] == 60)
  }

  @Test func isNotCopiedWithoutNeed() {
    var only = Matrix<Float>(rows: 4, columns: 4)
    let before = only.withUnsafeBufferPointer { $0.baseAddress }
    only[3, 3] = 1
    #expect(only.withUnsafeBufferPointer { $0.baseAddress } == before)
    let copy = only
    #expect(copy.withUnsafeBufferPointer { $0.baseAddress } == before)
  }

  @Test func takesRows() {
    let tall = Matrix<Float>([[1, 2], [3, 4], [5, 6]])
    #expect(tall[rows: 1..<3] == Matrix([[3, 4], [5, 6]]))
    #expect(tall[rows: 3..<3].rows == 0)
  }

  @Test func convertsRoundingToNearest() {
    let doubles = Matrix<Double>([[0.1, 16_777_217, 1e300]])
    let singles = Matrix<Float>(doubles)
    #expect(singles.scalars == [0.1, 16_777_216, .infinity])
    #expect(Matrix<Double>(singles)[0, 0] == 0.10000000149011612)
    #expect(Matrix<Double>(doubles) == doubles)
    #expect(Matrix<Float>(singles) == singles)
  }

  @Test func isEqualByShapeAndScalars() {
    #expect(matrix == Matrix([[1, 2, 3], [4, 5, 6]]))
    #expect(matrix != Matrix([[1, 2, 3], [4, 5, 7]]))
    #expect(matrix != Matrix(rows: 3, columns: 2, scalars: matrix.scalars))
  }

  @Test func describesItself() {
    #expect(matrix.description == "Matrix of 2 × 3: [1.0, 2.0, 3.0], [4.0, 5.0, 6.0]")
    #expect(Matrix<Float>(rows: 5, columns: 1).description.hasSuffix("[0.0], …"))
  }
}

/// A caller's bug ends the program.
struct MatrixPreconditionTests {
  @Test func refusesPlacesOutside() async {
    await #expect(processExitsWith: .failure) { _ = Matrix<Float>(rows: 2, columns: 3)[2, 0] }
    await #expect(processExitsWith: .failure) { _ = Matrix<Float>(rows: 2, columns: 3)[0, -1] }
    await #expect(processExitsWith: .failure) { _ = Matrix<Float>(rows: 2, columns: 3)[rows: 1..<3] }
  }

  @Test func refusesShapesThatDoNotFit() async {
    await #expect(processExitsWith: .failure) { _ = Matrix<Float>([[1, 2], [3]]) }
    await #expect(processExitsWith: .failure) { _ = Matrix<Float>(rows: 2, columns: 2, scalars: [1, 2, 3]) }
    await #expect(processExitsWith: .failure) {
      _ = Matrix<Float>(rows: 2, columns: 3) * Matrix<Float>(rows: 2, columns: 3)
    }
  }
}
