import { QueryClient } from "@tanstack/react-query";
import { Problem } from "@/api/client";

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      gcTime: 10 * 60_000,
      // Only what may pass by itself is tried again; a 403 or 404 stays one.
      retry: (count, err) => count < 2 && err instanceof Problem && ["offline", "unavailable"].includes(err.code),
      retryDelay: (n) => 500 * 2 ** n,
      networkMode: "always",
    },
    mutations: { networkMode: "always" },
  },
});
