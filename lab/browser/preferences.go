package browser

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// writePreferences gives a new profile the fonts of the lab. A page that comes back from the cache of pages is in another
// process than the debugger's call was made to, and from its next input on has those of the profile. A headless
// shell has no profile to read.
func writePreferences(profile string) error {
	// Zyyy is the script of text that is of none.
	fonts := map[string]map[string]string{}
	for family, font := range families {
		fonts[inPreferences[family]] = map[string]string{"Zyyy": font}
	}
	data, err := json.Marshal(map[string]any{"webkit": map[string]any{"webprefs": map[string]any{
		"fonts": fonts, "default_font_size": sizes["standard"], "default_fixed_font_size": sizes["fixed"],
	}}})
	if err != nil {
		return err
	}
	folder := filepath.Join(profile, "Default")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return fmt.Errorf("make the browser's profile: %w", err)
	}
	if err := os.WriteFile(filepath.Join(folder, "Preferences"), data, 0o600); err != nil {
		return fmt.Errorf("write the browser's preferences: %w", err)
	}
	return nil
}

// inPreferences are the names that preferences have for generic families.
var inPreferences = map[string]string{
	"standard": "standard", "serif": "serif", "sansSerif": "sansserif", "fixed": "fixed",
	"cursive": "cursive", "fantasy": "fantasy", "math": "math",
}
