import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { dirOf } from "@ui/language";
import { useTranslation } from "react-i18next";
import type { Evidence } from "@/api/types";
import classes from "./kit.module.css";
import { Language } from "./language";

/** What an answer stands on: quote, where it is from, how well it fits. */
export function EvidenceList({ items }: { items: Evidence[] }) {
  const { t } = useTranslation();
  if (items.length === 0) return <p className={classes.quiet}>{t("evidence.none")}</p>;
  return (
    <ol className={classes.evidence}>
      {items.map((e) => (
        <li key={e.id} data-testid="evidence-item">
          <div className={classes.evidenceHead}>
            <span className={classes.kind}>{t(`evidence.kind.${e.kind}`)}</span>
            {e.kind === "article" ? (
              <Anchor
                size="sm"
                renderRoot={(props) => <Link to="/knowledge/$id" params={{ id: e.ref }} {...props} />}
                className={classes.evidenceTitle}
                dir="auto"
              >
                {e.title || e.ref}
              </Anchor>
            ) : (
              <bdi className={classes.evidenceTitle}>{e.title || e.ref}</bdi>
            )}
            {typeof e.score === "number" && (
              <span className={classes.score} title={t("evidence.score")}>
                {e.score.toFixed(2)}
              </span>
            )}
          </div>
          {e.quote && (
            <blockquote dir={e.locale ? dirOf(e.locale) : "auto"} lang={e.locale || undefined}>
              {e.quote}
            </blockquote>
          )}
          <div className={classes.evidenceFoot}>
            {e.locale && <Language locale={e.locale} />}
            <bdi className={classes.mono}>{e.ref}</bdi>
          </div>
        </li>
      ))}
    </ol>
  );
}
