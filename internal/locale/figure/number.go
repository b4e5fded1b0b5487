package figure

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// ParseNumber reads a folded number with separators. decimal is the language's decimal sign and decides only when the
// form itself does not: "1.299" is 1299 in German and 1.299 in English.
func ParseNumber(s string, decimal byte) (float64, bool) {
	dot, comma := strings.LastIndexByte(s, '.'), strings.LastIndexByte(s, ',')
	switch {
	case dot >= 0 && comma >= 0:
		if dot > comma {
			s = strings.ReplaceAll(s, ",", "")
		} else {
			s = strings.ReplaceAll(strings.ReplaceAll(s, ".", ""), ",", ".")
		}
	case dot >= 0:
		s = oneSign(s, ".", dot, decimal)
	case comma >= 0:
		s = oneSign(s, ",", comma, decimal)
	}
	v, err := strconv.ParseFloat(s, 64)
	return v, err == nil && len(s) <= 18
}

func oneSign(s, sign string, at int, decimal byte) string {
	group := strings.Count(s, sign) > 1 || len(s)-at-1 == 3 && decimal != sign[0] && s[0] != '0'
	if group {
		return strings.ReplaceAll(s, sign, "")
	}
	return strings.Replace(s, sign, ".", 1)
}

var hanDigits = map[rune]float64{'零': 0, '〇': 0, '一': 1, '二': 2, '两': 2, '兩': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9, '半': .5}
var hanSteps = map[rune]float64{'十': 10, '百': 100, '千': 1000}
var hanMyriads = map[rune]float64{'万': 1e4, '萬': 1e4, '亿': 1e8, '億': 1e8}

// hanRune says whether r can be part of a number written in characters.
func hanRune(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	_, a := hanDigits[r]
	_, b := hanSteps[r]
	_, c := hanMyriads[r]
	return a || b || c
}

// parseHan reads 三十, 一百二十, 两千, 一万二千.
func parseHan(s string) (float64, bool) {
	var total, section, digit float64
	seen := false
	for _, r := range s {
		if d, ok := hanDigits[r]; ok {
			digit, seen = d, true
		} else if u, ok := hanSteps[r]; ok {
			if digit == 0 {
				digit = 1
			}
			section, digit, seen = section+digit*u, 0, true
		} else if u, ok := hanMyriads[r]; ok {
			total, section, digit = total+(section+digit)*u, 0, 0
		} else {
			return 0, false
		}
	}
	return total + section + digit, seen
}
