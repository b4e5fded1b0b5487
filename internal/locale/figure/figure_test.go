package figure

import (
	"math"
	"testing"
)

var reader = New([]Words{
	{Lang: "en", Decimal: '.', Units: map[string][]string{"day": {"day", "days"}, "business_day": {"business days"}, "year": {"year", "years"}, "month": {"month", "months"}}, Numbers: map[string]float64{"two": 2}, Months: [][]string{{}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {"december"}}, Range: []string{"to"}, Bounds: map[string][]string{"over": {"over"}, "within": {"within", "up to"}}},
	{Lang: "de", Decimal: ',', Units: map[string][]string{"year": {"jahr", "jahre"}, "day": {"tage"}}, Numbers: map[string]float64{"zwei": 2}, Months: [][]string{{}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {"dezember"}}, Range: []string{"bis"}, AfterNum: []string{"uhr"}},
	{Lang: "ko", Units: map[string][]string{"day": {"일"}, "business_day": {"영업일", "영업일 기준 {n}일"}}},
	{Lang: "th", Units: map[string][]string{"day": {"วัน"}, "business_day": {"วันทำการ"}}},
	{Lang: "zh", Units: map[string][]string{"day": {"天", "日"}, "year": {"年"}}, Range: []string{"至", "到"}},
})

func TestFind(t *testing.T) {
	for _, c := range []struct {
		lang, text string
		lo, hi     float64
		unit       string
	}{
		{"en", "within 30 days", 30, 30, "day"}, {"en", "3–5 business days", 3, 5, "business_day"}, {"en", "3 to 5 days", 3, 5, "day"}, {"ko", "영업일 기준 3~5일", 3, 5, "business_day"}, {"ko", "기준 3~5일", 3, 5, "day"}, {"th", "3–5 วันทำการค่ะ", 3, 5, "business_day"}, {"th", "3 วันค่ะ", 3, 3, "day"}, {"en", "two years", 2, 2, "year"}, {"en", "a 24-month plan", 24, 24, "month"},
		{"en", "$1,299.00", 1299, 1299, "USD"}, {"en", "€4.90", 4.9, 4.9, "EUR"}, {"en", "EUR 12", 12, 12, "EUR"}, {"en", "THB 1 million", 1e6, 1e6, "THB"}, {"de", "2 Millionen €", 2e6, 2e6, "EUR"}, {"en", "1.5 kg", 1.5, 1.5, "kg"}, {"en", "230V", 230, 230, "V"}, {"en", "December 24, 2026", 1224, 1224, "date"}, {"en", "2026-12-24", 1224, 1224, "date"}, {"en", "9 am–6 pm", 540, 1080, "clock"}, {"en", "8.1%", 8.1, 8.1, "percent"}, {"en", "5 to 30 °C", 5, 30, "celsius"}, {"en", "Limit: −6 °C", -6, -6, "celsius"}, {"ja", "限界温度：-6°C", -6, -6, "celsius"},
		{"de", "1.299,00 €", 1299, 1299, "EUR"}, {"de", "zwei Jahre", 2, 2, "year"}, {"de", "24. Dezember", 1224, 1224, "date"}, {"de", "24.12.2026", 1224, 1224, "date"}, {"de", "9–18 Uhr", 540, 1080, "clock"}, {"de", "3 bis 5 Tage", 3, 5, "day"},
		{"zh", "两年", 2, 2, "year"}, {"zh", "三十天", 30, 30, "day"}, {"zh", "3到5天", 3, 5, "day"}, {"zh", "１２月２４日", 1224, 1224, "date"}, {"zh", "299元", 299, 299, "CNY"}, {"zh", "1.5万元", 15000, 15000, "CNY"},
	} {
		list := reader.Find(c.text, c.lang)
		if len(list) != 1 || list[0].Lo != c.lo || list[0].Hi != c.hi || list[0].Unit != c.unit {
			t.Errorf("%s %q: %+v", c.lang, c.text, list)
		}
	}
}

func TestSame(t *testing.T) {
	one := func(text, lang string) Figure { return reader.Find(text, lang)[0] }
	for _, c := range []struct {
		a, b Figure
		want bool
	}{
		{one("24 months", "en"), one("zwei Jahre", "de"), true}, {one("30 days", "en"), one("三十天", "zh"), true}, {one("€4.90", "en"), one("4,90 €", "de"), true}, {one("500 g", "en"), one("0.5 kg", "en"), true},
		{one("30 days", "en"), one("30 kg", "en"), false}, {one("€30", "en"), one("$30", "en"), false}, {one("3–5 days", "en"), one("3 days", "en"), false}, {one("5 business days", "en"), one("5 days", "en"), false},
	} {
		if Same(c.a, c.b) != c.want {
			t.Errorf("%q and %q: %v", c.a.Text, c.b.Text, !c.want)
		}
	}
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{"3–5 days, 7–10", "1.299,00 €", "R$ 5 a 7", "三十天至五天", "24.12.", "9:00–18:00 am", "1 2 3/4/5"} {
		f.Add(s, "en")
	}
	f.Fuzz(func(t *testing.T, text, lang string) {
		for _, x := range reader.Find(text, lang) {
			if x.Start < 0 || x.End > len(text) || x.Start >= x.End || math.IsNaN(x.Lo) {
				t.Fatalf("%+v", x)
			}
		}
	})
}

func FuzzParseNumber(f *testing.F) {
	f.Add("1.299,00", byte(','))
	f.Fuzz(func(t *testing.T, s string, d byte) {
		if v, ok := ParseNumber(s, d); ok && math.IsNaN(v) {
			t.Fatal(s)
		}
	})
}
