#!/usr/bin/env python3
"""Strict check of the blind evaluation files: shape, ids, balance, and every
expectation against the text it must come from. Exit code 1 on any error.

    python3 bench/blind/check.py            # from the repository root
    python3 bench/blind/check.py -v         # also lists word groups found in no source text (review by eye)
"""
import collections
import json
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
DEMO = HERE.parent.parent / "demo" / "demo"
LOCALES = ["en-US", "zh-CN", "ja-JP", "de-DE", "pt-BR", "ar-SA"]
KINDS = {"article", "order", "product", "handoff", "smalltalk", "out_of_scope"}
STATUS = {"processing", "shipped", "in_customs", "delivered", "returned", "refunded", "cancelled"}
CURRENCY = {"US": "USD", "CN": "CNY", "JP": "JPY", "DE": "EUR", "FR": "EUR", "GB": "GBP", "BR": "BRL", "SA": "SAR", "TW": "TWD"}
errors, review = [], []


def bad(where, what):
    errors.append(f"{where}: {what}")


def pairs(found):
    keys = [k for k, _ in found]
    for k in keys:
        if keys.count(k) > 1:
            raise ValueError(f"field {k} twice")
    return dict(found)


def load(path):
    rows, ids = [], set()
    raw = path.read_bytes()
    if not raw.endswith(b"\n"):
        bad(path.name, "no newline at the end")
    for n, line in enumerate(raw.decode("utf-8").splitlines(), 1):
        try:
            row = json.loads(line, object_pairs_hook=pairs)
        except ValueError as e:
            bad(f"{path.name}:{n}", e)
            continue
        where = f"{path.name}:{n} {row.get('id')}"
        if row.get("id") in ids:
            bad(where, "id twice")
        ids.add(row.get("id"))
        rows.append((where, row))
    return rows


def fields(where, row, need, may=()):
    for k in row:
        if k not in need and k not in may:
            bad(where, f"unknown field {k}")
    for k in need:
        if k not in row:
            bad(where, f"missing field {k}")


