import {
  ActionIcon,
  Indicator,
  Modal,
  Popover,
  Stack,
  Switch,
  Text,
  Tooltip,
  useMantineColorScheme,
} from "@mantine/core";
import { spotlight } from "@mantine/spotlight";
import {
  IconAddressBook,
  IconBook,
  IconChecklist,
  IconCommand,
  IconDeviceDesktop,
  IconInbox,
  IconKeyboard,
  IconLanguage,
  IconLogout,
  IconMoon,
  IconSettings,
  IconSun,
  IconUsers,
  IconVocabulary,
} from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, Outlet, useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { meQuery, signOut, useMay, usePatchMe, useSession } from "@/api/auth";
import { onSessionEnd } from "@/api/client";
import { countsQuery } from "@/api/conversations";
import { promiseCountsQuery } from "@/api/promises";
import { keyboard } from "@/commands/keys";
import { type Command, commandStore, useCommands } from "@/commands/registry";
import { SignInAgain } from "@/features/auth/sign-in";
import { Face } from "@/kit/avatar";
import { setLanguage, type UiLanguage } from "@/kit/i18n";
import { LanguageSwitch } from "@/kit/language-switch";
import { Mark } from "@/kit/mark";
import { tellProblem } from "@/kit/problem";
import { useStore } from "@/kit/store";
import switches from "@/kit/switch.module.css";
import { lineStore, presenceStore } from "@/realtime/connection";
import { RealtimeProvider } from "@/realtime/context";
import { HelpSheet } from "./help";
import { Palette } from "./palette";
import classes from "./shell.module.css";

export function Shell() {
  return (
    <RealtimeProvider>
      <Frame />
    </RealtimeProvider>
  );
}

function Frame() {
  const { t } = useTranslation();
  const [help, setHelp] = useState(false);
  const commands = useAppCommands(() => setHelp(true));
  useCommands(commands);
  useEffect(() => {
    const handle = keyboard(commandStore.get);
    document.addEventListener("keydown", handle);
    return () => document.removeEventListener("keydown", handle);
  }, []);
  useOwnLanguage();
  return (
    <div className={classes.shell}>
      <a href="#main" className={classes.skip}>
        {t("shell.skip")}
      </a>
      <Rail onHelp={() => setHelp(true)} />
      <div className={classes.stage}>
        <LineBanner />
        <main id="main" className={classes.main} tabIndex={-1}>
          <Outlet />
        </main>
      </div>
      <Palette />
      <HelpSheet opened={help} onClose={() => setHelp(false)} />
      <SessionEnd />
    </div>
  );
}

/**
 * Her language is part of her account: it follows her to another browser. It is taken once, when she comes in; afterwards what she
 * has just chosen counts, whichever answer of the server arrives last.
 */
function useOwnLanguage() {
  const { staff } = useSession();
  const taken = useRef("");
  useEffect(() => {
    if (taken.current === staff.id) return;
    taken.current = staff.id;
    if (staff.locale) setLanguage(staff.locale.startsWith("zh") ? "zh" : "en");
  }, [staff.id, staff.locale]);
}

