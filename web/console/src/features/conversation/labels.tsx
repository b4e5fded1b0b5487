import { Button, Popover, TextInput, UnstyledButton } from "@mantine/core";
import { IconBellZ, IconCheck, IconForms, IconPlus, IconTag } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMay } from "@/api/auth";
import { addDeskWord, deskWordsQuery } from "@/api/desk-words";
import type { DeskWord, Row } from "@/api/types";
import { useUi } from "@/kit/i18n";
import { tellProblem } from "@/kit/problem";
import { Tag } from "@/kit/tag";
import classes from "./conversation.module.css";
import { OwnFields } from "./own-fields";
import { whenText } from "./when";

interface Props {
  row: Row;
  may: boolean;
  tagging: boolean;
  onTagging: (open: boolean) => void;
  onTag: (add: string[], off: string[]) => void;
}

/** The shop's own words on this conversation: tags and fields. A shop without any sees only the way to the first tag. */
export function Labels({ row, may, tagging, onTagging, onTag }: Props) {
  const { t } = useTranslation();
  const words = useQuery(deskWordsQuery).data;
  const [filling, setFilling] = useState(false);
  const fields = words?.fields.filter((f) => !f.gone || row.fields[f.id]) ?? [];
  const tags = row.tags.flatMap((id) => words?.tags.find((w) => w.id === id) ?? []);
  const mayMake = useMay("operator");
  const choosable = (words?.tags.some((w) => !w.gone) ?? false) || mayMake;
  if (!words || (!row.snoozed && tags.length === 0 && fields.length === 0 && !choosable)) return null;
  return (
    <div className={classes.labels} data-testid="labels">
      {row.snoozed && <Resting until={row.snoozed.until} />}
      {tags.map((w) => (
        <Tag key={w.id} word={w} onRemove={may ? () => onTag([], [w.id]) : undefined} />
      ))}
      {may && choosable && (
        <Popover opened={tagging} onChange={onTagging} position="bottom-start" width={260} trapFocus returnFocus>
          <Popover.Target>
            <UnstyledButton className={classes.labelAdd} onClick={() => onTagging(!tagging)} data-testid="tag">
              <IconTag size={13} aria-hidden /> {t("conversation.tag")}
            </UnstyledButton>
          </Popover.Target>
          <Popover.Dropdown p={8}>
            <TagChoice words={words.tags} has={row.tags} onTag={onTag} />
          </Popover.Dropdown>
        </Popover>
      )}
      {fields.length > 0 && (
        <Popover opened={filling} onChange={setFilling} position="bottom-start" width={320} trapFocus returnFocus>
          <Popover.Target>
            <UnstyledButton className={classes.labelAdd} onClick={() => setFilling(!filling)} data-testid="fields">
              <IconForms size={13} aria-hidden />{" "}
              {fields
                .filter((f) => row.fields[f.id])
                .map((f) => `${f.name}: ${row.fields[f.id]}`)
                .join(" · ") || t("conversation.fields")}
            </UnstyledButton>
          </Popover.Target>
          <Popover.Dropdown>
            <OwnFields row={row} fields={fields} may={may} onDone={() => setFilling(false)} />
          </Popover.Dropdown>
        </Popover>
      )}
    </div>
  );
}

function Resting({ until }: { until?: string }) {
  const { t } = useTranslation();
  const ui = useUi();
  return (
    <span className={classes.resting} data-testid="snoozed">
      <IconBellZ size={13} aria-hidden />
      {until ? whenText(until, ui) : t("conversation.until_she_writes")}
    </span>
  );
}

function TagChoice({ words, has, onTag }: { words: DeskWord[]; has: string[]; onTag: Props["onTag"] }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const mayMake = useMay("operator");
  const [text, setText] = useState("");
  const name = text.trim();
  const found = words.filter((w) => !w.gone && w.name.toLowerCase().includes(name.toLowerCase()));
  const make = async () => {
    try {
      const made = await addDeskWord("tags", { name });
      await client.invalidateQueries({ queryKey: deskWordsQuery.queryKey });
      onTag([made.id], []);
      setText("");
    } catch (err) {
      tellProblem(err);
    }
  };
  const toggle = (w: DeskWord) => (has.includes(w.id) ? onTag([], [w.id]) : onTag([w.id], []));
  const first = found[0];
  const makes = mayMake && name !== "" && !words.some((w) => !w.gone && w.name.toLowerCase() === name.toLowerCase());
  return (
    <>
      <TextInput
        size="xs"
        aria-label={t("conversation.find_tag")}
        placeholder={t("conversation.find_tag")}
        value={text}
        onChange={(e) => setText(e.currentTarget.value)}
        onKeyDown={(e) => {
          if (e.key !== "Enter" || e.nativeEvent.isComposing) return;
          if (first) toggle(first);
          else if (makes) make();
        }}
        maxLength={60}
        data-autofocus
        data-testid="tag-find"
      />
      <div className={classes.tagList}>
        {found.map((w) => (
          <UnstyledButton
            key={w.id}
            onClick={() => toggle(w)}
            aria-pressed={has.includes(w.id)}
            data-testid="tag-choice"
          >
            <Tag word={w} /> {has.includes(w.id) && <IconCheck size={14} aria-hidden />}
          </UnstyledButton>
        ))}
        {makes && (
          <Button
            size="compact-sm"
            variant="subtle"
            onClick={make}
            leftSection={<IconPlus size={14} aria-hidden />}
            data-testid="tag-make"
          >
            {t("conversation.make_tag", { name })}
          </Button>
        )}
      </div>
    </>
  );
}
