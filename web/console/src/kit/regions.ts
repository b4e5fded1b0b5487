import { countryName, languageName } from "@ui/language";

// Offered in pickers. The server takes any BCP 47 tag and any ISO country; these are the ones shops ask for.
// biome-ignore format: a list reads better in lines
export const locales = [
  "en-US", "en-GB", "zh-CN", "zh-TW", "ja-JP", "ko-KR", "de-DE", "fr-FR", "es-ES", "es-MX", "it-IT", "pt-BR", "pt-PT",
  "nl-NL", "pl-PL", "sv-SE", "tr-TR", "ru-RU", "ar", "th-TH", "vi-VN", "id-ID", "hi-IN",
];
const countries =
  "AE AR AT AU BE BG BR CA CH CL CN CO CY CZ DE DK EE EG ES FI FR GB GR HK HR HU ID IE IL IN IS IT JP KR KW LT LU LV MA MT MX MY NL NO NZ PE PH PL PT QA RO SA SE SG SI SK TH TR TW UA US VN ZA".split(
    " ",
  );

const byLabel = (ui: string) => (a: { label: string }, b: { label: string }) => a.label.localeCompare(b.label, ui);

export const countryOptions = (ui: string) =>
  countries.map((value) => ({ value, label: countryName(value, ui) })).sort(byLabel(ui));

export const localeOptions = (ui: string, also: string[] = []) =>
  [...new Set([...locales, ...also])].map((value) => ({ value, label: languageName(value, ui) })).sort(byLabel(ui));

// Articles are written in a language; a country belongs to it only where the words differ.
// biome-ignore format: a list reads better in lines
const languages = [
  "en", "en-GB", "zh-CN", "zh-TW", "ja", "ko", "de", "fr", "es", "it", "pt-BR", "pt-PT", "nl", "pl", "sv", "tr", "ru", "ar", "th", "vi",
  "id", "hi",
];

export const languageOptions = (ui: string, also: string[] = []) =>
  [...new Set([...languages, ...also])].map((value) => ({ value, label: languageName(value, ui) })).sort(byLabel(ui));
