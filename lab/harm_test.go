package lab_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"replaylab/lab/match"
	"replaylab/lab/privacy"
	"replaylab/lab/result"
	"replaylab/lab/scenario"
)

// planted is the value of a scenario's only secret.
func planted(s scenario.Scenario) string {
	list, err := privacy.Plant(base.Seed, s.ID, s.Secrets)
	Expect(err).NotTo(HaveOccurred())
	return list[0].Value
}

// plain is a page with a button.
const plain = `A button is pressed.

-- scenario --
open       /page.html
click      #go
checkpoint pressed
-- page.html --
<!doctype html>
<title>Plain</title>
<button id="go">Go</button>
`

var _ = Describe("An SDK that harms its page", func() {
	It("by hanging it fails, and the browser is not blamed", func(ctx SpecContext) {
		r := runWith(ctx, plain, `var rrweb = {record() { addEventListener('click', () => { for (;;); }); return () => {} }};`)
		Expect(r.Verdict).To(Equal(result.Failed), r.Reason)
		Expect(failed(r, "unharmed").Evidence).To(ContainElement(HaveField("Kind", "page hung or crashed")))
	}, budget)

	It("by taking an element away fails at the step that needs it", func(ctx SpecContext) {
		r := runWith(ctx, plain, `var rrweb = {record() { document.querySelector('#go').remove(); return () => {} }};
			addEventListener('DOMContentLoaded', () => document.querySelector('#go').remove());`)
		Expect(failed(r, "unharmed").Evidence).To(ContainElement(SatisfyAll(
			HaveField("Kind", "step could not be done"), HaveField("Step", ContainSubstring("click")))))
	}, budget)

	It("by throwing, logging, adding nodes and patching is caught at each", func(ctx SpecContext) {
		r := runWith(ctx, plain, `var rrweb = {record() {
			console.error('oh'); setTimeout(() => { throw new Error('late') });
			document.addEventListener('DOMContentLoaded', () => { const f = document.createElement('iframe'); document.body.append(f); f.remove(); document.body.dataset.sdk = '1' });
			const native = Element.prototype.getAttribute;
			Element.prototype.getAttribute = {getAttribute(name) { try { return native.call(this, name) } catch { return null } }}.getAttribute;
			Node.prototype.contains = () => true;
			return () => {} }};`)
		kinds := []string{}
		for _, e := range failed(r, "unharmed").Evidence {
			kinds = append(kinds, e.Kind+" "+e.Name)
		}
		Expect(kinds).To(ContainElements(
			"console.error ", "exception ", "foreign node iframe", "page differs: attribute data-sdk",
			"unchecked patch Element.prototype.getAttribute", "visible patch Node.prototype.contains", "leftover patch Node.prototype.contains"))
	}, budget)

	It("is not accused of what the page does by itself", func(ctx SpecContext) {
		r := run(ctx, `A page that is never twice the same.

-- scenario --
open       /page.html
checkpoint loaded
-- page.html --
<!doctype html>
<title>Random</title>
<p id="p"></p>
<script>
p.textContent = Math.random();
p.dataset.x = Math.random();
console.error('by the page itself');
setTimeout(() => p.append(document.createElement('b')), 200);
</script>
`, noPlant)
		Expect(r).To(match.Hold())
	}, budget)
})

var _ = Describe("A scenario that cannot be judged", func() {
	It("is inconclusive when its own step cannot be done without the SDK either", func(ctx SpecContext) {
		r := run(ctx, `A button that is not there.

-- scenario --
open       /page.html
click      #nowhere
checkpoint pressed
-- page.html --
<!doctype html>
<title>Empty</title>
`, noPlant)
		Expect(r.Verdict).To(Equal(result.Inconclusive))
		Expect(r.Reason).To(ContainSubstring(`"#nowhere" matched nothing`))
	}, budget)

	It("is n/a when the SDK cannot do what it needs", func(ctx SpecContext) {
		r := run(ctx, `A field is readable.

-- scenario --
needs  unmask
open       /page.html
checkpoint loaded
-- page.html --
<!doctype html>
<title>Empty</title>
`, noPlant)
		Expect(r.Verdict).To(Equal(result.NA))
		Expect(r.Reason).To(ContainSubstring("unmask"))
	}, budget)
})
