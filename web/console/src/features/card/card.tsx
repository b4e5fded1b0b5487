import { ActionIcon, Anchor, Button, Skeleton } from "@mantine/core";
import { IconArrowLeft, IconPlus, IconShieldCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { countryName, languageName } from "@ui/language";
import { clock, money } from "@ui/time";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMay } from "@/api/auth";
import { type Opened, oneQuery } from "@/api/conversations";
import type { Card } from "@/api/types";
import { Face } from "@/kit/avatar";
import { useContactName } from "@/kit/contact";
import { useUi } from "@/kit/i18n";
import { showMessage } from "@/kit/jump";
import { useNow } from "@/kit/now";
import { AddPromiseDialog, PromiseItem } from "@/kit/promise";
import { StatusTag } from "@/kit/status";
import { Ago } from "@/kit/time";
import classes from "./card.module.css";
import { KnownFacts } from "./known";
import { MoodLine } from "./mood";
import { NextSteps } from "./next";

interface Props {
  id: string;
  onBack: () => void;
  onOpen: (id: string) => void;
}

export function ContextCard({ id, onBack, onOpen }: Props) {
  const { t } = useTranslation();
  const { data } = useQuery({ ...oneQuery(id), refetchInterval: 30_000 });
  return (
    <div className={classes.card} data-testid="context-card">
      <header className={classes.head}>
        <ActionIcon aria-label={t("do.back")} onClick={onBack} className={classes.back}>
          <IconArrowLeft size={18} />
        </ActionIcon>
        <h2>{t("card.title")}</h2>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <div className={classes.scroll} tabIndex={0} role="region" aria-label={t("card.title")}>
        {data ? <Content row={data} card={data.card} onOpen={onOpen} /> : <Skeletons />}
      </div>
    </div>
  );
}

function Content({ row, card, onOpen }: { row: Opened; card?: Card; onOpen: (id: string) => void }) {
  return (
    <>
      <Who row={row} card={card} />
      {card && <MoodLine mood={card.mood} />}
      {card && <NextSteps steps={card.next} />}
      <Facts row={row} card={card} />
      {card && <KnownFacts known={card.known} />}
      {card && <Promises id={row.id} card={card} />}
      {card && <Story card={card} />}
      {card && <Orders card={card} />}
      {card && <Past card={card} here={row.id} onOpen={onOpen} />}
    </>
  );
}

function Who({ row, card }: { row: Opened; card?: Card }) {
  const contact = card?.contact ?? row.contact;
  const name = useContactName()(contact, row.country);
  return (
    <div className={classes.who}>
      <Face name={name} size={40} />
      <div className={classes.names}>
        <Link to="/contacts/$id" params={{ id: contact.id }} className={classes.name}>
          <bdi>{name}</bdi>
        </Link>
        {contact.email && contact.name && <bdi className={classes.mail}>{contact.email}</bdi>}
        <Verified by={card?.verified_by} known={contact.verified} />
      </div>
    </div>
  );
}

/** Who she is, and what vouches for that. */
function Verified({ by, known }: { by: Card["verified_by"]; known: boolean }) {
  const { t } = useTranslation();
  const sure = known || by !== undefined;
  return (
    <span className={classes.verified} data-ok={sure || undefined}>
      {sure && <IconShieldCheck size={14} aria-hidden />}
      {by ? t("card.verified_by", { by: t(`card.by.${by}`) }) : t(sure ? "card.verified" : "card.unverified")}
    </span>
  );
}

