package corpus

import (
	"fmt"
	"math/rand/v2"
)

// topics are what articles are about, and the figure that each states.
var topics = []struct {
	name   string
	figure func(r *rand.Rand) string
}{
	{"warranty", upTo(12, 60)},
	{"battery", upTo(4, 48)},
	{"charging", upTo(30, 240)},
	{"weight", upTo(90, 4000)},
	{"delivery", func(r *rand.Rand) string { n := 2 + r.IntN(9); return fmt.Sprintf("%d–%d", n, n+2) }},
	{"cleaning", upTo(2, 12)},
	{"returns", upTo(7, 90)},
	{"cable", upTo(50, 300)},
}

func upTo(low, high int) func(*rand.Rand) string {
	return func(r *rand.Rand) string { return fmt.Sprint(low + r.IntN(high-low)) }
}

type language struct {
	locale, space, intro, heading string
	kinds                         []string
	topics                        []sentences // as the topics above
	fillers                       []string
}

type sentences struct{ title, say, ask string }

var languages = []language{
	{
		locale: "en-US", space: " ", intro: "This page is about the {kind} {model}.", heading: "Good to know",
		kinds: []string{"headphones", "speaker", "camera", "robot vacuum", "power bank", "smartwatch", "projector", "desk lamp"},
		topics: []sentences{
			{"Warranty of the {kind} {model}", "The warranty lasts {n} months from the day of delivery.", "How long is the warranty of the {kind} {model}?"},
			{"Battery life of the {kind} {model}", "The battery lasts up to {n} hours in normal use.", "How long does the battery of the {model} {kind} last?"},
			{"Charging the {kind} {model}", "A full charge takes {n} minutes.", "What is the charging time of the {kind} {model}?"},
			{"Weight of the {kind} {model}", "The weight is {n} g without the packaging.", "How heavy is the {kind} {model}?"},
			{"Delivery of the {kind} {model}", "The delivery takes {n} business days after we hand over the package.", "What is the delivery time for the {kind} {model}?"},
			{"Cleaning the {kind} {model}", "Clean it every {n} weeks with a soft, dry cloth.", "How often should I clean the {kind} {model}?"},
			{"Returning the {kind} {model}", "You can return it within {n} days of delivery.", "How many days do I have to return the {kind} {model}?"},
			{"Cable of the {kind} {model}", "The cable is {n} cm long.", "How long is the cable of the {kind} {model}?"},
		},
		fillers: []string{
			"Keep the receipt, because our workshop asks for it.", "Do not use spare parts of other makers.", "The box holds a short guide in twelve languages.",
			"Our team checks each device before it leaves the warehouse.", "Keep it away from heat and direct sunlight.", "You find the serial number on the bottom.",
			"The app is free and needs no account.", "Colors on the screen may look a little different.", "If a part is missing, send us a photo of the box.",
			"Old devices can be handed in at any collection point.", "The packaging is made of recycled paper.", "Software updates arrive over the air at night.",
		},
	},
	{
		locale: "de-DE", space: " ", intro: "Auf dieser Seite geht es um {kind} {model}.", heading: "Gut zu wissen",
		kinds: []string{"Kopfhörer", "Lautsprecher", "Kamera", "Saugroboter", "Powerbank", "Smartwatch", "Beamer", "Schreibtischlampe"},
		topics: []sentences{
			{"Garantie für {kind} {model}", "Die Garantie gilt {n} Monate ab der Lieferung.", "Wie lange ist die Garantie für {kind} {model}?"},
			{"Akkulaufzeit von {kind} {model}", "Der Akku hält im Alltag bis zu {n} Stunden.", "Wie lange hält der Akku von {kind} {model}?"},
			{"{kind} {model} aufladen", "Eine volle Ladung dauert {n} Minuten.", "Wie lange ist die Ladezeit von {kind} {model}?"},
			{"Gewicht von {kind} {model}", "Das Gewicht beträgt {n} g ohne Verpackung.", "Wie schwer ist {kind} {model}?"},
			{"Lieferung von {kind} {model}", "Die Lieferung dauert {n} Werktage ab Übergabe an den Versand.", "Wie lange ist die Lieferzeit für {kind} {model}?"},
			{"{kind} {model} reinigen", "Reinigen Sie das Gerät alle {n} Wochen mit einem weichen, trockenen Tuch.", "Wie oft muss ich {kind} {model} reinigen?"},
			{"Rückgabe von {kind} {model}", "Sie können das Gerät innerhalb von {n} Tagen nach der Lieferung zurückgeben.", "Wie viele Tage habe ich für die Rückgabe von {kind} {model}?"},
			{"Kabel von {kind} {model}", "Das Kabel ist {n} cm lang.", "Wie lang ist das Kabel von {kind} {model}?"},
		},
		fillers: []string{
			"Heben Sie die Rechnung auf, unsere Werkstatt fragt danach.", "Verwenden Sie keine Ersatzteile anderer Hersteller.", "Im Karton liegt eine kurze Anleitung in zwölf Sprachen.",
			"Unser Team prüft jedes Gerät, bevor es das Lager verlässt.", "Schützen Sie es vor Hitze und direkter Sonne.", "Die Seriennummer steht auf der Unterseite.",
			"Die App ist kostenlos und braucht kein Konto.", "Farben können auf dem Bildschirm etwas anders wirken.", "Fehlt ein Teil, schicken Sie uns ein Foto des Kartons.",
			"Altgeräte nimmt jede Sammelstelle an.", "Die Verpackung besteht aus recyceltem Papier.", "Neue Software kommt nachts über das Netz.",
		},
	},
	{
		locale: "zh-CN", intro: "本页介绍{kind}{model}。", heading: "小提示",
		kinds: []string{"耳机", "音箱", "相机", "扫地机器人", "充电宝", "智能手表", "投影仪", "台灯"},
		topics: []sentences{
			{"{kind}{model}的保修", "保修期为自收货之日起{n}个月。", "{kind}{model}保修多久？"},
			{"{kind}{model}的续航", "正常使用时电池续航可达{n}小时。", "{kind}{model}的电池能用多长时间？"},
			{"给{kind}{model}充电", "充满电需要{n}分钟。", "{kind}{model}充电要多久？"},
			{"{kind}{model}的重量", "不含包装的重量为{n}克。", "{kind}{model}有多重？"},
			{"{kind}{model}的配送", "交给快递后{n}个工作日送达。", "{kind}{model}几天能送到？"},
			{"{kind}{model}的清洁", "每{n}周用柔软的干布清洁一次。", "{kind}{model}多久清洁一次？"},
			{"{kind}{model}的退货", "收货后{n}天内可以退货。", "{kind}{model}几天内可以退货？"},
			{"{kind}{model}的数据线", "数据线长{n}厘米。", "{kind}{model}的线有多长？"},
		},
		fillers: []string{
			"请保留购物凭证，维修时需要出示。", "请勿使用其他厂家的配件。", "包装盒内附有十二种语言的简明说明书。", "每台设备出库前都经过我们团队的检查。", "请远离高温和阳光直射。",
			"序列号印在机身底部。", "应用程序免费，无需注册账号。", "屏幕上的颜色可能略有差异。", "如果缺少零件，请把包装盒的照片发给我们。", "旧设备可以交到任何回收点。", "包装采用再生纸制成。", "软件会在夜间自动更新。",
		},
	},
	{
		locale: "ja-JP", intro: "このページでは{kind}{model}についてご案内します。", heading: "お役立ち情報",
		kinds: []string{"ヘッドホン", "スピーカー", "カメラ", "ロボット掃除機", "モバイルバッテリー", "スマートウォッチ", "プロジェクター", "デスクライト"},
		topics: []sentences{
			{"{kind}{model}の保証", "保証期間はお届け日から{n}か月です。", "{kind}{model}の保証期間はどのくらいですか？"},
			{"{kind}{model}のバッテリー", "通常の使用でバッテリーは最大{n}時間もちます。", "{kind}{model}のバッテリーは何時間もちますか？"},
			{"{kind}{model}の充電", "フル充電には{n}分かかります。", "{kind}{model}の充電時間はどのくらいですか？"},
			{"{kind}{model}の重さ", "重さは箱を除いて{n}グラムです。", "{kind}{model}の重さはどのくらいですか？"},
			{"{kind}{model}の配送", "発送から{n}営業日でお届けします。", "{kind}{model}は何日で届きますか？"},
			{"{kind}{model}のお手入れ", "{n}週間ごとに柔らかい乾いた布で掃除してください。", "{kind}{model}はどのくらいの頻度で掃除しますか？"},
			{"{kind}{model}の返品", "お届けから{n}日以内なら返品できます。", "{kind}{model}は何日以内なら返品できますか？"},
			{"{kind}{model}のケーブル", "ケーブルの長さは{n}センチです。", "{kind}{model}のケーブルの長さは？"},
		},
		fillers: []string{
			"修理の際に必要ですので、レシートを保管してください。", "他社の部品は使用しないでください。", "箱には十二か国語の簡単な説明書が入っています。", "出荷前に一台ずつスタッフが確認しています。", "高温や直射日光を避けてください。",
			"シリアル番号は底面にあります。", "アプリは無料で、アカウントは不要です。", "画面上の色は実物と少し異なる場合があります。", "部品が足りないときは、箱の写真をお送りください。", "古い機器は回収場所にお持ちください。", "箱は再生紙でできています。", "ソフトウェアは夜間に自動で更新されます。",
		},
	},
	{
		locale: "pt-BR", space: " ", intro: "Esta página trata do produto {kind} {model}.", heading: "Bom saber",
		kinds: []string{"fone de ouvido", "caixa de som", "câmera", "robô aspirador", "carregador portátil", "smartwatch", "projetor", "luminária"},
		topics: []sentences{
			{"Garantia: {kind} {model}", "A garantia vale por {n} meses a partir da entrega.", "Quanto tempo dura a garantia do {kind} {model}?"},
			{"Bateria: {kind} {model}", "A bateria dura até {n} horas em uso normal.", "Quanto tempo dura a bateria do {kind} {model}?"},
			{"Carregar: {kind} {model}", "Uma carga completa leva {n} minutos.", "Qual é o tempo de carregamento do {kind} {model}?"},
			{"Peso: {kind} {model}", "O peso é de {n} g sem a embalagem.", "Qual é o peso do {kind} {model}?"},
			{"Entrega: {kind} {model}", "A entrega leva {n} dias úteis após a postagem.", "Qual é o prazo de entrega do {kind} {model}?"},
			{"Limpeza: {kind} {model}", "Limpe a cada {n} semanas com um pano macio e seco.", "Com que frequência devo limpar o {kind} {model}?"},
			{"Devolução: {kind} {model}", "Você pode devolver em até {n} dias após a entrega.", "Quantos dias tenho para devolver o {kind} {model}?"},
			{"Cabo: {kind} {model}", "O cabo tem {n} cm de comprimento.", "Qual é o comprimento do cabo do {kind} {model}?"},
		},
		fillers: []string{
			"Guarde a nota fiscal, pois a oficina vai pedir.", "Não use peças de outros fabricantes.", "A caixa traz um guia rápido em doze idiomas.", "Nossa equipe confere cada aparelho antes do envio.",
			"Mantenha longe do calor e da luz direta do sol.", "O número de série fica na parte de baixo.", "O aplicativo é gratuito e não exige conta.", "As cores na tela podem variar um pouco.",
			"Se faltar alguma peça, envie uma foto da caixa.", "Aparelhos antigos podem ser deixados em qualquer ponto de coleta.", "A embalagem é feita de papel reciclado.", "As atualizações chegam à noite pela internet.",
		},
	},
	{
		locale: "ar-SA", space: " ", intro: "هذه الصفحة عن {kind} {model}.", heading: "معلومات مفيدة",
		kinds: []string{"سماعات", "مكبر صوت", "كاميرا", "مكنسة روبوت", "باور بانك", "ساعة ذكية", "جهاز عرض", "مصباح مكتب"},
		topics: []sentences{
			{"ضمان {kind} {model}", "مدة الضمان {n} شهرًا من يوم التسليم.", "كم مدة ضمان {kind} {model}؟"},
			{"بطارية {kind} {model}", "تدوم البطارية حتى {n} ساعة في الاستخدام العادي.", "كم ساعة تدوم بطارية {kind} {model}؟"},
			{"شحن بطارية {kind} {model}", "يستغرق شحن البطارية الكامل {n} دقيقة.", "كم مدة شحن بطارية {kind} {model}؟"},
			{"وزن {kind} {model}", "الوزن {n} غرامًا من دون العلبة.", "كم وزن {kind} {model}؟"},
			{"توصيل {kind} {model}", "يستغرق التوصيل {n} أيام عمل بعد تسليم الطرد لشركة الشحن.", "كم مدة توصيل {kind} {model}؟"},
			{"تنظيف {kind} {model}", "نظّف الجهاز كل {n} أسابيع بقطعة قماش ناعمة وجافة.", "كم مرة أنظف {kind} {model}؟"},
			{"إرجاع {kind} {model}", "يمكن الإرجاع خلال {n} يومًا من التسليم.", "خلال كم يوم يمكن إرجاع {kind} {model}؟"},
			{"كابل {kind} {model}", "طول الكابل {n} سم.", "كم طول كابل {kind} {model}؟"},
		},
		fillers: []string{
			"احتفظ بالفاتورة لأن الورشة تطلبها.", "لا تستخدم قطع غيار من شركات أخرى.", "تجد في العلبة دليلًا قصيرًا باثنتي عشرة لغة.", "يفحص فريقنا كل جهاز قبل خروجه من المستودع.",
			"أبعده عن الحرارة وأشعة الشمس المباشرة.", "الرقم التسلسلي مكتوب في الأسفل.", "التطبيق مجاني ولا يحتاج إلى حساب.", "قد تختلف الألوان قليلًا على الشاشة.",
			"إذا نقصت قطعة فأرسل لنا صورة العلبة.", "يمكن تسليم الأجهزة القديمة في أي نقطة جمع.", "العلبة مصنوعة من ورق معاد تدويره.", "تصل تحديثات البرنامج ليلًا عبر الإنترنت.",
		},
	},
}
