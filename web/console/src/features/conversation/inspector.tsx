import { ActionIcon } from "@mantine/core";
import { IconAlertTriangle, IconX } from "@tabler/icons-react";
import { dirOf } from "@ui/language";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Checked } from "@/kit/checked";
import { Code } from "@/kit/copy";
import { EvidenceList } from "@/kit/evidence";
import { useUi } from "@/kit/i18n";
import { Understood } from "@/kit/understood";
import classes from "./conversation.module.css";
import { AskAgain } from "./inspect-again";
import { Cost, costText, msText, Times, useEngineName } from "./inspect-figures";
import { Tools } from "./inspect-tools";
import type { Inspected, MessageEvent } from "./inspected";

/** Why the assistant said what it said, for somebody who is no programmer. */
export function Inspector({ inspected, onClose }: { inspected: Inspected | null; onClose: () => void }) {
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
        {inspected ? (
          <Content key={inspected.event.seq} inspected={inspected} />
        ) : (
          <p className={classes.small}>{t("inspector.none")}</p>
        )}
      </div>
    </div>
  );
}

function Content({ inspected }: { inspected: Inspected }) {
  const { t } = useTranslation();
  const { event, question } = inspected;
  const p = event.payload;
  return (
    <>
      {question && (
        <p className={classes.asked} dir="auto">
          {question}
        </p>
      )}
      <blockquote className={classes.quoted} dir={p.locale ? dirOf(p.locale) : "auto"} lang={p.locale || undefined}>
        {p.text}
      </blockquote>
      {p.fallback && (
        <Notice>
          {t("inspector.fallback", {
            reason: t(`inspector.failure.${p.fallback}`, { defaultValue: p.fallback }),
          })}
        </Notice>
      )}
      {p.interrupted && <Notice>{t("inspector.interrupted")}</Notice>}
      <Part title={t("inspector.short")}>
        <InShort event={event} />
      </Part>
      <AskAgain inspected={inspected} />
      <Part title={t("inspector.evidence")}>
        <EvidenceList items={p.evidence ?? []} />
      </Part>
      <Part title={t("inspector.understood")}>
        <Understood value={p.understood} />
      </Part>
      {(p.tools?.length ?? 0) > 0 && (
        <Part title={t("inspector.tools")}>
          <Tools calls={p.tools ?? []} />
        </Part>
      )}
      <Part title={t("inspector.checked")}>
        <Checked value={p.checked} />
      </Part>
      <Part title={t("inspector.time")}>
        <Times telling={p} />
      </Part>
      <Part title={t("inspector.cost")}>
        <Cost telling={p} />
      </Part>
      <details className={classes.raw} data-testid="inspector-raw">
        <summary>{t("inspector.raw")}</summary>
        <Code value={JSON.stringify(event, null, 2)} label={t("inspector.raw")} />
      </details>
    </>
  );
}

/** The whole story in a few plain sentences; the parts below tell the details. */
function InShort({ event }: { event: MessageEvent }) {
  const { t } = useTranslation();
  const ui = useUi();
  const engine = useEngineName();
  const p = event.payload;
  const changes = Array.isArray(p.checked) ? p.checked.length : 0;
  const cost = costText(p, ui);
  const made = [
    p.engine && t("inspector.by", { engine: engine(p.engine) }),
    p.total_ms !== undefined && t("inspector.took", { time: msText(p.total_ms, ui) }),
    cost && t("inspector.costs", { cost }),
  ].filter(Boolean);
  return (
    <ul className={classes.short} data-testid="inspector-short">
      {p.outcome && <li>{t(`inspector.did.${p.outcome}`)}</li>}
      <li>{t("inspector.rests", { count: p.evidence?.length ?? 0 })}</li>
      <li>{changes === 0 ? t("inspector.unchanged") : t("inspector.changed", { count: changes })}</li>
      {made.length > 0 && <li>{made.join(ui.startsWith("zh") ? "" : " ")}</li>}
    </ul>
  );
}

function Notice({ children }: { children: ReactNode }) {
  return (
    <p className={classes.notice} data-testid="inspector-notice">
      <IconAlertTriangle size={15} aria-hidden />
      <span>{children}</span>
    </p>
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
