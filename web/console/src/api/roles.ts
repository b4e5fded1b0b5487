import type { Role } from "./types";

// Each role may what the former may, and more (docs/api.md). The server decides; the console only explains.
export const roles: Role[] = ["viewer", "agent", "operator", "admin", "owner"];

export function atLeast(role: Role | undefined, least: Role): boolean {
  return role !== undefined && roles.indexOf(role) >= roles.indexOf(least);
}
