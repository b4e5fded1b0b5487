import "@mantine/core/styles.css";
import "@mantine/notifications/styles.css";
import "@mantine/spotlight/styles.css";
import "@ui/tokens.css";
import "@/app/base.css";
import { localStorageColorSchemeManager } from "@mantine/core";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "@/app/app";
import { startI18n } from "@/kit/i18n";

const schemes = localStorageColorSchemeManager({ key: "parley.scheme" });

// Before the first paint, so that nobody is dazzled at night. An inline script would break the content security policy.
const wish = schemes.get("auto");
const dark = wish === "dark" || (wish === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
document.documentElement.setAttribute("data-mantine-color-scheme", dark ? "dark" : "light");

startI18n();

// A file that misses the conversation would otherwise replace the whole page.
for (const event of ["dragover", "drop"] as const)
  window.addEventListener(event, (e) => e.dataTransfer?.types.includes("Files") && e.preventDefault());

const root = document.getElementById("root");
if (root)
  createRoot(root).render(
    <StrictMode>
      <App schemes={schemes} />
    </StrictMode>,
  );
