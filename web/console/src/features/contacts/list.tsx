import { Skeleton, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconAddressBook, IconSearch, IconShieldCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { contactsQuery } from "@/api/contacts";
import { useCommands } from "@/commands/registry";
import { Face } from "@/kit/avatar";
import { useContactName } from "@/kit/contact";
import { Empty } from "@/kit/empty";
import { Failed } from "@/kit/failed";
import { Language } from "@/kit/language";
import { Ago } from "@/kit/time";
import classes from "./contacts.module.css";

export function ContactList({
  q,
  selected,
  onSearch,
}: {
  q: string;
  selected?: string;
  onSearch: (q: string) => void;
}) {
  const { t } = useTranslation();
  const nameOf = useContactName();
  const [text, setText] = useState(q);
  const find = useDebouncedCallback(onSearch, 250);
  const list = useQuery({ ...contactsQuery(q), placeholderData: (old) => old });
  const field = useRef<HTMLInputElement>(null);
  useCommands([
    {
      id: "search",
      group: "app",
      labelKey: "cmd.search",
      icon: IconSearch,
      keys: "/",
      run: () => field.current?.focus(),
    },
  ]);
  return (
    <div className={classes.pane}>
      <header className={classes.head}>
        <h1>{t("nav.contacts")}</h1>
        <TextInput
          ref={field}
          size="xs"
          value={text}
          onChange={(e) => {
            setText(e.currentTarget.value);
            find(e.currentTarget.value.trim());
          }}
          placeholder={t("contacts.search")}
          aria-label={t("contacts.search")}
          leftSection={<IconSearch size={14} aria-hidden />}
          data-testid="contacts-search"
        />
      </header>
      <div className={classes.scroll}>
        {list.isPending && <Skeleton height={56} m={12} />}
        {list.isError && <Failed error={list.error} retry={() => list.refetch()} />}
        {list.data?.length === 0 && (
          <Empty icon={IconAddressBook} title={t(q ? "contacts.none_found" : "contacts.empty")}>
            {t(q ? "contacts.none_found_hint" : "contacts.empty_hint")}
          </Empty>
        )}
        <ul>
          {list.data?.map((c) => (
            <li key={c.id}>
              <Link
                to="/contacts/$id"
                params={{ id: c.id }}
                search={(s) => s}
                className={classes.row}
                data-selected={c.id === selected || undefined}
                data-testid="contact-row"
              >
                <Face name={nameOf(c, c.country)} size={34} />
                <span className={classes.main}>
                  <span className={classes.name}>
                    <bdi>{nameOf(c, c.country)}</bdi>
                    {c.verified && <IconShieldCheck size={14} role="img" aria-label={t("card.verified")} />}
                  </span>
                  <span className={classes.sub}>
                    {c.name && c.email ? <bdi>{c.email}</bdi> : c.locale && <Language locale={c.locale} short />}
                  </span>
                </span>
                {c.created_at && <Ago at={c.created_at} narrow className={classes.when} />}
              </Link>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
