package locale

import (
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"testing"
	"time"

	"parley/content"
	"parley/internal/locale/lexicon"
)

func TestTry(t *testing.T) {
	if os.Getenv("TRY") == "" {
		t.Skip()
	}
	start := time.Now()
	b, err := Open(content.FS)
	if err != nil {
		t.Fatal(err)
	}
	names, _ := fs.Glob(content.FS, "lexicon/*.yaml")
	for _, n := range names {
		st := time.Now()
		c, _ := lexicon.Read(content.FS, n)
		fmt.Println(n, len(c), time.Since(st))
	}
	fmt.Println("open", time.Since(start), b.lexicon.Len())
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	fmt.Println("heap MB", m.HeapAlloc>>20)
	for _, q := range []string{"refund??", "Garantie?", "wo ist mein paket", "cade meu pedido", "how long is the waranty in japan?", "保修多久", "返品できますか", "返品期限", "كم مدة الضمان", "Wie lange dauert die Lieferzeit nach Österreich?", "quanto tempo demora a entrega para Portugal", "wie lang hab ich zeit was zurückzuschicken", "ok", "12345", "merci", "garantia", "cuánto tarda el envío?", "quanto costa la spedizione", "combien coute la livraison", "退貨要多久", "I want to return my espreso machine"} {
		l, c := b.Detect(q, "")
		start := time.Now()
		a := b.lexicon.Analyze(q, Base(l), lexicon.Asked)
		el := time.Since(start)
		fmt.Printf("%-50s %s %.2f %v:", q, l, c, el)
		for _, m := range a.Matches {
			fmt.Printf(" %s(%s %.2f %d)", m.ID, m.Lang, m.Weight, m.How)
		}
		fmt.Println()
	}
	for _, q := range [][2]string{{"Orders in Germany arrive in 3–5 days, in Japan in 7–10.", "en"}, {"Shipping costs €4.90; orders over €50 ship free.", "en"}, {"两年保修，30天内退货，满 299 元包邮", "zh"}, {"zwei Jahre Garantie, 1.299,00 €, bis 24.12.2026, von 9–18 Uhr", "de"}, {"until December 24, 2026 at 9 am–6 pm, 2.4 GHz, E4 and 120 V, 24-month warranty, two business days", "en"}, {"5 a 7 dias úteis, R$ 1.299,00, em até 12 vezes", "pt"}, {"30 يومًا و ١٢٠ ريالاً", "ar"}, {"3日から5日、12月24日、9時", "ja"}} {
		fmt.Printf("%s: ", q[0])
		for _, f := range b.Figures(q[0], q[1]) {
			fmt.Printf("[%q %v-%v %s %s %s] ", f.Text, f.Lo, f.Hi, f.Kind, f.Unit, f.Bound)
		}
		fmt.Println()
	}
}
