import { Button, Group, PasswordInput, Select, Stack, TextInput, Title } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type SetupForm, setUp } from "@/api/setup";
import type { Session } from "@/api/types";
import { useUi } from "@/kit/i18n";
import { LanguageSwitch } from "@/kit/language-switch";
import { Mark } from "@/kit/mark";
import { fieldErrors, problemText } from "@/kit/problem";
import { countryOptions, localeOptions } from "@/kit/regions";
import classes from "./setup.module.css";
import { slugOf } from "./slug";

const stepOf = (field: string) => (field.startsWith("owner") ? 1 : 0);

export function Wizard({ code, onDone }: { code: string; onDone: (s: Session) => void }) {
  const { t } = useTranslation();
  const ui = useUi();
  const [step, setStep] = useState(0);
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const [ownSlug, setOwnSlug] = useState(false);
  const need = (v: string) => (v.trim() ? null : t("setup.need"));
  const form = useForm<SetupForm>({
    initialValues: {
      code,
      shop: { name: "", slug: "", locale: ui === "zh-CN" ? "zh-CN" : "en-US", country: ui === "zh-CN" ? "CN" : "US" },
      owner: { name: "", email: "", password: "" },
    },
    validate: (v) =>
      step === 0
        ? {
            code: need(v.code),
            "shop.name": need(v.shop.name),
            "shop.slug": /^[a-z0-9-]+$/.test(v.shop.slug) ? null : t("setup.slug_rule"),
          }
        : {
            "owner.name": need(v.owner.name),
            "owner.email": v.owner.email.includes("@") ? null : t("setup.email_rule"),
            "owner.password": v.owner.password.length >= 10 ? null : t("setup.password_rule"),
          },
  });

  const finish = form.onSubmit(async (values) => {
    if (step === 0) return setStep(1);
    setBusy(true);
    setProblem("");
    try {
      onDone(
        await setUp({
          ...values,
          code: values.code.trim(),
          owner: { ...values.owner, locale: ui === "zh-CN" ? "zh" : "en" },
        }),
      );
    } catch (err) {
      const errors = fieldErrors(err);
      form.setErrors(errors);
      const field = Object.keys(errors)[0];
      if (field) setStep(stepOf(field));
      if (!field) setProblem(problemText(err));
    } finally {
      setBusy(false);
    }
  });

  return (
    <div className={classes.page}>
      <header className={classes.top}>
        <LanguageSwitch />
      </header>
      <main className={classes.middle}>
        <form className={classes.box} onSubmit={finish} noValidate aria-label={t("setup.title")}>
          <Mark className={classes.mark} />
          <Title order={1}>{t(step === 0 ? "setup.title" : "setup.owner_title")}</Title>
          <p className={classes.lead}>{t(step === 0 ? "setup.lead" : "setup.owner_lead")}</p>
          <Stack gap={14}>
            {step === 0 ? (
              <>
                <TextInput
                  label={t("setup.code")}
                  description={t("setup.code_hint")}
                  autoFocus={!code}
                  autoComplete="one-time-code"
                  {...form.getInputProps("code")}
                  data-testid="setup-code"
                />
                <TextInput
                  label={t("field.shop_name")}
                  autoFocus={Boolean(code)}
                  {...form.getInputProps("shop.name")}
                  onChange={(e) => {
                    form.setFieldValue("shop.name", e.currentTarget.value);
                    if (!ownSlug) form.setFieldValue("shop.slug", slugOf(e.currentTarget.value));
                  }}
                  data-testid="setup-shop-name"
                />
                <TextInput
                  label={t("field.slug")}
                  {...form.getInputProps("shop.slug")}
                  onChange={(e) => {
                    setOwnSlug(true);
                    form.setFieldValue("shop.slug", e.currentTarget.value);
                  }}
                  data-testid="setup-shop-slug"
                />
                <Group grow align="start">
                  <Select
                    label={t("setup.locale")}
                    searchable
                    data={localeOptions(ui)}
                    {...form.getInputProps("shop.locale")}
                  />
                  <Select
                    label={t("field.country")}
                    searchable
                    data={countryOptions(ui)}
                    {...form.getInputProps("shop.country")}
                  />
                </Group>
              </>
            ) : (
              <>
                <TextInput
                  label={t("setup.your_name")}
                  autoFocus
                  autoComplete="name"
                  {...form.getInputProps("owner.name")}
                  data-testid="setup-owner-name"
                />
                <TextInput
                  label={t("field.email")}
                  type="email"
                  autoComplete="username"
                  {...form.getInputProps("owner.email")}
                  data-testid="setup-owner-email"
                />
                <PasswordInput
                  label={t("field.password")}
                  description={t("setup.password_rule")}
                  autoComplete="new-password"
                  visibilityToggleButtonProps={{ "aria-label": t("field.show_password") }}
                  {...form.getInputProps("owner.password")}
                  data-testid="setup-owner-password"
                />
              </>
            )}
            {problem && (
              <div className={classes.problem} role="alert">
                {problem}
              </div>
            )}
            <Group justify={step === 0 ? "flex-end" : "space-between"} mt={4}>
              {step === 1 && (
                <Button variant="default" onClick={() => setStep(0)}>
                  {t("do.back")}
                </Button>
              )}
              <Button type="submit" loading={busy} data-testid="setup-next">
                {t(step === 0 ? "setup.next" : "setup.finish")}
              </Button>
            </Group>
          </Stack>
        </form>
      </main>
    </div>
  );
}
