package builtin

import (
	"slices"
	"strings"
	"testing"

	"parley/internal/assistant/engine"
)

// asked is one question with what its answer must hold; "|" separates alternatives, "-" before a word forbids it.
type sample struct {
	tag, text, want, ref string
}

var samples = []sample{
	{"en-US", "How long does delivery to Japan take?", "7–10", "shipping-times"},
	{"en-US", "how long for shipping to germany??", "3–5", "shipping-times"},
	{"en-US", "What does shipping to the US cost?", "24", "shipping-cost"},
	{"en-US", "How many days do I have to return something?", "45", "returns"},
	{"en-US", "when do i get my money back after a return", "6", "refunds"},
	{"en-US", "How long is the waranty on batteries?", "18", "warranty"},
	{"en-US", "Do you take PayPal?", "PayPal", "payment"},
	{"en-US", "can i cancel my order", "2 hours", "cancel"},
	{"en-US", "how long does it take to charge the battery", "4.5", "battery"},
	{"en-US", "the display shows E4, what does it mean?", "hot", "error-codes"},
	{"en-US", "what are your opening hours on saturday", "14:00", "hours"},
	{"en-US", "How long must the moonflower infusion steep?", "47", "infusion"}, // words that no lexicon knows
	{"en-US", "How long is a gift card valid?", "5 years", "gift-cards"},
	{"en-US", "what tyre pressure do I need", "3.5", "tyres"},
	{"en-US", "how much weight can the rear rack carry", "25 kg", "weight"},
	{"en-US", "what does home assembly cost?", "199", "zh-assembly"},
	{"en-US", "how often should the bike be serviced", "6 months", "zh-maintenance"},
	{"de-DE", "Wie lange dauert die Lieferung nach Japan?", "7–10 Werktage", "shipping-times"},
	{"de-DE", "Was kostet der Versand in die USA?", "24 €|24,00 €", "shipping-cost"},
	{"de-DE", "Wie lange hab ich Zeit, etwas zurückzuschicken?", "45 Tage", "returns"},
	{"de-DE", "Wann bekomme ich mein Geld zurück?", "6 Werktage", "refunds"},
	{"de-DE", "Wie lang ist die Garantie auf den Akku?", "18 Monate", "warranty"},
	{"de-DE", "Welche Zahlungsarten gibt es?", "PayPal", "payment"},
	{"de-DE", "bis wann kann ich meine bestellung stornieren", "2 Stunden", "cancel"},
	{"de-DE", "wie lange muss der akku laden", "4,5 Stunden", "battery"},
	{"de-DE", "Was bedeutet E4?", "", "error-codes"},
	{"de-DE", "Wie sind die Öffnungszeiten am Samstag?", "10:00|14:00", "hours"},
	{"de-DE", "Wie lange ist ein Gutschein gültig?", "5 Jahre", "gift-cards"},
	{"de-DE", "welcher Reifendruck?", "3,5 bar", "tyres"},
	{"de-DE", "Wie viel kostet die Montage?", "199", "zh-assembly"},
	{"de-DE", "Wann kommt die elektronische Rechnung?", "24 Stunden", "zh-invoice"},
	{"de-DE", "Liefern Sie nach Brasilien?", "Ja|12–18", "countries|shipping-times"},
	{"zh-CN", "寄到日本要多久", "7–10", "shipping-times"},
	{"zh-CN", "运费到美国多少钱？", "24", "shipping-cost"},
	{"zh-CN", "几天内可以退货", "45", "returns"},
	{"zh-CN", "退款多久到账", "6", "refunds"},
	{"zh-CN", "电池保修多久", "18", "warranty"},
	{"zh-CN", "有哪些支付方式", "PayPal", "payment"},
	{"zh-CN", "可以取消订单吗", "2 小时", "cancel"},
	{"zh-CN", "电池充满要多久", "4.5", "battery"},
	{"zh-CN", "礼品卡有效期多久", "5 年", "gift-cards"},
	{"zh-CN", "胎压多少", "3.5", "tyres"},
	{"zh-CN", "上门组装多少钱", "199", "zh-assembly"},
	{"zh-CN", "发票什么时候发", "24 小时", "zh-invoice"},
	{"zh-CN", "积分有效期", "2 年", "zh-points"},
	{"zh-CN", "自提要钱吗", "免费", "zh-pickup"},
	{"zh-CN", "多久维修一次", "6 个月", "zh-maintenance"},
	{"ja-JP", "日本への配送は何日かかりますか", "7～10営業日", "shipping-times"},
	{"ja-JP", "アメリカへの送料はいくらですか", "24", "shipping-cost"},
	{"ja-JP", "返品は何日以内ですか？", "45日", "returns"},
	{"ja-JP", "返金はいつですか", "6営業日", "refunds"},
	{"ja-JP", "バッテリーの保証期間は？", "18か月", "warranty"},
	{"ja-JP", "支払い方法は何がありますか", "PayPal", "payment"},
	{"ja-JP", "注文のキャンセルはいつまでできますか", "2時間", "cancel"},
	{"ja-JP", "バッテリーの充電時間はどのくらいですか", "4.5時間", "battery"},
	{"ja-JP", "ギフトカードの有効期限は？", "5年", "gift-cards"},
	{"ja-JP", "タイヤの空気圧を教えてください", "3.5", "tyres"},
	{"ja-JP", "組み立てサービスの料金はいくらですか", "199", "zh-assembly"},
	{"ja-JP", "営業時間を教えてください", "9:00", "hours"},
	{"ja-JP", "ポイントの有効期限は", "2年", "zh-points"},
	{"ja-JP", "ドイツまでの配達日数は？", "3～5営業日", "shipping-times"},
	{"ja-JP", "ブラジルに発送できますか", "", "countries|shipping-times"},
	{"pt-BR", "Quanto tempo demora a entrega para o Brasil?", "12 a 18 dias úteis", "shipping-times"},
	{"pt-BR", "quanto custa o frete pro japão", "19", "shipping-cost"},
	{"pt-BR", "quantos dias tenho pra devolver?", "45 dias", "returns"},
	{"pt-BR", "quando recebo o reembolso", "6 dias úteis", "refunds"},
	{"pt-BR", "Qual a garantia da bateria?", "18 meses", "warranty"},
	{"pt-BR", "Quais formas de pagamento vocês aceitam?", "PayPal", "payment"},
	{"pt-BR", "até quando posso cancelar o pedido?", "2 horas", "cancel"},
	{"pt-BR", "quanto tempo leva pra carregar a bateria", "4,5 horas", "battery"},
	{"pt-BR", "cartão presente vale por quanto tempo?", "5 anos", "gift-cards"},
	{"pt-BR", "qual a pressão do pneu", "3,5 bar", "tyres"},
	{"pt-BR", "Qual o horário de atendimento?", "9:00|18:00", "hours"},
	{"pt-BR", "quanto custa a montagem?", "199", "zh-assembly"},
	{"pt-BR", "de quanto em quanto tempo preciso fazer a manutenção", "6 meses", "zh-maintenance"},
	{"pt-BR", "garantia da bicicleta", "3 anos", "warranty"},
	{"pt-BR", "tem imposto de importação pra suíça?", "8,1%", "customs"},
	{"ar-SA", "كم مدة التوصيل إلى اليابان؟", "7–10", "shipping-times"},
	{"ar-SA", "كم سعر الشحن إلى أمريكا؟", "24", "shipping-cost"},
	{"ar-SA", "خلال كم يوم يمكنني إرجاع المنتج؟", "45", "returns"},
	{"ar-SA", "متى أستلم المبلغ المسترد؟", "6", "refunds"},
	{"ar-SA", "كم مدة ضمان البطارية؟", "18", "warranty"},
	{"ar-SA", "ما هي طرق الدفع؟", "PayPal", "payment"},
	{"ar-SA", "هل يمكنني إلغاء الطلب؟", "2", "cancel"},
	{"ar-SA", "كم يستغرق شحن البطارية؟", "4.5", "battery"},
	{"ar-SA", "ما مدة صلاحية بطاقة الهدية؟", "5", "gift-cards"},
	{"ar-SA", "ما هو ضغط الإطارات المناسب؟", "3.5", "tyres"},
	{"ar-SA", "ما هي ساعات العمل؟", "9:00", "hours"},
	{"ar-SA", "كم تكلفة التجميع؟", "199", "zh-assembly"},
	{"ar-SA", "متى تصل الفاتورة الإلكترونية؟", "24", "zh-invoice"},
	{"ar-SA", "هل تشحنون إلى السعودية؟", "نعم", "countries"},
	{"ar-SA", "مدة ضمان الدراجة", "3", "warranty"},
}

