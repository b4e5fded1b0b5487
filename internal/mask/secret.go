package mask

import (
	"regexp"
	"strings"
	"unicode"
)

var (
	codeWord = words(`cvv2?`, `cvc2?`, `cvn`, `csc`, `security code`, `card code`, `安全码`, `安全碼`, `セキュリティコード`, `보안\s?코드`, `c[óo]digo de segur\w+`, `cryptogramme`, `code de s[ée]curit[ée]`,
		`sicherheitscode`, `pr[üu]fziffer`, `pr[üu]fnummer`, `codice di sicurezza`, `код безопасности`, `رمز الأمان`, `الرمز السري`, `รหัสความปลอดภัย`, `mã bảo mật`)
	codeAfterWord = regexp.MustCompile(`^[^0-9\n]{0,16}?([0-9]{3,4})(?:$|[^0-9])`)
	// codeAfterCard: after a card come its month and year, perhaps, and then the code, with nothing but signs between.
	codeAfterCard = regexp.MustCompile(`^[\s,;:|/()-]{0,4}(?:[01]?[0-9] ?[/.-] ?(?:20)?[0-9]{2}[\s,;:|/()-]{1,4})?([0-9]{3,4})(?:[\s,;|)]*$|[\s,;|)]+[^0-9€$£¥%\s])`)
)

// securityCodes finds the three or four digits that belong to a card.
func securityCodes(text string, found []hidden) (out []hidden) {
	for _, m := range codeWord.FindAllStringIndex(text, -1) {
		if d := codeAfterWord.FindStringSubmatchIndex(text[m[1]:]); d != nil {
			out = append(out, hidden{lo: m[1] + d[2], hi: m[1] + d[3], kind: Code})
		}
	}
	for _, h := range found {
		if h.kind != Card {
			continue
		}
		if d := codeAfterCard.FindStringSubmatchIndex(text[h.hi:]); d != nil {
			out = append(out, hidden{lo: h.hi + d[2], hi: h.hi + d[3], kind: Code})
		}
	}
	return out
}

// The words that announce a password, and those that announce a one-time code.
var passwordWords = []string{`pass ?words?`, `pass ?code`, `pass ?phrase`, `passwd`, `pwd`, `log-?in ?code`, `密码`, `密碼`, `口令`, `パスワード`, `暗証番号`, `비밀번호`, `비번`, `패스워드`, `암호`, `contrase[ñn]a`, `clave`, `senha`, `palavra-passe`,
	`mot de passe`, `mdp`, `passwort`, `kennwort`, `geheimzahl`, `parola d'ordine`, `пароль`, `пароля`, `паролем`, `كلمة (?:السر|المرور)`, `كلمه (?:السر|المرور)`, `الرقم السري`, `باسورد`, `รหัสผ่าน`, `พาสเวิร์ด`, `mật khẩu`, `mat khau`, `pin`}

var onceWords = []string{`otp`, `one[- ]time (?:code|password|pin)`, `verification code`, `sms code`, `auth(?:entication)? code`, `2fa(?: code)?`, `验证码`, `驗證碼`, `校验码`, `動態碼`, `认证码`, `認証コード`, `確認コード`, `ワンタイムパスワード`, `인증\s?번호`, `인증\s?코드`,
	`c[óo]digo (?:de verificaci[óo]n|sms|de verifica[çc][ãa]o|de confirmaci[óo]n)`, `code (?:de v[ée]rification|sms|de confirmation)`, `best[äa]tigungscode`, `verifizierungscode`, `sms-code`, `\btan\b`, `codice (?:di verifica|otp|sms)`,
	`код (?:подтверждения|из смс|из sms)`, `смс-код`, `رمز (?:التحقق|التأكيد)`, `كود التحقق`, `รหัส otp`, `รหัสยืนยัน`, `mã (?:xác minh|xác nhận|xác thực|otp)`}

