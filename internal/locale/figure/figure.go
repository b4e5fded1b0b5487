// Package figure reads the figures of a text in any language: numbers with their units, money, ranges, dates, clock times,
// also when they are written as words ("zwei Jahre", 三十天). Two figures can be compared whatever their form, which is how
// an answer is checked against its source.
package figure

import "math"

// Kind is what a figure measures; the names are the units of the lexicon's measures.
type Kind string

// The kinds of figure.
const (
	None        Kind = ""
	Duration    Kind = "duration"
	Money       Kind = "money"
	Length      Kind = "length"
	Weight      Kind = "weight"
	Volume      Kind = "volume"
	Temperature Kind = "temperature"
	Power       Kind = "power"
	Voltage     Kind = "voltage"
	Current     Kind = "current"
	Frequency   Kind = "frequency"
	Energy      Kind = "energy"
	Pressure    Kind = "pressure"
	Data        Kind = "data"
	Percent     Kind = "percent"
	Count       Kind = "count"
	Sound       Kind = "sound"
	Light       Kind = "light"
	Speed       Kind = "speed"
	Date        Kind = "date"
	Clock       Kind = "time"
	Code        Kind = "code"
)

// Bound tells how a figure limits.
type Bound string

// The bounds.
const (
	Over   Bound = "over"   // above, from: a threshold
	Within Bound = "within" // up to, at most
	About  Bound = "about"
)

// Figure is one figure of a text.
type Figure struct {
	Start, End int // bytes, unit included
	Text       string
	Lo, Hi     float64 // equal unless a range was written
	Kind       Kind
	Unit       string // "day", "EUR", "kg"; "" for a bare number
	Bound      Bound
	Year       int // of a date, 0 when not written
}

// Same says whether two figures state the same: equal values in comparable units. A bare number equals any unit of its value.
func Same(a, b Figure) bool {
	if a.Kind == Date && b.Kind == Date {
		return a.Lo == b.Lo && a.Hi == b.Hi && (a.Year == b.Year || a.Year == 0 || b.Year == 0)
	}
	if a.Kind == None || b.Kind == None || a.Unit == b.Unit {
		return near(a.Lo, b.Lo) && near(a.Hi, b.Hi)
	}
	if a.Kind == Money && b.Kind == Money {
		return near(a.Lo, b.Lo) && near(a.Hi, b.Hi) && (dollar(a.Unit) && dollar(b.Unit) || yen(a.Unit) && yen(b.Unit))
	}
	if a.Kind != b.Kind {
		return false
	}
	fa, fb := units[a.Unit], units[b.Unit]
	return fa.base == fb.base && fa.base != "" && near(a.Lo*fa.factor, b.Lo*fb.factor) && near(a.Hi*fa.factor, b.Hi*fb.factor)
}

func near(a, b float64) bool { return math.Abs(a-b) <= 1e-9+1e-6*math.Max(math.Abs(a), math.Abs(b)) }

func dollar(u string) bool { return u == "USD" || u == "CAD" || u == "AUD" || u == "MXN" || u == "$" }
func yen(u string) bool    { return u == "JPY" || u == "CNY" }

// unit says what a unit measures and how it compares to others of its base.
type unit struct {
	kind   Kind
	base   string
	factor float64
}

