import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { type MePatch, usePatchMe, useSession } from "@/api/auth";
import { LanguageSwitch } from "@/kit/language-switch";
import { tellProblem } from "@/kit/problem";
import classes from "./settings.module.css";
import { useSubmit } from "./submit";

export function Profile() {
  const { t } = useTranslation();
  const { staff } = useSession();
  const patchMe = usePatchMe();
  const form = useForm({ initialValues: { name: staff.name } });
  const { submit, busy } = useSubmit(form);
  return (
    <>
      <form
        className={classes.form}
        onSubmit={form.onSubmit((v) => submit(() => patchMe({ name: v.name.trim() }).then(() => form.resetDirty())))}
      >
        <TextInput
          label={t("field.name")}
          description={t("settings.name_hint")}
          {...form.getInputProps("name")}
          data-testid="profile-name"
        />
        <TextInput
          label={t("field.email")}
          value={staff.email}
          readOnly
          disabled
          description={t("settings.email_hint")}
        />
        <div className={classes.actions}>
          <Button type="submit" loading={busy} disabled={!form.isDirty() || !form.values.name.trim()}>
            {t("do.save")}
          </Button>
        </div>
      </form>
      <section className={classes.section}>
        <h2>{t("shell.language")}</h2>
        <p className={classes.hint}>{t("settings.language_hint")}</p>
        <LanguageSwitch onChange={(l) => patchMe({ locale: l }).catch(tellProblem)} />
      </section>
      <Password patchMe={patchMe} />
    </>
  );
}

function Password({ patchMe }: { patchMe: (body: MePatch) => Promise<void> }) {
  const { t } = useTranslation();
  const form = useForm({
    initialValues: { old: "", new: "" },
    validate: { new: (v) => (v.length >= 10 ? null : t("setup.password_rule")) },
  });
  // The server names the fields as they stand in the body; here they stand alone.
  const { submit, busy } = useSubmit({
    setErrors: (errors) =>
      form.setErrors(Object.fromEntries(Object.entries(errors).map(([k, v]) => [k.replace(/^password\./, ""), v]))),
  });
  const show = { "aria-label": t("field.show_password") };
  return (
    <section className={classes.section}>
      <h2>{t("settings.password")}</h2>
      <p className={classes.hint}>{t("settings.password_hint")}</p>
      <form
        className={classes.form}
        onSubmit={form.onSubmit((v) =>
          submit(() => patchMe({ password: v }).then(() => form.reset()), t("settings.password_changed")),
        )}
      >
        <PasswordInput
          label={t("settings.old_password")}
          autoComplete="current-password"
          visibilityToggleButtonProps={show}
          {...form.getInputProps("old")}
        />
        <PasswordInput
          label={t("settings.new_password")}
          autoComplete="new-password"
          visibilityToggleButtonProps={show}
          {...form.getInputProps("new")}
        />
        <div className={classes.actions}>
          <Button type="submit" loading={busy} disabled={!form.values.old || !form.values.new}>
            {t("settings.change_password")}
          </Button>
        </div>
      </form>
    </section>
  );
}
