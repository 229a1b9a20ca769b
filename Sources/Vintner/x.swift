// Vintner
