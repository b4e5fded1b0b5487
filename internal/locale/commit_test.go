package locale

import (
	"sync"
	"testing"
	"time"

	"parley/content"
)

var deadlines = sync.OnceValue(func() *Deadlines {
	d, err := OpenDeadlines(open(), content.FS)
	if err != nil {
		panic(err)
	}
	return d
})

// Said on Tuesday 10 March 2026 at ten in the morning of her day. An empty deadline is no promise.
var commitmentCases = map[string][][2]string{
	"en-US": {
		{"We'll refund you by Friday.", "2026-03-13 23:59:59"},
		{"Thanks for waiting. I'll get back to you within 24 hours.", "2026-03-11 10:00:00"},
		{"Your replacement ships tomorrow.", "2026-03-11 23:59:59"},
		{"I’ll call you tomorrow before 3 pm.", "2026-03-11 15:00:00"},
		{"We will send the spare part within 2–3 business days.", "2026-03-13 23:59:59"},
		{"You'll hear from me by March 20.", "2026-03-20 23:59:59"},
		{"A colleague will reply by the end of the week.", "2026-03-13 23:59:59"},
		{"Delivery takes 3–5 working days.", ""},
		{"Returns are accepted within 30 days of delivery.", ""},
		{"If you send us a photo, we'll refund you within 2 days.", ""},
		{"We will refund your payment within 14 days of receiving the return.", ""},
		{"You can return it within 30 days.", ""},
		{"Your order was shipped on March 3.", ""},
		{"Shall we call you tomorrow?", ""},
		{"I'll look into it.", ""},
	},
	"zh-CN": {
		{"明天下午给您回电。", "2026-03-11 23:59:59"},
		{"我们会在24小时内回复您。", "2026-03-11 10:00:00"},
		{"我会在3个工作日内为您处理退款。", "2026-03-13 23:59:59"},
		{"我们下周五之前给您补发。", "2026-03-20 23:59:59"},
		{"您的包裹今天就会发出。", "2026-03-10 23:59:59"},
		{"同事会在明天下午5点前联系您。", "2026-03-11 17:00:00"},
		{"您会在周五收到退款。", "2026-03-13 23:59:59"},
		{"支持30天无理由退货。", ""},
		{"一般3到5天送达。", ""},
		{"收到退货后，我们会在7天内退款。", ""},
		{"您可以在15天内申请换货。", ""},
		{"我会帮您看一下。", ""},
		{"需要我明天给您回电吗？", ""},
	},
	"ja-JP": {
		{"3 営業日以内にご連絡いたします。", "2026-03-13 23:59:59"},
		{"明日発送いたします。", "2026-03-11 23:59:59"},
		{"24時間以内に担当者よりご返信いたします。", "2026-03-11 10:00:00"},
		{"金曜日までに返金いたします。", "2026-03-13 23:59:59"},
		{"来週の月曜日までにお電話いたします。", "2026-03-16 23:59:59"},
		{"3月20日までに代替品をお送りします。", "2026-03-20 23:59:59"},
		{"本日中に確認いたします。", "2026-03-10 23:59:59"},
		{"通常、3〜5営業日でお届けいたします。", ""},
		{"商品到着後30日以内であれば返品いただけます。", ""},
		{"不具合がある場合は、3日以内に交換いたします。", ""},
		{"ご返送品の到着後、7日以内に返金いたします。", ""},
		{"すぐにお調べいたします。", ""},
	},
	"ko-KR": {
		{"내일까지 연락드리겠습니다.", "2026-03-11 23:59:59"},
		{"24시간 이내에 답변드리겠습니다.", "2026-03-11 10:00:00"},
		{"영업일 기준 3일 이내에 환불해 드리겠습니다.", "2026-03-13 23:59:59"},
		{"금요일까지 교환 상품을 발송해 드릴게요.", "2026-03-13 23:59:59"},
		{"다음 주 월요일에 전화드리겠습니다.", "2026-03-16 23:59:59"},
		{"오늘 오후 5시까지 확인하겠습니다.", "2026-03-10 17:00:00"},
		{"배송은 보통 3~5일 걸립니다.", ""},
		{"수령 후 30일 이내에 반품하실 수 있습니다.", ""},
		{"반품이 도착하면 3일 이내에 환불해 드리겠습니다.", ""},
		{"상품을 확인해 보겠습니다.", ""},
		{"내일 연락드릴까요?", ""},
	},
	"de-DE": {
		{"Wir erstatten Ihnen den Betrag bis Freitag.", "2026-03-13 23:59:59"},
		{"Ich melde mich innerhalb von 24 Stunden bei Ihnen.", "2026-03-11 10:00:00"},
		{"Ihr Ersatzgerät geht morgen raus.", "2026-03-11 23:59:59"},
		{"Wir werden Ihnen in 3 Werktagen Bescheid geben.", "2026-03-13 23:59:59"},
		{"Ich rufe Sie morgen um 15 Uhr an.", "2026-03-11 15:00:00"},
		{"Sie erhalten bis zum 20. März eine Antwort von uns.", "2026-03-20 23:59:59"},
		{"Eine Kollegin meldet sich heute noch bei Ihnen.", "2026-03-10 23:59:59"},
		{"Die Lieferung dauert 3–5 Werktage.", ""},
		{"Sie können den Artikel innerhalb von 30 Tagen zurückgeben.", ""},
		{"Wenn Sie uns ein Foto schicken, erstatten wir in 2 Tagen.", ""},
		{"Nach Eingang der Rücksendung erstatten wir innerhalb von 14 Tagen.", ""},
		{"Guten Morgen, ich melde mich.", ""},
		{"Ich schaue mir das an.", ""},
	},
	"fr-FR": {
		{"Je vous rappelle demain.", "2026-03-11 23:59:59"},
		{"Nous vous répondrons sous 48 h.", "2026-03-12 10:00:00"},
		{"Nous vous rembourserons d'ici vendredi.", "2026-03-13 23:59:59"},
		{"Votre colis partira demain matin.", "2026-03-11 23:59:59"},
		{"Vous recevrez le remplacement dans 3 jours ouvrés.", "2026-03-13 23:59:59"},
		{"Je vais vous envoyer la pièce avant le 20 mars.", "2026-03-20 23:59:59"},
		{"La livraison prend 3 à 5 jours ouvrés.", ""},
		{"Vous disposez de 30 jours pour retourner l'article.", ""},
		{"Si vous nous envoyez une photo, nous vous rembourserons sous 2 jours.", ""},
		{"Nous vous rembourserons sous 14 jours à compter de la réception du retour.", ""},
		{"Je vais vérifier cela.", ""},
	},
	"es-ES": {
		{"Le llamaremos mañana por la mañana.", "2026-03-11 23:59:59"},
		{"Le responderé en un plazo de 24 horas.", "2026-03-11 10:00:00"},
		{"Le reembolsaremos antes del viernes.", "2026-03-13 23:59:59"},
		{"Su pedido sale hoy mismo.", "2026-03-10 23:59:59"},
		{"Vamos a enviarle la pieza en 3 días laborables.", "2026-03-13 23:59:59"},
		{"Recibirá una respuesta antes del 20 de marzo.", "2026-03-20 23:59:59"},
		{"La entrega tarda de 3 a 5 días laborables.", ""},
		{"Puede devolverlo en un plazo de 30 días.", ""},
		{"Si nos envía una foto, le reembolsaremos en 2 días.", ""},
		{"Le reembolsaremos en 14 días tras recibir la devolución.", ""},
		{"Voy a revisarlo.", ""},
	},
	"es-MX": {
		{"Le marcamos mañana en la tarde.", "2026-03-11 23:59:59"},
		{"Le responderemos en menos de 24 horas.", "2026-03-11 10:00:00"},
		{"Le regresaremos su dinero antes del viernes.", "2026-03-13 23:59:59"},
		{"Voy a enviarle la refacción en 3 días hábiles.", "2026-03-13 23:59:59"},
		{"Su paquete llegará pasado mañana.", "2026-03-12 23:59:59"},
		{"El envío tarda de 3 a 5 días hábiles.", ""},
		{"Tiene 30 días para devolverlo.", ""},
		{"Si nos manda una foto, le reembolsaremos en 2 días.", ""},
		{"Con gusto lo reviso.", ""},
	},
	"pt-BR": {
		{"Vamos reembolsar o valor até sexta-feira.", "2026-03-13 23:59:59"},
		{"Retorno para você em até 24 horas.", "2026-03-11 10:00:00"},
		{"Seu pedido sai amanhã.", "2026-03-11 23:59:59"},
		{"Vou enviar a peça em 3 dias úteis.", "2026-03-13 23:59:59"},
		{"Você receberá uma resposta até 20 de março.", "2026-03-20 23:59:59"},
		{"Entramos em contato ainda hoje.", "2026-03-10 23:59:59"},
		{"A entrega leva de 3 a 5 dias úteis.", ""},
		{"Você pode devolver em até 30 dias.", ""},
		{"Se você enviar uma foto, vamos reembolsar em 2 dias.", ""},
		{"Reembolsaremos em até 14 dias após o recebimento da devolução.", ""},
		{"Vou verificar isso.", ""},
	},
	"pt-PT": {
		{"Vamos reembolsar o valor até sexta-feira.", "2026-03-13 23:59:59"},
		{"Responderemos dentro de 24 horas.", "2026-03-11 10:00:00"},
		{"A sua encomenda seguirá amanhã.", "2026-03-11 23:59:59"},
		{"Iremos enviar a peça no prazo de 3 dias úteis.", "2026-03-13 23:59:59"},
		{"Entramos em contacto na próxima semana.", "2026-03-20 23:59:59"},
		{"A entrega demora 3 a 5 dias úteis.", ""},
		{"Pode devolver o artigo no prazo de 30 dias.", ""},
		{"Se nos enviar uma fotografia, vamos reembolsar em 2 dias.", ""},
		{"Reembolsaremos no prazo de 14 dias após a receção da devolução.", ""},
		{"Vou verificar.", ""},
	},
	"it-IT": {
		{"La richiamo domani.", "2026-03-11 23:59:59"},
		{"Le risponderemo entro 24 ore.", "2026-03-11 10:00:00"},
		{"Le rimborseremo l'importo entro venerdì.", "2026-03-13 23:59:59"},
		{"Il suo ordine partirà oggi stesso.", "2026-03-10 23:59:59"},
		{"Riceverà il ricambio entro 3 giorni lavorativi.", "2026-03-13 23:59:59"},
		{"Le invieremo una risposta entro il 20 marzo.", "2026-03-20 23:59:59"},
		{"La consegna richiede 3–5 giorni lavorativi.", ""},
		{"Può restituire l'articolo entro 30 giorni.", ""},
		{"Se ci invia una foto, la rimborseremo entro 2 giorni.", ""},
		{"La rimborseremo entro 14 giorni dal ricevimento del reso.", ""},
		{"Verificherò subito.", ""},
	},
	"ru-RU": {
		{"Я перезвоню вам завтра.", "2026-03-11 23:59:59"},
		{"Мы ответим вам в течение 24 часов.", "2026-03-11 10:00:00"},
		{"Вернём деньги до пятницы.", "2026-03-13 23:59:59"},
		{"Ваш заказ будет отправлен сегодня.", "2026-03-10 23:59:59"},
		{"Мы вышлем деталь в течение 3 рабочих дней.", "2026-03-13 23:59:59"},
		{"Вы получите ответ до 20 марта.", "2026-03-20 23:59:59"},
		{"Я свяжусь с вами в понедельник на следующей неделе.", "2026-03-16 23:59:59"},
		{"Доставка занимает 3–5 рабочих дней.", ""},
		{"Вы можете вернуть товар в течение 30 дней.", ""},
		{"Если вы пришлёте фото, мы вернём деньги за 2 дня.", ""},
		{"Мы вернём деньги в течение 10 дней после получения возврата.", ""},
		{"Я проверю.", ""},
	},
	"ar-SA": {
		{"سنتصل بك غدًا.", "2026-03-11 23:59:59"},
		{"سأعود إليك خلال 24 ساعة.", "2026-03-11 10:00:00"},
		{"سنعيد لك المبلغ قبل يوم الجمعة.", "2026-03-13 23:59:59"},
		{"سنرسل القطعة خلال 3 أيام عمل.", "2026-03-15 23:59:59"},
		{"سيتم شحن طلبك اليوم.", "2026-03-10 23:59:59"},
		{"سيتواصل معك زميلي خلال يومين.", "2026-03-12 23:59:59"},
		{"يستغرق التوصيل من 3 إلى 5 أيام عمل.", ""},
		{"يمكنك إرجاع المنتج خلال 30 يومًا.", ""},
		{"إذا أرسلت لنا صورة، سنعيد لك المبلغ خلال يومين.", ""},
		{"سنعيد المبلغ خلال 14 يومًا من استلام المنتج.", ""},
		{"سأتحقق من ذلك.", ""},
	},
	"th-TH": {
		{"เจ้าหน้าที่จะโทรกลับพรุ่งนี้ค่ะ", "2026-03-11 23:59:59"},
		{"ทางร้านจะตอบกลับภายใน 24 ชั่วโมงค่ะ", "2026-03-11 10:00:00"},
		{"ทางร้านจะคืนเงินให้ภายในวันศุกร์นี้ค่ะ", "2026-03-13 23:59:59"},
		{"เราจะจัดส่งสินค้าใหม่ภายใน 3 วันทำการค่ะ", "2026-03-13 23:59:59"},
		{"คุณลูกค้าจะได้รับคำตอบภายในวันที่ 20 มีนาคมค่ะ", "2026-03-20 23:59:59"},
		{"แอดมินจะแจ้งผลภายในวันนี้ค่ะ", "2026-03-10 23:59:59"},
		{"การจัดส่งใช้เวลา 3–5 วันทำการค่ะ", ""},
		{"คุณลูกค้าสามารถคืนสินค้าได้ภายใน 30 วันค่ะ", ""},
		{"หากคุณลูกค้าส่งรูปมา ทางร้านจะคืนเงินภายใน 2 วันค่ะ", ""},
		{"ทางร้านจะคืนเงินภายใน 14 วันหลังจากได้รับสินค้าคืนค่ะ", ""},
		{"ขอตรวจสอบสักครู่นะคะ", ""},
	},
	"vi-VN": {
		{"Em sẽ gọi lại cho anh/chị vào ngày mai ạ.", "2026-03-11 23:59:59"},
		{"Bên em sẽ phản hồi trong vòng 24 giờ ạ.", "2026-03-11 10:00:00"},
		{"Chúng tôi sẽ hoàn tiền cho anh/chị trước thứ sáu.", "2026-03-13 23:59:59"},
		{"Shop sẽ gửi hàng mới trong 3 ngày làm việc.", "2026-03-13 23:59:59"},
		{"Đơn hàng của anh/chị sẽ được giao hôm nay.", "2026-03-10 23:59:59"},
		{"Anh/chị sẽ nhận được câu trả lời trước ngày 20 tháng 3.", "2026-03-20 23:59:59"},
		{"Giao hàng mất 3–5 ngày làm việc.", ""},
		{"Anh/chị có thể trả hàng trong vòng 30 ngày.", ""},
		{"Nếu anh/chị gửi ảnh, bên em sẽ hoàn tiền trong 2 ngày.", ""},
		{"Bên em sẽ hoàn tiền trong 14 ngày kể từ ngày nhận được hàng trả.", ""},
		{"Em sẽ kiểm tra ạ.", ""},
	},
}