function useAppCommands(help: () => void): Command[] {
  const navigate = useNavigate();
  const { i18n } = useTranslation();
  const { setColorScheme, colorScheme } = useMantineColorScheme();
  const patchMe = usePatchMe();
  const leave = useSignOut();
  const { staff } = useSession();
  const mayWords = useMay("operator");
  return [
    {
      id: "palette",
      group: "app",
      labelKey: "cmd.palette",
      icon: IconCommand,
      keys: "mod+k",
      run: () => spotlight.open(),
    },
    { id: "help", group: "app", labelKey: "cmd.help", icon: IconKeyboard, keys: "?", run: help },
    {
      id: "go-inbox",
      group: "go",
      labelKey: "nav.inbox",
      icon: IconInbox,
      keys: "g i",
      run: () => navigate({ to: "/inbox" }),
    },
    {
      id: "go-contacts",
      group: "go",
      labelKey: "nav.contacts",
      icon: IconAddressBook,
      keys: "g c",
      run: () => navigate({ to: "/contacts" }),
    },
    {
      id: "go-promises",
      group: "go",
      labelKey: "nav.promises",
      icon: IconChecklist,
      keys: "g p",
      run: () => navigate({ to: "/promises" }),
    },
    {
      id: "go-knowledge",
      group: "go",
      labelKey: "nav.knowledge",
      icon: IconBook,
      keys: "g k",
      run: () => navigate({ to: "/knowledge" }),
    },
    {
      id: "go-words",
      group: "go",
      labelKey: "words.title",
      icon: IconVocabulary,
      keys: "g w",
      when: () => mayWords,
      run: () => navigate({ to: "/knowledge/words" }),
    },
    {
      id: "go-settings",
      group: "go",
      labelKey: "nav.settings",
      icon: IconSettings,
      keys: "g s",
      run: () => navigate({ to: "/settings/$section", params: { section: "shop" } }),
    },
    {
      id: "language",
      group: "app",
      labelKey: "cmd.language",
      icon: IconLanguage,
      run: () => {
        const next: UiLanguage = i18n.language === "zh" ? "en" : "zh";
        setLanguage(next);
        patchMe({ locale: next }).catch(tellProblem);
      },
    },
    {
      id: "scheme",
      group: "app",
      labelKey: "cmd.scheme",
      icon: IconMoon,
      run: () => setColorScheme(colorScheme === "dark" ? "light" : "dark"),
    },
    {
      id: "away",
      group: "app",
      labelKey: staff.away ? "cmd.back" : "cmd.away",
      icon: IconUsers,
      run: () => patchMe({ away: !staff.away }).catch(tellProblem),
    },
    { id: "sign-out", group: "app", labelKey: "cmd.signout", icon: IconLogout, run: leave },
  ];
}

function useSignOut() {
  const client = useQueryClient();
  return async () => {
    try {
      await signOut();
    } catch (err) {
      tellProblem(err);
      return;
    }
    // A full load drops everything this tab remembers of the shop.
    client.clear();
    for (const key of Object.keys(localStorage)) if (/^parley\.(draft|outbox)/.test(key)) localStorage.removeItem(key);
    location.assign("/console/sign-in");
  };
}

const places = [
  { to: "/inbox", label: "nav.inbox", icon: IconInbox },
  { to: "/contacts", label: "nav.contacts", icon: IconAddressBook },
  { to: "/promises", label: "nav.promises", icon: IconChecklist },
  { to: "/knowledge", label: "nav.knowledge", icon: IconBook },
  { to: "/settings", label: "nav.settings", icon: IconSettings },
] as const;

function Rail({ onHelp }: { onHelp: () => void }) {
  const { t } = useTranslation();
  const { data: counts } = useQuery(countsQuery);
  const { data: promised } = useQuery(promiseCountsQuery);
  return (
    <nav className={classes.rail} aria-label={t("nav.label")}>
      <Mark className={classes.mark} />
      <div className={classes.places}>
        {places.map((p) => (
          <Link
            key={p.to}
            to={p.to}
            className={classes.place}
            activeProps={{ "data-active": true }}
            data-testid={`nav-${p.label.slice(4)}`}
          >
            <p.icon size={20} stroke={1.6} aria-hidden />
            <span>{t(p.label)}</span>
            {p.to === "/promises" && promised && promised.broken > 0 && (
              <b
                className={classes.badge}
                title={t("promises.broken_count", { count: promised.broken })}
                data-testid="promises-broken"
              >
                {promised.broken > 99 ? "99+" : promised.broken}
              </b>
            )}
            {p.to === "/inbox" && counts && counts.waiting > 0 && (
              <b className={classes.badge} title={t("inbox.waiting_count", { count: counts.waiting })}>
                {counts.waiting > 99 ? "99+" : counts.waiting}
              </b>
            )}
          </Link>
        ))}
      </div>
      <div className={classes.foot}>
        <Here />
        <Tooltip label={`${t("cmd.palette")} ⌘K`} position="right">
          <ActionIcon aria-label={t("cmd.palette")} onClick={() => spotlight.open()} className={classes.wideOnly}>
            <IconCommand size={18} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={`${t("cmd.help")} ?`} position="right">
          <ActionIcon aria-label={t("cmd.help")} onClick={onHelp} className={classes.wideOnly}>
            <IconKeyboard size={18} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
        <OwnMenu />
      </div>
    </nav>
  );
}

