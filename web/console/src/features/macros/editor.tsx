import { ActionIcon, Button, Checkbox, Group, Menu, Modal, Select, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconBraces, IconPlus, IconTrash } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { dirOf, languageName } from "@ui/language";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMay, useSession } from "@/api/auth";
import { addMacro, changeMacro, refreshMacros } from "@/api/macros";
import type { Macro, MacroDraft } from "@/api/types";
import { useUi } from "@/kit/i18n";
import { notify } from "@/kit/notify";
import { fieldErrors, tellProblem } from "@/kit/problem";
import { countryOptions, languageOptions } from "@/kit/regions";
import classes from "./macros.module.css";

interface Props {
  macro: Macro | undefined;
  fields: string[];
  onClose: () => void;
}

/** A canned reply: one text for each language, and for one market where the facts differ there. */
export function MacroEditor({ macro, fields, onClose }: Props) {
  const { t } = useTranslation();
  const keeps = useMay("operator");
  const { shop } = useSession();
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [at, setAt] = useState(0);
  const form = useForm<MacroDraft>({
    initialValues: macro
      ? {
          name: macro.name,
          mine: macro.mine,
          texts: macro.texts.map((x) => ({ ...x })),
          actions: macro.actions,
          version: macro.version,
        }
      : { name: "", mine: !keeps, texts: [{ locale: shop.locale, text: "" }], actions: {} },
  });
  const save = form.onSubmit(async (draft) => {
    setBusy(true);
    try {
      await (macro ? changeMacro(macro.id, draft) : addMacro(draft));
      refreshMacros(client);
      notify(t("macros.saved", { name: draft.name }));
      onClose();
    } catch (err) {
      const errors = fieldErrors(err);
      const wrong = Object.keys(errors).find((k) => k.startsWith("texts."));
      if (wrong) setAt(Number(wrong.split(".")[1]));
      if (Object.keys(errors).length > 0) form.setErrors(errors);
      else tellProblem(err);
    } finally {
      setBusy(false);
    }
  });
  const texts = form.getValues().texts;
  const have = texts.map((x) => x.locale);
  return (
    <Modal
      opened
      onClose={onClose}
      title={macro ? t("macros.change") : t("macros.new")}
      size="lg"
      closeButtonProps={{ "aria-label": t("do.close_panel") }}
    >
      <form onSubmit={save} className={classes.form} noValidate>
        <TextInput
          label={t("macros.name")}
          placeholder={t("macros.name_hint")}
          data-autofocus
          {...form.getInputProps("name")}
          data-testid="macro-name"
        />
        {texts.length > 1 && <Pills form={form} at={at} onPick={setAt} />}
        <OneText
          key={at}
          at={at}
          form={form}
          fields={fields}
          onRemove={
            texts.length > 1
              ? () => {
                  form.removeListItem("texts", at);
                  setAt(Math.max(0, at - 1));
                }
              : undefined
          }
        />
        <div>
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => {
              form.insertListItem("texts", { locale: nextLocale(shop.locales ?? [], have), text: "" });
              setAt(texts.length);
            }}
            data-testid="macro-language"
          >
            {t("macros.add_text")}
          </Button>
        </div>
        <Checkbox label={t("macros.close_after")} {...form.getInputProps("actions.close", { type: "checkbox" })} />
        <Checkbox
          label={t("macros.only_mine")}
          description={keeps ? undefined : t("macros.only_mine_hint")}
          disabled={!keeps}
          {...form.getInputProps("mine", { type: "checkbox" })}
        />
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose}>
            {t("do.cancel")}
          </Button>
          <Button type="submit" loading={busy} data-testid="macro-save">
            {t("do.save")}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

/** The shop's language that has no text yet. */
function nextLocale(all: string[], have: string[]) {
  return all.find((l) => !have.includes(l)) ?? "";
}

type Form = ReturnType<typeof useForm<MacroDraft>>;

/** The texts of the macro by language and country; one is being written. */
function Pills({ form, at, onPick }: { form: Form; at: number; onPick: (at: number) => void }) {
  const { t } = useTranslation();
  const ui = useUi();
  return (
    <div className={classes.pills} role="group" aria-label={t("macros.texts")}>
      {form.getValues().texts.map((x, i) => (
        <button
          // biome-ignore lint/suspicious/noArrayIndexKey: the form names its fields by place
          key={i}
          type="button"
          aria-pressed={i === at}
          data-wrong={Object.keys(form.errors).some((k) => k.startsWith(`texts.${i}.`)) || undefined}
          onClick={() => onPick(i)}
        >
          {languageName(x.locale, ui)}
          {x.market && ` · ${x.market}`}
        </button>
      ))}
    </div>
  );
}

interface OneProps {
  at: number;
  form: Form;
  fields: string[];
  onRemove?: () => void;
}

function OneText({ at, form, fields, onRemove }: OneProps) {
  const { t } = useTranslation();
  const ui = useUi();
  const area = useRef<HTMLTextAreaElement>(null);
  const name = `texts.${at}`;
  const one = form.getValues().texts[at];
  const put = (field: string) => {
    const box = area.current;
    const text = one?.text ?? "";
    const from = box?.selectionStart ?? text.length;
    form.setFieldValue(`${name}.text`, `${text.slice(0, from)}{{${field}}}${text.slice(box?.selectionEnd ?? from)}`);
    box?.focus();
  };
  return (
    <div className={classes.one}>
      <div className={classes.where}>
        <Select
          label={t("field.language")}
          data={languageOptions(ui, one?.locale ? [one.locale] : [])}
          searchable
          allowDeselect={false}
          {...form.getInputProps(`${name}.locale`)}
        />
        <Select
          label={t("field.market")}
          placeholder={t("macros.every_market")}
          data={countryOptions(ui)}
          searchable
          clearable
          value={one?.market ?? null}
          onChange={(v) => form.setFieldValue(`${name}.market`, v ?? undefined)}
          error={form.errors[`${name}.market`]}
        />
        <Fields fields={fields} onPick={put} />
        {onRemove && (
          <ActionIcon aria-label={t("macros.remove_text")} onClick={onRemove} className={classes.end}>
            <IconTrash size={16} />
          </ActionIcon>
        )}
      </div>
      <Textarea
        ref={area}
        aria-label={t("macros.text")}
        placeholder={t("macros.text_hint")}
        autosize
        minRows={3}
        maxRows={12}
        dir={dirOf(one?.locale ?? "")}
        lang={one?.locale}
        {...form.getInputProps(`${name}.text`)}
        data-testid="macro-text"
      />
    </div>
  );
}

/** What can stand in a text for what is known of the conversation. */
function Fields({ fields, onPick }: { fields: string[]; onPick: (field: string) => void }) {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button
          variant="default"
          className={classes.end}
          leftSection={<IconBraces size={15} aria-hidden />}
          data-testid="macro-fields"
        >
          {t("macros.field")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={320} style={{ overflowY: "auto" }}>
        {fields.map((f) => (
          <Menu.Item key={f} onClick={() => onPick(f)}>
            {t(`macros.fields.${f.replace(".", "_")}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
