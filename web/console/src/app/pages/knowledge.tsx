export function KnowledgePage() {
  return null;
}
export function ArticlePage() {
  return null;
}
