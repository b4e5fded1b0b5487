package locale

import (
	"cmp"
	"strings"
	"unicode"
)

type scripts map[string]int

func countScripts(text string) scripts {
	c := scripts{}
	for _, r := range text {
		if s := runeScript(r); s != "" {
			c[s]++
		}
	}
	return c
}

func runeScript(r rune) string {
	switch {
	case r < 0x41:
		return ""
	case r <= 0x24F || r >= 0x1E00 && r <= 0x1EFF || r >= 0xFF21 && r <= 0xFF5A:
		if unicode.IsLetter(r) {
			return "latin"
		}
		return ""
	case r >= 0x400 && r <= 0x52F:
		return "cyrillic"
	case r >= 0x600 && r <= 0x6FF && unicode.IsLetter(r), r >= 0xFB50 && r <= 0xFEFC && unicode.IsLetter(r):
		return "arabic"
	case r >= 0xE00 && r <= 0xE7F:
		return "thai"
	case r >= 0x3041 && r <= 0x30FF && r != '・' && r != 'ー', r >= 0xFF66 && r <= 0xFF9D:
		return "kana"
	case r >= 0xAC00 && r <= 0xD7AF, r >= 0x1100 && r <= 0x11FF, r >= 0x3130 && r <= 0x318F:
		return "hangul"
	case r >= 0x4E00 && r <= 0x9FFF, r >= 0x3400 && r <= 0x4DBF:
		return "han"
	case r >= 0x5D0 && r <= 0x5EA:
		return "hebrew"
	case r >= 0x370 && r <= 0x3FF:
		return "greek"
	case r >= 0x900 && r <= 0x97F:
		return "devanagari"
	}
	return ""
}

// main names the script that carries the text. Foreign product names are common in every language, so a Latin letter
// weighs less than a letter of another script; kana makes Han Japanese.
func (c scripts) main() (string, float64) {
	weight := map[string]float64{}
	total := 0.0
	for s, n := range c {
		w := float64(n)
		switch s {
		case "han", "kana", "hangul":
			w *= 5
		case "thai", "arabic", "cyrillic":
			w *= 1.6
		case "latin":
			w *= 0.8
		}
		weight[s] = w
		total += w
	}
	if weight["kana"] > 0 && weight["han"] > 0 {
		weight["kana"] += weight["han"]
		delete(weight, "han")
	}
	best := ""
	for s, w := range weight {
		if best == "" || w > weight[best] || w == weight[best] && s < best {
			best = s
		}
	}
	if best == "" {
		return "", 0
	}
	return best, weight[best] / total
}

// hanLanguage tells Chinese from Japanese written without kana, and simplified from traditional characters.
func hanLanguage(text, prior string, share float64) (string, float64) {
	simplified, traditional, japanese := 0, 0, 0
	for _, r := range text {
		switch {
		case strings.ContainsRune(simplifiedOnly, r):
			simplified++
		case strings.ContainsRune(traditionalOnly, r):
			traditional++
		}
		if strings.ContainsRune(japaneseOnly, r) {
			japanese++
		}
	}
	for _, w := range []string{"注文", "返品", "交換", "送料", "在庫", "領収", "配送", "保証", "返金", "日本語", "営業", "時間", "電話番号", "届", "払"} {
		if Base(prior) == "ja" && strings.Contains(text, w) || strings.Contains("注文返品送料在庫領収", w) && strings.Contains(text, w) {
			japanese++
		}
	}
	switch {
	case japanese > 0 && simplified == 0 && japanese >= traditional, Base(prior) == "ja" && simplified == 0 && len([]rune(text)) <= 8:
		return "ja", 0.7 * share
	case traditional > simplified:
		return keepHan(prior, "zh-Hant"), 0.95 * share
	case simplified > 0 || Base(prior) != "zh":
		return keepHan(prior, "zh-Hans"), 0.95 * share
	}
	return prior, 0.8 * share
}

// keepHan answers with the prior locale when it is Chinese of the same characters.
func keepHan(prior, found string) string {
	hant := strings.Contains(prior, "TW") || strings.Contains(prior, "HK") || strings.Contains(prior, "Hant")
	if Base(prior) == "zh" && hant == (found == "zh-Hant") {
		return prior
	}
	return found
}

