package reports

// What the tests of package reports_test reach in this one.
var (
	Clean   = clean
	Clip    = clip
	Columns = columns
	Wrap    = wrap
	Around  = around
	Took    = took
	Advice  = advice
)

// WithoutLinks makes symbolic links impossible until the returned function is called.
func WithoutLinks(err error) (restore func()) {
	old := symlink
	symlink = func(string, string) error { return err }
	return func() { symlink = old }
}
