import { clsx } from 'clsx';

// each pair keeps ink on its own tint readable in both themes; the contrast test covers them
const tints = [
  'bg-note-out-fold text-ink',
  'bg-attention-soft text-attention',
  'bg-good-soft text-good',
  'bg-danger-soft text-danger',
  'bg-line text-ink',
] as const;
const sizes = {
  small: 'size-7 text-fine',
  medium: 'size-10 text-base',
  large: 'size-16 text-title',
  huge: 'size-24 text-display',
} as const;

/**
 * A picture, or the initials of a name on a tint that stays the same for the same `seed`: they stand there until the picture has come, and
 * where it does not. Decorative: the name stands beside it.
 */
export function Avatar({
  name,
  seed,
  size = 'medium',
  src,
}: {
  name: string;
  seed: string;
  size?: keyof typeof sizes;
  src?: string | null;
}) {
  return (
    <span
      aria-hidden
      // drawn, not written: it must not count as a name beside the label of what holds it
      data-initials={initialsOf(name)}
      className={clsx(
        'relative inline-flex shrink-0 before:content-[attr(data-initials)] items-center justify-center rounded-full font-semibold',
        sizes[size],
        tints[tintOf(seed)],
      )}
    >
      {src && (
        // another picture is another element: what hid one that failed does not hide the next
        <img
          key={src}
          src={src}
          alt=""
          decoding="async"
          // it may have failed before the page was awake to hear of it
          ref={(image) => {
            if (image?.complete && image.naturalWidth === 0) image.hidden = true;
          }}
          onError={(event) => {
            event.currentTarget.hidden = true;
          }}
          className="absolute inset-0 size-full rounded-full object-cover"
        />
      )}
    </span>
  );
}

function tintOf(seed: string): number {
  let sum = 0;
  for (const character of seed) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973;
  return sum % tints.length;
}

function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => /^\p{L}/u.test(word));
  const [first, last] = [words[0], words.length > 1 ? words.at(-1) : undefined];
  return (
    [first, last]
      .map((word) => (word ? Array.from(word)[0] : ''))
      .join('')
      .toUpperCase() || '#'
  );
}
