import i18n from "i18next";
import { initReactI18next, useTranslation } from "react-i18next";
import en from "@/locales/en.json";
import zh from "@/locales/zh.json";

export const languages = ["en", "zh"] as const;
export type UiLanguage = (typeof languages)[number];

const stored = "parley.language";

function first(): UiLanguage {
  const wish = localStorage.getItem(stored) ?? navigator.language;
  return wish.startsWith("zh") ? "zh" : "en";
}

export function startI18n() {
  i18n.use(initReactI18next).init({
    lng: first(),
    fallbackLng: "en",
    resources: { en: { translation: en }, zh: { translation: zh } },
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  document.documentElement.lang = htmlLang(i18n.language);
  i18n.on("languageChanged", (l) => {
    document.documentElement.lang = htmlLang(l);
  });
}

// Dates and clocks as her browser knows them from home: 24 hours in London, 12 in New York.
const english = navigator.languages.find((l) => /^en-/.test(l)) ?? "en";

const htmlLang = (l: string) => (l === "zh" ? "zh-CN" : "en");

export function setLanguage(language: UiLanguage) {
  localStorage.setItem(stored, language);
  return i18n.changeLanguage(language);
}

/** The language of the screen as Intl wants it. */
export function useUi(): string {
  const { i18n: it } = useTranslation();
  return it.language === "zh" ? "zh-CN" : english;
}