func TestQuestions(t *testing.T) {
	wrong := 0
	for _, s := range samples {
		text, r := newTalk(t, "").say(s.text)
		if fault := s.fault(text, r); fault != "" {
			wrong++
			t.Errorf("%s %q: %s\n   said: %s [%s %s]\n   %s", s.tag, s.text, fault, text, r.Outcome, refs(r), r.Understood)
		}
	}
	t.Logf("%d of %d right", len(samples)-wrong, len(samples))
}

func (s sample) fault(text string, r engine.Reply) string {
	switch {
	case r.Outcome != engine.Answered:
		return "not answered"
	case r.Locale != s.tag:
		return "in " + r.Locale
	case s.want != "" && !anyOf(text, s.want):
		return "lacks " + s.want
	case !slices.ContainsFunc(r.Evidence, func(e engine.Evidence) bool { return slices.Contains(strings.Split(s.ref, "|"), e.Ref) }):
		return "from another article than " + s.ref
	}
	return ""
}

func anyOf(text, want string) bool {
	for _, w := range strings.Split(want, "|") {
		if strings.Contains(strings.ReplaceAll(text, "\u00a0", " "), w) {
			return true
		}
	}
	return false
}

func refs(r engine.Reply) string {
	var out []string
	for _, e := range r.Evidence {
		out = append(out, e.Ref)
	}
	return strings.Join(out, ",")
}
