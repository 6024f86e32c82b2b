/** How far something is, from 0 to 1. */
export function ProgressBar({ value, label }: { value: number; label: string }) {
  return (
    <progress
      value={value}
      max={1}
      aria-label={label}
      className="h-1 w-full appearance-none overflow-hidden rounded-full bg-line [&::-moz-progress-bar]:bg-brand [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-brand"
    />
  );
}
