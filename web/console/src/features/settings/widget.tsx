import { Button, Group, Modal, Text } from "@mantine/core";
import { IconEye, IconEyeOff, IconMessageCircle, IconRefresh } from "@tabler/icons-react";
import { parseHex, textOn } from "@ui/colour";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMay, useSession } from "@/api/auth";
import { readSecret, renewSecret } from "@/api/shop";
import { Code, Copy } from "@/kit/copy";
import { tellProblem } from "@/kit/problem";
import classes from "./settings.module.css";
import { identityExample, tagOf } from "./snippets";
import { useSubmit } from "./submit";

export function WidgetSettings() {
  const { t } = useTranslation();
  const { shop } = useSession();
  const colour = parseHex(shop.accent ?? "") ?? [15, 107, 102];
  return (
    <>
      <Code value={tagOf(location.origin, shop.slug)} label={t("settings.tag")} testid="widget-tag" />
      <p className={classes.hint} style={{ marginTop: 10 }}>
        {t("settings.tag_hint")}
      </p>
      <div className={classes.stage} aria-hidden>
        <p>{t("settings.launcher_hint")}</p>
        <div className={classes.launcher} style={{ background: `rgb(${colour.join(" ")})`, color: textOn(colour) }}>
          <IconMessageCircle size={26} stroke={1.8} />
        </div>
      </div>
      <section className={classes.section}>
        <h2>{t("settings.identity")}</h2>
        <p className={classes.hint}>{t("settings.identity_hint")}</p>
        <Secret />
        <div style={{ height: 16 }} />
        <Code value={identityExample} label={t("settings.identity_example")} />
      </section>
    </>
  );
}

function Secret() {
  const { t } = useTranslation();
  const may = useMay("admin");
  const [secret, setSecret] = useState("");
  const [asking, setAsking] = useState(false);
  const { submit, busy } = useSubmit();
  const reveal = () => (secret ? setSecret("") : readSecret().then(setSecret).catch(tellProblem));
  const renew = async () => {
    setAsking(false);
    const made = await submit(renewSecret, t("settings.secret_renewed"));
    if (made) setSecret(made);
  };
  if (!may) return <p className={classes.quiet}>{t("settings.admin_only")}</p>;
  return (
    <div className={classes.secret}>
      <code data-testid="identity-secret">{secret || "••••••••••••••••••••••••"}</code>
      <Button
        size="xs"
        variant="default"
        onClick={reveal}
        leftSection={secret ? <IconEyeOff size={14} aria-hidden /> : <IconEye size={14} aria-hidden />}
        data-testid="secret-reveal"
      >
        {t(secret ? "settings.hide" : "settings.reveal")}
      </Button>
      {secret && <Copy value={secret} />}
      <Button
        size="xs"
        variant="default"
        loading={busy}
        onClick={() => setAsking(true)}
        leftSection={<IconRefresh size={14} aria-hidden />}
      >
        {t("settings.renew")}
      </Button>
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        title={t("settings.renew_title")}
        size="sm"
        closeButtonProps={{ "aria-label": t("do.close_panel") }}
      >
        <Text size="sm" mb="md">
          {t("settings.renew_hint")}
        </Text>
        <Group justify="flex-end" gap={8}>
          <Button variant="default" data-autofocus onClick={() => setAsking(false)}>
            {t("do.cancel")}
          </Button>
          <Button onClick={renew}>{t("settings.renew")}</Button>
        </Group>
      </Modal>
    </div>
  );
}
