/** How long somebody has been waiting, as a feeling: the colour of the waiting time. */
export type Warmth = "calm" | "warm" | "hot";

export function warmth(ms: number): Warmth {
  if (ms >= 5 * 60_000) return "hot";
  if (ms >= 2 * 60_000) return "warm";
  return "calm";
}
