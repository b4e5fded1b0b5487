// Languages are shown by name, never by flag.

const rtl = new Set(["ar", "fa", "he", "ur", "ps", "yi", "dv", "ckb"]);

export function dirOf(locale: string): "rtl" | "ltr" {
  return rtl.has(locale.toLowerCase().split("-")[0] ?? "") ? "rtl" : "ltr";
}

const names = new Map<string, Intl.DisplayNames>();

function displayNames(ui: string, type: "language" | "region"): Intl.DisplayNames {
  const key = `${ui} ${type}`;
  let it = names.get(key);
  if (!it) {
    it = new Intl.DisplayNames([ui, "en"], { type, fallback: "code", languageDisplay: "standard" });
    names.set(key, it);
  }
  return it;
}

/** "de-AT" in English: German (Austria); short: German. */
export function languageName(locale: string, ui: string, short = false): string {
  try {
    // Chinese and Portuguese are told apart by script and country even in the short form: they read differently.
    const base = locale.split("-")[0] ?? locale;
    const keep = base === "zh" || base === "pt";
    return displayNames(ui, "language").of(short && !keep ? base : locale) ?? locale;
  } catch {
    return locale;
  }
}

export function countryName(code: string, ui: string): string {
  try {
    return displayNames(ui, "region").of(code.toUpperCase()) ?? code;
  } catch {
    return code;
  }
}
