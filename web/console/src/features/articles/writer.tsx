import { useDeferredValue, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { renderMarkdown } from "@/kit/markdown";
import switches from "@/kit/switch.module.css";
import classes from "./articles.module.css";
import { Toolbar } from "./toolbar";

type View = "write" | "both" | "preview";

interface Props {
  value: string;
  onChange: (text: string) => void;
  error?: string;
  may: boolean;
}

/** Markdown left, what it becomes right. */
export function Writer({ value, onChange, error, may }: Props) {
  const { t } = useTranslation();
  const field = useRef<HTMLTextAreaElement>(null);
  const [view, setView] = useState<View>(() => (matchMedia("(max-width: 1100px)").matches ? "write" : "both"));
  const shown = useDeferredValue(value);
  const html = useMemo(() => (view === "write" ? "" : renderMarkdown(shown)), [shown, view]);
  return (
    <div className={classes.writer}>
      <div className={classes.writerHead}>
        <Toolbar field={field} onChange={onChange} disabled={!may || view === "preview"} />
        <fieldset className={switches.switch} aria-label={t("articles.view")}>
          {(["write", "both", "preview"] as const).map((v) => (
            <button key={v} type="button" aria-pressed={view === v} onClick={() => setView(v)}>
              {t(`articles.view_${v}`)}
            </button>
          ))}
        </fieldset>
      </div>
      <div className={classes.halves} data-view={view}>
        {view !== "preview" && (
          <textarea
            ref={field}
            className={classes.markdown}
            dir="auto"
            value={value}
            onChange={(e) => onChange(e.currentTarget.value)}
            placeholder={t("articles.body_placeholder")}
            aria-label={t("field.body")}
            aria-invalid={error ? true : undefined}
            readOnly={!may}
            spellCheck
            data-testid="article-body"
          />
        )}
        {view !== "write" && (
          <section
            className={classes.preview}
            dir="auto"
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
            tabIndex={0}
            aria-label={t("articles.preview")}
            data-testid="article-preview"
            // biome-ignore lint/security/noDangerouslySetInnerHtml: renderMarkdown sanitises
            dangerouslySetInnerHTML={{ __html: html || `<p>${t("articles.nothing_yet")}</p>` }}
          />
        )}
      </div>
      {error && (
        <p className={classes.fieldError} role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
