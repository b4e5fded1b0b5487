import { Button, Select, Textarea } from "@mantine/core";
import { IconRobot } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { dirOf, languageName } from "@ui/language";
import { type Ref, useState } from "react";
import { useTranslation } from "react-i18next";
import { tryArticle } from "@/api/articles";
import { useSession } from "@/api/auth";
import type { ArticleDraft, Trial } from "@/api/types";
import { Checked } from "@/kit/checked";
import { Comparison } from "@/kit/comparison";
import { EvidenceList } from "@/kit/evidence";
import { useUi } from "@/kit/i18n";
import { problemText } from "@/kit/problem";
import { countryOptions } from "@/kit/regions";
import { setTried } from "@/kit/tried";
import { Understood } from "@/kit/understood";
import classes from "./articles.module.css";

/** Asks the assistant as a customer would, with the article as it stands in the editor, saved or not. */
export function TryIt({ draft, field }: { draft: () => ArticleDraft | undefined; field: Ref<HTMLTextAreaElement> }) {
  const { t } = useTranslation();
  const ui = useUi();
  const { shop } = useSession();
  const [text, setText] = useState("");
  const [country, setCountry] = useState<string | null>(shop.country ?? null);
  const ask = useMutation({
    mutationFn: () => tryArticle({ text: text.trim(), country: country ?? undefined, draft: draft() }),
    onSuccess: setTried,
  });
  const send = () => text.trim() && ask.mutate();
  return (
    <section className={classes.try} aria-label={t("articles.try_title")}>
      <h2>{t("articles.try_title")}</h2>
      <p className={classes.quiet}>{t("articles.try_hint")}</p>
      <Textarea
        ref={field}
        autosize
        minRows={2}
        maxRows={6}
        dir="auto"
        value={text}
        onChange={(e) => setText(e.currentTarget.value)}
        onKeyDown={(e) => {
          if (e.key === "Enter" && !e.shiftKey && !e.nativeEvent.isComposing) {
            e.preventDefault();
            send();
          }
        }}
        placeholder={t("articles.try_placeholder")}
        aria-label={t("articles.try_question")}
        data-testid="try-input"
      />
      <div className={classes.tryRow}>
        <Select
          size="xs"
          aria-label={t("articles.try_country")}
          data={countryOptions(ui)}
          value={country}
          onChange={setCountry}
          searchable
        />
        <Button size="xs" onClick={send} loading={ask.isPending} disabled={!text.trim()} data-testid="try-send">
          {t("articles.try_do")}
        </Button>
      </div>
      <div aria-live="polite">
        {ask.isError && (
          <p className={classes.problem} role="alert">
            {problemText(ask.error)}
          </p>
        )}
        {ask.data && <Answer trial={ask.data} />}
      </div>
    </section>
  );
}

function Answer({ trial }: { trial: Trial }) {
  const { t } = useTranslation();
  const ui = useUi();
  const total =
    trial.total_ms === undefined
      ? ""
      : new Intl.NumberFormat(ui, { style: "unit", unit: "millisecond", maximumFractionDigits: 1 }).format(
          trial.total_ms,
        );
  return (
    <div className={classes.trial}>
      <div className={classes.trialHead}>
        <IconRobot size={13} aria-hidden /> {t("actor.assistant")}
        <span className={classes.outcome} data-outcome={trial.outcome} data-testid="try-outcome">
          {t(`outcome.${trial.outcome}`)}
        </span>
      </div>
      <div className={classes.trialText} dir={dirOf(trial.locale)} lang={trial.locale} data-testid="try-answer">
        {trial.text}
      </div>
      {trial.table && <Comparison table={trial.table} locale={trial.locale} />}
      <div className={classes.trialFoot}>
        {languageName(trial.locale, ui)} {total && `· ${total}`}
      </div>
      <h3>{t("inspector.evidence")}</h3>
      <EvidenceList items={trial.evidence ?? []} />
      <details className={classes.more}>
        <summary>{t("inspector.understood")}</summary>
        <Understood value={trial.understood} />
      </details>
      <details className={classes.more}>
        <summary>{t("inspector.checked")}</summary>
        <Checked value={trial.checked} />
      </details>
    </div>
  );
}
