/// What a command may change of a session.
struct SessionControl {
  var isRunning: Bool
  var pace: Pace { didSet { paceIsNew = true } }
  var focus: Focus?
  private(set) var paceIsNew = false

  init(isRunning: Bool, pace: Pace, focus: Focus?) {
    (self.isRunning, self.pace, self.focus) = (isRunning, pace, focus)
  }
}
