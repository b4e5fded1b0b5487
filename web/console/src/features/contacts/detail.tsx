import { ActionIcon } from "@mantine/core";
import { IconArrowLeft, IconShieldCheck, IconUser } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { countryName, languageName } from "@ui/language";
import { useTranslation } from "react-i18next";
import { contactQuery } from "@/api/contacts";
import type { ContactWithRows } from "@/api/types";
import { Face } from "@/kit/avatar";
import { useContactName } from "@/kit/contact";
import { Empty } from "@/kit/empty";
import { Failed } from "@/kit/failed";
import { useUi } from "@/kit/i18n";
import { StatusTag } from "@/kit/status";
import { Ago } from "@/kit/time";
import classes from "./contacts.module.css";

export function ContactDetail({ id, onBack }: { id?: string; onBack: () => void }) {
  const { t } = useTranslation();
  const one = useQuery({ ...contactQuery(id ?? ""), enabled: Boolean(id) });
  if (!id)
    return (
      <Empty icon={IconUser} title={t("contacts.none_open")}>
        {t("contacts.none_open_hint")}
      </Empty>
    );
  if (one.isError) return <Failed error={one.error} retry={() => one.refetch()} />;
  return (
    <div className={classes.detail} data-testid="contact-detail">
      <ActionIcon aria-label={t("do.back")} onClick={onBack} className={classes.back}>
        <IconArrowLeft size={18} />
      </ActionIcon>
      {one.data && <Content contact={one.data} />}
    </div>
  );
}

function Content({ contact }: { contact: ContactWithRows }) {
  const { t } = useTranslation();
  const ui = useUi();
  const name = useContactName()(contact, contact.country);
  const rows = contact.conversations ?? [];
  return (
    <>
      <header className={classes.who}>
        <Face name={name} size={52} />
        <div>
          <h1>
            <bdi>{name}</bdi>
          </h1>
          <span className={classes.verified} data-ok={contact.verified || undefined}>
            {contact.verified && <IconShieldCheck size={14} aria-hidden />}
            {t(contact.verified ? "card.verified" : "card.unverified")}
          </span>
        </div>
      </header>
      <dl className={classes.facts}>
        {contact.email && (
          <div>
            <dt>{t("field.email")}</dt>
            <dd>
              <bdi>{contact.email}</bdi>
            </dd>
          </div>
        )}
        {contact.locale && (
          <div>
            <dt>{t("field.language")}</dt>
            <dd>{languageName(contact.locale, ui)}</dd>
          </div>
        )}
        {contact.country && (
          <div>
            <dt>{t("field.country")}</dt>
            <dd>{countryName(contact.country, ui)}</dd>
          </div>
        )}
        {contact.created_at && (
          <div>
            <dt>{t("card.first_seen")}</dt>
            <dd>
              <Ago at={contact.created_at} />
            </dd>
          </div>
        )}
      </dl>
      <section className={classes.talks}>
        <h2>{t("contacts.conversations")}</h2>
        {rows.length === 0 && <p className={classes.sub}>{t("contacts.no_conversations")}</p>}
        <ul>
          {rows.map((r) => (
            <li key={r.id}>
              <Link
                to="/inbox/$id"
                params={{ id: r.id }}
                search={{ view: r.status === "closed" ? "closed" : "all" }}
                className={classes.talk}
              >
                <span dir="auto">{r.subject || r.last?.text || t("inbox.no_message")}</span>
                <StatusTag status={r.status} />
                <Ago at={r.updated_at ?? r.created_at} narrow className={classes.when} />
              </Link>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}
