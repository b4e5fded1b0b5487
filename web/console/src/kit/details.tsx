import { useTranslation } from "react-i18next";
import classes from "./kit.module.css";

/** Whatever the server tells about how an answer came about, laid out as name and value; the shape is the engine's own. */
export function Details({ value, depth = 0 }: { value: unknown; depth?: number }) {
  const { t } = useTranslation();
  if (value === null || value === undefined || value === "") return <span className={classes.quiet}>–</span>;
  if (typeof value === "boolean") return <span>{t(value ? "yes" : "no")}</span>;
  if (typeof value === "number") return <span className={classes.number}>{Math.round(value * 1000) / 1000}</span>;
  if (typeof value === "string") return <span dir="auto">{value}</span>;
  if (Array.isArray(value)) {
    if (value.length === 0) return <span className={classes.quiet}>–</span>;
    if (value.every((v) => typeof v !== "object")) return <span dir="auto">{value.join(", ")}</span>;
    return (
      <ul className={classes.detailList}>
        {value.map((v, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes
          <li key={i}>
            <Details value={v} depth={depth + 1} />
          </li>
        ))}
      </ul>
    );
  }
  const entries = Object.entries(value as Record<string, unknown>);
  if (entries.length === 0 || depth > 3) return <span className={classes.quiet}>–</span>;
  return (
    <dl className={classes.details} data-depth={depth}>
      {entries.map(([k, v]) => (
        <div key={k}>
          <dt>{t(`understood.${k}`, { defaultValue: k.replace(/_/g, " ") })}</dt>
          <dd>
            <Details value={v} depth={depth + 1} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
