package adapter

import "strings"

// ProductOptions writes neutral options as the product's SDK takes them, under privacyConfig.
func ProductOptions(n Neutral) (map[string]any, error) {
	privacy := map[string]any{}
	if n.MaskLevel != "" {
		privacy["defaultMaskLevel"] = n.MaskLevel
	}
	for name, list := range map[string]string{"maskSelector": n.Mask, "unmaskSelector": n.Unmask, "blockSelector": n.Block} {
		if list != "" {
			privacy[name] = parts(list) // the SDK compares them with remote ones as they stand
		}
	}
	if n.Attributes != "" {
		privacy["maskAttributes"] = parts(n.Attributes)
	}
	if len(n.Addresses) > 0 {
		var levels []map[string]string
		for _, a := range n.Addresses {
			levels = append(levels, map[string]string{"match": a.Match, "maskLevel": a.Level})
		}
		privacy["urlMaskLevels"] = levels
	}
	o := map[string]any{}
	if len(privacy) > 0 {
		o["privacyConfig"] = privacy
	}
	n.PassOn(o)
	return o, nil
}

// ProductTag is how the product's SDK ties analytics events to a recording.
func ProductTag(device, session string) (property, value string) {
	return "[Amplitude] Session Replay ID", device + "/" + session
}

// parts are those of a list with commas.
func parts(list string) []string {
	parts := strings.Split(list, ",")
	for i, s := range parts {
		parts[i] = strings.TrimSpace(s)
	}
	return parts
}
