import { Combobox, Pill, PillsInput, useCombobox } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Concept } from "@/api/types";
import { conceptsQuery, type Meaning } from "@/api/words";
import { type Choice, choices } from "./choices";
import classes from "./words.module.css";

interface Props {
  word: string;
  lang: string;
  value: Meaning;
  onChange: (m: Meaning) => void;
  /** Filled in by the model, not yet hers. */
  suggested?: boolean;
  error?: string;
  onSubmit?: () => void;
}

const none: Concept[] = [];
const keyOf = (c: Choice) => ("concept" in c ? `c:${c.concept.id}` : `w:${c.text}`);

/** One field for both: typing finds concepts by their name, and what is typed can always be taken as a word that means the same. */
export function MeaningField({ word, lang, value, onChange, suggested, error, onSubmit }: Props) {
  const { t, i18n } = useTranslation();
  const { data: concepts = none } = useQuery(conceptsQuery(i18n.language));
  const [typed, setTyped] = useState("");
  const box = useCombobox({ onDropdownClose: () => box.resetSelectedOption() });
  const offered = choices(concepts, typed, value);
  // What stands first is what Enter takes; the list must be drawn before it can be marked.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the box is new at each drawing
  useEffect(() => {
    box.selectFirstOption();
  }, [typed, concepts]);
  const pick = (chosen: string) => {
    const what = chosen.slice(2);
    onChange(
      chosen.startsWith("c:")
        ? { ...value, concepts: [...value.concepts, what] }
        : { ...value, means: [...value.means, what] },
    );
    setTyped("");
    box.closeDropdown();
  };
  // Mantine hides this button from whoever uses a keyboard or a screen reader.
  const removal = (what: string) => ({ "aria-label": t("words.drop", { what }), "aria-hidden": false, tabIndex: 0 });
  const dropLast = () => {
    if (value.means.length > 0) onChange({ ...value, means: value.means.slice(0, -1) });
    else onChange({ ...value, concepts: value.concepts.slice(0, -1) });
  };
  return (
    <Combobox store={box} onOptionSubmit={pick} withinPortal>
      <Combobox.DropdownTarget>
        <PillsInput
          size="sm"
          error={error}
          classNames={{ input: suggested ? classes.guess : undefined }}
          onClick={() => box.openDropdown()}
        >
          <Pill.Group>
            {value.concepts.map((id) => (
              <Pill
                key={id}
                withRemoveButton
                removeButtonProps={removal(labelOf(concepts, id))}
                onRemove={() => onChange({ ...value, concepts: value.concepts.filter((c) => c !== id) })}
                className={classes.concept}
                data-testid="word-concept"
              >
                {labelOf(concepts, id)}
              </Pill>
            ))}
            {value.means.map((m) => (
              <Pill
                key={m}
                withRemoveButton
                removeButtonProps={removal(m)}
                onRemove={() => onChange({ ...value, means: value.means.filter((x) => x !== m) })}
                className={classes.synonym}
                data-testid="word-synonym"
              >
                <bdi>“{m}”</bdi>
              </Pill>
            ))}
            <Combobox.EventsTarget>
              <PillsInput.Field
                value={typed}
                lang={lang}
                dir="auto"
                aria-label={t("words.means_label", { word })}
                placeholder={value.concepts.length + value.means.length === 0 ? t("words.means_placeholder") : ""}
                onChange={(e) => {
                  setTyped(e.currentTarget.value);
                  box.openDropdown();
                }}
                onFocus={() => box.openDropdown()}
                onBlur={() => box.closeDropdown()}
                onKeyDown={(e) => {
                  if (e.key === "Backspace" && typed === "") dropLast();
                  if (e.key === "Enter" && typed === "" && onSubmit) onSubmit();
                }}
                data-testid="word-means"
              />
            </Combobox.EventsTarget>
          </Pill.Group>
        </PillsInput>
      </Combobox.DropdownTarget>
      <Combobox.Dropdown hidden={offered.length === 0}>
        <Combobox.Options aria-label={t("words.means_label", { word })}>
          {offered.map((c) => (
            <Combobox.Option key={keyOf(c)} value={keyOf(c)} data-testid="word-option">
              <Offer choice={c} />
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

function Offer({ choice }: { choice: Choice }) {
  const { t } = useTranslation();
  const [name, hint] =
    "concept" in choice
      ? [choice.concept.label, t(`words.kind.${choice.concept.kind}`)]
      : [`“${choice.text}”`, t("words.same")];
  return (
    <span className={classes.offer}>
      <bdi>{name}</bdi>
      <small>{hint}</small>
    </span>
  );
}

export const labelOf = (concepts: Concept[], id: string) => concepts.find((n) => n.id === id)?.label ?? id;
