import Tabular
import Testing

@Suite struct DataFrameDescriptionTests {
  @Test func aSmallFrameIsShownWhole() {
    let frame = DataFrame(columns: [
      Column(name: "alcohol", [9.5, nil, 10.25]), Column(name: "quality", [5, 6, nil]),
      Column(name: "grape", ["merlot", "two\nlines", String(repeating: "x", count: 40)]),
      Column(name: "good", [true, false, nil]),
    ])
    #expect(
      frame.description == """
        3 rows × 4 columns
           alcohol  quality  grape                             good
            number  integer  text                              boolean
        0     9.5         5  merlot                            true
        1     —           6  two⏎lines                         false
        2    10.25        —  xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…  —
        """)
  }

  @Test func aLongWideFrameIsCut() {
    #expect(
      RedWine.frame.description == """
        1599 rows × 12 columns
              fixed acidity  volatile acidity  citric acid  residual sugar  chlorides  …  quality
                     number            number       number          number     number     integer
           0            7.4             0.7           0                1.9      0.076           5
           1            7.8             0.88          0                2.6      0.098           5
           2            7.8             0.76          0.04             2.3      0.092           5
           3           11.2             0.28          0.56             1.9      0.075           6
           4            7.4             0.7           0                1.9      0.076           5
           …            …               …             …                …        …               …
        1594            6.2             0.6           0.08             2        0.09            5
        1595            5.9             0.55          0.1              2.2      0.062           6
        1596            6.3             0.51          0.13             2.3      0.076           6
        1597            5.9             0.645         0.12             2        0.075           5
        1598            6               0.31          0.47             3.6      0.067           6
        """)
    let sample = RedWine.frame.sample(fraction: 0.7, seed: 0)
    #expect(
      sample.description(maximumRows: 3, maximumWidth: 60) == """
        1119 rows × 12 columns
              fixed acidity  volatile acidity  …  quality
                     number            number     integer
        1109           10.8              0.47           6
        1032            8.1              0.82           5
           …            …                …              …
        1075            9.1              0.25           7
        """)
  }

  @Test func framesWithoutRowsOrColumnsHaveASize() {
    #expect(DataFrame(columns: []).description == "0 rows × 0 columns")
    #expect(
      DataFrame(columns: [Column(name: "a", [Int]())]).description == """
        0 rows × 1 column
                a
          integer
        """)
  }
}