def fold(s):
    s = s.translate(str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789"))
    for dash in "-—～~〜−":
        s = s.replace(dash, "–")
    s = re.sub(r"(?<=\d)[,.\u00a0\u202f ](?=\d{3}\b)", "", s)
    s = re.sub(r"(?<=\d),(?=\d)", ".", s)
    return re.sub(r"\s+", " ", s).lower()


def shop(folder):
    arts, prods, orders = {}, {}, {}
    for w, a in load(folder / "articles.jsonl"):
        fields(w, a, {"id", "lang", "title", "body", "tags"}, {"market", "variants"})
        text = {(a["lang"], a.get("market")): a["title"] + "\n" + a["body"]}
        for v in a.get("variants", []):
            fields(w, v, {"locale", "title", "body"}, {"market"})
            text[(v["locale"], v.get("market"))] = v["title"] + "\n" + v["body"]
        arts[a["id"]] = text
    for w, p in load(folder / "products.jsonl"):
        fields(w, p, {"id", "name", "category", "price", "attributes", "in_stock", "related", "promotions"}, {"images", "names"})
        prods[p["id"]] = p
    for p in prods.values():
        for r in p["related"]:
            if r not in prods:
                bad(p["id"], f"related product {r} is unknown")
    for w, o in load(folder / "orders.jsonl"):
        fields(w, o, {"id", "email", "customer", "country", "items", "status", "dates", "subtotal", "shipping", "total", "currency", "payment_method"},
               {"carrier", "tracking_number"})
        for i in o["items"]:
            fields(w, i, {"product_id", "name", "qty", "unit_price"}, {"variant"})
            if i["product_id"] not in prods:
                bad(w, f"product {i['product_id']} is unknown")
            elif prods[i["product_id"]]["price"].get(o["currency"]) != i["unit_price"]:
                bad(w, f"price of {i['product_id']} differs from the catalogue")
        fields(w, o["dates"], {"ordered_days_ago"}, {"shipped_days_ago", "delivered_days_ago", "closed_days_ago"})
        if o["status"] not in STATUS:
            bad(w, f"status {o['status']}")
        if abs(sum(i["qty"] * i["unit_price"] for i in o["items"]) - o["subtotal"]) > 0.001 or abs(o["subtotal"] + o["shipping"] - o["total"]) > 0.001:
            bad(w, "the sum is wrong")
        if CURRENCY[o["country"]] != o["currency"]:
            bad(w, "currency and country differ")
        orders[o["id"]] = o
    return arts, prods, orders


def strings(x):
    if isinstance(x, dict):
        for v in x.values():
            yield from strings(v)
    elif isinstance(x, list):
        for v in x:
            yield from strings(v)
    elif not isinstance(x, bool):
        yield str(x)


def source(e, locale, country, data):
    """The text an answer may come from, and whether it is in the reply's own language."""
    arts, prods, orders = data
    out, native = [], False
    for a in e["article_ids"]:
        for (lang, market), text in arts[a].items():
            if market in (None, country):
                out.append(text)
                native |= lang == e["reply_lang"]
    for p in e.get("product_ids", []):
        for k, v in prods[p].items():
            if k == "price":
                out.append(str(v[CURRENCY[country]]))
            elif k == "attributes" and isinstance(v.get("volts"), dict):
                out += [v["volts"].get(country, "")] + list(strings({a: b for a, b in v.items() if a != "volts"}))
            else:
                out += list(strings(v))
    if e.get("order_id"):
        out += list(strings(orders[e["order_id"]]))
    return fold("\n".join(out)), native


def expectation(w, locale, country, said, e, data, cut=False, turn=0):
    fields(w, e, {"kind", "article_ids", "must_contain", "must_not_contain", "reply_lang"}, {"product_ids", "order_id", "identity", "gold", "handoff_acceptable"})
    arts, prods, orders = data
    if e["kind"] not in KINDS:
        bad(w, f"kind {e['kind']}")
    if e["reply_lang"] not in LOCALES:
        bad(w, f"reply_lang {e['reply_lang']}")
    if e.get("identity", "ok") not in ("ok", "missing", "mismatch"):
        bad(w, f"identity {e['identity']}")
    for a in e["article_ids"]:
        if a not in arts:
            return bad(w, f"article {a} is unknown")
    for p in e.get("product_ids", []):
        if p not in prods:
            return bad(w, f"product {p} is unknown")
    for g in e["must_contain"]:
        if not isinstance(g, list) or not g or not all(isinstance(s, str) and s for s in g):
            bad(w, f"must_contain group {g}")
    for pat in e["must_not_contain"]:
        if m := re.fullmatch(r"/(.*)/(i?)", pat):
            if re.search(r"\(\?[=!<]|\\[1-9]", m[1]):
                bad(w, f"{pat}: not RE2")
            re.compile(m[1])
    if e["kind"] == "article" and not e["article_ids"] or e["kind"] == "product" and not e.get("product_ids"):
        bad(w, "no evidence named")
    if e["kind"] == "order":
        if "identity" not in e or (e["identity"] == "ok") != ("order_id" in e):
            bad(w, "order without identity, or order_id without identity ok")
        if e["identity"] == "ok" and e["order_id"] not in orders:
            return bad(w, f"order {e['order_id']} is unknown")
        number = [o for o in orders.values() if re.sub(r"\W", "", o["id"]).lower() in re.sub(r"[\W_]", "", said).lower()]
        email = [o for o in orders.values() if o["email"] in said]
        both = [o for o in number if o in email]
        if e["identity"] == "ok" and e["order_id"] not in [o["id"] for o in both]:
            bad(w, "identity ok, but number and e-mail of that order were not both said")
        if e["identity"] == "missing" and (both or "@" in said and number):
            bad(w, "identity missing, but both were said")
        if e["identity"] == "mismatch" and (both or "@" not in said or not re.search(r"\d{4}", said)):
            bad(w, "identity mismatch, but the pair fits or is not complete")
    if cut and e["must_contain"]:
        bad(w, "a turn that is interrupted must not demand content")
    if e["kind"] in ("article", "product") or e.get("order_id"):
        text, native = source(e, locale, country, data)
        for g in e["must_contain"]:
            if any(fold(s) in text for s in g) or any(re.search(rf"(?<!\d){m[1]}(?!\d)", text) for s in g if (m := re.fullmatch(r"(\d+) ?[^\W\d]+", s))):
                continue
            if any(c.isdigit() for s in g[:1] for c in s):
                bad(w, f"figure {g[:3]} is in no source text")
            else:
                review.append(f"{w}: {g} ({'own language' if native else 'other language'})")
        for g in e["must_contain"]:
            for pat in e["must_not_contain"]:
                m = re.fullmatch(r"/(.*)/(i?)", pat)
                if all(re.search(m[1], s) if m else pat in s for s in g):
                    bad(w, f"{pat} forbids what {g} demands")


def half(rows, tag, size, kinds):
    table = collections.Counter()
    for w, r in rows:
        if not re.fullmatch(rf"[tu]-{tag}-[a-z]{{2}}-\d\d", r["id"]):
            bad(w, "form of the id")
        for k in kinds(r):
            table[r["locale"], k, r["id"][0]] += 1
        table[r["locale"], "all", r["id"][0]] += 1
    for loc in LOCALES:
        t, u = table[loc, "all", "t"], table[loc, "all", "u"]
        if t + u != size:
            bad(tag, f"{loc}: {t + u} instead of {size}")
        for k in {k for (l, k, _) in table if l == loc}:
            if abs(table[loc, k, "t"] - table[loc, k, "u"]) > 1:
                bad(tag, f"{loc} {k}: halves differ by more than one")
    return table


def questions(path, data, tag, size):
    rows = load(path)
    for w, r in rows:
        fields(w, r, {"id", "locale", "country", "text", "expect"})
        if r["locale"] not in LOCALES or r["country"] not in CURRENCY:
            bad(w, "locale or country")
        expectation(w, r["locale"], r["country"], r["text"], r["expect"], data)
    if len({r["text"] for _, r in rows}) != len(rows):
        bad(path.name, "the same text twice")
    table = half(rows, tag, size, lambda r: [r["expect"]["kind"]])
    print(f"\n{path.name}: {len(rows)}   (tuning + unseen)")
    kinds = ["article", "product", "order", "handoff", "smalltalk", "out_of_scope", "all"]
    print("locale  " + "".join(f"{k:>14}" for k in kinds))
    for loc in LOCALES:
        print(loc + "   " + "".join(f"{table[loc, k, 't']:>10} + {table[loc, k, 'u']}"[-14:] for k in kinds))


def dialogues(path, data, tag, size):
    rows = load(path)
    for w, r in rows:
        fields(w, r, {"id", "locale", "country", "turns"}, {"theme"})
        said = ""
        if not 2 <= len(r["turns"]) <= 4:
            bad(w, "2 to 4 turns")
        for i, t in enumerate(r["turns"]):
            fields(w, t, {"say", "expect"}, {"interrupt"})
            if "interrupt" in t:
                fields(w, t["interrupt"], {"interrupt_after_ms"})
            said += "\n" + t["say"]
            expectation(f"{w} turn {i + 1}", r["locale"], r["country"], said, t["expect"], data, cut="interrupt" in t, turn=i)
    table = half(rows, tag, size, lambda r: [])
    t = sum(v for (l, k, h), v in table.items() if k == "all" and h == "t")
    print(f"\n{path.name}: {len(rows)} dialogues, {sum(len(r['turns']) for _, r in rows)} turns, {t} tuning + {len(rows) - t} unseen; "
          + ", ".join(f"{k} {v}" for k, v in collections.Counter(r["theme"] for _, r in rows).items()))


demo = shop(DEMO)
questions(HERE / "demo-questions.jsonl", demo, "demo", 20)
dialogues(HERE / "demo-dialogues.jsonl", demo, "demod", 5)
if (HERE / "shop-questions.jsonl").exists():
    other = shop(HERE / "shop")
    print(f"\nshop: {len(other[0])} articles, {len(other[1])} products, {len(other[2])} orders")
    questions(HERE / "shop-questions.jsonl", other, "shop", 25)
    dialogues(HERE / "shop-dialogues.jsonl", other, "shopd", 4)
if "-v" in sys.argv:
    print("\n" + "\n".join(review))
print(f"\n{len(errors)} errors, {len(review)} word groups for the eye")
print("\n".join(errors))
sys.exit(bool(errors))
