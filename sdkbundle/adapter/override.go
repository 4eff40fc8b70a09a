package adapter

import (
	"encoding/json"
	"slices"
	"strings"
)

// Override merges the privacy settings of a remote configuration, in the form of the product's server,
// into the local ones: where the two conflict, which is over the level or over the same selector, the
// remote one decides. A selector that one side has in several lists is unmasked rather than masked, and
// masked rather than blocked. Attributes are masked that either side names, and of the levels by address
// the remote ones come first. See "remote masking overrides" in the documentation.
func Override(config []byte, n Neutral) Neutral {
	var served struct {
		Configs struct {
			SessionReplay struct {
				Privacy struct {
					Level      string   `json:"defaultMaskLevel"`
					Mask       []string `json:"maskSelector"`
					Unmask     []string `json:"unmaskSelector"`
					Block      []string `json:"blockSelector"`
					Attributes []string `json:"maskAttributes"`
					Addresses  []struct {
						Match string `json:"match"`
						Level string `json:"maskLevel"`
					} `json:"urlMaskLevels"`
				} `json:"sr_privacy_config"`
			} `json:"sessionReplay"`
		} `json:"configs"`
	}
	if json.Unmarshal(config, &served) != nil {
		return n // without a configuration that it can read the SDK captures nothing
	}
	p := served.Configs.SessionReplay.Privacy
	if p.Level != "" {
		n.MaskLevel = p.Level
	}
	if len(p.Attributes) > 0 {
		n.Attributes = strings.Join(append(p.Attributes, n.Attributes), ",")
	}
	var remotely []AddressLevel
	for _, a := range p.Addresses {
		remotely = append(remotely, AddressLevel{Match: a.Match, Level: a.Level})
	}
	n.Addresses = append(remotely, n.Addresses...)
	decided := map[string]bool{}
	merge := func(local *string, list []string) {
		var kept []string
		for _, s := range strings.Split(*local, ",") {
			if s = strings.TrimSpace(s); s != "" && !slices.Contains(slices.Concat(p.Unmask, p.Mask, p.Block), s) {
				kept = append(kept, s)
			}
		}
		for _, s := range list {
			if !decided[s] {
				decided[s], kept = true, append(kept, s)
			}
		}
		*local = strings.Join(kept, ", ")
	}
	merge(&n.Unmask, p.Unmask)
	merge(&n.Mask, p.Mask)
	merge(&n.Block, p.Block)
	return n
}