var (
	passwordWord = words(passwordWords...)
	onceWord     = words(onceWords...)
	secretWord   = words(append(append([]string{`cvv`, `cvc`}, passwordWords...), onceWords...)...)

	// link is what stands between the word and the secret: "is", in each language, or a sign.
	link = regexp.MustCompile(`(?i)^(?:[\s"'“”«»„「『(]{0,3}(?:(?:for|to|of|für|de|para|pour|per|do|da|del|от|для|của|ของ)\s\S{1,20}(?:\s\S{1,20})?\s)?((?:is|was|are|est|es|era|[éeè]|ist|war|lautet|это|был|هي|هو|là)\s|คือ|是|为|為|は|が|는|은|가|이)?\s{0,2}([:：=-]|->|→)?[\s"'“”«»„「『(]{0,3})`)
	once = regexp.MustCompile(`(?i)^\D{0,24}?([0-9](?:[ -]?[0-9]){3,7})(?:$|[^0-9])`)
)

// passwords finds what a text says is a password or a one-time code.
func passwords(text string, _ []hidden) (found []hidden) {
	for _, m := range passwordWord.FindAllStringIndex(text, -1) {
		if m[1] < len(text) && isLetter(text[m[1]]) {
			continue // pinterest, claves
		}
		if lo, hi := secretAfter(text, m[1]); hi > lo {
			found = append(found, hidden{lo: lo, hi: hi, kind: Secret})
		}
	}
	for _, m := range onceWord.FindAllStringIndex(text, -1) {
		if d := once.FindStringSubmatchIndex(text[m[1]:]); d != nil {
			found = append(found, hidden{lo: m[1] + d[2], hi: m[1] + d[3], kind: Secret})
		}
	}
	return found
}

// secretAfter finds the secret that follows the word for it. It must look like one, or be announced and be all that follows: "my
// password is wrong" tells no password.
func secretAfter(text string, at int) (lo, hi int) {
	m := link.FindStringSubmatchIndex(text[at:])
	if m == nil {
		return 0, 0
	}
	said, sign := m[2] >= 0, m[4] >= 0
	lo = at + m[1]
	hi = lo
	for _, r := range text[lo:] {
		if unicode.IsSpace(r) || strings.ContainsRune("\"”»」』,;،；，。、", r) || r > 0x2E7F {
			break
		}
		hi += len(string(r))
	}
	hi = lo + len(strings.TrimRight(text[lo:hi], ".)!?…'"))
	token := text[lo:hi]
	switch n := len([]rune(token)); {
	case n < 3 || n > 64 || strings.Contains(token, "••"):
		return 0, 0
	case looksSecret(token):
		return lo, hi
	case (said || sign) && ends(text[hi:]) && !plainWord.MatchString(token) && (sign || token[0] < 0x80):
		return lo, hi
	}
	return 0, 0
}

// looksSecret: a digit or an unusual sign in it, or capitals inside.
func looksSecret(token string) bool {
	if strings.HasPrefix(token, "http") {
		return false
	}
	for i, r := range token {
		if unicode.IsDigit(r) || strings.ContainsRune("!@#$%^&*+=_?<>~", r) || i > 0 && r < 0x80 && unicode.IsUpper(r) && strings.ToUpper(token) != token {
			return true
		}
	}
	return false
}

// ends says whether nothing of the sentence follows.
func ends(rest string) bool {
	rest = strings.TrimLeft(rest, " \t\"”»」』'")
	return rest == "" || strings.ContainsRune(".,;!?\n)，。；！？、،؛", []rune(rest)[0])
}

// plainWord are words that follow "the password is" and are none.
var plainWord = regexp.MustCompile(`(?i)^(?:not|no|wrong|incorrect|invalid|lost|expired|forgotten|gone|missing|correct|right|fine|ok|okay|the|a|an|too|very|still|always|being|already|never|required|needed|rejected|refused|blocked|locked|reset|changed|unknown|hidden|secret|private|working|weak|strong|short|long|safe|what|where|which|why|how|please|it|this|that|` +
	`falsch|ungültig|abgelaufen|vergessen|weg|richtig|nicht|gesperrt|verloren|incorrect[ao]?|inv[áa]lid[ao]|incorrecta|err[óo]ne[ao]|equivocad[ao]|olvidad[ao]|correct[ao]|no|não|n[ãa]o|errad[ao]|expirad[ao]|esquecid[ao]|bloquead[ao]|fausse?|erroné|expiré|oublié|perdu|bloqué|pas|` +
	`sbagliat[ao]|errat[ao]|scadut[ao]|dimenticat[ao]|non|неверн\p{L}*|неправильн\p{L}*|забыл\p{L}*|не|sai|đúng|quên|không|gì|خاطئة|خطأ|منتهية|غير)$`)
