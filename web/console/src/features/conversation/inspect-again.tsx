import { Button } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { dirOf } from "@ui/language";
import { useTranslation } from "react-i18next";
import { tryArticle } from "@/api/articles";
import type { Trial } from "@/api/types";
import { EvidenceList } from "@/kit/evidence";
import { problemText } from "@/kit/problem";
import classes from "./conversation.module.css";
import type { Inspected } from "./inspected";

/** Puts the same question to the assistant as it is today; the customer sees nothing of it. */
export function AskAgain({ inspected }: { inspected: Inspected }) {
  const { t } = useTranslation();
  const { event, question, country } = inspected;
  const ask = useMutation({
    mutationFn: (text: string) => tryArticle({ text, country, locale: event.payload.locale }),
  });
  if (!question) return null;
  return (
    <div className={classes.again}>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconRefresh size={14} aria-hidden />}
        loading={ask.isPending}
        onClick={() => ask.mutate(question)}
        data-testid="inspector-again"
      >
        {t("inspector.again")}
      </Button>
      <p className={classes.small}>{t("inspector.again_hint")}</p>
      <div aria-live="polite">
        {ask.isError && (
          <p className={classes.toolError} role="alert">
            {problemText(ask.error)}
          </p>
        )}
        {ask.data && <Today trial={ask.data} then={event.payload.text} />}
      </div>
    </div>
  );
}

function Today({ trial, then }: { trial: Trial; then: string }) {
  const { t } = useTranslation();
  const same = trial.text.trim() === then.trim();
  return (
    <div data-testid="inspector-today" data-same={same || undefined}>
      <p className={classes.todayHead}>
        <b>{t(same ? "inspector.same" : "inspector.different")}</b> · {t(`outcome.${trial.outcome}`)}
      </p>
      {!same && (
        <>
          <blockquote className={classes.quoted} dir={dirOf(trial.locale)} lang={trial.locale}>
            {trial.text}
          </blockquote>
          <EvidenceList items={trial.evidence ?? []} />
        </>
      )}
    </div>
  );
}