function Here() {
  const { t } = useTranslation();
  const here = useStore(presenceStore);
  const { staff } = useSession();
  const others = here.filter((s) => s.id !== staff.id);
  if (others.length === 0) return null;
  return (
    <Popover position="right-end" shadow="md" width={220}>
      <Popover.Target>
        <button type="button" className={classes.here} aria-label={t("shell.here", { count: others.length })}>
          {others.slice(0, 3).map((s) => (
            <Face key={s.id} name={s.name} size={24} away={s.away} />
          ))}
          {others.length > 3 && <small>+{others.length - 3}</small>}
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap={8}>
          <Text size="xs" c="dimmed">
            {t("shell.here", { count: others.length })}
          </Text>
          {others.map((s) => (
            <div key={s.id} className={classes.colleague}>
              <Face name={s.name} size={24} away={s.away} />
              <span>{s.name}</span>
              {s.away && <small>{t("shell.away")}</small>}
            </div>
          ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

function OwnMenu() {
  const { t } = useTranslation();
  const { staff, shop } = useSession();
  const patchMe = usePatchMe();
  const leave = useSignOut();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const schemes = [
    { value: "light", icon: IconSun },
    { value: "dark", icon: IconMoon },
    { value: "auto", icon: IconDeviceDesktop },
  ] as const;
  return (
    <Popover position="right-end" shadow="md" width={268} trapFocus returnFocus>
      <Popover.Target>
        <button
          type="button"
          className={classes.own}
          aria-label={t("shell.me", { name: staff.name })}
          data-testid="own-menu"
        >
          <Indicator size={9} offset={4} position="bottom-end" withBorder color={staff.away ? "yellow" : "green"}>
            <Face name={staff.name} size={32} />
          </Indicator>
        </button>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label={t("shell.me", { name: staff.name })}>
        <div className={classes.who}>
          <b>{staff.name}</b>
          <span>
            {t(`role.${staff.role}`)} · <bdi>{shop.name}</bdi>
          </span>
        </div>
        <div className={classes.choices}>
          <Switch
            size="sm"
            label={t("shell.away_switch")}
            checked={Boolean(staff.away)}
            onChange={(e) => patchMe({ away: e.currentTarget.checked }).catch(tellProblem)}
            data-testid="away"
          />
          <LanguageSwitch onChange={(l) => patchMe({ locale: l }).catch(tellProblem)} />
          <fieldset className={switches.switch} aria-label={t("shell.scheme")}>
            {schemes.map((s) => (
              <button
                key={s.value}
                type="button"
                aria-pressed={colorScheme === s.value}
                onClick={() => setColorScheme(s.value)}
                data-testid={`scheme-${s.value}`}
              >
                <s.icon size={15} aria-hidden /> {t(`shell.${s.value}`)}
              </button>
            ))}
          </fieldset>
        </div>
        <div className={classes.links}>
          <Link to="/settings/$section" params={{ section: "profile" }}>
            {t("settings.profile")}
          </Link>
          <button type="button" onClick={leave} data-testid="sign-out">
            {t("cmd.signout")}
          </button>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

/** A thin line, only when the connection has been gone for a moment. */
function LineBanner() {
  const { t } = useTranslation();
  const line = useStore(lineStore);
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (line !== "lost") return setShown(false);
    const timer = setTimeout(() => setShown(true), 1500);
    return () => clearTimeout(timer);
  }, [line]);
  if (!shown) return null;
  return (
    <div className={classes.banner} role="status" data-testid="offline-banner">
      {t("shell.offline")}
    </div>
  );
}

function SessionEnd() {
  const { t } = useTranslation();
  const { staff } = useSession();
  const client = useQueryClient();
  const [ended, setEnded] = useState(false);
  useEffect(() => onSessionEnd(() => setEnded(true)), []);
  return (
    <Modal
      opened={ended}
      onClose={() => {}}
      withCloseButton={false}
      closeOnEscape={false}
      title={t("signin.ended")}
      size="sm"
    >
      <SignInAgain
        email={staff.email}
        onDone={(session) => {
          client.setQueryData(meQuery.queryKey, session);
          setEnded(false);
          client.invalidateQueries({ predicate: (q) => q.queryKey[0] !== "me" });
        }}
      />
    </Modal>
  );
}
