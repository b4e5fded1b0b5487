import {
  ActionIcon,
  Button,
  Group,
  NumberInput,
  Select,
  Skeleton,
  Switch,
  TagsInput,
  TextInput,
  Tooltip,
} from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconTrash } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useMay } from "@/api/auth";
import {
  addDeskWord,
  changeDeskWord,
  changeRules,
  deskWordsQuery,
  removeDeskWord,
  type WordPath,
} from "@/api/desk-words";
import type { DeskRules, DeskWord } from "@/api/types";
import { Failed } from "@/kit/failed";
import { notify } from "@/kit/notify";
import { tellProblem } from "@/kit/problem";
import { Tag } from "@/kit/tag";
import { undoLine } from "@/kit/undo-line";
import classes from "./settings.module.css";
import { useSubmit } from "./submit";

/** As the server has them (conversation.Colours, FieldType). */
const colours = ["grey", "red", "orange", "yellow", "green", "teal", "blue", "violet", "pink"] as const;
const types = ["text", "number", "choice", "date"] as const;

/** The shop's own words for its conversations, and the rules. */
export function DeskWordSettings() {
  const { t } = useTranslation();
  const words = useQuery(deskWordsQuery);
  const admin = useMay("admin");
  const operator = useMay("operator");
  if (words.isError) return <Failed error={words.error} retry={() => words.refetch()} />;
  if (!words.data) return <Skeleton height={240} />;
  const { tags, reasons, fields, rules } = words.data;
  return (
    <>
      <List path="tags" title="tags" words={tags} may={operator} none={t("settings.no_tags")} />
      <List path="close-reasons" title="reasons" words={reasons} may={admin} none={t("settings.no_reasons")} />
      <List path="conversation-fields" title="own_fields" words={fields} may={admin} none={t("settings.no_fields")} />
      <Rules rules={rules} may={admin} />
    </>
  );
}

interface ListProps {
  path: WordPath;
  title: "tags" | "reasons" | "own_fields";
  words: DeskWord[];
  may: boolean;
  none: string;
}

function List({ path, title, words, may, none }: ListProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const again = () => client.invalidateQueries({ queryKey: deskWordsQuery.queryKey });
  const kept = words.filter((w) => !w.gone);
  const remove = async (w: DeskWord) => {
    try {
      await removeDeskWord(path, w.id);
      again();
      notify(
        undoLine(t("settings.word_removed", { name: w.name }), t("do.undo"), () =>
          changeDeskWord(path, w.id, { gone: false }).then(again, tellProblem),
        ),
        { stay: 7000 },
      );
    } catch (err) {
      tellProblem(err);
    }
  };
  return (
    <section className={classes.words} data-testid={`words-${path}`}>
      <h2>{t(`settings.${title}`)}</h2>
      <p>{t(`settings.${title}_hint`)}</p>
      {kept.length === 0 && <p>{none}</p>}
      {kept.map((w) => (
        <Group key={w.id} gap={8} my={6} data-testid="desk-word">
          {path === "tags" ? <Tag word={w} /> : <bdi>{w.name}</bdi>}
          {w.type && <small>{[t(`settings.type.${w.type}`), ...(w.choices ?? [])].join(" · ")}</small>}
          {may && (
            <Tooltip label={t("settings.remove_word", { name: w.name })}>
              <ActionIcon
                variant="subtle"
                color="gray"
                size="sm"
                onClick={() => remove(w)}
                aria-label={t("settings.remove_word", { name: w.name })}
              >
                <IconTrash size={15} aria-hidden />
              </ActionIcon>
            </Tooltip>
          )}
        </Group>
      ))}
      {may && <Add path={path} onDone={again} />}
    </section>
  );
}

function Add({ path, onDone }: { path: WordPath; onDone: () => void }) {
  const { t } = useTranslation();
  const form = useForm({ initialValues: { name: "", colour: "grey", type: "text", choices: [] as string[] } });
  const { submit, busy } = useSubmit(form);
  const { name, colour, type, choices } = form.values;
  const body = {
    tags: { name, colour },
    "close-reasons": { name },
    "conversation-fields": { name, type: type as DeskWord["type"], choices: type === "choice" ? choices : undefined },
  }[path];
  const add = form.onSubmit(async () => {
    if (!(await submit(() => addDeskWord(path, body)))) return;
    form.reset();
    onDone();
  });
  return (
    <form onSubmit={add}>
      <Group align="end" gap={8} mt="sm">
        <TextInput
          label={t("settings.new_name")}
          maxLength={60}
          {...form.getInputProps("name")}
          data-testid={`new-${path}`}
        />
        {path === "tags" && (
          <Select
            label={t("settings.colour")}
            w={130}
            allowDeselect={false}
            data={colours.map((c) => ({ value: c, label: t(`settings.colours.${c}`) }))}
            {...form.getInputProps("colour")}
          />
        )}
        {path === "conversation-fields" && (
          <Select
            label={t("settings.field_type")}
            w={130}
            allowDeselect={false}
            data={types.map((c) => ({ value: c, label: t(`settings.type.${c}`) }))}
            {...form.getInputProps("type")}
          />
        )}
        {path === "conversation-fields" && type === "choice" && (
          <TagsInput label={t("settings.choices")} {...form.getInputProps("choices")} />
        )}
        <Button type="submit" loading={busy} disabled={!name.trim()} data-testid={`add-${path}`}>
          {t("settings.add_word")}
        </Button>
      </Group>
    </form>
  );
}

function Rules({ rules, may }: { rules: DeskRules; may: boolean }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { submit } = useSubmit();
  const save = async (part: Partial<DeskRules>) => {
    if (await submit(() => changeRules(part))) client.invalidateQueries({ queryKey: deskWordsQuery.queryKey });
  };
  return (
    <section className={classes.words}>
      <h2>{t("settings.rules")}</h2>
      <NumberInput
        label={t("settings.edit_minutes")}
        description={t("settings.edit_minutes_hint")}
        w={280}
        min={0}
        max={1440}
        allowDecimal={false}
        disabled={!may}
        defaultValue={rules.edit_minutes}
        onBlur={(e) => {
          const minutes = Number(e.currentTarget.value);
          if (Number.isInteger(minutes) && minutes !== rules.edit_minutes) save({ edit_minutes: minutes });
        }}
      />
      <Switch
        mt="md"
        label={t("settings.reason_required")}
        disabled={!may}
        checked={rules.reason_required}
        onChange={(e) => save({ reason_required: e.currentTarget.checked })}
      />
    </section>
  );
}
