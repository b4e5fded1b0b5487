import { useTranslation } from "react-i18next";
import { languages, setLanguage, type UiLanguage } from "./i18n";
import classes from "./switch.module.css";

const own: Record<UiLanguage, string> = { en: "English", zh: "中文" };

/** Both languages in their own words, one press apart. */
export function LanguageSwitch({ onChange }: { onChange?: (l: UiLanguage) => void }) {
  const { t, i18n } = useTranslation();
  return (
    <fieldset className={classes.switch} aria-label={t("shell.language")} data-testid="language-switch">
      {languages.map((l) => (
        <button
          key={l}
          type="button"
          lang={l === "zh" ? "zh-CN" : "en"}
          aria-pressed={i18n.language === l}
          onClick={() => {
            setLanguage(l);
            onChange?.(l);
          }}
          data-testid={`language-${l}`}
        >
          {own[l]}
        </button>
      ))}
    </fieldset>
  );
}
