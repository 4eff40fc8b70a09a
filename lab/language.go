package lab

import (
	"replaylab/fixtures"
	"replaylab/lab/scenario"
	"replaylab/sdkbundle/adapters"
)

// Language is what scenario files may name: everything that this build of the lab has.
func Language() scenario.Config {
	return scenario.Config{
		Builders:     fixtures.Builders(),
		Fixtures:     fixtures.Folders(),
		Capabilities: append(adapters.Capabilities(), "npm", secondSite),
		Root:         "scenarios",
	}
}
