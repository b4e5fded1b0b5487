import { languageName } from "@ui/language";
import { useTranslation } from "react-i18next";
import { Details } from "./details";
import { useUi } from "./i18n";
import classes from "./kit.module.css";

// What an engine says it understood. The known parts have their own shape; whatever else an engine tells follows as it is.

interface Question {
  text?: string;
  wants?: string;
  measure?: string;
  concepts?: string[];
}

interface Candidate {
  ref?: string;
  title?: string;
  score?: number;
}

interface Known {
  locale?: string;
  language?: string;
  confidence?: number;
  intent?: string;
  questions?: Question[];
  slots?: Record<string, unknown>;
  candidates?: Candidate[];
  why?: string[];
}

export function Understood({ value }: { value: unknown }) {
  const { t } = useTranslation();
  const ui = useUi();
  if (typeof value !== "object" || value === null || Array.isArray(value)) return <Details value={value} />;
  const { locale, language, confidence, intent, questions, slots, candidates, why, ...rest } = value as Known;
  const tongue = language ?? locale;
  const percent = new Intl.NumberFormat(ui, { style: "percent" });
  const more = { ...slots, ...rest };
  return (
    <div className={classes.understood}>
      <dl className={classes.details}>
        {tongue && (
          <div>
            <dt>{t("field.language")}</dt>
            <dd>
              {languageName(tongue, ui)}
              {typeof confidence === "number" && <small> {percent.format(confidence)}</small>}
            </dd>
          </div>
        )}
        {intent && (
          <div>
            <dt>{t("understood.intent")}</dt>
            <dd>{t(`outcome.${intent}`, { defaultValue: intent })}</dd>
          </div>
        )}
      </dl>
      {questions?.map((q, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes
        <div key={i} className={classes.question}>
          {q.text && <span dir="auto">{q.text}</span>}
          <span className={classes.chips}>
            {[q.wants, q.measure, ...(q.concepts ?? [])].filter(Boolean).map((c) => (
              <span key={c} className={classes.kind}>
                {String(c).replace(/_/g, " ")}
              </span>
            ))}
          </span>
        </div>
      ))}
      {Object.keys(more).length > 0 && <Details value={more} />}
      {(candidates?.length ?? 0) > 0 && (
        <div>
          <p className={classes.quiet}>{t("understood.candidates")}</p>
          <ol className={classes.candidates}>
            {candidates?.map((c) => (
              <li key={c.ref}>
                <bdi>{c.title || c.ref}</bdi>
                {typeof c.score === "number" && <span className={classes.score}>{c.score.toFixed(2)}</span>}
              </li>
            ))}
          </ol>
        </div>
      )}
      {(why?.length ?? 0) > 0 && (
        <dl className={classes.details}>
          <div>
            <dt>{t("understood.why")}</dt>
            <dd>{why?.join(" · ")}</dd>
          </div>
        </dl>
      )}
    </div>
  );
}
