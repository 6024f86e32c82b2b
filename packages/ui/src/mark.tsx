/** The mark: a note folded once whose folded corner is a speech tail. One colour, drawn to hold at 16 px. */
export function Mark({ size = 28, title }: { size?: number; title?: string }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 32 32"
      fill="currentColor"
      role={title ? 'img' : undefined}
      aria-hidden={title ? undefined : true}
      aria-label={title}
    >
      <path d="M7 3h18a4 4 0 0 1 4 4v14a4 4 0 0 1-4 4H14.2L4.6 30.4A1 1 0 0 1 3 29.6V7a4 4 0 0 1 4-4Zm-.5 16.3v6.2l6.2-6.2a.6.6 0 0 0-.4-1H7.5a1 1 0 0 0-1 1Z" />
    </svg>
  );
}