const (
	simplifiedOnly  = "这个们来时会过发对请问订单货钱价费号运输邮递电码换坏机么吗说谁给应该还没开关门题现买卖东产质两样种长间进远边车马见觉话语让认识转达选择处备网络总级约标简单传维护报损伤压数据图书闭显错误态优惠积询谢贵尽快预计税证书条规则细节链连线热温净湿毕录视频声强宽无线蓝红黄绿紧满额账户实际师专业"
	traditionalOnly = "這個們來時會過發對請問訂單貨錢價費號運輸郵遞電碼換壞機麼嗎說誰給應該還沒開關門題現買賣東產質兩樣種長間進遠邊車馬見覺話語讓認識轉達選擇處備網絡總級約標簡單傳維護報損傷壓數據圖書閉顯錯誤態優惠積詢謝貴盡預計稅證書條規則細節鏈連線熱溫淨濕畢錄視頻聲強寬無線藍紅黃綠緊滿額賬戶實際師專業"
	japaneseOnly    = "払込働円気駅売読銭県図変対応験価格検査届箱様済渡込"
)

// scriptOf is the script of a single word.
func scriptOf(word string) string {
	only := ""
	for _, r := range word {
		s := runeScript(r)
		if only != "" && s != "" && s != only {
			mixed, _ := countScripts(word).main()
			return mixed
		}
		only = cmp.Or(only, s)
	}
	return only
}

// accented are words whose marks tell the language where their bare letters are words of another.
var accented = map[string]string{"c'è": "it", "c’è": "it", "cos'è": "it", "tá": "pt", "cadê": "pt", "còn": "vi", "giá": "vi", "hàng": "vi", "gì": "vi", "có": "vi", "mấy": "vi", "đâu": "vi", "trả": "vi", "đổi": "vi", "lỗi": "vi",
	"hỏng": "vi", "rồi": "vi", "chưa": "vi", "nào": "vi", "mà": "vi", "vậy": "vi", "nhé": "vi", "ạ": "vi", "dạ": "vi", "où": "fr", "ça": "fr", "très": "fr", "già": "it", "più": "it", "perché": "it", "città": "it"}

// marks adds what letters alone tell.
func marks(text string, score map[string]float64) {
	for _, r := range text {
		for _, m := range letterMarks {
			if strings.ContainsRune(m.letters, r) {
				for _, l := range m.langs {
					score[l] += m.weight
				}
			}
		}
	}
}

var letterMarks = []struct {
	letters string
	langs   []string
	weight  float64
}{
	{"ßẞ", []string{"de"}, 1.5}, {"äöüÄÖÜ", []string{"de"}, 0.6}, {"ãõÃÕ", []string{"pt"}, 1.2}, {"ñÑ¿¡", []string{"es"}, 1.2},
	{"çÇ", []string{"pt", "fr"}, 0.4}, {"œŒêÊîûùèÈ", []string{"fr"}, 0.4}, {"ìòÌÒ", []string{"it"}, 0.6}, {"èàù", []string{"it"}, 0.2},
	{"ăđơưĂĐƠƯạảấầẩẫậắằẳẵặẹẻẽếềểễệịỉĩọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ", []string{"vi"}, 1}, {"áéíóúÁÉÍÓÚ", []string{"es", "pt"}, 0.25}, {"âê", []string{"pt"}, 0.2},
	{"éÉ", []string{"fr"}, 0.2}, {"łżźśćńęą", []string{"pl"}, 1}, {"ğşı", []string{"tr"}, 1},
}

// endingEvidence lets the shape of an unknown word speak a little.
func endingEvidence(word string, score map[string]float64) {
	if len(word) < 5 {
		return
	}
	for _, e := range wordEndings {
		if strings.HasSuffix(word, e.end) {
			score[e.lang] += e.weight
		}
	}
}

var wordEndings = []struct {
	end, lang string
	weight    float64
}{
	{"ung", "de", .5}, {"ungen", "de", .6}, {"keit", "de", .6}, {"lich", "de", .5}, {"isch", "de", .4}, {"heit", "de", .5}, {"schaft", "de", .6}, {"zeit", "de", .5}, {"frist", "de", .5}, {"geld", "de", .4},
	{"cao", "pt", .6}, {"coes", "pt", .6}, {"agem", "pt", .5}, {"mento", "pt", .2}, {"dade", "pt", .5}, {"inho", "pt", .5},
	{"cion", "es", .6}, {"ciones", "es", .6}, {"dad", "es", .4}, {"miento", "es", .5}, {"aje", "es", .3},
	{"zione", "it", .6}, {"zioni", "it", .6}, {"mento", "it", .2}, {"tta", "it", .2}, {"tto", "it", .2},
	{"ement", "fr", .4}, {"eur", "fr", .4}, {"eux", "fr", .4}, {"aison", "fr", .5}, {"ment", "fr", .15},
	{"ing", "en", .4}, {"tion", "en", .2}, {"ness", "en", .4}, {"ed", "en", .15}, {"ly", "en", .3}, {"ght", "en", .5},
}