func TestCommitments(t *testing.T) {
	for _, p := range open().Packs() {
		cases := commitmentCases[p.Tag]
		if len(cases) < 6 {
			t.Errorf("%s: %d sentences are too few", p.Tag, len(cases))
		}
		country := p.Tag[3:]
		zone, _ := Zone(country)
		said := time.Date(2026, 3, 10, 10, 0, 0, 0, zone)
		for _, c := range cases {
			got := ""
			for _, one := range deadlines().Commitments(c[0], p.Tag) {
				got += deadlines().Calendar(country).Deadline(one.When, said).Format("2006-01-02 15:04:05")
			}
			if got != c[1] {
				t.Errorf("%s %q: due %q, want %q", p.Tag, c[0], got, c[1])
			}
		}
	}
}

// TestNobodyPromisesByGreeting: what the assistant says of its own accord is no dated promise.
func TestNobodyPromisesByGreeting(t *testing.T) {
	for _, p := range open().Packs() {
		for key, text := range p.Said {
			if list := deadlines().Commitments(text, p.Tag); len(list) > 0 {
				t.Errorf("%s: said.%s is read as a promise %q", p.Tag, key, list[0].Until)
			}
		}
	}
}

func TestCommitDataIsComplete(t *testing.T) {
	for _, p := range open().Packs() {
		c := p.Commit
		if _, err := deadlines().readers[p.Tag](); err != nil {
			t.Errorf("%s: %v", p.Tag, err)
		}
		if len(c.We) < 3 || len(c.Unless) < 4 || len(c.Within) == 0 || len(c.Weekdays) != 7 || len(c.Spans) < 5 || len(c.Working) == 0 || len(c.Afternoon) == 0 {
			t.Errorf("%s: commit is incomplete", p.Tag)
		}
		for _, name := range dayNames {
			if len(c.Days[name]) == 0 {
				t.Errorf("%s: commit.days.%s is missing", p.Tag, name)
			}
		}
		if len(c.Days) != len(dayNames) {
			t.Errorf("%s: commit.days has an unknown key", p.Tag)
		}
	}
}

