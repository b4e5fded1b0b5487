import { Button, Modal, Select, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { languageName } from "@ui/language";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useUi } from "@/kit/i18n";
import { spoken } from "@/kit/regions";
import { isEmpty, nothing } from "./choices";
import { useWord } from "./do";
import { MeaningField } from "./meaning-field";
import classes from "./words.module.css";

/** Explains a word that nobody has used yet, or an expression of which only a part was listed. */
export function AddWord() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        size="xs"
        leftSection={<IconPlus size={15} aria-hidden />}
        onClick={() => setOpen(true)}
        data-testid="word-add"
      >
        {t("words.add")}
      </Button>
      <Modal
        opened={open}
        onClose={() => setOpen(false)}
        title={t("words.add")}
        closeButtonProps={{ "aria-label": t("do.close_panel") }}
      >
        <Form onDone={() => setOpen(false)} />
      </Modal>
    </>
  );
}

function Form({ onDone }: { onDone: () => void }) {
  const { t, i18n } = useTranslation();
  const ui = useUi();
  const [lang, setLang] = useState(i18n.language);
  const [word, setWord] = useState("");
  const [meaning, setMeaning] = useState(nothing);
  const { busy, error, say } = useWord({ lang, word: word.trim() });
  const languages = [...new Set(spoken.map((l) => l.split("-")[0]!))]
    .map((value) => ({ value, label: languageName(value, ui) }))
    .sort((a, b) => a.label.localeCompare(b.label, ui));
  const ready = word.trim() !== "" && !isEmpty(meaning);
  const save = async () => ready && (await say(meaning)) && onDone();
  return (
    <div className={classes.form}>
      <Select
        label={t("field.language")}
        data={languages}
        value={lang}
        onChange={(l) => l && setLang(l)}
        searchable
        data-testid="word-add-language"
      />
      <TextInput
        label={t("words.word")}
        description={t("words.add_hint")}
        value={word}
        lang={lang}
        dir="auto"
        onChange={(e) => setWord(e.currentTarget.value)}
        data-autofocus
        data-testid="word-add-word"
      />
      <div>
        <span className={classes.label}>{t("words.meaning")}</span>
        <MeaningField word={word} lang={lang} value={meaning} onChange={setMeaning} error={error} onSubmit={save} />
      </div>
      <Button loading={busy} disabled={!ready} onClick={save} data-testid="word-add-save">
        {t("do.save")}
      </Button>
    </div>
  );
}