// builtinWords are the function words, and the words of trade, of Latin languages that may not have a pack yet.
var builtinWords = map[string]string{
	"es": "el la los las un una unos unas de del al y o que qué en con por para sin sobre es son está están fue era ser estar hay tiene tengo tienen puedo puede pueden quiero quisiera necesito mi mis su sus tu me te se le lo nos no sí si pero como cómo cuando cuándo donde dónde cuanto cuánto cuántos cuánta cuesta cuál cuáles quién hola gracias buenos buenas días tardes noches favor pedido envío envio devolver devolución devolucion garantía reembolso paquete talla precio tienda llega llegar tarda comprar aceptan hacen muy más también ya todavía aún este esta esto ese esa eso hasta desde entre ayuda dinero cuenta recibir factura otra vez nada bueno vale chido neta órale orale ahorita apúrense apurense güey wey mande híjole",
	"fr": "le la les un une des du de et ou que qui quoi dans en avec sans pour par sur est sont était être avoir ai as a avez ont puis peut peux pouvez je tu il elle nous vous ils elles mon ma mes votre vos notre ce cet cette ces ne pas plus très bien oui non si mais comment combien quand où quel quelle quels quelles pourquoi bonjour bonsoir merci s'il plaît svp commande livraison retour retourner remboursement garantie colis prix taille magasin acheter acceptez faites délai délais jours suis est-ce c'est j'ai d'un l'article aussi encore toujours déjà fait faire veux voudrais aimerais au aux avant après chez facture cadeau reçu remboursé",
	"it": "il lo la i gli le un uno una di del della dei delle al alla e o che chi in nel nella con per su da dal senza è sono era essere ho hai ha abbiamo avete hanno posso può potete voglio vorrei mio mia miei mie suo sua vostro vostra mi ti si ci non sì ma come quanto quanti quanta quando dove quale quali perché ciao buongiorno buonasera salve grazie prego ordine spedizione reso restituire rimborso garanzia pacco prezzo taglia negozio comprare accettate fate arriva costa molto più anche già ancora questo questa quello se tempo giorni fattura mio grazie aiuto",
	"vi": "toi ban la co khong cua va cho duoc bao nhieu lau gi nao the o dau khi voi mua hang don giao tra doi hoan tien phi gia bao hanh tôi bạn là có không của và được bao nhiêu ngày",
	"ja": "arigato arigatou sumimasen konnichiwa konbanwa ohayou kudasai onegai onegaishimasu ikura itsu henpin henkin todokanai todoita doko desu desuka masu masuka hayaku gomen gomennasai daijoubu haitatsu chumon chuumon nandesuka oshiete hoshii",
	"ko": "annyeong annyeonghaseyo juseyo kamsahamnida gamsahamnida gomawo eolma eolmaeyo eonje baesong hwanbul gyohwan jumun jebal eodi mwoyeyo isseoyo eopseoyo joesonghamnida",
	"zh": "nihao ninhao xiexie duoshao duoshaoqian tuikuan tuihuo fahuo kuaidi shenme zenme meiyou keyi kefu zhongwen dingdan wuliu huanhuo baoxiu qingwen duojiu shihou",
	"ar": "salam salaam marhaba mar7aba shukran shokran wain wayn bikam talab talabi tawseel tawsil habibi 3ndkm inshallah yalla emta",
	"th": "sawasdee sawatdee sawaddee khrap krap krub kha khopkhun khobkhun thaorai taorai thao rai raka",
	"ru": "privet zdravstvuyte zdravstvujte spasibo skolko stoit gde zakaz dostavka vozvrat pozhaluysta pojaluista kogda posylka tovar dengi",
	"nl": "de het een en van ik je niet met voor dat is hoe wat waar mijn bestelling pakket lang duurt kan retour terug garantie verzending hoeveel kost",
	"tr": "bir ve ne için mi nasıl kaç nerede siparişim kargo iade garanti ücret gün var yok",
	"pl": "nie jest jak czy ile gdzie moje zamówienie paczka zwrot gwarancja kosztuje dni dla na się to",
	"de": "wo ist mein paket garantie gewährleistung lieferung rückgabe umtausch erstattung versand",
	"pt": "cadê cade meu pedido garantia entrega devolução troca reembolso frete encomenda prazo",
	"en": "refund warranty shipping return delivery order tracking money where my package",
}
