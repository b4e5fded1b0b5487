import { Alert, Button, NumberInput, PasswordInput, Skeleton, Switch, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Model, type ModelTrial, modelQuery, saveModel, testModel } from "@/api/model";
import { Failed } from "@/kit/failed";
import classes from "./settings.module.css";
import { useSubmit } from "./submit";

/** The language model that may compose answers; without one the built-in engine answers. */
export function ModelSettings() {
  const query = useQuery(modelQuery);
  if (query.isPending) return <Skeleton height={320} />;
  if (query.isError && !query.data) return <Failed error={query.error} retry={() => query.refetch()} />;
  return <ModelForm model={query.data} />;
}

const drafted = (m: Model) => ({
  enabled: m.enabled,
  base_url: m.base_url,
  model: m.model,
  key: "",
  vision: m.vision,
  window: m.window,
  first_token_seconds: m.first_token_seconds,
  daily_budget: m.daily_budget,
  price_input: m.price_input,
  price_output: m.price_output,
  currency: m.currency,
});

type Draft = ReturnType<typeof drafted>;

/** An untouched key stays as it is. */
const sent = ({ key, ...rest }: Draft) => (key ? { ...rest, key } : rest);

function ModelForm({ model }: { model: Model }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const form = useForm({ initialValues: drafted(model) });
  const { submit, busy } = useSubmit(form);
  const trying = useSubmit(form);
  const [trial, setTrial] = useState<ModelTrial>();
  const save = form.onSubmit((values) =>
    submit(async () => {
      const next = await saveModel(sent(values));
      client.setQueryData(modelQuery.queryKey, next);
      form.setInitialValues(drafted(next));
      form.setValues(drafted(next));
    }),
  );
  const test = async () => {
    setTrial(undefined);
    form.clearErrors();
    setTrial(await trying.submit(() => testModel(sent(form.getValues())), t("model.works")));
  };
  return (
    <form className={classes.form} onSubmit={save}>
      <Switch
        label={t("model.enabled")}
        description={t("model.enabled_hint")}
        {...form.getInputProps("enabled", { type: "checkbox" })}
        data-testid="model-enabled"
      />
      <TextInput
        label={t("model.base_url")}
        description={t("model.base_url_hint")}
        placeholder="https://api.openai.com/v1"
        inputMode="url"
        {...form.getInputProps("base_url")}
        data-testid="model-url"
      />
      <TextInput
        label={t("model.model")}
        description={t("model.model_hint")}
        {...form.getInputProps("model")}
        data-testid="model-name"
      />
      <PasswordInput
        label={t("model.key")}
        description={t("model.key_hint")}
        placeholder={model.has_key ? t("model.key_kept") : t("model.key_none")}
        autoComplete="off"
        {...form.getInputProps("key")}
      />
      <Switch
        label={t("model.vision")}
        description={t("model.vision_hint")}
        {...form.getInputProps("vision", { type: "checkbox" })}
      />
      <div className={classes.pair}>
        <NumberInput label={t("model.window")} min={2048} step={1024} {...form.getInputProps("window")} />
        <NumberInput
          label={t("model.first_token")}
          min={0.2}
          max={60}
          suffix=" s"
          {...form.getInputProps("first_token_seconds")}
        />
      </div>
      <Cost form={form} model={model} />
      <Outcome trial={trial} />
      <div className={classes.actions}>
        <Button variant="default" onClick={test} loading={trying.busy} data-testid="model-test">
          {t("model.test")}
        </Button>
        <Button type="submit" loading={busy} disabled={!form.isDirty()} data-testid="model-save">
          {t("do.save")}
        </Button>
      </div>
    </form>
  );
}

/** What it may cost, and what it has cost today. */
function Cost({ form, model }: { form: ReturnType<typeof useForm<Draft>>; model: Model }) {
  const { t, i18n } = useTranslation();
  const spent = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 4 }).format(model.today.cost);
  return (
    <>
      <div className={classes.pair}>
        <NumberInput label={t("model.budget")} min={0} {...form.getInputProps("daily_budget")} />
        <TextInput label={t("model.currency")} maxLength={3} {...form.getInputProps("currency")} />
        <NumberInput label={t("model.price_input")} min={0} {...form.getInputProps("price_input")} />
        <NumberInput label={t("model.price_output")} min={0} {...form.getInputProps("price_output")} />
      </div>
      <p className={classes.hint}>
        {t("model.budget_hint")}{" "}
        {t("model.today", {
          cost: spent,
          currency: model.currency,
          tokens: model.today.input_tokens + model.today.output_tokens,
        })}
      </p>
    </>
  );
}

function Outcome({ trial }: { trial?: ModelTrial }) {
  const { t } = useTranslation();
  if (!trial) return null;
  return (
    <Alert color="teal" data-testid="model-trial">
      {t("model.trial", { ms: Math.round(trial.first_token_ms), reply: trial.reply })}
    </Alert>
  );
}
