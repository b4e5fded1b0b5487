package builtin

import (
	"strings"
	"unicode"

	"parley/internal/locale/figure"
	"parley/internal/locale/lexicon"
)

// attribute keys are English identifiers that shops choose freely: battery_life_h, maxLoadKg, usb_c_power_w. Here they are
// read once for each catalogue: the unit at the end, a "min" or "max", and the concepts that the rest names.

// key is an attribute's name, read.
type key struct {
	words []string // without unit and bound
	unit  string   // of its figures, "" when it names none
	kind  figure.Kind
	bound string   // "min", "max" or ""
	names []string // concepts, the best first
}

// keyUnits are the units that a key may end with.
var keyUnits = map[string]string{
	"h": "hour", "hr": "hour", "hrs": "hour", "hours": "hour", "min": "minute", "mins": "minute", "minutes": "minute", "s": "second", "sec": "second", "seconds": "second",
	"days": "day", "weeks": "week", "months": "month", "years": "year", "g": "g", "kg": "kg", "mg": "mg", "lb": "lb", "lbs": "lb", "oz": "oz", "l": "l", "ltr": "l", "litres": "l", "liters": "l", "ml": "ml", "cl": "cl",
	"w": "W", "kw": "kW", "v": "V", "ma": "mA", "hz": "Hz", "khz": "kHz", "mhz": "MHz", "ghz": "GHz", "mah": "mAh", "wh": "Wh", "kwh": "kWh", "mm": "mm", "cm": "cm", "m": "m", "km": "km", "in": "inch", "inch": "inch", "inches": "inch", "ft": "foot",
	"c": "celsius", "f": "fahrenheit", "k": "K", "bar": "bar", "psi": "psi", "pa": "Pa", "kpa": "kPa", "db": "dB", "lm": "lm", "gb": "GB", "tb": "TB", "mb": "MB", "mp": "MP", "mbps": "Mbps", "rpm": "rpm", "kmh": "kmh", "mph": "mph",
	"pct": "percent", "percent": "percent", "deg": "°", "m2": "m²", "sqm": "m²", "m3": "m³", "lux": "lx", "nits": "nit",
}

// keyRates are units of two words at the end of a key.
var keyRates = map[string]string{"l min": "l/min", "m s": "m/s", "m3 h": "m³/h", "km h": "kmh", "g m2": "g/m²", "ml min": "ml/min", "l h": "l/h", "kg m3": "kg/m³"}

// nameUnits are words of a key that are its name and its unit at once.
var nameUnits = map[string]string{"watts": "W", "wattage": "W", "volts": "V", "voltage": "V", "lumens": "lm", "lumen": "lm", "megapixels": "MP", "persons": "person", "people": "person", "cups": "cup", "hertz": "Hz", "decibels": "dB"}

// kindsBeyond are what units measure that figures in texts do not know.
var kindsBeyond = map[string]figure.Kind{"Pa": figure.Pressure, "m²": "area"}