// TestCalendars: every market of a pack has two years of holidays, each a day that exists.
func TestCalendars(t *testing.T) {
	for _, p := range open().Packs() {
		c := deadlines().calendars[p.Tag[3:]]
		if c == nil {
			t.Errorf("%s has no calendar", p.Tag)
			continue
		}
		years := map[string]int{}
		for day, name := range c.Holidays {
			if at, err := time.Parse(dayForm, day); err != nil || at.Format(dayForm) != day || name == "" {
				t.Errorf("%s: %q %q is no holiday", c.Country, day, name)
			}
			years[day[:4]]++
		}
		if years["2026"] < 4 || years["2027"] < 4 || len(years) != 2 || len(c.Weekend) != 2 || c.Note == "" {
			t.Errorf("%s: holidays %v, weekend %v", c.Country, years, c.Weekend)
		}
		for _, day := range c.Workdays {
			if at, err := time.Parse(dayForm, day); err != nil || !c.rests(at) {
				t.Errorf("%s: %q is no day of a weekend", c.Country, day)
			}
		}
	}
}

func TestDeadline(t *testing.T) {
	for _, c := range []struct {
		name, country, said string
		when                When
		want                string
	}{
		{"the Saudi weekend", "SA", "2026-04-02 10:00", When{Working: 1, Clock: -1}, "2026-04-05 23:59"},
		{"a weekend", "DE", "2026-03-13 18:00", When{Working: 1, Clock: -1}, "2026-03-16 23:59"},
		{"Easter", "DE", "2026-04-02 10:00", When{Working: 2, Clock: -1}, "2026-04-08 23:59"},
		{"Golden Week", "JP", "2026-05-01 10:00", When{Working: 1, Clock: -1}, "2026-05-07 23:59"},
		{"a Saturday that is worked", "CN", "2026-02-13 10:00", When{Working: 1, Clock: -1}, "2026-02-14 23:59"},
		{"the Spring Festival", "CN", "2026-02-14 10:00", When{Working: 1, Clock: -1}, "2026-02-24 23:59"},
		{"Thanksgiving", "US", "2026-11-25 10:00", When{Working: 1, Clock: -1}, "2026-11-27 23:59"},
		{"hours do not rest", "DE", "2026-03-13 18:00", When{Span: 24 * time.Hour, Clock: -1}, "2026-03-14 18:00"},
		{"hours over the change of clocks", "DE", "2026-03-28 20:00", When{Span: 24 * time.Hour, Clock: -1}, "2026-03-29 21:00"},
		{"the same weekday is the next", "DE", "2026-03-13 10:00", When{Weekday: 5, Clock: -1}, "2026-03-20 23:59"},
		{"a date over the new year", "FR", "2026-12-20 10:00", When{Date: 105, Clock: -1}, "2027-01-05 23:59"},
		{"a time that has passed is tomorrow's", "US", "2026-03-10 18:00", When{Clock: 15 * 60}, "2026-03-11 15:00"},
		{"the end of the week in Riyadh", "SA", "2026-03-10 10:00", When{Named: "this_week", Clock: -1}, "2026-03-12 23:59"},
		{"the end of next week", "DE", "2026-03-10 10:00", When{Named: "next_week", Clock: -1}, "2026-03-20 23:59"},
		{"the end of the month", "IT", "2026-02-10 10:00", When{Named: "this_month", Clock: -1}, "2026-02-28 23:59"},
		{"a country without a calendar", "NZ", "2026-03-13 10:00", When{Working: 1, Clock: -1}, "2026-03-16 23:59"},
		{"a Kuwaiti weekend", "KW", "2026-03-12 10:00", When{Working: 1, Clock: -1}, "2026-03-15 23:59"},
	} {
		zone, _ := Zone(c.country)
		said, err := time.ParseInLocation("2006-01-02 15:04", c.said, zone)
		if err != nil {
			t.Fatal(err)
		}
		if got := deadlines().Calendar(c.country).Deadline(c.when, said).Format("2006-01-02 15:04"); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func FuzzCommitments(f *testing.F) {
	for tag, cases := range commitmentCases {
		f.Add(cases[0][0], tag)
	}
	f.Fuzz(func(t *testing.T, text, tag string) {
		for _, c := range deadlines().Commitments(text, tag) {
			deadlines().Calendar("DE").Deadline(c.When, time.Unix(0, 0))
		}
	})
}
