import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { ContactDetail } from "@/features/contacts/detail";
import { ContactList } from "@/features/contacts/list";
import classes from "./contacts.module.css";

export function ContactsPage() {
  const { t } = useTranslation();
  const { id } = useParams({ strict: false });
  const { q } = useSearch({ from: "/inside/contacts" });
  const navigate = useNavigate();
  useEffect(() => {
    document.title = `${t("nav.contacts")} · Parley`;
  }, [t]);
  return (
    <div className={classes.panes} data-open={id ? "" : undefined}>
      <section className={classes.list} aria-label={t("nav.contacts")}>
        <ContactList
          q={q ?? ""}
          selected={id}
          onSearch={(text) => navigate({ to: ".", search: { q: text || undefined }, replace: true })}
        />
      </section>
      <section className={classes.detail} aria-label={t("contacts.detail")}>
        <ContactDetail id={id} onBack={() => navigate({ to: "/contacts", search: (s) => s })} />
      </section>
    </div>
  );
}
