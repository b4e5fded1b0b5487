import { useTranslation } from "react-i18next";
import { Details } from "./details";
import classes from "./kit.module.css";

interface Change {
  sentence: string;
  result: string;
  rule?: string;
  detail?: string;
}

/** What stood between the engine and the customer did to a sentence. */
export function Checked({ value }: { value: unknown }) {
  const { t } = useTranslation();
  const nothing =
    value === null ||
    value === undefined ||
    value === "" ||
    (typeof value === "object" && Object.keys(value).length === 0);
  if (nothing) return <p className={classes.quiet}>{t("inspector.unchanged")}</p>;
  if (!Array.isArray(value)) return <Details value={value} />;
  return (
    <ul className={classes.changes}>
      {(value as Change[]).map((c, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes
        <li key={i}>
          <b>{t(`checked.${c.result}`, { defaultValue: c.result })}</b>
          <q dir="auto">{c.sentence}</q>
          <small>
            {c.rule && t(`checked.rule.${c.rule}`, { defaultValue: c.rule })}
            {c.detail && <bdi className={classes.detail}>{c.detail}</bdi>}
          </small>
        </li>
      ))}
    </ul>
  );
}
