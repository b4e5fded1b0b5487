import { countryName, languageName } from "@ui/language";
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
  conditions?: string[];
  carried?: string[];
  unknown?: string[];
  products?: string[];
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

const words = (id: string) => id.replace(/_/g, " ");

/** One question of hers: what she wants to know, about what, and what was taken over from before. */
function Asked({ question: q }: { question: Question }) {
  const { t } = useTranslation();
  const measure = q.measure && t(`understood.measures.${q.measure}`, { defaultValue: words(q.measure) });
  const wants = q.wants && t(`understood.want.${q.wants}`, { defaultValue: words(q.wants) });
  const lists = [
    ["about", q.concepts],
    ["carried", q.carried],
    ["conditions", q.conditions],
    ["products", q.products],
    ["unknown", q.unknown],
  ] as const;
  return (
    <div className={classes.question}>
      {q.text && <q dir="auto">{q.text}</q>}
      <dl className={classes.details}>
        {(wants || measure) && (
          <div>
            <dt>{t("understood.wants")}</dt>
            <dd>{[wants, measure].filter(Boolean).join(" · ")}</dd>
          </div>
        )}
        {lists.map(
          ([key, list]) =>
            (list?.length ?? 0) > 0 && (
              <div key={key}>
                <dt>{t(`understood.${key}`)}</dt>
                <dd className={classes.chips}>
                  {list?.map((c) => (
                    <span key={c} className={classes.kind} dir="auto">
                      {words(c)}
                    </span>
                  ))}
                </dd>
              </div>
            ),
        )}
      </dl>
    </div>
  );
}

export function Understood({ value }: { value: unknown }) {
  const { t } = useTranslation();
  const ui = useUi();
  if (typeof value !== "object" || value === null || Array.isArray(value)) return <Details value={value} />;
  const { locale, language, confidence, intent, questions, slots, candidates, why, ...rest } = value as Known;
  const tongue = language ?? locale;
  const reason = (text: string) => {
    const known = /^(follow-up of|said again|article|order|product):? (.*)$/s.exec(text);
    return known ? t(`understood.because.${known[1]?.replace(/\W/g, "_")}`, { what: known[2] }) : text;
  };
  const percent = new Intl.NumberFormat(ui, { style: "percent" });
  const country = typeof slots?.country === "string" ? { country: countryName(slots.country, ui) } : {};
  const more = { ...slots, ...country, ...rest };
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
        <Asked key={i} question={q} />
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
            <dd>{why?.map(reason).join(" · ")}</dd>
          </div>
        </dl>
      )}
    </div>
  );
}
