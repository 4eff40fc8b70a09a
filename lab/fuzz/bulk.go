package fuzz

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"replaylab/lab/scenario"
)

// bulk is a scenario that runs many programs on one page, each in an element of its own. Frame by frame
// each program has its turn, in a task of its own.
func bulk(programs []Program) scenario.Scenario {
	var page, script strings.Builder
	script.WriteString("const programs = [\n")
	for i, p := range programs {
		prefix := prefixOf(i)
		c := write(p, prefix, false)
		fmt.Fprintf(&page, "<div id=\"%sroot\">%s</div>\n", prefix, c.markup)
		fmt.Fprintf(&script, "function*() {\nconst root = document.getElementById('%sroot')", prefix)
		for _, n := range c.ids {
			fmt.Fprintf(&script, ", %s = document.getElementById('%s%s')", variable(n), prefix, variable(n))
		}
		script.WriteString(";\n")
		if len(c.made) > 0 {
			script.WriteString("let ")
			for k, n := range c.made {
				if k > 0 {
					script.WriteString(", ")
				}
				script.WriteString(variable(n))
			}
			script.WriteString(";\n")
		}
		for k, statements := range c.frames {
			if k > 0 {
				script.WriteString("yield;\n")
			}
			script.WriteString(strings.Join(statements, "\n") + "\n")
		}
		script.WriteString("},\n")
	}
	script.WriteString(`];
async function run() {
	const channel = new MessageChannel(), next = [];
	channel.port1.onmessage = () => next.shift()();
	const task = () => new Promise(done => { next.push(done); channel.port2.postMessage(0) });
	let running = programs.map(p => p());
	while (running.length) {
		const going = [];
		for (const p of running) {
			await task();
			if (!p.next().done) going.push(p);
		}
		running = going;
		await new Promise(done => requestAnimationFrame(done));
	}
	channel.port1.close();
	// SDKs put work off until the page is idle, which after so much is later than they promise. A page of
	// many animations may never be: then the browser is asked to call all the same, as SDKs ask it.
	for (let i = 0; i < 5; i++) await new Promise(done => requestIdleCallback(done, {timeout: 2000}));
}
`)
	return scenario.Scenario{
		ID: "fuzz/bulk", File: "fuzz/bulk.txtar", Title: "Programs, many to a page",
		Steps: []scenario.Step{
			{Line: 1, Verb: "open", Args: []string{"/page.html"}, Text: "open /page.html"},
			{Line: 2, Verb: "eval", Args: []string{"run()"}, Text: "eval run()"},
			{Line: 3, Verb: "checkpoint", Args: []string{"end"}, Text: "checkpoint end"},
		},
		Files: map[string][]byte{
			"/page.html": []byte("<!doctype html>\n<meta charset=\"utf-8\">\n<title>Fuzz</title>\n" + page.String() + guard +
				"\n<script src=\"/programs.js\"></script>\n"),
			"/programs.js": []byte(script.String()),
		},
	}
}

func prefixOf(i int) string { return fmt.Sprintf("p%d", i) }

var mention = regexp.MustCompile(`\bp(\d+)(?:root|x\d+)\b`)

// mentioned lists the programs that a text speaks of, by place.
func mentioned(text string) []int {
	var list []int
	for _, m := range mention.FindAllStringSubmatch(text, -1) {
		if n, err := strconv.Atoi(m[1]); err == nil {
			list = append(list, n)
		}
	}
	return list
}
