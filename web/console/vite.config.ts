import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

// The Go server embeds dist/ and serves it under /console/; while developing, PARLEY_URL names a running server.
const server = process.env.PARLEY_URL ?? "http://127.0.0.1:8080";

export default defineConfig({
  base: "/console/",
  plugins: [react()],
  resolve: {
    alias: {
      "@": fileURLToPath(new URL("./src", import.meta.url)),
      "@ui": fileURLToPath(new URL("../ui", import.meta.url)),
    },
  },
  server: {
    proxy: {
      "/api": { target: server, changeOrigin: true, ws: true },
      "/widget.js": server,
    },
    fs: { allow: [".."] },
  },
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  test: {
    environment: "jsdom",
    include: ["src/**/*.test.{ts,tsx}"],
  },
});
