import { countryName, languageName } from "@ui/language";

// What the assistant speaks: the packs in content/locales, which a test compares.
// biome-ignore format: a list reads better in lines
export const spoken = [
  "ar-SA", "de-DE", "en-US", "es-ES", "es-MX", "fr-FR", "it-IT", "ja-JP", "ko-KR", "pt-BR", "pt-PT", "ru-RU", "th-TH", "vi-VN", "zh-CN",
];

// Offered in pickers. The server takes any BCP 47 tag and any ISO country; these are the ones shops ask for besides.
const locales = [...spoken, "en-GB", "zh-TW", "nl-NL", "pl-PL", "sv-SE", "tr-TR", "id-ID", "hi-IN"];
const countries =
  "AE AR AT AU BE BG BR CA CH CL CN CO CY CZ DE DK EE EG ES FI FR GB GR HK HR HU ID IE IL IN IS IT JP KR KW LT LU LV MA MT MX MY NL NO NZ PE PH PL PT QA RO SA SE SG SI SK TH TR TW UA US VN ZA".split(
    " ",
  );

const byLabel = (ui: string) => (a: { label: string }, b: { label: string }) => a.label.localeCompare(b.label, ui);

export const countryOptions = (ui: string) =>
  countries.map((value) => ({ value, label: countryName(value, ui) })).sort(byLabel(ui));

export const localeOptions = (ui: string, also: string[] = []) =>
  [...new Set([...locales, ...also])].map((value) => ({ value, label: languageName(value, ui) })).sort(byLabel(ui));

/** The languages in which customers can be served: those that the assistant speaks, and what the shop has chosen already. */
export const spokenOptions = (ui: string, also: string[] = []) =>
  [...new Set([...spoken, ...also])].map((value) => ({ value, label: languageName(value, ui) })).sort(byLabel(ui));

// Articles are written in a language; a country belongs to it only where the words differ.
// biome-ignore format: a list reads better in lines
const languages = [
  "en", "en-GB", "zh-CN", "zh-TW", "ja", "ko", "de", "fr", "es", "es-MX", "it", "pt-BR", "pt-PT", "nl", "pl", "sv", "tr", "ru", "ar", "th", "vi",
  "id", "hi",
];

export const languageOptions = (ui: string, also: string[] = []) =>
  [...new Set([...languages, ...also])].map((value) => ({ value, label: languageName(value, ui) })).sort(byLabel(ui));
