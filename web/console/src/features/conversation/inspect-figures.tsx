import { money } from "@ui/time";
import { useTranslation } from "react-i18next";
import type { Telling } from "@/api/types";
import { useUi } from "@/kit/i18n";
import classes from "./conversation.module.css";

export const msText = (n: number, ui: string) =>
  n >= 1000
    ? new Intl.NumberFormat(ui, { style: "unit", unit: "second", maximumFractionDigits: 1 }).format(n / 1000)
    : new Intl.NumberFormat(ui, { style: "unit", unit: "millisecond", maximumFractionDigits: n < 10 ? 1 : 0 }).format(
        n,
      );

/** What an answer cost; a thousandth of a cent is no "0.00". */
export function costText({ usage }: Telling, ui: string): string {
  if (usage?.cost === undefined) return "";
  const currency = usage.currency || "USD";
  if (usage.cost === 0 || usage.cost >= 0.01) return money(usage.cost, currency, ui);
  try {
    return new Intl.NumberFormat(ui, { style: "currency", currency, maximumSignificantDigits: 2 }).format(usage.cost);
  } catch {
    return `${usage.cost} ${currency}`;
  }
}

/** "builtin", "openai:model", or both when one finished what the other began, in plain words. */
export function useEngineName() {
  const { t } = useTranslation();
  return (engine: string) =>
    engine
      .split("+")
      .map((e) => {
        if (e === "builtin") return t("inspector.engine_builtin");
        const model = e.slice(e.indexOf(":") + 1);
        return t("inspector.engine_model", { model });
      })
      .join(" + ");
}

const parts = ["understand", "retrieve", "compose", "check"] as const;

/** Where the time went. */
export function Times({ telling }: { telling: Telling }) {
  const { t } = useTranslation();
  const ui = useUi();
  const { timings, first_token_ms: first, total_ms: total } = telling;
  const rows = parts.flatMap((name) => {
    const ms = timings?.[`${name}_ms`];
    return ms === undefined ? [] : [{ name, ms }];
  });
  const sum = rows.reduce((n, r) => n + r.ms, 0) || 1;
  return (
    <dl className={classes.times} data-testid="inspector-times">
      {rows.map((r) => (
        <div key={r.name}>
          <dt>{t(`inspector.step.${r.name}`)}</dt>
          <dd>
            <span className={classes.bar} aria-hidden>
              <i style={{ inlineSize: `${Math.max(1, (r.ms / sum) * 100)}%` }} />
            </span>
            <span className={classes.ms}>{msText(r.ms, ui)}</span>
          </dd>
        </div>
      ))}
      {first !== undefined && (
        <div>
          <dt>{t("inspector.first")}</dt>
          <dd>{msText(first, ui)}</dd>
        </div>
      )}
      {total !== undefined && (
        <div>
          <dt>{t("inspector.total")}</dt>
          <dd>{msText(total, ui)}</dd>
        </div>
      )}
    </dl>
  );
}

/** What it cost. The built-in engine asks nobody, so it costs nothing. */
export function Cost({ telling }: { telling: Telling }) {
  const { t } = useTranslation();
  const ui = useUi();
  const { usage } = telling;
  if (!usage)
    return <p className={classes.small}>{t(telling.engine === "builtin" ? "inspector.free" : "inspector.no_usage")}</p>;
  const number = new Intl.NumberFormat(ui);
  return (
    <dl className={classes.times} data-testid="inspector-cost">
      {usage.input_tokens !== undefined && (
        <div>
          <dt>{t("inspector.tokens_in")}</dt>
          <dd>{number.format(usage.input_tokens)}</dd>
        </div>
      )}
      {usage.output_tokens !== undefined && (
        <div>
          <dt>{t("inspector.tokens_out")}</dt>
          <dd>{number.format(usage.output_tokens)}</dd>
        </div>
      )}
      {usage.cost !== undefined && (
        <div>
          <dt>{t("inspector.price")}</dt>
          <dd>{costText(telling, ui)}</dd>
        </div>
      )}
    </dl>
  );
}
