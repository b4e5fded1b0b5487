import { Button, Group, NumberInput, Select, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSession } from "@/api/auth";
import { fill } from "@/api/conversations";
import { putRow } from "@/api/rows";
import type { DeskWord, Row } from "@/api/types";
import { fieldErrors, tellProblem } from "@/kit/problem";

interface Props {
  row: Row;
  fields: DeskWord[];
  may: boolean;
  onDone: () => void;
}

/** The values of the shop's own fields. */
export function OwnFields({ row, fields, may, onDone }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { staff } = useSession();
  const [values, setValues] = useState<Record<string, string>>(row.fields);
  const [wrong, setWrong] = useState<Record<string, string>>({});
  const save = async () => {
    const news = Object.fromEntries(
      fields.map((f) => [f.id, values[f.id] ?? ""]).filter(([id, v]) => v !== (row.fields[id as string] ?? "")),
    );
    try {
      putRow(client, await fill(row.id, news), staff.id);
      onDone();
    } catch (err) {
      const errors = fieldErrors(err);
      if (Object.keys(errors).length === 0) tellProblem(err);
      setWrong(errors);
    }
  };
  return (
    <form
      onSubmit={(e) => {
        e.preventDefault();
        save();
      }}
      data-testid="own-fields"
    >
      {fields.map((f) => (
        <One
          key={f.id}
          field={f}
          value={values[f.id] ?? ""}
          wrong={wrong[`values.${f.id}`]}
          disabled={!may || (f.gone ?? false)}
          onChange={(v) => setValues((all) => ({ ...all, [f.id]: v }))}
        />
      ))}
      <Group justify="flex-end" mt="sm">
        <Button type="submit" size="xs" disabled={!may} data-testid="fields-save">
          {t("do.save")}
        </Button>
      </Group>
    </form>
  );
}

interface OneProps {
  field: DeskWord;
  value: string;
  wrong?: string;
  disabled: boolean;
  onChange: (value: string) => void;
}

function One({ field, value, wrong, disabled, onChange }: OneProps) {
  const common = { label: field.name, error: wrong, disabled, size: "xs", mb: 8 } as const;
  if (field.type === "choice")
    return (
      <Select
        {...common}
        data={field.choices ?? []}
        value={value || null}
        onChange={(v) => onChange(v ?? "")}
        clearable
      />
    );
  if (field.type === "number")
    return <NumberInput {...common} value={value} onChange={(v) => onChange(v === "" ? "" : String(v))} hideControls />;
  return (
    <TextInput
      {...common}
      type={field.type === "date" ? "date" : "text"}
      value={value}
      onChange={(e) => onChange(e.currentTarget.value)}
      maxLength={500}
    />
  );
}
