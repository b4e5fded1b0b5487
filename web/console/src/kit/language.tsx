import { languageName } from "@ui/language";
import { useUi } from "./i18n";

export function Language({ locale, short, className }: { locale: string; short?: boolean; className?: string }) {
  const ui = useUi();
  return (
    <span className={className} title={languageName(locale, ui)}>
      {languageName(locale, ui, short)}
    </span>
  );
}
