import { Alert, Button, PasswordInput, Skeleton, Switch, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import {
  type Embeddings,
  type EmbeddingsTrial,
  embeddingsQuery,
  saveEmbeddings,
  testEmbeddings,
} from "@/api/embeddings";
import { Failed } from "@/kit/failed";
import classes from "./settings.module.css";
import { useSubmit } from "./submit";

/** The endpoint that lets articles be found by meaning; without one they are found by words. */
export function EmbeddingsSettings() {
  const { t } = useTranslation();
  const query = useQuery(embeddingsQuery);
  return (
    <section className={classes.section}>
      <h2>{t("embeddings.title")}</h2>
      <p className={classes.hint}>{t("embeddings.lead")}</p>
      {query.isPending && <Skeleton height={240} />}
      {query.isError && !query.data && <Failed error={query.error} retry={() => query.refetch()} />}
      {query.data && <EmbeddingsForm kept={query.data} />}
    </section>
  );
}

const drafted = ({ enabled, base_url, model }: Embeddings) => ({ enabled, base_url, model, key: "" });

/** An untouched key stays as it is. */
const sent = ({ key, ...rest }: ReturnType<typeof drafted>) => (key ? { ...rest, key } : rest);

function EmbeddingsForm({ kept }: { kept: Embeddings }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const form = useForm({ initialValues: drafted(kept) });
  const { submit, busy } = useSubmit(form);
  const trying = useSubmit(form);
  const [trial, setTrial] = useState<EmbeddingsTrial>();
  const save = form.onSubmit((values) =>
    submit(async () => {
      const next = await saveEmbeddings(sent(values));
      client.setQueryData(embeddingsQuery.queryKey, next);
      form.setInitialValues(drafted(next));
      form.setValues(drafted(next));
    }),
  );
  const test = async () => {
    setTrial(undefined);
    form.clearErrors();
    setTrial(await trying.submit(() => testEmbeddings(sent(form.getValues())), t("model.works")));
  };
  return (
    <form className={classes.form} onSubmit={save}>
      <Switch
        label={t("embeddings.enabled")}
        {...form.getInputProps("enabled", { type: "checkbox" })}
        data-testid="embeddings-enabled"
      />
      <TextInput
        label={t("model.base_url")}
        description={t("embeddings.base_url_hint")}
        placeholder="https://api.openai.com/v1"
        inputMode="url"
        {...form.getInputProps("base_url")}
        data-testid="embeddings-url"
      />
      <TextInput
        label={t("model.model")}
        description={t("model.model_hint")}
        {...form.getInputProps("model")}
        data-testid="embeddings-name"
      />
      <PasswordInput
        label={t("model.key")}
        description={t("model.key_hint")}
        placeholder={kept.has_key ? t("model.key_kept") : t("model.key_none")}
        autoComplete="off"
        {...form.getInputProps("key")}
      />
      {trial && (
        <Alert color="teal" data-testid="embeddings-trial">
          {t("embeddings.trial", { ms: Math.round(trial.ms), dimensions: trial.dimensions })}
        </Alert>
      )}
      <div className={classes.actions}>
        <Button variant="default" onClick={test} loading={trying.busy} data-testid="embeddings-test">
          {t("model.test")}
        </Button>
        <Button type="submit" loading={busy} disabled={!form.isDirty()} data-testid="embeddings-save">
          {t("do.save")}
        </Button>
      </div>
    </form>
  );
}
