export function SetupPage() {
  return null;
}
export function StartPage() {
  return null;
}
