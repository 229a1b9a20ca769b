import Foundation
import Testing

@testable import Charts

@Suite struct ChartStyleTests {
  /// WCAG 2.1: relative luminance, contrast ratio, and 3 as the least for graphics (1.4.11).
  @Test(arguments: ["#ffffff", "#0d1117"]) func contrastsWithBothBackgrounds(background: String) {
    for color in ChartStyle.colors {
      let (a, b) = (luminance(color), luminance(background))
      #expect((max(a, b) + 0.05) / (min(a, b) + 0.05) >= 3, "\(color) on \(background)")
    }
  }

  private func luminance(_ color: String) -> Double {
    let value = Int(color.dropFirst(), radix: 16)!
    let channels = [value >> 16, value >> 8 & 255, value & 255].map { channel in
      let share = Double(channel) / 255
      return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
  }
}