var units = map[string]unit{
	"second": {Duration, "s", 1}, "minute": {Duration, "s", 60}, "hour": {Duration, "s", 3600}, "day": {Duration, "s", 86400}, "week": {Duration, "s", 604800},
	"business_day": {Duration, "bd", 1}, "month": {Duration, "mo", 1}, "year": {Duration, "mo", 12},
	"mm": {Length, "m", .001}, "cm": {Length, "m", .01}, "m": {Length, "m", 1}, "km": {Length, "m", 1000}, "inch": {Length, "in", 1}, "foot": {Length, "in", 12}, "mile": {Length, "mi", 1},
	"mg": {Weight, "g", .001}, "g": {Weight, "g", 1}, "kg": {Weight, "g", 1000}, "lb": {Weight, "oz", 16}, "oz": {Weight, "oz", 1},
	"ml": {Volume, "l", .001}, "cl": {Volume, "l", .01}, "l": {Volume, "l", 1}, "gallon": {Volume, "gal", 1},
	"celsius": {Temperature, "C", 1}, "fahrenheit": {Temperature, "F", 1},
	"W": {Power, "W", 1}, "kW": {Power, "W", 1000}, "hp": {Power, "hp", 1}, "V": {Voltage, "V", 1}, "A": {Current, "A", 1}, "mA": {Current, "A", .001},
	"Hz": {Frequency, "Hz", 1}, "kHz": {Frequency, "Hz", 1e3}, "MHz": {Frequency, "Hz", 1e6}, "GHz": {Frequency, "Hz", 1e9},
	"Wh": {Energy, "Wh", 1}, "kWh": {Energy, "Wh", 1000}, "mAh": {Energy, "mAh", 1},
	"bar": {Pressure, "bar", 1}, "psi": {Pressure, "psi", 1}, "kPa": {Pressure, "kPa", 1},
	"MB": {Data, "MB", 1}, "GB": {Data, "MB", 1000}, "TB": {Data, "MB", 1e6}, "Mbps": {Data, "Mbps", 1}, "Gbps": {Data, "Mbps", 1000}, "MP": {Data, "MP", 1},
	"percent": {Percent, "%", 1}, "dB": {Sound, "dB", 1}, "lm": {Light, "lm", 1}, "rpm": {Speed, "rpm", 1}, "kmh": {Speed, "kmh", 1}, "mph": {Speed, "mph", 1},
	"piece": {Count, "piece", 1}, "cup": {Count, "cup", 1}, "person": {Count, "person", 1}, "time": {Count, "time", 1},
}

// KindOf returns what a unit measures.
func KindOf(u string) Kind { return units[u].kind }

// symbols are unit signs that are the same everywhere, folded. Single letters count only in their own case, see oneLetter.
var symbols = map[string]string{
	"sec": "second", "min": "minute", "mins": "minute", "h": "hour", "hr": "hour", "hrs": "hour", "mm": "mm", "cm": "cm", "km": "km", "in": "", "ft": "foot",
	"mg": "mg", "kg": "kg", "lb": "lb", "lbs": "lb", "oz": "oz", "ml": "ml", "cl": "cl", "ltr": "l", "kw": "kW", "ma": "mA", "hz": "Hz", "khz": "kHz", "mhz": "MHz", "ghz": "GHz",
	"wh": "Wh", "kwh": "kWh", "mah": "mAh", "bar": "bar", "psi": "psi", "kpa": "kPa", "mb": "MB", "gb": "GB", "tb": "TB", "mbps": "Mbps", "gbps": "Gbps", "mp": "MP",
	"db": "dB", "lm": "lm", "rpm": "rpm", "mph": "mph", "pcs": "piece", "hp": "hp", "volt": "V", "volts": "V", "watt": "W", "watts": "W", "hertz": "Hz", "decibel": "dB", "decibels": "dB", "lumen": "lm", "lumens": "lm", "megapixel": "MP", "megapixels": "MP", "gigabyte": "GB", "gigabytes": "GB", "ampere": "A",
}

var oneLetter = map[string]string{"V": "V", "W": "W", "A": "A", "m": "m", "l": "l", "L": "l", "g": "g", "C": "", "s": "second"}

// currencies maps signs and codes to currencies; word forms are in the locale packs.
var currencies = map[string]string{
	"€": "EUR", "$": "USD", "US$": "USD", "CN¥": "CNY", "CN￥": "CNY", "JP¥": "JPY", "JP￥": "JPY", "MXN$": "MXN", "NT$": "TWD", "HK$": "HKD", "S$": "SGD", "£": "GBP", "¥": "JPY", "￥": "JPY", "円": "JPY", "元": "CNY", "R$": "BRL", "₩": "KRW", "원": "KRW", "฿": "THB", "₫": "VND", "₽": "RUB", "₹": "INR",
	"MX$": "MXN", "CA$": "CAD", "C$": "CAD", "A$": "AUD", "ر.س": "SAR", "﷼": "SAR", "zł": "PLN",
	"EUR": "EUR", "USD": "USD", "GBP": "GBP", "JPY": "JPY", "CNY": "CNY", "RMB": "CNY", "BRL": "BRL", "SAR": "SAR", "AED": "AED", "KRW": "KRW", "THB": "THB", "VND": "VND", "RUB": "RUB",
	"MXN": "MXN", "CHF": "CHF", "CAD": "CAD", "AUD": "AUD", "INR": "INR", "PLN": "PLN", "SEK": "SEK", "NOK": "NOK", "DKK": "DKK", "TWD": "TWD", "HKD": "HKD", "SGD": "SGD", "TRY": "TRY",
}

// IsCurrency says whether a unit is a currency code.
func IsCurrency(u string) bool { return len(u) == 3 && currencies[u] == u }