// keyConcepts says which concept a word or expression in a key names, where the words of the lexicon, made for sentences,
// leave it open.
var keyConcepts = map[string]string{
	"weight": "product_weight", "mass": "product_weight", "battery life": "battery_life", "runtime": "battery_life", "playtime": "battery_life", "charge time": "charging_time", "charging time": "charging_time", "water rating": "waterproof", "water resistance": "waterproof", "ip rating": "waterproof", "waterproof": "waterproof",
	"colours": "colour", "colors": "colour", "colour": "colour", "color": "colour", "sizes": "size_system", "size": "dimensions", "dimensions": "dimensions", "watts": "power_watts", "wattage": "power_watts", "power": "power_watts", "volts": "voltage", "voltage": "voltage", "lumens": "brightness", "lumen": "brightness", "brightness": "brightness",
	"noise": "noise_level", "suction": "suction_power", "tank": "tank_capacity", "bin": "dust_bag", "dustbin": "dust_bag", "capacity": "capacity_volume", "volume": "capacity_volume", "energy": "battery_capacity", "battery": "battery_capacity", "battery capacity": "battery_capacity", "capacity mah": "battery_capacity", "storage": "storage_capacity", "memory": "storage_capacity",
	"display": "screen_size", "screen": "screen_size", "refresh": "refresh_rate", "refresh rate": "refresh_rate", "resolution": "resolution", "room": "coverage_area", "coverage": "coverage_area", "filter life": "filter_interval", "heat up": "heat_up_time", "auto off": "auto_off_time", "keep warm": "keep_warm_time", "temperature": "max_temperature", "temperature max": "max_temperature", "temperature min": "min_temperature",
	"colour temperature": "colour_temperature", "color temperature": "colour_temperature", "length": "length_measure", "width": "width_measure", "height": "height_measure", "depth": "depth_measure", "diameter": "diameter_measure", "thickness": "thickness", "cable": "cable_length", "cable length": "cable_length", "range": "wireless_range",
	"pressure": "pressure_bar", "max load": "load_limit", "load": "load_limit", "max weight": "load_limit", "comfort": "comfort_temperature", "shots per charge": "shots_per_charge", "photos per charge": "shots_per_charge", "drinks per charge": "uses_per_charge", "cups per charge": "uses_per_charge", "uses per charge": "uses_per_charge",
	"pen": "stylus", "stylus": "stylus", "pen included": "stylus", "angle": "viewing_angle", "night vision": "night_vision", "megapixels": "megapixels", "aperture": "aperture", "lens": "focal_length", "driver": "driver_size", "packed": "packed_size", "folded": "packed_size", "packed size": "packed_size", "folded size": "packed_size", "water column": "water_column",
	"airflow": "airflow", "cadr": "airflow", "cri": "colour_rendering", "dimmable": "dimmable", "multiroom": "multiroom", "navigation": "robot_navigation", "mop": "mop_function", "mopping": "mop_function", "converts voltage": "dual_voltage", "video": "video_resolution", "usb c power": "charging_power", "charging power": "charging_power",
	"grind settings": "grind_settings", "hopper": "bean_hopper", "boilers": "boilers", "speeds": "speed_levels", "heat settings": "heat_levels", "speed settings": "speed_levels", "programs": "modes_settings", "programmes": "modes_settings", "modes": "modes_settings", "microphone": "microphone_part", "gps": "gps_function", "milk wand": "milk_frother", "milk frother": "milk_frother",
	"plug types": "plug_type", "plug": "plug_type", "ports": "charging_port", "charging port": "charging_port", "fits": "compatibility", "compatible": "compatibility", "pieces": "set_piece_count", "persons": "seat_capacity", "people": "seat_capacity", "hood": "hood", "fill": "filling_material", "filling": "filling_material", "pegs": "pegs", "blade": "blade_length", "hardness": "hardness",
	"induction": "induction_safe", "dishwasher": "dishwasher_safe", "swivel": "swivel", "rotates": "swivel", "standard": "certification", "waist": "waist_measure", "rain cover": "rain_cover", "pump included": "pump", "pump": "pump", "carrycot included": "carrycot", "carrycot": "carrycot", "flow": "flow_rate", "boil": "heat_up_time", "piezo": "piezo_ignition", "juice groove": "juice_groove", "sole": "sole",
	"wifi": "wifi", "wi fi": "wifi", "bluetooth": "bluetooth", "heart rate": "heart_rate", "noise cancelling": "noise_cancelling", "noise canceling": "noise_cancelling", "anc": "noise_cancelling", "material": "material", "fabric": "material", "vegan": "vegan", "foldable": "foldable", "washable": "machine_washable", "age": "recommended_age", "spf": "spf", "scent": "scent", "flavour": "taste", "flavor": "taste",
	"doors": "door_count", "widths": "shoe_width", "drawers": "drawer_count", "inside leg": "leg_length", "inseam": "leg_length", "max user": "load_limit", "user weight": "load_limit", "mop pads": "set_piece_count", "filters": "set_piece_count", "brushes": "set_piece_count", "bottles": "set_piece_count", "warranty": "warranty", "sensor": "sensor", "speed": "max_speed", "distance": "ride_range", "ride range": "ride_range", "bean hopper": "bean_hopper", "cans": "cans_capacity", "cartridge": "filter_interval", "max user height": "body_height", "max height": "body_height", "rider height": "body_height",
}

// readKey reads one attribute key.
func readKey(name string, lex *lexicon.Lexicon) *key {
	k := &key{words: keyWords(name)}
	k.cutUnit()
	k.cutBound()
	k.name(name, lex)
	return k
}

