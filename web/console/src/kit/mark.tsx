export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" className={className} role="img" aria-label="Parley">
      <rect width="32" height="32" rx="9" fill="#0f6b66" />
      <path
        d="M9 24.5V11.2A3.2 3.2 0 0 1 12.2 8h7.6a3.2 3.2 0 0 1 3.2 3.2v5.1a3.2 3.2 0 0 1-3.2 3.2h-5.6z"
        fill="#fff"
      />
      <circle cx="16" cy="13.8" r="1.7" fill="#0f6b66" />
    </svg>
  );
}
