import { ActionIcon } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Event } from "@/api/types";
import { Checked } from "@/kit/checked";
import { EvidenceList } from "@/kit/evidence";
import { useUi } from "@/kit/i18n";
import { Understood } from "@/kit/understood";
import classes from "./conversation.module.css";

/** Why the assistant said what it said. */
export function Inspector({ event, onClose }: { event: Event | null; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <div className={classes.inspector} data-testid="inspector">
      <header className={classes.inspectorHead}>
        <h2>{t("inspector.title")}</h2>
        <ActionIcon aria-label={t("do.close_panel")} onClick={onClose} data-testid="inspector-close">
          <IconX size={18} />
        </ActionIcon>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <div className={classes.inspectorBody} tabIndex={0} role="region" aria-label={t("inspector.title")}>
        {event?.kind === "message" ? <Content event={event} /> : <p className={classes.hint}>{t("inspector.none")}</p>}
      </div>
    </div>
  );
}

function Content({ event }: { event: Extract<Event, { kind: "message" }> }) {
  const { t } = useTranslation();
  const ui = useUi();
  const p = event.payload;
  const ms = (n: number | undefined) =>
    n === undefined
      ? "–"
      : new Intl.NumberFormat(ui, { style: "unit", unit: "millisecond", maximumFractionDigits: 1 }).format(n);
  return (
    <>
      <blockquote className={classes.quoted} dir="auto">
        {p.text}
      </blockquote>
      <dl className={classes.figures}>
        <Figure label={t("inspector.outcome")}>{p.outcome ? t(`outcome.${p.outcome}`) : "–"}</Figure>
        <Figure label={t("inspector.first")}>{ms(p.first_token_ms)}</Figure>
        <Figure label={t("inspector.total")}>{ms(p.total_ms)}</Figure>
        <Figure label={t("inspector.engine")}>{p.engine ?? "–"}</Figure>
      </dl>
      {p.interrupted && <p className={classes.hint}>{t("inspector.interrupted")}</p>}
      <Part title={t("inspector.evidence")}>
        <EvidenceList items={p.evidence ?? []} />
      </Part>
      <Part title={t("inspector.understood")}>
        <Understood value={p.understood} />
      </Part>
      <Part title={t("inspector.checked")}>
        <Checked value={p.checked} />
      </Part>
    </>
  );
}

function Figure({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.part}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}