// keyWords splits snake_case, kebab-case and camelCase.
func keyWords(name string) []string {
	var b strings.Builder
	last := rune(0)
	for _, r := range name {
		switch {
		case r == '_' || r == '-' || r == '.' || r == '/' || unicode.IsSpace(r):
			b.WriteByte(' ')
		case unicode.IsUpper(r) && unicode.IsLower(last):
			b.WriteByte(' ')
			fallthrough
		default:
			b.WriteRune(unicode.ToLower(r))
		}
		last = r
	}
	return strings.Fields(b.String())
}

func (k *key) cutUnit() {
	n := len(k.words)
	if n > 2 {
		if u := keyRates[strings.Join(k.words[n-2:], " ")]; u != "" {
			k.words, k.unit = k.words[:n-2], u
		}
	}
	if n = len(k.words); k.unit == "" && n > 1 && !(k.words[n-1] == "min" && bounded[k.words[n-2]]) {
		if u := keyUnits[k.words[n-1]]; u != "" {
			k.words, k.unit = k.words[:n-1], u
		}
	}
	for _, w := range k.words {
		if u := nameUnits[w]; k.unit == "" && u != "" {
			k.unit = u
		}
	}
	if k.kind = figure.KindOf(k.unit); k.kind == figure.None {
		k.kind = kindsBeyond[k.unit]
	}
}

// bounded are the words behind which "min" means a minimum and not minutes.
var bounded = map[string]bool{"temperature": true, "temp": true, "height": true, "weight": true, "age": true, "load": true, "size": true}

func (k *key) cutBound() {
	var rest []string
	for _, w := range k.words {
		switch w {
		case "min", "minimum":
			k.bound = "min"
		case "max", "maximum":
			k.bound = "max"
		default:
			rest = append(rest, w)
		}
	}
	k.words = rest
}

// name finds the concepts: expressions of the table first, the longest first, then what the lexicon finds in the words.
func (k *key) name(raw string, lex *lexicon.Lexicon) {
	add := func(id string) {
		if _, known := lex.Concept(id); known && !contains(k.names, id) {
			k.names = append(k.names, id)
		}
	}
	all := keyWords(raw)
	if nameless[strings.Join(all, " ")] {
		return
	}
	add(keyConcepts[strings.Join(append(append([]string{}, k.words...), k.bound), " ")])
	for _, words := range [2][]string{all, k.words} {
		for n := min(3, len(words)); n > 0; n-- {
			for i := 0; i+n <= len(words); i++ {
				if n > 1 || len(k.names) == 0 {
					add(keyConcepts[strings.Join(words[i:i+n], " ")])
				}
			}
		}
	}
	if len(k.words) == 0 { // max_kg, min_cm
		add(map[string]string{"maxweight": "load_limit", "maxlength": "length_measure", "minlength": "length_measure", "minweight": "body_weight"}[k.bound+string(k.kind)])
	}
	k.refine(add)
	for _, m := range lex.Analyze(strings.Join(k.words, " "), "en", lexicon.Written).Matches {
		if !silent(m.Kind) && m.How != lexicon.Inner {
			add(m.ID)
		}
	}
	k.byKind(add)
}

// nameless keys have words that would name something else.
var nameless = map[string]bool{"blade guard": true, "light up wheels": true}

// refine corrects a name by the unit: a capacity in mAh is a battery's, one in GB a memory's.
func (k *key) refine(add func(string)) {
	if len(k.names) == 0 {
		return
	}
	better := map[string]string{"screen_size" + string(figure.Frequency): "refresh_rate", "capacity_volume" + string(figure.Energy): "battery_capacity", "capacity_volume" + string(figure.Data): "storage_capacity", "capacity_volume" + string(figure.Weight): "load_limit", "battery_capacity" + string(figure.Duration): "battery_life", "wireless_range" + string(figure.Length): "wireless_range"}[k.names[0]+string(k.kind)]
	if better == "" {
		return
	}
	old := k.names
	k.names = nil
	add(better)
	for _, id := range old[1:] {
		add(id)
	}
}

// byKind names a field by what its unit measures, as the last and weakest name.
func (k *key) byKind(add func(string)) {
	if len(k.names) > 0 {
		return
	}
	add(map[figure.Kind]string{figure.Power: "power_watts", figure.Voltage: "voltage", figure.Energy: "battery_capacity", figure.Sound: "noise_level", figure.Light: "brightness", figure.Frequency: "refresh_rate"}[k.kind])
}