function Facts({ row, card }: { row: Opened; card?: Card }) {
  const { t } = useTranslation();
  const ui = useUi();
  const page = card?.page ?? row.page;
  const productName = card?.product?.name ?? page?.product_id;
  return (
    <dl className={classes.facts}>
      <Fact label={t("field.language")}>{languageName(card?.locale ?? row.locale, ui)}</Fact>
      {row.country && <Fact label={t("field.country")}>{countryName(row.country, ui)}</Fact>}
      {card?.zone && (
        <Fact label={t("card.local_time")}>
          <LocalTime zone={card.zone} />
        </Fact>
      )}
      {productName && (
        <Fact label={t("card.product")}>
          <bdi>{productName}</bdi>
        </Fact>
      )}
      {page?.url && (
        <Fact label={t("card.page")}>
          <PageLink url={page.url} title={page.title} />
        </Fact>
      )}
      {card?.first_seen && (
        <Fact label={t("card.first_seen")}>
          <Ago at={card.first_seen} />
        </Fact>
      )}
      {typeof row.rating === "number" && (
        <Fact label={t("card.rating")}>{t("card.rating_of", { score: row.rating })}</Fact>
      )}
    </dl>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** A page is what the customer's browser said: shown as a link only when it is one. */
function PageLink({ url, title }: { url: string; title?: string }) {
  const safe = /^https?:\/\//i.test(url);
  const text = title || url.replace(/^https?:\/\//i, "");
  if (!safe) return <bdi>{text}</bdi>;
  return (
    <Anchor href={url} target="_blank" rel="noreferrer noopener" size="sm" title={url}>
      <bdi>{text}</bdi>
    </Anchor>
  );
}

function LocalTime({ zone }: { zone: string }) {
  const ui = useUi();
  const now = useNow(5000);
  let time: string;
  try {
    time = clock(now, ui, zone);
  } catch {
    return <bdi>{zone}</bdi>;
  }
  return (
    <span title={zone} data-testid="local-time">
      {time}
    </span>
  );
}

function Story({ card }: { card: Card }) {
  const { t } = useTranslation();
  return (
    <>
      {card.handoff && (
        <Section title={t("card.handoff")}>
          <p className={classes.reason}>
            {t(`handoff.reason.${card.handoff.reason}`)} · <Ago at={card.handoff.at} />
          </p>
        </Section>
      )}
      {(card.summary?.length ?? 0) > 0 && (
        <Section title={t("card.summary")}>
          <ul className={classes.summary}>
            {card.summary?.map((s) => (
              <li key={s.seq}>
                <button type="button" onClick={() => showMessage(s.seq)} title={t("card.show_message")} dir="auto">
                  {s.text}
                </button>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {(card.tried?.length ?? 0) > 0 && (
        <Section title={t("card.tried")}>
          <ol className={classes.tried}>
            {card.tried?.map((q, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the same question may come twice
              <li key={i}>
                <button type="button" onClick={() => showMessage(q.seq)} title={t("card.show_message")} dir="auto">
                  {q.question}
                </button>
                <small>
                  {t(`outcome.${q.outcome}`)}
                  {q.refs?.map((r) =>
                    r.kind === "article" ? (
                      <Link key={r.ref} to="/knowledge/$id" params={{ id: r.ref }}>
                        <bdi>{r.title || r.ref}</bdi>
                      </Link>
                    ) : (
                      <bdi key={r.ref}>{r.title || r.ref}</bdi>
                    ),
                  )}
                </small>
              </li>
            ))}
          </ol>
        </Section>
      )}
    </>
  );
}

/** What was promised to her, and a way to write down what was promised elsewhere. */
function Promises({ id, card }: { id: string; card: Card }) {
  const { t } = useTranslation();
  const may = useMay("agent");
  const [adding, setAdding] = useState(false);
  const list = card.promises ?? [];
  if (list.length === 0 && !may) return null;
  return (
    <Section title={t("card.promises")}>
      {list.length > 0 && (
        <ul className={classes.promises} data-testid="card-promises">
          {list.map((p) => (
            <PromiseItem key={p.id} promise={p} />
          ))}
        </ul>
      )}
      {may && (
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<IconPlus size={13} aria-hidden />}
          onClick={() => setAdding(true)}
          data-testid="promise-add"
        >
          {t("promises.add")}
        </Button>
      )}
      {adding && <AddPromiseDialog conversation={id} onClose={() => setAdding(false)} />}
    </Section>
  );
}

function Orders({ card }: { card: Card }) {
  const { t } = useTranslation();
  const ui = useUi();
  if (!card.orders?.length) return null;
  return (
    <Section title={t("card.orders")}>
      <ul className={classes.rows}>
        {card.orders.map((o) => (
          <li key={o.id} data-here={o.here || undefined}>
            <bdi className={classes.order}>{o.id}</bdi>
            <span>{t(`order.${o.status}`, { defaultValue: o.status })}</span>
            <span className={classes.total}>{money(o.total, o.currency, ui)}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Past({ card, here, onOpen }: { card: Card; here: string; onOpen: (id: string) => void }) {
  const { t } = useTranslation();
  const past = card.past?.filter((p) => p.id !== here) ?? [];
  if (past.length === 0) return null;
  return (
    <Section title={t("card.past")}>
      <ul className={classes.rows}>
        {past.map((p) => (
          <li key={p.id}>
            <button type="button" onClick={() => onOpen(p.id)} dir="auto">
              {p.subject || t("inbox.no_message")}
            </button>
            <StatusTag status={p.status} />
            <Ago at={p.at} narrow />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.section}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

function Skeletons() {
  return (
    <div className={classes.skeletons} aria-hidden>
      <Skeleton height={40} circle />
      <Skeleton height={10} width="60%" />
      <Skeleton height={10} width="80%" />
      <Skeleton height={10} width="70%" />
    </div>
  );
}
