import { countryName } from "@ui/language";
import { useTranslation } from "react-i18next";
import { useUi } from "./i18n";

interface Person {
  name?: string;
  email?: string;
}

/** A customer's name; an unknown one is told apart by her country. */
export function useContactName() {
  const { t } = useTranslation();
  const ui = useUi();
  return (contact: Person | undefined, country?: string) => {
    if (contact?.name || contact?.email) return contact.name || contact.email || "";
    return country ? t("contact.visitor_from", { country: countryName(country, ui) }) : t("contact.visitor");
  };
}
