package builtin
import ("testing";"fmt";"os")
func TestZZ(t *testing.T){
 if os.Getenv("ZZ")=="" {t.Skip()}
 for _,q:=range []string{"注文のキャンセルはいつまでできますか","Can I return a helmet?","Kann ich einen Helm zurückgeben?","头盔可以退吗","How do I return something?","Wie schicke ich etwas zurück?","怎么退货","Do you ship to Saudi Arabia?","do you ship to Canada?","Liefern Sie nach Kanada?","What happens if my battery gets too hot?","Was bedeutet E7?","E7是什么意思","エラーE4が出ました","Where is my refund?","I bought a bike last week and the tyre is flat, is that covered by warranty?","Deckt die Garantie Bremsbeläge ab?","is shipping free?","ab welchem Betrag ist der Versand kostenlos?","满多少包邮","送料無料になるのはいくらからですか","Zahlen Sie Einfuhrsteuer für die Schweiz?","Kann ich in Raten zahlen?","how much is the velora","Welche Farben hat das Velora City 7?","What voltage is the charger of the Velora Trek E in Japan?","Gibt es das Rad in rot?","hello, how long is a gift card valid?","and what is your phone number","wie viel wiegt das Velora City 7","puedo devolver un casco?","combien de temps pour la livraison au japon?","livraison","refund??","Garantie?","shipping","كيف أرجع المنتج؟","como faço para devolver?","where are you located?","كم كيلو يتحمل الرف الخلفي"}{
  c:=newTalk(t,""); text,r:=c.say(q)
  fmt.Printf("%s\n   → [%s %s] %s\n", q, r.Outcome, refs(r), text);if os.Getenv("ZZ")=="2" {fmt.Printf("%s\n",r.Understood)}
 }
}
