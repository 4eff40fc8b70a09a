package trust

// Nothing is a change that changes nothing.
func Nothing(*tape) {}
