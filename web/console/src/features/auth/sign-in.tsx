import { Button, PasswordInput, Stack, TextInput, Title } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { signIn } from "@/api/auth";
import { Problem } from "@/api/client";
import type { Session } from "@/api/types";
import { LanguageSwitch } from "@/kit/language-switch";
import { Mark } from "@/kit/mark";
import { problemText } from "@/kit/problem";
import classes from "./auth.module.css";

function useSignIn(onDone: (s: Session) => void) {
  const { t } = useTranslation();
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const send = async (email: string, password: string) => {
    setBusy(true);
    setProblem("");
    try {
      onDone(await signIn({ email: email.trim(), password }));
    } catch (err) {
      setProblem(err instanceof Problem && err.status === 401 ? t("signin.wrong") : problemText(err));
    } finally {
      setBusy(false);
    }
  };
  return { send, problem, busy };
}

export function SignIn({ onDone }: { onDone: (s: Session) => void }) {
  const { t } = useTranslation();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const { send, problem, busy } = useSignIn(onDone);
  const submit = (e: FormEvent) => {
    e.preventDefault();
    send(email, password);
  };
  return (
    <div className={classes.page}>
      <header className={classes.top}>
        <LanguageSwitch />
      </header>
      <main className={classes.middle}>
        <form className={classes.box} onSubmit={submit} aria-label={t("signin.title")}>
          <Mark className={classes.mark} />
          <Title order={1}>{t("signin.title")}</Title>
          <p className={classes.lead}>{t("signin.lead")}</p>
          <Stack gap={14}>
            <TextInput
              label={t("field.email")}
              type="email"
              autoComplete="username"
              autoFocus
              required
              withAsterisk={false}
              value={email}
              onChange={(e) => setEmail(e.currentTarget.value)}
              data-testid="sign-in-email"
            />
            <PasswordInput
              label={t("field.password")}
              autoComplete="current-password"
              required
              withAsterisk={false}
              value={password}
              onChange={(e) => setPassword(e.currentTarget.value)}
              visibilityToggleButtonProps={{ "aria-label": t("field.show_password") }}
              data-testid="sign-in-password"
            />
            {problem && (
              <div className={classes.problem} role="alert" data-testid="sign-in-problem">
                {problem}
              </div>
            )}
            <Button type="submit" loading={busy} fullWidth data-testid="sign-in-submit">
              {t("signin.do")}
            </Button>
          </Stack>
        </form>
      </main>
    </div>
  );
}

/** The session ended while somebody was working: only the password, and everything behind it stays as it was. */
export function SignInAgain({ email, onDone }: { email: string; onDone: (s: Session) => void }) {
  const { t } = useTranslation();
  const [password, setPassword] = useState("");
  const { send, problem, busy } = useSignIn(onDone);
  return (
    <form
      onSubmit={(e) => {
        e.preventDefault();
        send(email, password);
      }}
    >
      <Stack gap={14}>
        <p style={{ margin: 0 }}>{t("signin.again", { email })}</p>
        <input type="hidden" autoComplete="username" value={email} readOnly />
        <PasswordInput
          data-autofocus
          label={t("field.password")}
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={password}
          onChange={(e) => setPassword(e.currentTarget.value)}
          visibilityToggleButtonProps={{ "aria-label": t("field.show_password") }}
          data-testid="sign-in-again-password"
        />
        {problem && (
          <div className={classes.problem} role="alert">
            {problem}
          </div>
        )}
        <Button type="submit" loading={busy} data-testid="sign-in-again-submit">
          {t("signin.do")}
        </Button>
      </Stack>
    </form>
  );
}
