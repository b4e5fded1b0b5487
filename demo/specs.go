package demo

import (
	"cmp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// specs says in which order the attributes stand on a product page, under which word and in which unit. Attributes that
// are not listed here are for the assistant only.
var specs = []struct{ key, word, unit string }{
	{"display_in", "display", "″"}, {"resolution", "resolution", ""}, {"refresh_hz", "refresh", "Hz"},
	{"usb_c_power_w", "usb_c_power", "W"}, {"megapixels", "megapixels", ""}, {"aperture", "aperture", ""},
	{"video", "video", ""}, {"night_vision_m", "night_vision", "m"}, {"angle_deg", "angle", "°"},
	{"shots_per_charge", "shots_per_charge", ""}, {"suction_pa", "suction", "Pa"}, {"mop", "mop", ""},
	{"bin_l", "bin", "L"}, {"room_m2", "room", "m²"}, {"cadr_m3_h", "cadr", "m³/h"}, {"noise_db", "noise", "dB"},
	{"pressure_bar", "pressure", "bar"}, {"boilers", "boilers", ""}, {"milk_wand", "milk_wand", ""},
	{"tank_l", "tank", "L"}, {"heat_up_s", "heat_up", "s"}, {"grind_settings", "grind_settings", ""},
	{"hopper_g", "hopper", "g"}, {"capacity_l", "capacity", "L"}, {"capacity_ml", "capacity", "ml"},
	{"capacity_mah", "capacity", "mAh"}, {"volume_ml", "volume", "ml"}, {"keep_warm_min", "keep_warm", "min"},
	{"speeds", "speeds", ""}, {"heat_settings", "heat_settings", ""}, {"drinks_per_charge", "drinks_per_charge", ""},
	{"battery_life_h", "battery_life", "h"}, {"battery_life_min", "battery_life", "min"},
	{"battery_life_days", "battery_life", "days"}, {"battery_life_with_case_h", "battery_life_with_case", "h"},
	{"charge_time_h", "charge_time", "h"}, {"noise_cancelling", "noise_cancelling", ""}, {"driver_mm", "driver", "mm"},
	{"lumens", "lumens", "lm"}, {"cri", "cri", ""}, {"dimmable", "dimmable", ""}, {"storage_gb", "storage", "GB"},
	{"pen_included", "pen_included", ""}, {"gps", "gps", ""}, {"heart_rate", "heart_rate", ""},
	{"bluetooth", "bluetooth", ""}, {"wifi", "wifi", ""}, {"multiroom", "multiroom", ""},
	{"water_rating", "water_rating", ""}, {"charging_port", "charging_port", ""}, {"ports", "ports", ""},
	{"plug_types", "plug_types", ""}, {"watts", "watts", "W"}, {"height_cm", "height", "cm"},
	{"weight_g", "weight", "g"}, {"weight_kg", "weight", "kg"},
}

type spec struct{ Label, Value string }

func (s storefront) specs(p product) []spec {
	var out []spec
	for _, d := range specs {
		if v, ok := p.Attributes[d.key]; ok {
			out = append(out, spec{s.Words.Specs[d.word], s.specValue(v, d.unit)})
		}
	}
	if volts, ok := p.Attributes["volts"].(map[string]any); ok {
		if v, ok := volts[s.Country].(string); ok {
			out = append(out, spec{s.Words.Specs["volts"], strings.ReplaceAll(v, " V", noBreak+s.unit("V"))})
		}
	}
	return out
}

func (s storefront) specValue(v any, unit string) string {
	switch v := v.(type) {
	case bool:
		if v {
			return s.Words.T("yes")
		}
		return s.Words.T("no")
	case float64:
		return s.measure(number(s.Locale, v, -1), unit)
	case string:
		return v
	}
	return ""
}

// unit writes a unit in the language's own letters where it has them.
func (s storefront) unit(u string) string { return cmp.Or(s.Words.Units[u], u) }

func (s storefront) measure(n, unit string) string {
	switch unit {
	case "days":
		return s.Words.T("days", "n", n)
	case "", "″", "°":
		return n + unit
	}
	own := s.unit(unit)
	if first, _ := utf8.DecodeRuneInString(own); unicode.Is(unicode.Hangul, first) {
		return n + own // a Korean counter follows its number at once
	}
	return n + noBreak + own
}
